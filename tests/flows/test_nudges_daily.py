"""Nudges that end: fewer on request, none after two without an answer, and then a hand."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bot.store.tables import OutboxRow, Pair
from tests.databases import Database
from tests.flows.test_nudges import arrived
from tests.people import Colleague
from tests.world import World, living, moment

NO_DATE, LAST_WORD, STILL_LOOKING, HAND = (
    "nudge.no_date", "nudge.last_word", "nudge.still_looking", "pair.needs_a_hand",
)  # fmt: skip
ALONE = "[round]\nrepeat_weeks = 2\n"
"""Somebody whom nobody fits is told so every second week."""


def nudged(one: Colleague) -> list[str]:
    return [kind for kind in one.heard if kind.startswith("nudge.")]


# --- a pair without a date ------------------------------------------------------------------------


def test_after_fourteen_days_a_last_word_and_then_silence(world: World) -> None:
    anna, marco = world.paired()
    world.lives_until("2026-12-06 18:00")
    assert nudged(anna) == [NO_DATE]
    world.lives_until("2027-03-01 18:00")
    for one in (anna, marco):
        assert nudged(one) == [NO_DATE, LAST_WORD]
        assert arrived(one, LAST_WORD) == [moment("2026-12-07 09:11")]
    assert "Non ti ricorderemo più" in anna.reads(LAST_WORD)
    assert "Marco" in anna.reads(LAST_WORD)


def test_three_working_days_later_the_lead_hears_of_the_pair(world: World) -> None:
    """8 December is a holiday here: 7 December and three working days are the 11th."""
    anna, marco = world.paired()
    world.lives_until("2026-12-11 08:59")
    assert world.one(Pair).state == "active"
    assert HAND not in world.lead.heard
    world.lives_until("2026-12-11 09:00")
    assert world.one(Pair).state == "needs_a_hand"
    assert world.lead.heard[-1] == HAND
    read = world.lead.reads(HAND)
    assert "Anna" in read
    assert "Marco" in read
    assert "who hasn't replied" in read
    world.lives_until("2027-02-01 18:00")
    assert world.lead.heard.count(HAND) == 1
    assert HAND not in [*anna.heard, *marco.heard]


def test_a_date_in_time_needs_no_hand(lite: World) -> None:
    anna, marco = lite.paired()
    lite.lives_until("2026-12-09 10:00")
    marco.proposes("2026-12-16 15:00")
    assert lite.one(Pair).state == "active"
    anna.types("status")
    lite.lives_until("2026-12-15 18:00")
    assert HAND not in lite.lead.heard


def test_the_last_word_leads_to_a_date_or_a_break(lite: World) -> None:
    anna, marco = lite.paired()
    lite.lives_until("2026-12-07 12:00")
    anna.answers_to(LAST_WORD, "button.find")
    assert "Marco" in anna.view.shown
    anna.closes()
    marco.answers_to(LAST_WORD, "button.verb.pause")
    marco.submits()
    assert marco.participation.state == "paused"


# --- fewer ----------------------------------------------------------------------------------------


def test_fewer_reminders_and_back(world: World) -> None:
    anna, marco = world.paired()
    world.lives_until("2026-11-30 12:00")
    anna.answers_to(NO_DATE, "button.fewer_reminders")
    assert anna.says_text("notify.kept.essential") in anna.answer
    assert anna.participation.notify == "essential"
    world.lives_until("2026-12-10 12:00")
    assert nudged(anna) == [NO_DATE]
    assert nudged(marco) == [NO_DATE, LAST_WORD]
    anna.presses("button.more_reminders")
    assert anna.says_text("reminders.more") in anna.answer
    assert anna.participation.notify == "all"


def test_fewer_reminders_leave_all_else(world: World) -> None:
    """Proposals, dates and check-ins still come, and what was already owed does not."""
    anna, marco = world.joined()
    for one in (anna, marco):
        one.wants("essential")
    world.proposed()
    for one in (anna, marco):
        one.says_yes()
    world.tick()
    world.lives_until("2026-12-02 12:00")
    assert not nudged(anna)
    marco.proposes("2026-12-03 15:00")
    world.tick()
    anna.confirms()
    world.lives_until("2026-12-03 18:00")
    assert anna.heard[-1] == marco.heard[-1] == "checkin.ask"


def test_a_nudge_that_waits_for_the_morning_is_called_back(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-30 19:00")
    lite.ticks_only()
    anna.wants("essential")
    lite.lives_until("2026-12-01 12:00")
    assert not nudged(anna)
    assert nudged(marco) == [NO_DATE]


# --- two without an answer ------------------------------------------------------------------------


def test_two_without_an_answer_are_the_last(sqlite: Database, tmp_path: Path) -> None:
    with living(sqlite, tmp_path, rules=ALONE) as world:
        zeno = world.person("Zeno")
        zeno.joins("mentor")
        world.lives_until("2027-02-20 12:00")
        assert nudged(zeno) == [STILL_LOOKING, STILL_LOOKING]


Sign = Callable[[Colleague], object]
SIGNS: dict[str, Sign] = {
    "a command": lambda one: one.types("status"),
    "a window opened": lambda one: one.types("profile"),
    "the button of the nudge": lambda one: one.answers_to(STILL_LOOKING, "button.improve"),
    "a look at Home": lambda one: one.hands.opens_home(),
}


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_any_sign_of_life_begins_anew(sqlite: Database, tmp_path: Path, sign: Sign) -> None:
    with living(sqlite, tmp_path, rules=ALONE) as world:
        zeno = world.person("Zeno")
        zeno.joins("mentor")
        world.lives_until("2026-12-20 12:00")
        assert nudged(zeno) == [STILL_LOOKING, STILL_LOOKING]
        sign(zeno)
        world.lives_until("2027-02-20 12:00")
        assert nudged(zeno) == [STILL_LOOKING] * 4


# --- a long wait ----------------------------------------------------------------------------------


def test_who_a_round_leaves_waiting_hears_what_may_help(world: World) -> None:
    anna, marco = world.joined()
    zeno = world.person("Zeno")
    zeno.joins("mentor", topic="safe.scams", back="back.numbers")
    world.sends_round()
    world.lives_until("2026-11-23 12:00")
    assert zeno.heard == ["welcome", STILL_LOOKING]
    assert zeno.says_text(
        "nudge.still_looking", date=zeno.words.date(date(2026, 11, 23))
    ) in zeno.reads(STILL_LOOKING)
    assert "21 dicembre" in zeno.reads(STILL_LOOKING)
    for topic in ("safe.scams", "back.numbers"):
        assert zeno.words.topic(topic) not in zeno.reads(STILL_LOOKING)
    assert STILL_LOOKING not in [*anna.heard, *marco.heard]
    zeno.answers_to(STILL_LOOKING, "button.improve")
    assert zeno.words.plain("title.profile", n=1) in zeno.view.title


def test_who_went_away_hears_it_afterwards_and_who_left_does_not(lite: World) -> None:
    zeno, eva = lite.person("Zeno"), lite.person("Eva")
    for one in (zeno, eva):
        one.joins("mentor")
    lite.drafts_round()
    zeno.types("pause 1w")
    eva.leaves()
    lite.lives_until("2026-11-29 12:00")
    assert not nudged(zeno)
    lite.lives_until("2026-12-10 12:00")
    assert nudged(zeno) == [STILL_LOOKING]
    assert not nudged(eva)


def test_of_the_words_that_can_wait_one_comes_in_seven_days(lite: World) -> None:
    """Two words fall on one Monday: a pair without a date, and a proposal that came to nothing."""
    anna, marco = lite.proposed()
    marco.declines()
    zeno = lite.person("Zeno")
    zeno.joins("mentor", topic="safe.scams", back="back.numbers")
    lite.lives_until("2026-12-20 12:00")
    others = ("proposal.did_not_go_ahead", NO_DATE, LAST_WORD, STILL_LOOKING, "pause.over")
    for one in lite.cast.values():
        times = sorted(at for kind in others for at in arrived(one, kind))
        assert all((b - a).days >= 7 for a, b in pairwise(times))
    assert "proposal.did_not_go_ahead" in anna.heard


@pytest.mark.parametrize("asks", [False, True])
def test_what_is_dropped_is_not_kept_for_later(lite: World, asks: bool) -> None:
    """Of no date; and of a round without a pair only who asked for one hears."""
    anna, marco = lite.paired()
    marco.leaves()
    lite.passes(minutes=11)
    lite.tick()
    if asks:
        anna.answers_to("pair.ended", "button.find_someone")
    lite.lives_until("2027-01-10 12:00")
    assert nudged(anna) == (["nudge.still_looking"] if asks else [])
    assert not [row for row in lite.rows(OutboxRow) if row.state == "pending"]
