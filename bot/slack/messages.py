"""Every message that the bot starts: one row a kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bot.programme.administration import messages as administration
from bot.programme.enrolment import messages as enrolment
from bot.programme.figures import messages as figures
from bot.programme.meetings import messages as meetings
from bot.programme.pairs import messages as pairs
from bot.programme.people.messages import Message
from bot.programme.rounds import messages as rounds
from bot.slack.administration import screens as health_screens
from bot.slack.enrolment.screens import enrolment as enrolment_screens
from bot.slack.enrolment.screens import pause as pause_screens
from bot.slack.figures import screens as figure_screens
from bot.slack.kit import blocks, limits
from bot.slack.kit.blocks import Block, Element, Said
from bot.slack.meetings.screens import checkin as checkin_screens
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import nudges as nudge_screens
from bot.slack.pairs import screens as pair_screens
from bot.slack.rounds.screens import proposals as proposal_screens
from bot.slack.rounds.screens import round as round_screens
from bot.texts.clean import escaped
from bot.texts.words import Words

F = TypeVar("F")
Builder = Callable[[Any, Words], Said]


def shown(message: Message[F], screen: Callable[[F, Words], Said]) -> tuple[str, Builder]:
    """A row: what a kind says is what its screen is built from, or it is a type error."""
    return message.key, screen


def operator_text(text: str, _words: Words) -> Said:
    """What an operator wrote, shown exactly so."""
    shown = escaped(text, keep_lines=True)
    return Said(shown, [blocks.section(shown)])


SCREENS: Mapping[str, Builder] = dict((
    shown(enrolment.welcome, enrolment_screens.welcome),
    shown(enrolment.pause_over, pause_screens.over),
    shown(enrolment.accounts_gone, health_screens.accounts_gone),
    shown(rounds.offer, proposal_screens.offer),
    shown(rounds.reminder, proposal_screens.reminder),
    shown(rounds.did_not_go_ahead, proposal_screens.did_not_go_ahead),
    shown(rounds.still_looking, nudge_screens.still_looking),
    shown(rounds.ready, round_screens.ready),
    shown(rounds.still_waiting, round_screens.still_waiting),
    shown(pairs.introduction, pair_screens.introduction),
    shown(pairs.ended, pair_screens.ended),
    shown(pairs.paused, pair_screens.paused),
    shown(pairs.resumed, pair_screens.resumed),
    shown(pairs.needs_a_hand, pair_screens.needs_a_hand),
    shown(meetings.proposed, date_screens.proposed),
    shown(meetings.agreed, date_screens.agreed),
    shown(meetings.near, date_screens.near),
    shown(meetings.ask, checkin_screens.ask),
    shown(meetings.ask_again, checkin_screens.reminder),
    shown(meetings.no_date, nudge_screens.no_date),
    shown(meetings.last_word, nudge_screens.last_word),
    shown(figures.picture, figure_screens.picture),
    shown(administration.undelivered, health_screens.undelivered),
    shown(administration.without_lead, health_screens.without_lead),
    ("operator.text", operator_text),
))  # fmt: skip


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
