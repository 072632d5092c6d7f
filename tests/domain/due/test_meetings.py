"""When a pair is to meet, and when both are asked."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.due.meetings import (
    checkin_closes,
    checkin_due,
    checkin_reminder,
    prep_due,
)
from bot.domain.time.working_hours import Hours, is_working
from tests.domain.time.moments import NEAR, ROME, at, rome

EARLY = Hours("Europe/Rome", start=6 * 60, end=9 * 60)
LATE = Hours("Europe/Rome", start=11 * 60, end=20 * 60)


@pytest.mark.parametrize(
    ("ends", "who", "due"),
    [
        ("2026-11-25T11:45", ROME, "2026-11-25T13:45"),
        ("2026-11-25T15:59", ROME, "2026-11-25T17:59"),
        ("2026-11-25T16:00", ROME, "2026-11-26T09:30"),  # 18:00 is after hours
        ("2026-11-27T17:00", ROME, "2026-11-30T09:30"),  # Friday to Monday
        ("2026-12-07T17:00", ROME, "2026-12-09T09:30"),  # over a holiday
        ("2026-11-25T06:00", ROME, "2026-11-25T09:30"),  # before hours: the same morning
        ("2026-11-25T19:00", LATE, "2026-11-26T11:00"),  # not before their own start
        ("2026-11-25T10:00", EARLY, "2026-11-26T06:00"),  # nor after their end
    ],
)
def test_a_checkin_is_due(ends: str, who: Hours, due: str) -> None:
    assert checkin_due(rome(ends), who) == rome(due)


@settings(deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.integers(-2880, 2880))
def test_a_checkin_is_asked_in_hours_and_never_early(
    data: st.DataObject, near: tuple[str, str], shift: int
) -> None:
    start = data.draw(st.integers(0, 22)) * 60
    who = Hours(near[0], start=start, end=data.draw(st.integers(start // 60 + 1, 24)) * 60)
    ends = at(f"{near[1]}T12:00", near[0]) + timedelta(minutes=shift)
    due = checkin_due(ends, who)
    assert due >= ends + timedelta(hours=2)
    assert is_working(due, who)


def test_a_checkin_closes_seven_days_after_the_end_whenever_asked() -> None:
    ends = rome("2026-10-23T17:00")
    assert checkin_closes(ends) - ends == timedelta(days=7)


def test_a_checkin_is_recalled_once_two_working_days_later() -> None:
    assert checkin_reminder(rome("2026-11-26T13:45"), ROME) == rome("2026-11-30T13:45")


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2026-11-26T15:00", "2026-11-25T09:30"),
        ("2026-11-30T15:00", "2026-11-27T09:30"),  # Monday: on Friday
        ("2026-12-09T09:00", "2026-12-07T09:30"),  # the day before is a holiday
    ],
)
def test_the_preparation_comes_a_working_day_ahead(starts: str, due: str) -> None:
    assert prep_due(rome(starts), ROME) == rome(due)
