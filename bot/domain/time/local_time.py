"""What a clock on the wall shows, as a moment, and back; what stands for a forgotten moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a moment has been forgotten."""


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


def clock_changes(zone: str, since: datetime, until: datetime) -> Iterator[datetime]:
    """The instants, after one moment and up to another, at which the clock of `zone` jumps.

    Two jumps within a day are one.
    """
    here, before = ZoneInfo(zone), since
    while before < until:
        after = min(before + timedelta(days=1), until)
        if before.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            yield _jump(before, after, here)
        before = after


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """The same time on the clock of `zone`, to the minute, so many days later, in UTC."""
    return at_local(local_day(moment, zone) + timedelta(days=days), minute_of(moment, zone), zone)


def local_day(moment: datetime, zone: str) -> date:
    """The date that the clock of `zone` shows at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def minute_of(moment: datetime, zone: str) -> int:
    """The minutes since midnight that the clock of `zone` shows at `moment`."""
    here = moment.astimezone(ZoneInfo(zone))
    return here.hour * 60 + here.minute


def month_of(moment: datetime) -> datetime:
    """The first instant, in UTC, of the month that holds a moment: all that is kept of a time."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
