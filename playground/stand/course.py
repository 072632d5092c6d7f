"""At which moments the clock stops on its way."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from playground.story.calendar import OPENING, ROME, looks, rome

HOURS = tuple(time(hour, 35) for hour in range(8, 20))
"""By Rome's clock: working hours from Rome to the east coast of America are seen often enough."""


def hour_by_hour(now: datetime, until: datetime) -> Iterator[datetime]:
    """Every hour of the weekdays on the way, then `until` itself."""
    day, last = now.astimezone(ROME).date(), until.astimezone(ROME).date()
    while day <= last:
        if day.weekday() < 5:
            yield from (one for one in (rome(day, at) for at in HOURS) if now < one < until)
        day += timedelta(days=1)
    yield until


def at_speed(now: datetime, until: datetime) -> Iterator[datetime]:
    """The story's looks on the way, one or two a weekday, then `until` itself."""
    first = max(now.astimezone(ROME).date(), OPENING)
    weeks = (until - now) // timedelta(weeks=1) + 2
    yield from (look for look in looks(first, weeks) if now < look < until)
    yield until
