"""The same time every fourth week, as single meetings: each can be moved or called off by itself.

Source: docs/programme.md, In a calendar.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.meetings.slots import Diary, Slot, is_taken
from bot.domain.time.calendar import is_holiday
from bot.domain.time.local_time import days_later, local_day

EVERY_DAYS = 28


def same_time_again(
    first: Slot, zone: str, both: tuple[Diary, Diary], last: datetime
) -> tuple[Slot, ...]:
    """Every fourth week after `first`, at the same time on the clock of `zone`, ending by `last`.

    Left out is what falls on a holiday of one of the two, or on what they have taken. Hours do not
    count: the two have chosen this time.
    """
    return tuple(
        slot
        for slot in _every_fourth_week(first, zone, last)
        if not any(_is_out(slot, diary) for diary in both)
    )


def _every_fourth_week(first: Slot, zone: str, last: datetime) -> Iterator[Slot]:
    length, days = first.ends_at - first.starts_at, EVERY_DAYS
    while (starts := days_later(first.starts_at, days, zone)) + length <= last:
        yield Slot(starts, starts + length)
        days += EVERY_DAYS


def _is_out(slot: Slot, diary: Diary) -> bool:
    day = local_day(slot.starts_at, diary.hours.zone)
    return is_holiday(day, diary.hours.country) or is_taken(slot, diary)
