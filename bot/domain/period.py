"""The period that `stats` is asked for: whole windows that have closed, never a day of one.

What happened on single days would follow from two periods that differ by them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from typing import TypeVar

from bot.domain.refusals import BadPeriod

W = TypeVar("W")

_DAYS = re.compile(r"(\d{1,3})d")
_QUARTER = re.compile(r"(\d{4})-?q([1-4])")
THIS_QUARTER = ("quarter", "trimestre")
LONGEST = 731
WINDOW_DAYS = 28


@dataclass(frozen=True)
class Period:
    """The last so many closed windows, or those that ended from one day to another, both included.

    `asked` is the text in its normal form.
    """

    asked: str
    last: int | None = None
    since: date = date.min
    until: date = date.max

    def of(self, closed: Sequence[W], last_day: Callable[[W], date]) -> Sequence[W]:
        """Those of the closed windows, the oldest first, that the period is made of."""
        if self.last is not None:
            return closed[-self.last :]
        return [one for one in closed if self.since <= last_day(one) <= self.until]


def period(text: str, today: date) -> Period:
    """Read '', '30d', 'quarter' or '2026-Q4'; nothing means 30 days: the last closed window.

    Days are as many whole windows as they hold, at least one. Raises BadPeriod for anything else,
    for a quarter that has not begun, and for more than two years.
    """
    asked = text.strip().lower() or "30d"
    if days := _DAYS.fullmatch(asked):
        return _last_days(int(days[1]), text)
    if asked in THIS_QUARTER:
        return _quarter(today.year, (today.month + 2) // 3, today, "quarter", text)
    if named := _QUARTER.fullmatch(asked):
        year, number = int(named[1]), int(named[2])
        return _quarter(year, number, today, f"{year}-Q{number}", text)
    raise BadPeriod(text)


def _last_days(days: int, text: str) -> Period:
    if not 1 <= days <= LONGEST:
        raise BadPeriod(text)
    return Period(f"{days}d", last=max(1, days // WINDOW_DAYS))


def _quarter(year: int, number: int, today: date, asked: str, text: str) -> Period:
    if year <= MINYEAR:  # its first midnight lies, east of Greenwich, before the calendar
        raise BadPeriod(text)
    first = date(year, 3 * number - 2, 1)
    if first > today:
        raise BadPeriod(text)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return Period(asked, since=first, until=following - timedelta(days=1))
