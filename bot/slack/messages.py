"""Every message that the bot starts, as Slack shows it."""

from collections.abc import Sequence
from typing import Any

from bot.outbox.operator import texts
from bot.slack.administration.screens import concern, health
from bot.slack.enrolment.screens import enrolment, pause
from bot.slack.figures import screens as figures
from bot.slack.kit import blocks, limits
from bot.slack.kit.blocks import Block, Element, Said
from bot.slack.kit.screen import SCREENS, screen
from bot.slack.meetings.screens import calendar, checkin, dates, nudges, series
from bot.slack.pairs import screens as pairs
from bot.slack.rounds.screens import announced, proposals
from bot.texts.clean import escaped
from bot.texts.words import Words

MODULES = (
    announced, calendar, checkin, concern, dates, enrolment, figures, health, nudges, pairs, pause,
    proposals, series,
)  # fmt: skip
"""Where screens of messages are: imported, each has joined its kinds."""


@screen(texts.TEXT)
def operator_text(text: str, _words: Words) -> Said:
    """What an operator wrote, shown exactly so."""
    shown = escaped(text, keep_lines=True)
    return Said(shown, [blocks.section(shown)])


def message(kind: str, facts: Any, words: Sequence[Words]) -> Said:
    """A message of a kind. With two readers' words it says everything in both languages."""
    said = [SCREENS[kind](facts, one) for one in words]
    return said[0] if len(said) == 1 else _together(said)


def _together(said: Sequence[Said]) -> Said:
    """One language after the other; the buttons once, in all of them."""
    shown: list[Block] = []
    for one in said:
        shown += [blocks.divider()] if shown else []
        shown += [block for block in one.blocks if block["type"] != "actions"]
    rows = [[b["elements"] for b in one.blocks if b["type"] == "actions"] for one in said]
    buttons = [blocks.actions(*_merged(same)) for same in zip(*rows, strict=True)]
    return Said("\n\n".join(one.text for one in said), [*shown, *buttons])


def _merged(rows: Sequence[Sequence[Element]]) -> list[Element]:
    return [_in_all(same) for same in zip(*rows, strict=True)]


def _in_all(same: Sequence[Element]) -> Element:
    labels = list(dict.fromkeys(element["text"]["text"] for element in same))
    return {**same[0], "text": blocks.plain(" · ".join(labels), limits.BUTTON)}
