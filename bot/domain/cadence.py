"""When things are due: working hours, rounds, reminders, check-ins, windows.

Moments are aware datetimes and come back in UTC; days are dates of the zone that the function
names; minutes count from local midnight. Every edge of a day is computed in local wall time and
then converted, never by adding 24 hours to a moment: where the clock jumps, a wall time that does
not exist is the instant of the jump, and one that exists twice is its first occurrence. All lengths
of time: docs/programme.md, Timings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import is_holiday

DAY = 24 * 60
MORNING = 9 * 60
HALF_PAST_NINE = 9 * 60 + 30
EVENING = 18 * 60
WORKDAYS = frozenset(range(5))
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a moment has been forgotten."""

QUARTER = 15 * 60
FIRST_ROUND_AFTER = timedelta(days=21)
FEWEST_EXPIRY_DAYS = 2
CHECKIN_AFTER = timedelta(hours=2)
CHECKIN_OPEN = timedelta(days=7)
NO_DATE_AFTER = timedelta(days=7)
WINDOW_DAYS = 28
SEALED_AFTER = timedelta(days=7)
SESSION_DAYS = (14, 35, 63, 91, 119, 147, 175)
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


# --- local time ----------------------------------------------------------------------------------


def at_local(day: date, minute: int, zone: str) -> datetime:
    """The first instant at which the clock of `zone` reads `minute` of `day` or later, in UTC."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    here = wall.replace(tzinfo=ZoneInfo(zone))
    moment = here.astimezone(UTC)
    if moment.astimezone(here.tzinfo).replace(tzinfo=None) == wall:
        return moment
    return _jump(here.replace(fold=1).astimezone(UTC), moment, ZoneInfo(zone))


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clock jumps, between an instant before and one after it."""
    offset = after.astimezone(zone).utcoffset()
    seconds = int((after - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        reached = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        low, high = (low, middle) if reached else (middle, high)
    return before + timedelta(seconds=high)


def local_day(moment: datetime, zone: str) -> date:
    """The date that the clock of `zone` shows at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _minute_of(moment: datetime, zone: str) -> int:
    here = moment.astimezone(ZoneInfo(zone))
    return here.hour * 60 + here.minute


# --- working hours -------------------------------------------------------------------------------


def is_working(moment: datetime, hours: Hours) -> bool:
    """`moment` lies in the hours, their end not included."""
    return into_hours(moment, hours) == moment


def into_hours(moment: datetime, hours: Hours) -> datetime:
    """The first instant at or after `moment` that lies in the hours.

    Source: docs/programme.md, Working hours.
    """
    for day in _working_days_from(local_day(moment, hours.zone), hours):
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


# --- working days --------------------------------------------------------------------------------


def add_working_days(day: date, n: int, hours: Hours) -> date:
    """The `n`-th working day after `day` (`day` itself for 0). Raises ValueError below 0."""
    if n < 0:
        raise ValueError("working days are counted forward")
    if n == 0:
        return day
    following = _working_days_from(day + timedelta(days=1), hours)
    return [next(following) for _ in range(n)][-1]


def previous_working_day(day: date, hours: Hours) -> date:
    """The last working day before `day`."""
    return next(_working_days_from(day - timedelta(days=1), hours, step=-1))


def _working_days_from(day: date, hours: Hours, step: int = 1) -> Iterator[date]:
    """Working days from `day` on, without end: no country keeps a weekday free all year."""
    while True:
        if day.weekday() in hours.days and not is_holiday(day, hours.country):
            yield day
        day += timedelta(days=step)


def _office(country: str | None, zone: str = "UTC") -> Hours:
    """The hours of the programme itself: Monday to Friday, its country's holidays out."""
    return Hours(zone=zone, country=country)


# --- rounds and proposals ------------------------------------------------------------------------


def first_monday(opening: date) -> date:
    """The nominal day of the first round: the first Monday at least 21 days after opening.

    Source: docs/programme.md, Rounds.
    """
    earliest = opening + FIRST_ROUND_AFTER
    return earliest + timedelta(days=-earliest.weekday() % 7)


def off_holiday(nominal: date, country: str | None) -> date:
    """`nominal`, or the next working day (Monday to Friday) if it is none.

    Source: docs/programme.md, Rounds.
    """
    return next(_working_days_from(nominal, _office(country)))


def next_round(previous_nominal: date, every_weeks: int, country: str | None) -> tuple[date, date]:
    """The next round: its nominal day, to count on from, and the day it takes place.

    Source: docs/programme.md, Rounds.
    """
    nominal = previous_nominal + timedelta(weeks=every_weeks)
    return nominal, off_holiday(nominal, country)


def round_due(day: date, zone: str) -> datetime:
    """When a round is drafted: 09:00 in the programme's zone."""
    return at_local(day, MORNING, zone)


def proposal_expiry(
    sent: datetime,
    zone: str,
    country: str | None,
    working_days: int = 5,
    next_draft: datetime | None = None,
) -> datetime:
    """18:00 in the programme's zone on the fifth working day after the round was sent.

    Earlier where the next round would be drafted before that, so that nobody misses it for an
    old proposal: on the last working day before, but never sooner than after two. Source:
    docs/programme.md, Proposals.
    """
    office, day = _office(country), local_day(sent, zone)
    last = add_working_days(day, working_days, office)
    if next_draft is not None:
        eve = previous_working_day(local_day(next_draft, zone), office)
        last = min(last, max(eve, add_working_days(day, FEWEST_EXPIRY_DAYS, office)))
    return at_local(last, EVENING, zone)


def most_expiry_days(every_weeks: int) -> int:
    """How many working days a proposal may stay open before the next round is drafted.

    For weeks of five working days and a round sent on its day; `proposal_expiry` sees to
    holidays and to rounds that are sent later.
    """
    return 5 * every_weeks - 1


def proposal_reminder(sent: datetime, hours: Hours) -> datetime:
    """Two working days after, at the same time of day, within the hours.

    Source: docs/programme.md, Proposals.
    """
    return _working_days_later(sent, 2, hours)


# --- sessions and check-ins ----------------------------------------------------------------------


def checkin_due(session_end: datetime, hours: Hours) -> datetime:
    """Two hours after the end if that is in the hours, else 09:30 of the next day of work.

    Never outside the hours: whoever starts after 09:30 is asked at their start. Source:
    docs/programme.md, Meetings.
    """
    due = session_end + CHECKIN_AFTER
    if is_working(due, hours):
        return due.astimezone(UTC)
    return next(
        morning
        for day in _working_days_from(local_day(due, hours.zone), hours)
        if (morning := _half_past_nine(day, hours)) >= due
    )


def checkin_closes(session_end: datetime) -> datetime:
    """Seven days after the end of the session, whenever people were asked.

    Source: docs/programme.md, Questions.
    """
    return session_end + CHECKIN_OPEN


def checkin_reminder(asked: datetime, hours: Hours) -> datetime:
    """Two working days after the question, at the same time of day, within the hours."""
    return _working_days_later(asked, 2, hours)


def prep_due(starts_at: datetime, hours: Hours) -> datetime:
    """09:30 of the last working day before the day of the session (at the start if later).

    Source: docs/programme.md, Meetings.
    """
    return _half_past_nine(previous_working_day(local_day(starts_at, hours.zone), hours), hours)


def no_date_due(d0: datetime) -> datetime:
    """When the first word about a missing date is due: seven days after the start.

    Source: docs/programme.md, Nudges.
    """
    return d0 + NO_DATE_AFTER


def sessions_due(d0: datetime, at: datetime) -> int:
    """How many of a pair's seven sessions are due by `at`; `d0` is the start, moved by breaks.

    Source: docs/programme.md, Timings.
    """
    return sum(d0 + timedelta(days=days) <= at for days in SESSION_DAYS)


def _half_past_nine(day: date, hours: Hours) -> datetime:
    minute = max(HALF_PAST_NINE, hours.start)
    return at_local(day, minute if minute < hours.end else hours.start, hours.zone)


def _working_days_later(moment: datetime, n: int, hours: Hours) -> datetime:
    return into_hours(_same_time(moment, n, hours), hours)


def working_days_later(moment: datetime, n: int, zone: str, country: str | None) -> datetime:
    """The same time of day, `n` of the programme's own working days later."""
    return _same_time(moment, n, _office(country, zone))


def _same_time(moment: datetime, n: int, hours: Hours) -> datetime:
    day = add_working_days(local_day(moment, hours.zone), n, hours)
    return at_local(day, _minute_of(moment, hours.zone), hours.zone)


def month_of(moment: datetime) -> datetime:
    """The first instant, in UTC, of the month that holds a moment: all that is kept of a time."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


# --- reporting windows ---------------------------------------------------------------------------


def window_bounds(
    first_round_day: date, number: int, zone: str
) -> tuple[datetime, datetime, datetime]:
    """Start, end (not included) and sealing of window `number`, the first being 0.

    Four weeks from local midnight to local midnight. Sealed exactly seven days after the end, so
    that the check-in of a session that ends in the window has closed by then. Source:
    docs/programme.md, Windows.
    """
    opens = first_round_day + timedelta(days=WINDOW_DAYS * number)
    start = at_local(opens, 0, zone)
    end = at_local(opens + timedelta(days=WINDOW_DAYS), 0, zone)
    return start, end, end + SEALED_AFTER


def window_number(first_round_day: date, moment: datetime, zone: str) -> int:
    """The window that holds `moment`; negative before the first."""
    return (local_day(moment, zone) - first_round_day).days // WINDOW_DAYS
