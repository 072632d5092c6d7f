"""When somebody works: hours within a day, common hours of two, working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.time.calendar import is_holiday
from bot.domain.time.local_time import at_local, local_day, minute_of

DAY = 24 * 60
MORNING = 9 * 60
EVENING = 18 * 60
WORKDAYS = frozenset(range(5))
QUARTER = 15 * 60
COMMON_SEARCH = timedelta(days=28)


@dataclass(frozen=True)
class Hours:
    """When somebody works: weekdays (0 is Monday), from and to in minutes, zone, country.

    Raises ValueError without a day, or when `start` does not come before `end` within a day.
    """

    zone: str
    days: frozenset[int] = WORKDAYS
    start: int = MORNING
    end: int = EVENING
    country: str | None = None

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise ValueError("hours need days of the week, 0 to 6")
        if not 0 <= self.start < self.end <= DAY:
            raise ValueError("hours need a start before their end, within one day")


# --- hours ---------------------------------------------------------------------------------------


def is_working(moment: datetime, hours: Hours) -> bool:
    """`moment` lies in the hours, their end not included."""
    return into_hours(moment, hours) == moment


def into_hours(moment: datetime, hours: Hours) -> datetime:
    """The first instant at or after `moment` that lies in the hours.

    Source: docs/programme.md, Working hours.
    """
    for day in working_days_from(local_day(moment, hours.zone), hours):
        opens, closes = _opening(day, hours)
        if moment < closes and opens < closes:
            return max(moment, opens).astimezone(UTC)
    raise AssertionError("days of work never end")


def into_common_hours(moment: datetime, a: Hours, b: Hours) -> datetime:
    """The first instant at or after `moment` in the hours of both.

    If there is none within 28 days: the first in the hours of `a`. Source: docs/programme.md,
    Working hours.
    """
    alone = candidate = into_hours(moment, a)
    while candidate <= moment + COMMON_SEARCH:
        both = into_hours(candidate, b)
        candidate = into_hours(both, a)
        if candidate == both:
            return both
    return alone


def openings(hours: Hours, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the hours last on each working day that has some between two moments."""
    last = local_day(until, hours.zone)
    for day in working_days_from(local_day(since, hours.zone), hours):
        if day > last:
            return
        opens, closes = _opening(day, hours)
        if max(opens, since) < min(closes, until):
            yield opens, closes


def slots(hours: Hours, monday: date) -> frozenset[int]:
    """Quarter-hours of work (UTC epoch // 900) in the week, Monday to Sunday, that holds a date.

    Holidays are not taken out: the week stands for any week.
    """
    first = monday - timedelta(days=monday.weekday())
    return frozenset(
        quarter
        for weekday in hours.days
        for quarter in _quarters(*_opening(first + timedelta(days=weekday), hours))
    )


def _quarters(opens: datetime, closes: datetime) -> range:
    return range(-(-int(opens.timestamp()) // QUARTER), int(closes.timestamp()) // QUARTER)


def _opening(day: date, hours: Hours) -> tuple[datetime, datetime]:
    return at_local(day, hours.start, hours.zone), at_local(day, hours.end, hours.zone)


# --- days ----------------------------------------------------------------------------------------


def add_working_days(day: date, n: int, hours: Hours) -> date:
    """The `n`-th working day after `day` (`day` itself for 0). Raises ValueError below 0."""
    if n < 0:
        raise ValueError("working days are counted forward")
    if n == 0:
        return day
    following = working_days_from(day + timedelta(days=1), hours)
    return [next(following) for _ in range(n)][-1]


def previous_working_day(day: date, hours: Hours) -> date:
    """The last working day before `day`."""
    return next(working_days_from(day - timedelta(days=1), hours, step=-1))


def working_days_from(day: date, hours: Hours, step: int = 1) -> Iterator[date]:
    """Working days from `day` on, without end: no country keeps a weekday free all year."""
    while True:
        if day.weekday() in hours.days and not is_holiday(day, hours.country):
            yield day
        day += timedelta(days=step)


def office_hours(country: str | None, zone: str = "UTC") -> Hours:
    """The hours of the programme itself: Monday to Friday, its country's holidays out."""
    return Hours(zone=zone, country=country)


def later_in_hours(moment: datetime, n: int, hours: Hours) -> datetime:
    """The same time of day, `n` of somebody's working days later, moved into their hours."""
    return into_hours(_same_time(moment, n, hours), hours)


def working_days_later(moment: datetime, n: int, zone: str, country: str | None) -> datetime:
    """The same time of day, `n` of the programme's own working days later."""
    return _same_time(moment, n, office_hours(country, zone))


def _same_time(moment: datetime, n: int, hours: Hours) -> datetime:
    day = add_working_days(local_day(moment, hours.zone), n, hours)
    return at_local(day, minute_of(moment, hours.zone), hours.zone)
