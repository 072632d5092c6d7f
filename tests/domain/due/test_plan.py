"""A pair's plan: its days, what a break moves, what comes next and by when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.due.plan import NewcomersPlan, Plan, after_a_break, next_meeting, sessions_due
from tests.domain.time.moments import at, rome

ZONES = (
    *("Europe/Rome", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata"),
    *("America/Vancouver", "Australia/Lord_Howe"),
)
PLANS = st.builds(Plan, st.integers(12, 52), st.integers(3, 13), st.integers(25, 90))
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DUE = Plan().due_at(rome("2026-06-01T10:00"), "Europe/Rome")
ENDS = Plan().ends_at(rome("2026-06-01T10:00"), "Europe/Rome")


# --- the days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "days"),
    [
        (Plan(), (14, 35, 63, 91, 119, 147, 175)),
        (Plan(26, 6), (14, 46, 78, 111, 143, 175)),  # 161 days in five: 46.2, 78.4, 110.6, 142.8
        (Plan(12, 3), (14, 46, 77)),  # the middle is 45.5, and half a day counts up
        (Plan(12, 13), (14, 19, 25, 30, 35, 40, 46, 51, 56, 61, 67, 72, 77)),
        (Plan(52, 4), (14, 128, 243, 357)),  # 114 1/3 days apart
        (Plan(27, 7), (14, 42, 70, 98, 126, 154, 182)),
        (NewcomersPlan(), (14, 45, 85)),
    ],
)
def test_the_days_of_a_plan(plan: Plan, days: tuple[int, ...]) -> None:
    assert plan.days == days


def test_a_newcomer_meets_three_times_in_ninety_days_whatever_the_programmes_plan() -> None:
    plan, start = NewcomersPlan(minutes=60), rome("2026-06-01T10:00")
    assert (plan.meetings, plan.minutes, plan.gap, max(plan.days) <= 90) == (3, 60, 40, True)
    assert plan.ends_at(start, "Europe/Rome") == rome("2026-08-31T10:00"), "a day after the 90th"


@given(PLANS)
def test_any_plan_begins_after_two_weeks_and_ends_a_week_before_the_end(plan: Plan) -> None:
    days = plan.days
    assert (days[0], days[-1], len(days)) == (14, 7 * plan.weeks - 7, plan.meetings)
    apart = [later - sooner for sooner, later in pairwise(days)]
    assert min(apart) > 0
    if plan.days != Plan().days:
        assert max(apart) - min(apart) <= 1


@given(STARTS, PLANS, st.sampled_from(ZONES))
def test_the_clock_on_the_wall_shows_the_same_time(start: datetime, plan: Plan, zone: str) -> None:
    """Whatever the clock does meanwhile; a time that it skips is the moment of the jump."""
    here = start.astimezone(ZoneInfo(zone))
    for moment, days in zip(plan.due_at(start, zone), plan.days, strict=True):
        then = moment.astimezone(ZoneInfo(zone))
        assert then.date() == here.date() + timedelta(days=days)
        wall = (here + timedelta(days=days)).replace(fold=0)
        exists = wall.astimezone(UTC).astimezone(ZoneInfo(zone)).time() == wall.time()
        assert not exists or (then.hour, then.minute) == (here.hour, here.minute)


def test_over_a_change_of_the_clock_and_a_leap_day() -> None:
    """From Rome's winter, over 29 February 2028, into its summer: ten o'clock each time."""
    start = rome("2028-01-17T10:00")
    due = Plan().due_at(start, "Europe/Rome")
    assert due[:4] == (
        rome("2028-01-31T10:00"), rome("2028-02-21T10:00"), rome("2028-03-20T10:00"),
        rome("2028-04-17T10:00"),
    )  # fmt: skip
    assert (due[2], due[3]) == (at("2028-03-20T09:00"), at("2028-04-17T08:00"))
    assert Plan().ends_at(start, "Europe/Rome") == at("2028-07-17T08:00")


# --- what is due, and breaks ----------------------------------------------------------------------


def test_sessions_fall_due_one_by_one() -> None:
    start = rome("2026-06-01T10:00")
    due = [sessions_due(DUE, start + timedelta(days=n)) for n in range(140)]
    assert [n for n in range(1, 140) if due[n] > due[n - 1]] == [14, 35, 63, 91, 119]
    assert sessions_due(DUE, ENDS) == 7
    assert sessions_due((), ENDS) == 0


def test_a_break_moves_what_is_to_come() -> None:
    begins = rome("2026-07-10T10:00")  # after the second of them
    moved = after_a_break(DUE, begins, timedelta(days=20))
    assert moved[:2] == DUE[:2]
    assert moved[2:] == tuple(due + timedelta(days=20) for due in DUE[2:])


@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 60), st.integers(0, 56 * 24 * 60)), max_size=4))
def test_nothing_falls_due_in_a_break_or_twice(
    breaks: list[tuple[int, int]],
) -> None:
    """Each meeting falls due once, outside the breaks, whatever breaks there are."""
    due, now, before = DUE, rome("2026-06-01T10:00"), 0
    for lives, rests in breaks:
        now += timedelta(minutes=lives)
        assert sessions_due(due, now) >= before
        before = sessions_due(due, now)
        due = after_a_break(due, now, timedelta(minutes=rests))
        now += timedelta(minutes=rests)
        assert sessions_due(due, now) == before
        assert list(due) == sorted(due)
    assert len(due) == 7


# --- next by --------------------------------------------------------------------------------------


def ahead(now: str, *met: str, ends: datetime = ENDS) -> tuple[int, int, str] | None:
    found = next_meeting(DUE, ends, [rome(one) for one in met], rome(now), "Europe/Rome")
    return (found.number, found.planned, f"{found.by:%m-%d}") if found else None


@pytest.mark.parametrize(
    ("now", "met", "expected"),
    [
        ("2026-06-01T10:00", (), (1, 7, "06-15")),
        ("2026-06-15T23:00", (), (1, 7, "06-15")),  # until its evening
        ("2026-06-16T00:00", (), (1, 7, "07-06")),  # missed: the next, and not late
        ("2026-06-12T10:00", ("2026-06-12T09:45",), (2, 7, "07-06")),  # on the plan
        ("2026-06-20T10:00", ("2026-06-19T09:45",), (2, 7, "07-10")),  # 21 days after
        ("2026-06-20T10:00", ("2026-06-05T12:00", "2026-06-19T12:00"), (3, 7, "08-03")),  # ahead
        ("2026-09-01T10:00", ("2026-06-12T09:45",), (2, 7, "09-28")),  # two missed: not made up
        ("2026-11-24T10:00", ("2026-06-12T09:45",), (2, 7, "11-30")),  # after the last: the end
        ("2026-11-24T10:00", ("2026-11-23T09:45",), (2, 7, "11-30")),  # and not beyond it
    ],
)
def test_the_next_meeting(now: str, met: tuple[str, ...], expected: tuple[int, int, str]) -> None:
    assert ahead(now, *met) == expected


def test_when_all_are_held_nothing_more_is_due() -> None:
    assert ahead("2026-11-10T10:00", *(f"2026-0{n}-20T12:00" for n in range(3, 10))) is None


def test_each_reads_the_day_of_their_own_zone() -> None:
    start = at("2026-06-01T03:00")  # still 31 May in Vancouver
    due, ends = Plan().due_at(start, "Europe/Rome"), Plan().ends_at(start, "Europe/Rome")
    days = [next_meeting(due, ends, [], start, zone) for zone in ("Europe/Rome", ZONES[5])]
    assert [one and one.by for one in days] == [date(2026, 6, 15), date(2026, 6, 14)]


@given(
    STARTS, PLANS, st.sampled_from(ZONES), st.lists(st.floats(0, 1), max_size=14), st.floats(0, 1)
)
def test_next_by_is_ahead_and_within_the_pair(
    start: datetime, plan: Plan, zone: str, met: Sequence[float], share: float
) -> None:
    due, ends = plan.due_at(start, "Europe/Rome"), plan.ends_at(start, "Europe/Rome")
    now = start + (ends - start) * share
    held = sorted(start + (now - start) * one for one in met)
    found = next_meeting(due, ends, held, now, zone)
    assert (found is None) == (len(held) >= plan.meetings)
    if found is not None:
        assert found.by is not None
        first, last = (one.astimezone(ZoneInfo(zone)).date() for one in (now, ends))
        assert first <= found.by <= last
        assert found.number == len(held) + 1 <= found.planned
