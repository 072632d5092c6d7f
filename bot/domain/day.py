"""A day as people type it: 2026-11-24, 24/11, 24/11/2026, yesterday, ieri, 2w."""

import re
from collections.abc import Callable
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\.?")
_WORDS = {"today": 0, "oggi": 0, "yesterday": 1, "ieri": 1}
_AHEAD = re.compile(r"(\d{1,3})\s?(d|w|g|s)")
_DAYS_OF = {"d": 1, "g": 1, "w": 7, "s": 7}
_AHEAD_WORDS = {"today": 0, "oggi": 0, "tomorrow": 1, "domani": 1, "yesterday": -1, "ieri": -1}


class NotADay(ValueError):
    """The text names no day of the calendar."""


def past_day(text: str, today: date) -> date:
    """Read a day; without a year the latest one that is not in the future.

    A day with a year may lie in the future: the use case says what that means. Raises NotADay.
    """
    typed = text.strip().lower()
    if typed in _WORDS:
        return today - timedelta(days=_WORDS[typed])
    if found := _ISO.fullmatch(typed):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(typed):
        return _day_first(int(found[1]), int(found[2]), found[3], today)
    raise NotADay(text)


def _day_first(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return _date(int(year), month, day)
    return _nearest(day, month, range(today.year, today.year - 9, -1), lambda it: it <= today)


def _nearest(day: int, month: int, years: range, fits: Callable[[date], bool]) -> date:
    """The first of these years in which the day exists and fits: 29 February may take four."""
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if fits(found):
            return found
    raise NotADay(f"{day}/{month}")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(f"{year}-{month}-{day}") from error


def coming_day(text: str, today: date) -> date:
    """Read a day ahead: also 10d, 2w (10g, 2s in Italian); without a year the next one.

    A day with a year may lie in the past: the use case says what that means. Raises NotADay.
    """
    typed = text.strip().lower()
    if typed in _AHEAD_WORDS:
        return today + timedelta(days=_AHEAD_WORDS[typed])
    if found := _AHEAD.fullmatch(typed):
        return today + timedelta(days=int(found[1]) * _DAYS_OF[found[2]])
    if found := _ISO.fullmatch(typed):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(typed):
        if found[3]:
            return _date(int(found[3]), int(found[2]), int(found[1]))
        years = range(today.year, today.year + 9)
        return _nearest(int(found[1]), int(found[2]), years, lambda it: it >= today)
    raise NotADay(text)
