"""Somebody vanishes: an account, a break without end, a line that came together. The pair ends
neutrally, and whoever is there may ask for somebody new."""

import pytest

from bot.store.tables import Event, Pair
from tests.flows.test_profile import edits
from tests.people import Colleague
from tests.world import World, moment

ENDED, NEW = "pair.ended", "button.find_someone"


def on_a_long_break(world: World) -> tuple[Colleague, Colleague]:
    """Marco is away from 25 November on, and prolongs it twice, beyond 17 February."""
    anna, marco = world.paired()
    world.lives_until("2026-11-25 10:00")
    marco.types("pause 2027-01-20")
    world.lives_until("2027-01-15 10:00")
    marco.types("pause 2027-03-10")
    return anna, marco


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_a_break_of_twelve_weeks_ends_the_pair_alike(world: World, locale: str) -> None:
    for name in ("Anna", "Marco"):
        world.person(name, locale=locale)
    anna, marco = on_a_long_break(world)
    ends = moment("2027-02-17 10:10").date()
    assert marco.says_text("paused.pair_ends", date=marco.words.date(ends)) in marco.answer
    world.lives_until("2027-02-17 10:09")
    assert world.one(Pair).state == "paused"
    world.lives_until("2027-02-17 12:00")
    assert world.one(Pair).state == "ended_early"
    assert anna.heard[-1] == ENDED
    assert ENDED not in marco.heard, "who is away is left in peace"
    read = anna.reads(ENDED)
    anna.answers_to(ENDED, NEW)
    assert anna.says_text("after_pair.looks") in anna.answer
    world.lives_until("2027-03-10 12:00")
    assert marco.reads(ENDED).replace("Anna", "@") == read.replace("Marco", "@")
    assert [row.actor_id for row in world.rows(Event, event="one_leaves")] == [None]


def test_who_is_back_in_time_goes_on(lite: World) -> None:
    anna, marco = on_a_long_break(lite)
    lite.lives_until("2027-02-15 10:00")
    marco.types("resume")
    lite.lives_until("2027-03-01 12:00")
    assert lite.one(Pair).state == "active"
    assert ENDED not in [*anna.heard, *marco.heard]


def test_two_breaks_in_turn_are_one(lite: World) -> None:
    """Nobody of the two is ever there: twelve weeks after the first began it ends."""
    anna, marco = lite.paired()
    lite.lives_until("2026-11-25 10:00")
    marco.types("pause 2027-01-20")
    lite.lives_until("2027-01-10 10:00")
    anna.types("pause 2027-03-01")
    lite.lives_until("2027-02-18 12:00")
    assert lite.one(Pair).state == "ended_early"


def test_whoever_has_become_the_others_manager_is_no_longer_their_partner(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    edits(anna, you={"manager": marco.id})
    anna.closes()
    world.lives_until("2026-11-25 20:00")
    assert world.one(Pair).state == "active"
    world.lives_until("2026-11-26 12:00")
    assert world.one(Pair).state == "ended_early"
    assert (anna.heard[-1], marco.heard[-1]) == (ENDED, ENDED)
    assert anna.reads(ENDED).replace("Marco", "@") == marco.reads(ENDED).replace("Anna", "@")
    assert anna.participation.priority
    assert marco.participation.priority


def test_a_manager_of_the_manager_counts_too_and_a_stranger_does_not(lite: World) -> None:
    anna, marco = lite.paired()
    bea, carlo = lite.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    lite.goes_to("2026-11-25 10:00")
    edits(anna, you={"manager": bea.id})
    anna.closes()
    edits(marco, you={"manager": carlo.id})
    marco.closes()
    lite.lives_until("2026-11-27 12:00")
    assert lite.one(Pair).state == "active"
    edits(bea, you={"manager": marco.id})
    bea.closes()
    lite.lives_until("2026-11-28 12:00")
    assert lite.one(Pair).state == "ended_early"


def test_an_account_that_is_back_after_the_end_asks_like_anybody(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    lite.slack.change_person(marco.id, deleted=True)
    lite.lives_until("2026-11-30 12:00")
    assert anna.heard[-1] == ENDED
    anna.answers_to(ENDED, NEW)
    assert anna.says_text("after_pair.looks") in anna.answer
    lite.slack.change_person(marco.id, deleted=False)
    marco.joins("mentee")
    lite.tick()
    marco.types("status")
    assert marco.says_text("standing.waiting") in marco.answer
    assert lite.one(Pair).state == "ended_early"
