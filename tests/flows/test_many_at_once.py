"""The same thing twice, and by two at once, happens once."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot import schedule
from bot.domain.words import Word
from bot.outbox.work import Work
from bot.programme.enrolment import leaving
from bot.programme.rounds import proposals
from bot.store.tables import Event, OutboxRow, Pair, Proposal, Round
from tests.world import World

UseCase = Callable[[Work], object]


def test_a_tick_run_again_does_nothing(world: World) -> None:
    world.paired()
    world.lives_until("2026-12-01 12:00")
    before = world.fingerprint()
    assert world.ticks_only() == 0
    assert world.sends() == 0
    assert world.fingerprint() == before


@pytest.mark.parametrize("day", ["2026-11-23 09:00", "2026-11-25 09:11", "2026-12-01 09:00"])
def test_two_replicas_ticking_at_once_do_nothing_twice(shared: World, day: str) -> None:
    """At the draft, at the reminder, at the expiry: each message is owed and sent once."""
    if day == "2026-11-23 09:00":
        shared.joined()
        shared.goes_to(day)
    else:
        shared.proposed()
        shared.goes_to(day)
    runtime = shared.runtime

    def tick() -> None:
        schedule.run_due(runtime.sessions, runtime.cipher, shared.now)

    shared.at_once(tick, tick, tick)
    shared.at_once(shared.sends, shared.sends)
    assert len(shared.rows(Round)) == 1
    assert len(shared.rows(Proposal)) == 1
    keys = [row.dedupe_key for row in shared.rows(OutboxRow)]
    assert len(keys) == len(set(keys))
    once = [(row.thing, row.thing_id, row.event, row.to_state) for row in shared.rows(Event)]
    assert len(once) == len(set(once))
    for one in shared.cast.values():
        assert len(one.heard) == len(set(one.heard)), one.heard


def test_ten_clicks_of_one_person_at_once_have_one_effect(shared: World) -> None:
    anna, marco = shared.proposed()
    shared.at_once(*[anna.says_yes] * 5)
    shared.at_once(*[marco.says_yes] * 5)
    shared.tick()
    assert shared.heard_together(anna, marco) == ["pair.introduction"]
    assert len(shared.rows(Event, event="both_yes")) == 1
    assert len(shared.rows(Pair)) == 1


@pytest.mark.parametrize("first", ["yes", "leave"])
def test_leaving_and_a_second_yes_at_once_leave_no_live_pair_behind(
    shared: World, first: str
) -> None:
    """One transaction is held open until the other waits for it; then both go on."""
    anna, marco = shared.proposed()
    anna.says_yes()
    proposal = shared.proposal_of(anna, marco).id
    inside, go_on = threading.Event(), threading.Event()

    def held_open(use_case: UseCase, *, really: bool) -> UseCase:
        def run(work: Work) -> object:
            told = use_case(work)
            if really:
                work.db.flush()
                inside.set()
                go_on.wait(20)
            return told

        return run

    yes = held_open(lambda work: proposals.say(work, proposal, Word.YES), really=first == "yes")
    leave = held_open(leaving.leave, really=first == "leave")

    def after(act: Callable[[], object]) -> None:
        inside.wait(20)
        act()

    def let_go() -> None:
        inside.wait(20)
        _until_somebody_waits(shared)
        go_on.set()

    says, goes = (lambda: marco.does(yes)), (lambda: anna.does(leave))
    acts = (says, lambda: after(goes)) if first == "yes" else (goes, lambda: after(says))
    shared.at_once(*acts, let_go)
    assert not anna.takes_part
    shared.passes(minutes=10)
    shared.ticks_only()
    assert not shared.rows(Pair, state="active")


def _until_somebody_waits(world: World) -> None:
    """Until a transaction waits for a lock, or so long that none will."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(200):
        with world.db() as db:
            if db.scalar(waiting):
                return
        threading.Event().wait(0.01)
