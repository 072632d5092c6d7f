"""The days of the story: when it opens, when people work, when it looks at what happens."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.state.clock import SlackClock

ROME = ZoneInfo("Europe/Rome")
OPENING = date(2026, 9, 14)
"""The Monday on which the programme opens; the first round is three weeks later."""
CLOSED = frozenset(
    {date(2026, 12, 8), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 29)}
    | {date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)}
    | {date(2026, 12, 31)}
)
"""Weekdays on which the people of the story stay at home."""
LOOK = time(10, 35)
LATER = timedelta(seconds=10)
"""When the story looks at what happens, each weekday in Rome: Rome and London are at work. Each
day ten seconds later, so that what is due at the same time of day as before is due by then."""
ROUNDS = time(9, 2)
"""One look more on Mondays: rounds are drafted at nine."""


def rome(day: date, at: time) -> datetime:
    """A moment by Rome's clock, in UTC."""
    return datetime.combine(day, at, ROME).astimezone(UTC)


def day_in_rome(clock: SlackClock) -> date:
    """The day in Rome."""
    return clock.moment().astimezone(ROME).date()


def morning(day: date) -> datetime:
    """When people act on that day, in UTC."""
    return rome(day, LOOK) + (day - OPENING).days * LATER


def looks(first: date, weeks: int) -> Iterator[datetime]:
    """Every moment at which the story looks, weekends left out."""
    for number in range(weeks * 7):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            early = (ROUNDS,) if day.weekday() == 0 else ()
            yield from (rome(day, at) for at in early)
            yield morning(day)


def next_morning(clock: SlackClock, days: int = 0) -> datetime:
    """The morning on which somebody acts, so many working days on, and not before now."""
    day = working_day(day_in_rome(clock), days)
    this = morning(day)
    return this if this > clock.moment() else morning(working_day(day, 1))


def working_day(day: date, after: int) -> date:
    """The working day that comes `after` many working days after `day`."""
    while after > 0 or day.weekday() > 4 or day in CLOSED:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in CLOSED:
            after -= 1
    return day


def is_met_on(day: date) -> bool:
    """Whether people agree to meet on that day: they are back at work soon after it."""
    return working_day(day, 0) == day and working_day(day, 1) - day < timedelta(days=6)


def working_day_before(day: date, days: int) -> date:
    """The last working day that is at least so many days before."""
    day -= timedelta(days=days)
    while working_day(day, 0) != day:
        day -= timedelta(days=1)
    return day
