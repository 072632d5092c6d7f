"""The period that `stats` is asked for: whole windows that have closed, never a day of one.

What happened on single days would follow from two periods that differ by them: docs/programme.md,
Windows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from typing import TypeVar

from bot.domain.refusals import BadPeriod
from bot.domain.typed import phrase

W = TypeVar("W")

_QUARTER = re.compile(r"(?:(\d{4})[- ]?)?[qt]([1-4])")
_QUARTER_FIRST = re.compile(r"[qt]([1-4])[-/ ]?(\d{4})")
_THIS_QUARTER = (
    *("quarter", "this quarter", "the quarter"),
    *("trimestre", "questo trimestre", "il trimestre"),
)
_QUARTER_BEFORE = (
    *("last quarter", "the last quarter", "previous quarter"),
    *("trimestre scorso", "scorso trimestre", "lo scorso trimestre", "ultimo trimestre"),
)
_LAST_MONTH = (
    *("month", "last month", "the last month", "past month"),
    *("mese", "ultimo mese", "l'ultimo mese", "mese scorso", "lo scorso mese", "scorso mese"),
)
_BEFORE_DAYS = ("last ", "the last ", "past ", "ultimi ", "ultime ", "gli ultimi ", "le ultime ")
_DAYS_OF = {"d": 1, "w": 7, "m": 30}
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
    """Read '', '30d', '8 weeks', 'last month', 'quarter', '2026-Q4' or 'Q4'; nothing is 30 days.

    Days are as many whole windows as they hold, at least one: 30 days are the last closed one. A
    quarter without its year is the latest that has begun. Raises BadPeriod for anything else, for
    a quarter that has not begun, and for more than two years.
    """
    asked = phrase.plain(text)
    if not asked or asked in _LAST_MONTH:
        return _last_days(_DAYS_OF["m"], text)
    if amount := phrase.amount(phrase.without(_BEFORE_DAYS, asked)):
        return _last_days(amount[0] * _DAYS_OF[amount[1]], text)
    if asked in _THIS_QUARTER:
        return _quarter(today.year, (today.month + 2) // 3, today, "quarter", text)
    if asked in _QUARTER_BEFORE:
        year, before = divmod(today.year * 4 + (today.month + 2) // 3 - 2, 4)
        return _quarter(year, before + 1, today, f"{year}-Q{before + 1}", text)
    if named := _named_quarter(asked, today):
        year, number = named
        return _quarter(year, number, today, f"{year}-Q{number}", text)
    raise BadPeriod(text)


def _named_quarter(asked: str, today: date) -> tuple[int, int] | None:
    """Year and number."""
    if found := _QUARTER_FIRST.fullmatch(asked):
        return int(found[2]), int(found[1])
    if found := _QUARTER.fullmatch(asked):
        number = int(found[2])
        latest = today.year - (3 * number - 2 > today.month)
        return int(found[1]) if found[1] else latest, number
    return None


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
