"""Old messages stay in Slack: each of their buttons answers, and truly, weeks later, too.

One story, at whose moments buttons of earlier messages are pressed. A button is pressed as an old
screen would: by its name and what it carries, also where the message shows it no more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.store.tables import Pair, Proposal, Round, Session
from tests.flows import forged
from tests.people import Colleague
from tests.slack.screens.samples import MESSAGES, SAID, reader
from tests.world import World

PROPOSAL, PAIR, SESSION, ROUND = Proposal, Pair, Session, Round
_PLACES = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Pressed:
    """Whose screen, which button, which thing it carries the number of, and the text that answers.

    `otherwise` are texts that would be untrue by then; `carries` is what it carries instead of a
    number.
    """

    who: str
    button: str
    about: type[Any] | None
    says: str
    otherwise: tuple[str, ...] = ()
    carries: str | None = None


BEGINS = ("proposal.paired", "proposal.said_yes")
WEEKS_LATER = (
    Pressed("Marco", "proposal.yes", PROPOSAL, "proposal.both_said_yes", BEGINS),
    Pressed("Anna", "proposal.yes", PROPOSAL, "proposal.both_said_yes", BEGINS),
    Pressed("Anna", "proposal.no", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Anna", "proposal.mine", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Anna", "proposal.why", PROPOSAL, "title.why"),
    Pressed("Anna", "join.undo", None, "refusal.undo_over"),
    Pressed("Giulia", "round.postpone", ROUND, "round.decided.already_you"),
    Pressed("Paolo", "round.postpone", ROUND, "round.decided.already"),
    Pressed("Giulia", "round.open", ROUND, "round.state.sent"),
    Pressed("Giulia", "stats.all", None, "title.stats", carries="30d"),
    Pressed("Anna", "concern.open", None, "refusal.concern_over", carries="7"),
    Pressed("Anna", "date.find", PAIR, "title.when"),
    Pressed("Anna", "date.slot", None, "refusal.date_in_past", carries="1795600000:1"),
    Pressed("Anna", "learning.ideas", PAIR, "ideas.headline"),
    Pressed("Anna", "end.together", PAIR, "the_end.said.together"),
    Pressed("Anna", "end.other_role", PAIR, "the_end.said.other_role.mentee"),
    Pressed("Anna", "end.new", PAIR, "the_end.said.new"),
    Pressed("Anna", "end.not_now", PAIR, "the_end.said.not_now"),
    Pressed("Anna", "end.mine", PAIR, "title.my_choice"),
    Pressed("Anna", "learning.closing", PAIR, "title.closing_kit"),
    Pressed("Anna", "swap.open", PAIR, "title.swap"),
)
AGREED = (
    Pressed("Anna", "date.confirm", SESSION, "session.answer.already_agreed"),
    Pressed("Anna", "date.other", SESSION, "title.when"),
    Pressed("Marco", "date.move", PAIR, "title.when"),
    Pressed("Anna", "met.yes", SESSION, "refusal.date_in_future"),
    Pressed("Anna", "calendar.add", SESSION, "calendar.intro"),
    Pressed("Anna", "date.keep_yes", SESSION, "refusal.no_longer_open"),
    Pressed("Marco", "learning.worksheet", SESSION, "worksheet.intro"),
    Pressed("Anna", "learning.worksheet", SESSION, "refusal.not_yours"),
)
A_MONTH_AFTER_THE_MEETING = (
    Pressed("Anna", "date.confirm", SESSION, "refusal.no_longer_open"),
    Pressed("Anna", "met.yes", SESSION, "refusal.checkin_closed"),
    Pressed("Marco", "met.notyet", SESSION, "refusal.checkin_closed", ("checkin.not_yet",)),
    Pressed("Marco", "met.moved", SESSION, "title.when"),
    Pressed("Anna", "checkin.answer", SESSION, "refusal.checkin_closed"),
    Pressed("Anna", "calendar.add", SESSION, "calendar.none"),
    Pressed("Anna", "date.move", PAIR, "title.when"),
    Pressed("Marco", "learning.worksheet", SESSION, "refusal.no_longer_open"),
    Pressed("Marco", "learning.primer", PAIR, "title.primer"),
    Pressed("Anna", "learning.card", PAIR, "title.topic_card"),
    Pressed("Anna", "pair.wake", PAIR, "pair_rests.goes_on"),
    Pressed("Anna", "reminders.fewer", None, "notify.kept.essential"),
    Pressed("Anna", "reminders.more", None, "reminders.more"),
)
ON_A_BREAK = (
    Pressed("Anna", "date.find", PAIR, "refusal.pair_on_a_break"),
    Pressed("Anna", "date.move", PAIR, "refusal.pair_on_a_break"),
    Pressed("Anna", "pair.wake", PAIR, "refusal.pair_on_a_break"),
    Pressed("Anna", "proposal.yes", PROPOSAL, "proposal.both_said_yes", BEGINS),
    Pressed("Marco", "pause.undo", None, "refusal.undo_over"),
)
ENDED = (
    Pressed("Anna", "proposal.yes", PROPOSAL, "refusal.no_longer_open", BEGINS),
    Pressed("Anna", "proposal.why", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Anna", "proposal.mine", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Anna", "date.find", PAIR, "refusal.no_live_pair"),
    Pressed("Anna", "date.confirm", SESSION, "refusal.no_longer_open"),
    Pressed("Anna", "met.moved", SESSION, "refusal.no_live_pair"),
    Pressed("Anna", "met.yes", SESSION, "refusal.checkin_closed"),
    Pressed("Anna", "learning.ideas", PAIR, "refusal.no_longer_open"),
    Pressed("Anna", "calendar.add", SESSION, "calendar.none"),
    Pressed("Anna", "date.keep", SESSION, "refusal.no_longer_open"),
    Pressed("Anna", "pair.wake", PAIR, "refusal.no_longer_open"),
    Pressed("Anna", "date.keep_yes", SESSION, "refusal.no_longer_open"),
    Pressed("Anna", "end.together", PAIR, "the_end.too_late"),
    Pressed("Anna", "end.other_role", PAIR, "after_pair.looks.mentee"),
    Pressed("Anna", "end.new", PAIR, "after_pair.looks"),
    Pressed("Anna", "end.not_now", PAIR, "after_pair.waits"),
    Pressed("Anna", "end.mine", PAIR, "title.my_choice"),
    Pressed("Anna", "swap.open", PAIR, "refusal.no_longer_open"),
    Pressed("Anna", "after_pair.find_someone", None, "after_pair.looks", carries="new"),
    Pressed("Anna", "after_pair.turn", None, "after_pair.looks.mentee", carries="turn"),
    Pressed("Anna", "after_pair.wait", None, "after_pair.waits", carries="wait"),
    Pressed("Anna", "learning.closing", PAIR, "title.closing_kit"),
    Pressed("Marco", "end.new", PAIR, "refusal.not_enrolled"),
    Pressed("Marco", "end.mine", PAIR, "refusal.not_enrolled"),
    Pressed("Marco", "after_pair.find_someone", None, "refusal.not_enrolled", carries="new"),
    Pressed("Marco", "after_pair.turn", None, "refusal.not_enrolled", carries="turn"),
    Pressed("Marco", "proposal.yes", PROPOSAL, "refusal.no_longer_open", BEGINS),
    Pressed("Marco", "date.find", PAIR, "refusal.not_enrolled"),
    Pressed("Marco", "join.undo", None, "refusal.nothing_to_undo"),
    Pressed("Marco", "leave.undo", None, "refusal.undo_over"),
    Pressed("Marco", "reminders.fewer", None, "refusal.not_enrolled"),
)
ANOTHER_PAIR = (
    Pressed("Anna", "date.find", PAIR, "refusal.no_longer_open"),
    Pressed("Anna", "date.move", PAIR, "refusal.no_longer_open"),
    Pressed("Anna", "met.moved", SESSION, "refusal.no_longer_open"),
)
CLOSED = (
    Pressed("Anna", "proposal.yes", PROPOSAL, "refusal.no_longer_open", BEGINS),
    Pressed("Anna", "proposal.more", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Marco", "proposal.no", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Marco", "proposal.why", PROPOSAL, "refusal.no_longer_open"),
    Pressed("Marco", "proposal.mine", PROPOSAL, "refusal.no_longer_open"),
)
TABLES = (
    *(WEEKS_LATER, AGREED, A_MONTH_AFTER_THE_MEETING, ON_A_BREAK, ENDED, ANOTHER_PAIR, CLOSED),
)


def test_weeks_and_months_later_each_button_says_what_is_true(lite: World) -> None:
    lite.another_lead("Paolo")
    anna, marco = lite.paired()
    things: dict[type[Any], int] = {kind: lite.rows(kind)[0].id for kind in (PROPOSAL, PAIR, ROUND)}
    lite.lives_until("2026-12-10 10:00")
    wrong = list(_wrong(lite, WEEKS_LATER, things))
    marco.proposes("2026-12-16 15:00")
    lite.tick()
    anna.confirms()
    lite.tick()
    things[SESSION] = lite.one(Session).id
    wrong += _wrong(lite, AGREED, things)
    lite.lives_until("2026-12-17 10:00")
    anna.answers_to("checkin.ask", "button.yes")
    anna.closes()
    lite.lives_until("2027-01-18 10:00")
    wrong += _wrong(lite, A_MONTH_AFTER_THE_MEETING, things)
    marco.types("pause 8/2")
    lite.lives_until("2027-01-19 10:00")
    wrong += _wrong(lite, ON_A_BREAK, things)
    marco.leaves()
    lite.lives_until("2027-01-20 10:00")
    wrong += _wrong(lite, ENDED, things)
    assert wrong == []


def test_an_old_pairs_button_opens_no_window_of_another_pair(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-12-03 15:00")
    lite.tick()
    things = {PAIR: lite.one(Pair).id, SESSION: lite.one(Session).id}
    marco.leaves()
    lite.lives_until("2026-12-02 10:00")
    anna.answers_to("pair.ended", "button.find_someone")
    lite.paired("Anna", "Carlo")
    assert lite.pair_of(anna, lite.cast["Carlo"]).id != things[PAIR]
    assert list(_wrong(lite, ANOTHER_PAIR, things)) == []


def test_a_proposal_that_closed_takes_no_word_any_more(lite: World) -> None:
    anna, _ = lite.proposed()
    anna.says_yes()
    things = {PROPOSAL: lite.one(Proposal).id}
    lite.lives_until("2026-12-15 10:00")
    assert list(_wrong(lite, CLOSED, things)) == []


def test_every_button_of_a_message_is_in_the_table() -> None:
    """But for those that stand for a verb, which answers as if it were typed, and for addresses,
    which the browser opens."""
    words = reader("en")
    shown = [SAID[name](words) for name in SAID if name.removeprefix("message.") in MESSAGES]
    there = {
        element["action_id"].split(".")[0] + "." + element["action_id"].split(".")[1]
        for said in shown
        for block in said.blocks
        for element in block.get("elements", [])
        if "action_id" in element and "url" not in element
    }
    pressed = {one.button for table in TABLES for one in table}
    assert {one for one in there if not one.startswith("verb.")} - pressed == set()


def _wrong(world: World, table: tuple[Pressed, ...], things: dict[type[Any], int]) -> Iterator[str]:
    for one in table:
        who = world.cast[one.who]
        carried = _carried(one, who, things)
        came = forged.presses(who, one.button, str(carried), **_menu(one, carried))
        who.closes()
        read = _plain(came.text)
        if _fragment(who, one.says) not in read:
            yield f"{one} {read!r}"
        yield from (f"{one}: {key}" for key in one.otherwise if _fragment(who, key) in read)


def _carried(one: Pressed, who: Colleague, things: dict[type[Any], int]) -> int | str:
    if one.carries is not None:
        return one.carries
    return things[one.about] if one.about else who.participation.id


def _menu(one: Pressed, carried: int | str) -> dict[str, Any]:
    if one.button != "proposal.more":
        return {}
    action = {
        "type": "overflow",
        "block_id": "b",
        "action_id": one.button,
        "selected_option": {"value": f"later:{carried}"},
    }
    return {"actions": [action]}


def _fragment(who: Colleague, key: str) -> str:
    """The longest piece of a text that is the same whatever the facts are."""
    return _plain(max(_PLACES.split(who.words._form(key, 1)), key=len))


def _plain(text: str) -> str:
    return text.replace("*", "").replace("&amp;", "&").strip()
