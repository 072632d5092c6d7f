"""A day as people type it: 2026-11-24, 24/11, 24/11/2026, yesterday, ieri."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\.?")
_WORDS = {"today": 0, "oggi": 0, "yesterday": 1, "ieri": 1}


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
    for candidate in range(today.year, today.year - 9, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:  # 29 February of another year
            continue
        if found <= today:
            return found
    raise NotADay(f"{day}/{month}")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(f"{year}-{month}-{day}") from error
