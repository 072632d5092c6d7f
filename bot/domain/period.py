"""The period that `stats` is asked for: the last days, this quarter, or a named quarter."""

import re
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta

from bot.domain.refusals import BadPeriod

_DAYS = re.compile(r"(\d{1,3})d")
_QUARTER = re.compile(r"(\d{4})-?q([1-4])")
THIS_QUARTER = ("quarter", "trimestre")
LONGEST = 731


@dataclass(frozen=True)
class Period:
    """Days counted, both ends included; `asked` is the text in its normal form."""

    asked: str
    since: date
    until: date


def period(text: str, today: date) -> Period:
    """Read '', '30d', 'quarter' or '2026-Q4'; nothing means the last 30 days.

    A quarter that is not over yet ends today. Raises BadPeriod for anything else, for a quarter
    that has not begun, and for more than two years.
    """
    asked = text.strip().lower() or "30d"
    if days := _DAYS.fullmatch(asked):
        return _last_days(int(days[1]), today, text)
    if asked in THIS_QUARTER:
        return _quarter(today.year, (today.month + 2) // 3, today, "quarter", text)
    if named := _QUARTER.fullmatch(asked):
        year, number = int(named[1]), int(named[2])
        return _quarter(year, number, today, f"{year}-Q{number}", text)
    raise BadPeriod(text)


def _last_days(days: int, today: date, text: str) -> Period:
    if not 1 <= days <= LONGEST:
        raise BadPeriod(text)
    return Period(f"{days}d", today - timedelta(days=days - 1), today)


def _quarter(year: int, number: int, today: date, asked: str, text: str) -> Period:
    if year <= MINYEAR:  # its first midnight lies, east of Greenwich, before the calendar
        raise BadPeriod(text)
    first = date(year, 3 * number - 2, 1)
    if first > today:
        raise BadPeriod(text)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return Period(asked, first, min(following - timedelta(days=1), today))
