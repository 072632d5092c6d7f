"""A pair keeps the plan that it began with; breaks move what is to come, and figures count so."""

from datetime import datetime, timedelta

import pytest

from bot.domain.due.plan import Plan
from bot.domain.refusals import DateTooFar
from bot.domain.rules import from_toml
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.enrolment import pauses
from bot.programme.meetings import dates
from bot.store.tables import Pair, Session, WindowCount
from tests.programme.stage import LEAD, Stage
from tests.world import moment

SHORT = "[plan]\nweeks = 12\nmeetings = 4\nminutes = 90"
COUPLES = [(f"MENTOR{n}", f"MENTEE{n}") for n in range(5)]
BEGAN = moment("2026-11-23 09:10")
"""When the round of these tests has been sent, and both have said yes at once."""


def applies(stage: Stage, toml: str) -> None:
    with stage.database.sessions.begin() as db:
        programme_rules.apply(Work(db, stage.now), from_toml(toml), [LEAD])


def pair(stage: Stage, number: int = 0) -> Pair:
    one = stage.rows(Pair)[number]
    assert isinstance(one, Pair)
    return one


def days(one: Pair) -> list[float]:
    return [(due - one.d0) / timedelta(days=1) for due in one.due_at]


def test_a_pair_has_the_plan_of_its_start(stage: Stage) -> None:
    applies(stage, SHORT)
    stage.pairs_up(("ANNA", "MARCO"))
    one = pair(stage)
    assert days(one) == [14, 35, 56, 77]
    assert one.ends_at == one.d0 + timedelta(weeks=12)
    assert one.minutes == 90


def test_later_rules_leave_a_running_pair_alone(stage: Stage) -> None:
    """Also when they end a pair of its age before today; the next pair has the new plan."""
    stage.pairs_up(("ANNA", "MARCO"))
    before = pair(stage)
    stage.now = moment("2027-04-05 10:00")
    applies(stage, SHORT)
    stage.completes()
    after = pair(stage)
    assert after.state == "active"
    assert (after.due_at, after.ends_at, after.minutes) == (before.due_at, before.ends_at, 45)
    stage.now = moment("2027-05-24 09:09")
    stage.completes()
    assert pair(stage).state == "active"
    stage.now = moment("2027-05-24 09:10")
    stage.completes()
    assert pair(stage).state == "completed"
    stage.pairs_up(("BEA", "CARLO"))
    newest = pair(stage, 1)
    assert len(newest.due_at) == 4
    assert newest.minutes == 90


def test_a_meeting_takes_as_long_as_planned_and_ends_with_the_pair(stage: Stage) -> None:
    applies(stage, SHORT)
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    last = pair(stage).ends_at - timedelta(minutes=90)
    with pytest.raises(DateTooFar):
        stage.does("ANNA", lambda work: dates.propose(work, number, [last + timedelta(minutes=1)]))
    stage.does("ANNA", lambda work: dates.propose(work, number, [last]))
    (session,) = stage.rows(Session)
    assert session.ends_at == pair(stage).ends_at


def rests(stage: Stage, name: str, since: str, back: str) -> None:
    """A break that is settled ten minutes after it began, and is over at midnight of its day."""
    stage.now = moment(since)
    until = moment(f"{back} 00:00")
    stage.does(name, lambda work: pauses.pause(work, datetime.fromisoformat(back).date()))
    stage.now += timedelta(minutes=10)
    assert stage.does_some(pauses.settle_due) == 1
    stage.now = until
    assert stage.does_some(pauses.over_due) == 1


def test_a_break_moves_what_is_to_come(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    before = pair(stage)
    rests(stage, "ANNA", "2026-12-15 10:00", "2027-01-05")
    rested = moment("2027-01-05 00:00") - moment("2026-12-15 10:10")
    after = pair(stage)
    assert after.due_at[0] == before.due_at[0] == moment("2026-12-07 09:10")
    assert after.due_at[1:] == tuple(due + rested for due in before.due_at[1:])
    assert after.ends_at == before.ends_at + rested


def due(stage: Stage) -> list[int]:
    return [row.value for row in stage.rows(WindowCount, name="sessions_due")]


def test_what_a_break_moves_falls_due_once(stage: Stage) -> None:
    """One of five pairs rests over its second day: it moves from 28 December to 15 February, and
    counts in that window alone; its third moves from 25 January to 15 March."""
    stage.pairs_up(*COUPLES)
    rests(stage, "MENTOR0", "2026-12-15 10:00", "2027-02-03")
    for window in ("2026-12-28", "2027-01-25", "2027-02-22", "2027-03-22", "2027-04-19"):
        stage.now = moment(f"{window} 00:00")
        stage.seals()
    assert due(stage) == [5, 4, 4, 5, 5]


def test_while_a_break_lasts_nothing_falls_due(stage: Stage) -> None:
    stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-15 10:00")
    stage.does("MENTOR0", lambda work: pauses.pause(work, moment("2027-02-02 00:00").date()))
    stage.now += timedelta(minutes=10)
    stage.does_some(pauses.settle_due)
    for window in ("2026-12-28", "2027-01-25"):
        stage.now = moment(f"{window} 00:00")
        stage.seals()
    assert due(stage) == [5, 4]


def test_the_rhythm_counts_against_the_plan_of_the_start(stage: Stage) -> None:
    applies(stage, "[plan]\nweeks = 12\nmeetings = 13")
    stage.pairs_up(*COUPLES)
    applies(stage, "")
    for window in ("2026-12-28", "2027-01-25"):
        stage.now = moment(f"{window} 00:00")
        stage.seals()
    within = [sum(28 * n <= day < 28 * (n + 1) for day in Plan(12, 13).days) for n in (0, 1)]
    assert due(stage) == [5 * number for number in within]
