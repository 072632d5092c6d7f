"""Finding a time: three that suit two people, within the coming two weeks.

Source: docs/programme.md, Finding a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.time.local_time import local_day, minute_of
from bot.domain.time.working_hours import Hours, into_hours, openings

AHEAD = timedelta(days=14)
NOTICE = timedelta(hours=24)
GRID = timedelta(minutes=30)
MOST = 3
LUNCH = (12 * 60 + 30, 14 * 60)
EDGE = timedelta(minutes=30)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Diary:
    """When somebody could meet: in their `hours`, save the stretches `taken` (from, until).

    Breaks and meetings with whomever are taken alike: what a slot avoids, it does not tell.
    """

    hours: Hours
    taken: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, order=True)
class Slot:
    """A time to meet."""

    starts_at: datetime
    ends_at: datetime


def best_slots(
    one: Diary, other: Diary, length: timedelta, now: datetime, last: datetime
) -> tuple[Slot, ...]:
    """At most three times that suit both, in order; none where there are none.

    They begin on a whole or half hour (of UTC), a day after both can have read of them at the
    soonest, and end within two weeks and by `last`. The days are split in three thirds, and each
    gives its best time: not over lunch nor at the edge of a day, on the hour, and at another time
    of day than the others. Who is `one` and who is `other` does not matter.
    """
    both = (one, other)
    found = list(_common(both, length, now, min(last, now + AHEAD)))
    chosen: list[Slot] = []
    for third in _thirds(found, _zone(both)):
        fresh = [slot for slot in third if _on_another_day(slot, chosen, both)]
        chosen += _best(fresh, chosen, both)
    while len(chosen) < MOST and (more := _best(_beside(found, chosen), chosen, both)):
        chosen += more
    return tuple(sorted(chosen))


def suits(slot: Slot, hours: Hours) -> bool:
    """Whether a time lies within somebody's hours, from its start to its end."""
    return any(
        opens <= slot.starts_at and slot.ends_at <= closes
        for opens, closes in openings(hours, slot.starts_at, slot.ends_at)
    )


def is_taken(slot: Slot, diary: Diary) -> bool:
    """Whether somebody is on a break then, or meets somebody."""
    return any(overlap(slot, Slot(*taken)) for taken in diary.taken)


def overlap(one: Slot, other: Slot) -> bool:
    """Whether two times have a moment in common; one may begin as the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


# --- what is possible -----------------------------------------------------------------------------


def _common(
    both: tuple[Diary, Diary], length: timedelta, now: datetime, until: datetime
) -> Iterator[Slot]:
    """Every time that is possible, in order."""
    soonest = max(into_hours(now, diary.hours) for diary in both) + NOTICE
    for opens, closes in _shared(both, soonest, until):
        starts = _on_the_grid(max(opens, soonest))
        while starts + length <= min(closes, until):
            slot = Slot(starts, starts + length)
            if not any(is_taken(slot, diary) for diary in both):
                yield slot
            starts += GRID


def _shared(
    both: tuple[Diary, Diary], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the hours of both last; some of these are empty."""
    mine, theirs = (list(openings(diary.hours, since, until)) for diary in both)
    for opens, closes in mine:
        for others_open, others_close in theirs:
            yield max(opens, others_open), min(closes, others_close)


def _on_the_grid(moment: datetime) -> datetime:
    """The first whole or half hour of UTC at or after a moment."""
    step = int(GRID.total_seconds())
    return moment + timedelta(seconds=-moment.timestamp() % step)


# --- which of them --------------------------------------------------------------------------------


def _thirds(found: Sequence[Slot], zone: str) -> Iterator[list[Slot]]:
    """The slots of the first third of the days that have any, of the second, of the last."""
    days = sorted({local_day(slot.starts_at, zone) for slot in found})
    third = {day: MOST * n // len(days) for n, day in enumerate(days)}
    for number in range(MOST):
        yield [slot for slot in found if third[local_day(slot.starts_at, zone)] == number]


def _on_another_day(slot: Slot, chosen: Iterable[Slot], both: tuple[Diary, Diary]) -> bool:
    return all(
        local_day(slot.starts_at, diary.hours.zone) != local_day(one.starts_at, diary.hours.zone)
        for diary in both
        for one in chosen
    )


def _beside(found: Iterable[Slot], chosen: Sequence[Slot]) -> list[Slot]:
    """Those that overlap with none of the chosen: where there are too few days for all."""
    return [slot for slot in found if not any(overlap(slot, one) for one in chosen)]


def _best(slots: Iterable[Slot], chosen: Sequence[Slot], both: tuple[Diary, Diary]) -> list[Slot]:
    """The one that is easiest on both, then furthest in the day from those chosen, then first."""
    zone = _zone(both)
    ranked = sorted(
        slots, key=lambda slot: (_strain(slot, both), -_apart(slot, chosen, zone), slot.starts_at)
    )
    return ranked[:1]


def _zone(both: tuple[Diary, Diary]) -> str:
    """By whose clock days and times of day are compared: the same, whoever of the two asks."""
    return min(diary.hours.zone for diary in both)


def _strain(slot: Slot, both: tuple[Diary, Diary]) -> int:
    return sum(_strain_for(slot, diary.hours) for diary in both)


def _strain_for(slot: Slot, hours: Hours) -> int:
    """Lunch weighs most, then the edge of one's day, then a start that is not on the hour."""
    begins = minute_of(slot.starts_at, hours.zone)
    ends = begins + (slot.ends_at - slot.starts_at) // timedelta(minutes=1)
    lunch = begins < LUNCH[1] and LUNCH[0] < ends
    margin = EDGE // timedelta(minutes=1)
    edge = begins < hours.start + margin or ends > hours.end - margin
    return 4 * lunch + 2 * edge + (begins % 60 != 0)


def _apart(slot: Slot, chosen: Sequence[Slot], zone: str) -> int:
    """By how many minutes its time of day differs from the nearest of the chosen."""
    mine = minute_of(slot.starts_at, zone)
    between = [abs(mine - minute_of(one.starts_at, zone)) for one in chosen]
    return min((min(apart, DAY_MINUTES - apart) for apart in between), default=0)
