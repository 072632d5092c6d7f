"""Every message that the bot starts: one row a kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.slack.administration import screens as health
from bot.slack.enrolment.screens import enrolment, pause
from bot.slack.figures import screens as figures
from bot.slack.kit import blocks, limits
from bot.slack.kit.blocks import Block, Element, Said
from bot.slack.meetings.screens import checkin, dates, nudges
from bot.slack.pairs import screens as pairs
from bot.slack.rounds.screens import proposals
from bot.slack.rounds.screens import round as rounds
from bot.texts.clean import escaped
from bot.texts.words import Words

Builder = Callable[[Any, Words], Said]


def operator_text(text: str, _words: Words) -> Said:
    """What an operator wrote, shown exactly so."""
    shown = escaped(text, keep_lines=True)
    return Said(shown, [blocks.section(shown)])


MESSAGES: Mapping[str, Builder] = {
    "welcome": enrolment.welcome,
    "proposal.offer": proposals.offer,
    "proposal.reminder": proposals.reminder,
    "proposal.did_not_go_ahead": proposals.did_not_go_ahead,
    "pair.introduction": pairs.introduction,
    "pair.ended": pairs.ended,
    "pair.paused": pairs.paused,
    "pair.resumed": pairs.resumed,
    "pair.needs_a_hand": pairs.needs_a_hand,
    "pause.over": pause.over,
    "session.proposed": dates.proposed,
    "session.agreed": dates.agreed,
    "session.near": dates.near,
    "checkin.ask": checkin.ask,
    "checkin.reminder": checkin.reminder,
    "nudge.no_date": nudges.no_date,
    "nudge.last_word": nudges.last_word,
    "nudge.still_looking": nudges.still_looking,
    "round.ready": rounds.ready,
    "round.still_waiting": rounds.still_waiting,
    "trouble.accounts_gone": health.accounts_gone,
    "trouble.undelivered": health.undelivered,
    "programme.without_lead": health.without_lead,
    "stats.picture": figures.picture,
    "operator.text": operator_text,
}


def message(kind: str, facts: Any, words: Sequence[Words]) -> Said:
    """A message of a kind. With two readers' words it says everything in both languages."""
    said = [MESSAGES[kind](facts, one) for one in words]
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
