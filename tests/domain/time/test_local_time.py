"""What a clock on the wall shows, as a moment."""

from datetime import date

import pytest

from bot.domain.time.local_time import at_local, local_day
from tests.domain.time.moments import at


@pytest.mark.parametrize(
    ("zone", "day", "minute", "moment"),
    [
        ("Europe/Rome", date(2026, 3, 28), 540, "2026-03-28T08:00"),
        ("Europe/Rome", date(2026, 3, 29), 540, "2026-03-29T07:00"),
        ("Europe/Rome", date(2026, 3, 29), 150, "2026-03-29T01:00"),  # 02:30 does not exist
        ("Europe/Rome", date(2026, 10, 25), 150, "2026-10-25T00:30"),  # 02:30 twice: the first
        ("America/New_York", date(2026, 3, 8), 150, "2026-03-08T07:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30"),  # half an hour
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00"),  # no midnight
        ("Pacific/Apia", date(2011, 12, 30), 540, "2011-12-30T10:00"),  # no such day
        ("Europe/Rome", date(2026, 11, 25), 1440, "2026-11-25T23:00"),
    ],
)
def test_a_wall_time_becomes_a_moment(zone: str, day: date, minute: int, moment: str) -> None:
    assert at_local(day, minute, zone) == at(moment)


def test_the_day_is_the_one_on_the_local_clock() -> None:
    assert local_day(at("2026-11-25T23:30"), "Europe/Rome") == date(2026, 11, 26)
    assert local_day(at("2026-11-25T23:30"), "America/New_York") == date(2026, 11, 25)
