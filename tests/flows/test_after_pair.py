"""After a pair: the one message asks, and only whoever would like somebody new is in a round."""

from datetime import date

import pytest

from bot.store.tables import Pair, Proposal
from tests.people import Colleague
from tests.world import World

ENDED, OFFER = "pair.ended", "proposal.offer"
NEW, WAIT = "button.find_someone", "button.not_now"


def left_behind(world: World) -> tuple[Colleague, Colleague]:
    """Anna, whose Marco has left; and Bea, who would suit her."""
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    marco.leaves()
    world.lives_until("2026-11-25 10:11")
    bea = world.person("Bea")
    bea.joins("mentee")
    return anna, bea


def stands(one: Colleague, key: str) -> bool:
    one.types("status")
    return one.words(key) in one.answer


def offered(world: World) -> int:
    """How many proposals the round of 21 December brought."""
    world.lives_until("2026-12-21 09:05")
    for _ in world.rows(Proposal, state="drafted"):
        world.lead.opens_round()
        world.lead.approves()
        world.lead.closes()
    world.lives_until("2026-12-22 12:00")
    return len(world.rows(Proposal)) - 1


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_who_asks_is_in_the_next_round_a_little_earlier(world: World, locale: str) -> None:
    anna = world.person("Anna", locale=locale)
    left_behind(world)
    assert stands(anna, "standing.between")
    anna.answers_to(ENDED, NEW)
    assert anna.says_text("after_pair.looks") in anna.answer
    assert stands(anna, "standing.waiting")
    assert offered(world) == 1
    assert anna.heard[-1] == OFFER


def test_silence_and_not_now_leave_one_in_peace(world: World) -> None:
    anna, _ = left_behind(world)
    anna.answers_to(ENDED, WAIT)
    assert anna.says_text("after_pair.waits") in anna.answer
    assert offered(world) == 0
    assert anna.heard[-1] == ENDED


def test_the_message_reads_the_same_whatever_was_said(lite: World) -> None:
    anna, _ = left_behind(lite)
    read = set()
    for key in (NEW, WAIT, NEW, NEW, WAIT):
        anna.answers_to(ENDED, key)
        read.add(anna.reads(ENDED))
    assert len(read) == 1
    assert stands(anna, "standing.between")


def test_the_answer_may_come_three_months_later(lite: World) -> None:
    anna, bea = left_behind(lite)
    lite.lives_until("2027-03-10 12:00")
    assert anna.heard[-1] == ENDED
    anna.answers_to(ENDED, NEW)
    day = anna.words.date(date(2027, 3, 15))
    assert anna.says_text("proposal.next_priority_on", date=day) in anna.answer
    lite.lives_until("2027-03-15 09:05")
    lite.lead.opens_round()
    lite.lead.approves()
    lite.lives_until("2027-03-16 12:00")
    assert (anna.heard[-1], OFFER in bea.heard) == (OFFER, True)


def test_an_old_button_of_somebody_who_left_or_has_a_new_pair_does_no_harm(lite: World) -> None:
    anna, _ = left_behind(lite)
    old = anna.message(ENDED)
    anna.leaves()
    anna.presses(NEW, old)
    assert anna.says_text("refusal.not_enrolled") in anna.answer
    assert [pair.state for pair in lite.rows(Pair)] == ["ended_early"]
