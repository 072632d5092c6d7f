"""Slack's limits are a budget of all replicas; what is urgent goes first, and nobody starves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from bot.outbox.deliver import queue
from bot.outbox.limits import holds, rate_budget
from bot.outbox.limits.rate_budget import LIMITS
from bot.outbox.ports import (
    HISTORY,
    OPEN,
    POST,
    Cancel,
    Defer,
    LookFailed,
    NotSent,
    Throttled,
    Unclear,
)
from tests.outbox.office import MONDAY, REAL, Office

BURST = LIMITS[POST].burst
LATER = MONDAY + timedelta(hours=1)


def owes_to_many(office: Office, people: int, kind: str = "welcome") -> None:
    for number in range(people):
        office.owes(kind, f"{kind} {number}", person=office.person(f"U{number}"))


# --- the budget itself ---------------------------------------------------------------------------


@pytest.mark.parametrize("method", LIMITS)
def test_in_the_long_run_a_method_is_used_at_its_rate(office: Office, method: str) -> None:
    limit, now, uses = LIMITS[method], REAL, 0
    with office.database.sessions.begin() as db:
        while now < REAL + timedelta(minutes=2):
            wait_until = rate_budget.spend(db, method, now, 1.0)
            uses += wait_until is None
            now = wait_until or now
    assert 2 * limit.a_minute <= uses <= 2 * limit.a_minute + limit.burst


def test_after_a_pause_a_burst_is_allowed_and_not_more(office: Office) -> None:
    with office.database.sessions.begin() as db:
        allowed = [rate_budget.spend(db, POST, REAL, 1.0) is None for _ in range(BURST + 3)]
        assert allowed == [True] * BURST + [False] * 3
        later = REAL + timedelta(hours=1)
        allowed = [rate_budget.spend(db, POST, later, 1.0) is None for _ in range(BURST + 3)]
    assert allowed == [True] * BURST + [False] * 3


def test_a_shorter_pace_scales_every_limit_and_none_observes_none(office: Office) -> None:
    with office.database.sessions.begin() as db:
        for _ in range(BURST):
            rate_budget.spend(db, POST, REAL, 0.1)
        until = rate_budget.spend(db, POST, REAL, 0.1)
        assert until == REAL + timedelta(seconds=0.02)
        assert all(rate_budget.spend(db, OPEN, REAL, 0) is None for _ in range(500))


def test_a_clock_that_is_set_back_does_not_stop_everything(office: Office) -> None:
    with office.database.sessions.begin() as db:
        for _ in range(BURST):
            rate_budget.spend(db, POST, REAL, 1.0)
        earlier = REAL - timedelta(hours=3)
        until = rate_budget.spend(db, POST, earlier, 1.0)
    assert until == earlier + timedelta(seconds=0.2)


def test_what_was_seen_before_others_spent_is_not_believed(office: Office) -> None:
    key = rate_budget.key_of(POST)
    with office.database.sessions.begin() as db:
        rate_budget.spend(db, POST, REAL, 1.0)
        seen = holds.known(db, [key])[key]
        for _ in range(BURST - 1):
            assert rate_budget.spend(db, POST, REAL, 1.0) is None
        assert rate_budget.spend(db, POST, REAL, 1.0, seen) == REAL + timedelta(seconds=0.2)


# --- messages ------------------------------------------------------------------------------------


def test_replicas_together_stay_within_the_workspaces_limit(office: Office) -> None:
    owes_to_many(office, BURST + 10)
    replicas = [office.sender(), office.sender(), office.sender()]
    for sender in replicas * 20:
        sender.run_one()
    assert len(office.said) == BURST
    assert replicas[0].next_at() == office.clock.real_now() + timedelta(seconds=0.2)
    for seconds in range(1, 3):
        office.clock.passes(seconds=1)
        assert sum(sender.pump() for sender in replicas) == 5
        assert len(office.said) == BURST + 5 * seconds


def test_a_helper_is_called_while_the_budget_lasts(office: Office) -> None:
    owes_to_many(office, BURST + 10)
    called: list[None] = []
    sender = office.sender(taken=lambda: called.append(None))
    assert sender.pump() == BURST
    assert len(called) == BURST - 1  # nobody for the last one


def test_while_the_budget_is_spent_a_look_takes_no_lock(office: Office) -> None:
    owes_to_many(office, BURST + 1)
    sender, writing = office.sender(), []
    sender.pump()

    def note(connection: Connection) -> None:
        if not connection.get_execution_options().get("reading", False):
            writing.append(connection)

    event.listen(office.database.engine, "begin", note)
    assert not sender.run_one()
    assert writing == []
    office.clock.passes(seconds=1)
    assert sender.run_one()
    assert writing != []


@pytest.mark.parametrize("instead", [NotSent("refused"), Cancel("left"), Defer(LATER, "hours")])
def test_what_does_not_leave_costs_nothing(
    office: Office, instead: NotSent | Cancel | Defer
) -> None:
    owes_to_many(office, 1)
    if isinstance(instead, NotSent):
        office.wire.script.append(instead)
    else:
        office.words.verdicts["welcome"].append(instead)
    office.sender().run_one()
    with office.database.sessions.begin() as db:
        allowed = [rate_budget.spend(db, POST, REAL, 1.0) is None for _ in range(BURST + 1)]
    assert allowed == [True] * BURST + [False]


def test_only_new_conversations_wait_for_the_limit_of_openings(office: Office, pair: int) -> None:
    with office.database.sessions.begin() as db:
        for _ in range(LIMITS[OPEN].burst):
            rate_budget.spend(db, OPEN, REAL, 1.0)
    office.owes("pair.introduction", "hello both", pair=pair)
    office.owes("pause.over", "elsewhere", person=office.person("UELSE"))
    sender = office.sender()
    assert sender.pump() == 1
    assert office.said == ["elsewhere"]
    assert sender.next_at() == office.clock.real_now() + timedelta(seconds=1)
    office.clock.passes(seconds=1.2)
    sender.pump()
    assert office.said == ["elsewhere", "hello both"]


def test_look_ups_have_their_own_limit_and_their_own_retry_after(office: Office) -> None:
    owes_to_many(office, 2)
    office.wire.script.extend([Unclear("timeout")] * 2)
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=60)
    office.wire.looks.append(LookFailed("ratelimited", 20))
    office.owes("welcome", "a third", person=office.person("UTHIRD"))
    sender.pump()
    assert len(office.wire.asked_since) == 1
    assert office.said[-1] == "a third"
    office.clock.passes(seconds=20)
    with office.database.sessions.begin() as db:
        for _ in range(LIMITS[HISTORY].burst):
            rate_budget.spend(db, HISTORY, office.clock.real_now(), 1.0)
    sender.pump()
    assert len(office.wire.asked_since) == 1
    office.clock.passes(seconds=3)
    sender.pump()
    assert len(office.wire.asked_since) == 3


def test_retry_after_for_one_conversation_leaves_the_others_their_pace(office: Office) -> None:
    owes_to_many(office, 3)
    office.wire.script.append(Throttled(20, "conversation"))
    assert office.sender().pump() == 3
    assert [office.state(f"welcome {number}")[0] for number in range(3)] == [
        "pending", "sent", "sent",
    ]  # fmt: skip


# --- who goes first ------------------------------------------------------------------------------


def test_introductions_go_before_nudges(office: Office, pair: int) -> None:
    owes_to_many(office, 3, "pause.over")
    office.clock.passes(minutes=5)
    office.owes("pair.introduction", "hello both", pair=pair)
    office.sender().pump()
    assert office.said[0] == "hello both"


def test_what_is_less_urgent_leaves_while_more_urgent_keeps_coming(office: Office) -> None:
    office.owes("pause.over", "nudge", person=office.person("UNUDGED"), due_at=MONDAY)
    office.clock.passes(minutes=5)
    sender = office.sender()
    for number in range(12):
        office.owes("welcome", f"{number}", person=office.person(f"U{number}"))
        office.owes("welcome", f"{number} more", person=office.person(f"U{number}more"))
        sender.run_one()
        office.clock.passes(seconds=1)
    assert "nudge" in office.said[:10]


def test_a_look_in_vain_is_no_turn(office: Office) -> None:
    """The longest due goes first at every tenth message, not at every tenth look."""
    owes_to_many(office, BURST)
    sender = office.sender()
    assert sender.pump() == BURST
    office.owes("pause.over", "nudge", person=office.person("UNUDGED"), due_at=MONDAY)
    office.clock.passes(seconds=0.1)
    office.owes("welcome", "urgent", person=office.person("UURGENT"))
    assert not any(sender.run_one() for _ in range(9))
    office.clock.passes(seconds=0.1)
    sender.run_one()
    assert office.said[-1] == "urgent"


def test_what_an_earlier_version_held_less_urgent_leaves_last(office: Office) -> None:
    office.owes("welcome", "less", person=office.person("ULESS"))
    office.changes("less", priority=queue.BEYOND + 3)
    office.clock.passes(seconds=1)
    office.owes("pause.over", "nudge", person=office.person("UNUDGED"), due_at=MONDAY)
    office.sender().pump()
    assert office.said == ["nudge", "less"]


def test_people_take_turns(office: Office) -> None:
    """Nobody gets all of their messages before others get their first."""
    office.timing = replace(office.timing, pace=0.001)
    for number in range(3):
        for person in range(4):
            office.owes("welcome", f"{number} for {person}", person=office.person(f"U{person}"))
    sender = office.sender()
    for _ in range(12):
        sender.pump()
        office.clock.passes(seconds=1)
    assert [says[0] for says in office.said] == ["0"] * 4 + ["1"] * 4 + ["2"] * 4
