"""When somebody works. Moments are written in UTC unless a zone is named."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.time.calendar import is_holiday
from bot.domain.time.working_hours import (
    Hours,
    add_working_days,
    into_common_hours,
    into_hours,
    is_working,
    previous_working_day,
    slots,
)
from tests.domain.time.moments import NEAR, NEW_YORK, ROME, at, rome


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        ("2026-11-25T10:00", "2026-11-25T10:00"),  # a Wednesday, working
        ("2026-11-25T08:59", "2026-11-25T09:00"),
        ("2026-11-25T18:00", "2026-11-26T09:00"),  # the end is not included
        ("2026-11-27T19:00", "2026-11-30T09:00"),  # over the weekend
        ("2026-12-07T18:30", "2026-12-09T09:00"),  # 8 December is a holiday in Italy
        ("2026-03-27T19:00", "2026-03-30T09:00"),  # over the change of the clock
        ("2026-10-23T19:00", "2026-10-26T09:00"),
    ],
)
def test_a_moment_moves_into_working_hours(moment: str, moved: str) -> None:
    assert into_hours(rome(moment), ROME) == rome(moved)


def test_nine_stays_nine_when_new_york_changes_its_clock() -> None:
    for friday, monday in (("2026-03-06", "2026-03-09"), ("2026-10-30", "2026-11-02")):
        moved = into_hours(at(f"{friday}T20:00", NEW_YORK.zone), NEW_YORK)
        assert moved == at(f"{monday}T09:00", NEW_YORK.zone)


COUNTRY = {"Europe/Rome": "IT", "America/Sao_Paulo": "BR"}


@st.composite
def hours(draw: st.DrawFn, zone: str) -> Hours:
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, 1440))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Hours(zone, days, start, end, COUNTRY.get(zone))


def working_minutes(first: datetime, hours: Hours) -> set[datetime]:
    """Minute by minute over ten days: what the clock on the wall has reached, day by day.

    Where the clock goes back, what it had reached counts: an hour is lived through once.
    """
    zone, found = ZoneInfo(hours.zone), set()
    reached: dict[date, int] = {}
    for n in range(-36 * 60, 10 * 24 * 60):
        moment = first + timedelta(minutes=n)
        wall = moment.astimezone(zone)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        reached[day] = max(minute, reached.get(day, 0))
        works = day.weekday() in hours.days and not is_holiday(day, hours.country)
        if works and hours.start <= reached[day] < hours.end and n >= 0:
            found.add(moment)
    return found


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.integers(-48 * 60, 48 * 60))
def test_brute_force_over_the_nights_of_the_clock_change(
    data: st.DataObject, near: tuple[str, str], shift: int
) -> None:
    zone, night = near
    who = data.draw(hours(zone))
    moment = at(f"{night}T00:00", zone) + timedelta(minutes=shift)
    working = working_minutes(moment, who)
    if working:
        assert into_hours(moment, who) == min(working)
    assert is_working(moment, who) == (moment in working)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.sampled_from(NEAR), st.integers(-2880, 2880))
def test_common_hours_are_the_first_minute_that_both_work(
    data: st.DataObject, one: tuple[str, str], other: tuple[str, str], shift: int
) -> None:
    a, b = data.draw(hours(one[0])), data.draw(hours(other[0]))
    moment = at(f"{one[1]}T00:00", one[0]) + timedelta(minutes=shift)
    both = working_minutes(moment, a) & working_minutes(moment, b)
    if both:
        assert into_common_hours(moment, a, b) == min(both)


def test_who_never_works_together_is_met_in_the_hours_of_the_first() -> None:
    weekend = Hours("Europe/Rome", frozenset({5, 6}))
    assert into_common_hours(rome("2026-11-25T20:00"), ROME, weekend) == rome("2026-11-26T09:00")


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset[int]()},
        {"days": frozenset({7})},
        {"start": 600, "end": 600},
        {"end": 1441},
        {"start": -30},
    ],
)
def test_hours_that_cannot_be(wrong: dict[str, frozenset[int]]) -> None:
    with pytest.raises(ValueError, match="hours need"):
        Hours("Europe/Rome", **wrong)  # type: ignore[arg-type]


def test_a_week_has_its_quarters_of_an_hour() -> None:
    quarters = slots(ROME, date(2026, 12, 7))  # the holiday of the 8th stays in
    assert len(quarters) == 5 * 9 * 4
    assert min(quarters) * 900 == rome("2026-12-07T09:00").timestamp()
    assert max(quarters) * 900 == rome("2026-12-11T17:45").timestamp()
    assert slots(ROME, date(2026, 12, 10)) == quarters  # any day of the week names it


def test_common_hours_shrink_across_zones() -> None:
    monday = date(2026, 12, 7)
    common = slots(ROME, monday) & slots(NEW_YORK, monday)
    assert len(common) == 5 * 3 * 4  # 15:00 to 18:00 in Rome


def test_a_night_shift_loses_the_hour_that_does_not_exist() -> None:
    night = Hours("Europe/Rome", frozenset({6}), 60, 240)
    assert len(slots(night, date(2026, 3, 23))) == 2 * 4
    assert len(slots(night, date(2026, 10, 19))) == 4 * 4


# --- working days --------------------------------------------------------------------------------


def test_working_days_are_counted_without_holidays() -> None:
    assert add_working_days(date(2026, 12, 4), 2, ROME) == date(2026, 12, 9)
    assert add_working_days(date(2026, 12, 5), 0, ROME) == date(2026, 12, 5)
    assert previous_working_day(date(2026, 12, 9), ROME) == date(2026, 12, 7)
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 12, 4), -1, ROME)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12))
def test_there_and_back_again(day: date, n: int) -> None:
    later = add_working_days(day, n, ROME)
    back = later
    for _ in range(n - 1):
        back = previous_working_day(back, ROME)
    assert previous_working_day(back, ROME) <= day < back
