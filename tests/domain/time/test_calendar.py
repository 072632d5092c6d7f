"""Countries of zones, national holidays, zones that exist."""

from datetime import date, timedelta

import holidays
import pytest

from bot.domain.time.calendar import country_of, is_holiday, known_zone, knows_country


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Rome", "IT"),
        ("Europe/San_Marino", "SM"),
        ("America/New_York", "US"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),  # the former name
        ("US/Pacific", "US"),
        ("Iceland", "IS"),  # its link leads to a clock of many countries
        ("Japan", "JP"),
        ("NZ", "NZ"),
        ("Singapore", "SG"),
        ("Turkey", "TR"),
        ("EST", None),  # a clock, and no country's
        ("CET", None),
        ("Etc/UTC", None),
        ("Mars/Olympus", None),
    ],
)
def test_the_country_of_a_zone(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


def test_national_holidays_follow_the_country() -> None:
    assert is_holiday(date(2026, 12, 8), "IT")
    assert not is_holiday(date(2026, 12, 8), "US")
    assert is_holiday(date(2026, 11, 26), "US")
    assert not is_holiday(date(2026, 12, 9), "IT")


@pytest.mark.parametrize("country", [None, "XX", ""])
def test_an_unknown_country_has_no_holidays(country: str | None) -> None:
    assert not is_holiday(date(2026, 12, 25), country)


def test_which_countries_are_known() -> None:
    assert knows_country("IT")
    assert not knows_country("Italy")


def test_no_country_keeps_a_weekday_free_all_year() -> None:
    """The search for the next working day relies on it."""
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    for country in holidays.list_supported_countries():
        free = {day for day in year if is_holiday(day, country)}
        assert {day.weekday() for day in year if day not in free} == set(range(7)), country


@pytest.mark.parametrize(
    ("zone", "known"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("Europe", "Europe/Rome"),  # a folder of zones
        ("../../etc/passwd", "Europe/Rome"),
        ("", "Europe/Rome"),
        (None, "Europe/Rome"),
    ],
)
def test_an_unknown_zone_gives_way(zone: str | None, known: str) -> None:
    assert known_zone(zone, "Europe/Rome") == known
