"""Both changes of the clock, in five zones: what is due at nine on the wall is due at nine.

The expected moments are written in UTC, by hand: an hour more or less on either side of the night.
Kolkata never changes its clock, and is half an hour beside the others; São Paulo changed it until
2019.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.due.rounds import round_due
from bot.domain.time.local_time import at_local
from bot.domain.time.working_hours import Hours, into_hours, is_working

CHANGES = {
    "Rome, forward": ("Europe/Rome", "2026-03-29", "08:00", "07:00"),
    "Rome, back": ("Europe/Rome", "2026-10-25", "07:00", "08:00"),
    "New York, forward": ("America/New_York", "2026-03-08", "14:00", "13:00"),
    "New York, back": ("America/New_York", "2026-11-01", "13:00", "14:00"),
    "São Paulo, forward": ("America/Sao_Paulo", "2018-11-04", "12:00", "11:00"),
    "São Paulo, back": ("America/Sao_Paulo", "2018-02-18", "11:00", "12:00"),
    "São Paulo, no more": ("America/Sao_Paulo", "2026-11-01", "12:00", "12:00"),
    "Kolkata, never": ("Asia/Kolkata", "2026-03-29", "03:30", "03:30"),
    "Sydney, forward": ("Australia/Sydney", "2026-10-04", "23:00", "22:00"),
    "Sydney, back": ("Australia/Sydney", "2026-04-05", "22:00", "23:00"),
}
"""The night before this Sunday, and nine o'clock in UTC on the Friday and the Monday around it."""
CASES = pytest.mark.parametrize(
    ("zone", "sunday", "friday", "monday"), CHANGES.values(), ids=CHANGES
)


def shift(friday: str, monday: str) -> timedelta:
    """By how much later nine o'clock is on Monday: an hour when the clock has gone back."""
    before, after = (
        datetime.strptime(utc, "%H:%M").replace(tzinfo=UTC) for utc in (friday, monday)
    )
    return after - before


def nine(zone: str, sunday: str, days: int, utc: str) -> datetime:
    """Nine o'clock of the wall so many days from that Sunday; Sydney's is the day before in UTC."""
    day = date.fromisoformat(sunday) + timedelta(days=days)
    if zone == "Australia/Sydney":
        day -= timedelta(days=1)
    return datetime.fromisoformat(f"{day}T{utc}").replace(tzinfo=UTC)


@CASES
def test_nine_is_nine_on_both_sides(zone: str, sunday: str, friday: str, monday: str) -> None:
    for days, utc in ((-2, friday), (1, monday)):
        day = date.fromisoformat(sunday) + timedelta(days=days)
        assert at_local(day, 9 * 60, zone) == nine(zone, sunday, days, utc)


@CASES
def test_after_a_friday_evening_comes_monday_at_nine(
    zone: str, sunday: str, friday: str, monday: str
) -> None:
    evening = nine(zone, sunday, -2, friday) + timedelta(hours=11)
    assert into_hours(evening, Hours(zone)) == nine(zone, sunday, 1, monday)


@CASES
def test_a_day_of_work_is_nine_hours_long_on_both_sides(
    zone: str, sunday: str, friday: str, monday: str
) -> None:
    for days, utc in ((-2, friday), (1, monday)):
        opens = nine(zone, sunday, days, utc)
        assert not is_working(opens - timedelta(minutes=1), Hours(zone))
        assert is_working(opens, Hours(zone))
        assert is_working(opens + timedelta(hours=9, minutes=-1), Hours(zone))
        assert not is_working(opens + timedelta(hours=9), Hours(zone))


@CASES
def test_a_night_shift_lives_through_the_change_itself(
    zone: str, sunday: str, friday: str, monday: str
) -> None:
    """Who works from midnight to six on that Sunday: an hour less forward, an hour more back."""
    hours = Hours(zone, frozenset({6}), 0, 6 * 60)
    opens = at_local(date.fromisoformat(sunday), 0, zone)
    worked = sum(is_working(opens + timedelta(minutes=n), hours) for n in range(8 * 60))
    back_at_midnight = zone == "America/Sao_Paulo" and shift(friday, monday) > timedelta(0)
    change = timedelta(0) if back_at_midnight else shift(friday, monday)
    assert timedelta(minutes=worked) == timedelta(hours=6) + change


@CASES
def test_a_week_later_is_the_same_hour(zone: str, sunday: str, friday: str, monday: str) -> None:
    """A round drafted on the Monday before and its successor a week later: nine and nine."""
    after = date.fromisoformat(sunday) + timedelta(days=1)
    first, second = (round_due(after - timedelta(days=n), zone) for n in (7, 0))
    assert second - first == timedelta(days=7) + shift(friday, monday)
