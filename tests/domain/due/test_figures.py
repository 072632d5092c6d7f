"""Windows, from midnight to midnight."""

from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.due.figures import window_bounds, window_number
from bot.domain.due.meetings import checkin_closes
from tests.domain.time.moments import NIGHTS, rome


def test_windows_follow_each_other_from_midnight_to_midnight() -> None:
    first = date(2026, 10, 5)
    start, end, seal = window_bounds(first, 0, "Europe/Rome")
    assert (start, end) == (rome("2026-10-05T00:00"), rome("2026-11-02T00:00"))
    assert seal == rome("2026-11-09T00:00")
    assert window_bounds(first, 1, "Europe/Rome")[0] == end


@given(st.integers(-700 * 1440, 700 * 1440), st.sampled_from(sorted(NIGHTS)))
def test_every_moment_lies_in_the_window_of_its_number(minutes: int, zone: str) -> None:
    moment = rome("2026-10-05T00:00") + timedelta(minutes=minutes)
    first = date(2026, 10, 5)
    number = window_number(first, moment, zone)
    start, end, seal = window_bounds(first, number, zone)
    assert start <= moment < end
    assert checkin_closes(moment) <= seal


def test_the_last_checkin_has_closed_when_a_window_is_sealed_over_the_clock_change() -> None:
    first = date(2026, 2, 23)
    for number in count():
        _, end, seal = window_bounds(first, number, "Europe/Rome")
        assert seal - end == timedelta(days=7)
        if end > rome("2026-12-01T00:00"):
            break
