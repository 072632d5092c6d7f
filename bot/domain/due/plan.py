"""A pair's plan: how many meetings of how many minutes, and by when each is due.

Source: docs/programme.md, Plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from bot.domain.time.local_time import days_later, local_day

FIRST_AFTER_DAYS = 14
LAST_BEFORE_END_DAYS = 7
BETWEEN_DAYS = 21
"""After a meeting the next one is not due sooner."""
USUAL_DAYS = (14, 35, 63, 91, 119, 147, 175)
"""Of 26 weeks and seven meetings: two close together, then one in four weeks."""
NEWCOMERS_DAYS = (14, 45, 85)
"""Of the newcomers' track; its texts go by the same days."""


@dataclass(frozen=True)
class Plan:
    """What a programme plans for a pair: `meetings` of `minutes` each, within `weeks`."""

    weeks: int = 26
    meetings: int = 7
    minutes: int = 45
    for_newcomers: ClassVar[bool] = False

    @property
    def days(self) -> tuple[int, ...]:
        """How many days after the start each meeting is due, in order.

        The first after two weeks, the last a week before the end, evenly between, to the nearest
        day (half a day counts up).
        """
        if (self.weeks, self.meetings) == (26, len(USUAL_DAYS)):
            return USUAL_DAYS
        apart = 7 * self.weeks - LAST_BEFORE_END_DAYS - FIRST_AFTER_DAYS
        steps = self.meetings - 1
        return tuple(
            FIRST_AFTER_DAYS + (2 * apart * n + steps) // (2 * steps) for n in range(self.meetings)
        )

    @property
    def gap(self) -> int:
        """How many days apart its meetings are, at the most; three weeks at the least."""
        return max(BETWEEN_DAYS, *(after - before for before, after in pairwise(self.days)))

    def due_at(self, start: datetime, zone: str) -> tuple[datetime, ...]:
        """By when each meeting is due: the same time of day in `zone`, so many days later."""
        return tuple(days_later(start, days, zone) for days in self.days)

    def ends_at(self, start: datetime, zone: str) -> datetime:
        """When the last day of a pair is over that starts now: the same time of day in `zone`."""
        return days_later(start, 7 * self.weeks, zone)


@dataclass(frozen=True)
class NewcomersPlan(Plan):
    """The plan of a pair of the newcomers' track: three meetings in 90 days."""

    weeks: int = 13
    meetings: int = len(NEWCOMERS_DAYS)
    for_newcomers: ClassVar[bool] = True

    @property
    def days(self) -> tuple[int, ...]:
        """Soon after the start, halfway and at its end, as what the two talk about asks for."""
        return NEWCOMERS_DAYS


USUAL = Plan()


def sessions_due(due_at: Sequence[datetime], at: datetime) -> int:
    """How many of a pair's meetings are due by `at`."""
    return sum(due <= at for due in due_at)


def after_a_break(
    due_at: Sequence[datetime], since: datetime, rested: timedelta
) -> tuple[datetime, ...]:
    """The same plan after a break that began at `since`: what was still to come is due that much
    later, what was due before stays where it was."""
    return tuple(due + rested if due > since else due for due in due_at)


@dataclass(frozen=True)
class NextMeeting:
    """Meeting `number` of `planned`, and the day by which it is due; None where one is agreed."""

    number: int
    planned: int
    by: date | None


def next_meeting(
    due_at: Sequence[datetime],
    ends_at: datetime,
    held: Sequence[datetime],
    now: datetime,
    zone: str,
) -> NextMeeting | None:
    """What a live pair's plan has next, its day as `zone` reads it; None once all is held.

    `held` is when the meetings so far ended. What was missed is not made up: the next due day
    is one that is not over yet, three weeks after the last meeting at the earliest, and the pair's
    last day at the latest. So it is never called late.
    """
    number = len(held) + 1
    if number > len(due_at):
        return None
    today, last_day = local_day(now, zone), local_day(ends_at, zone)
    to_come = (day for due in due_at[len(held) :] if (day := local_day(due, zone)) >= today)
    by = next(to_come, last_day)
    if held:
        by = max(by, local_day(max(held), zone) + timedelta(days=BETWEEN_DAYS))
    return NextMeeting(number, len(due_at), min(by, last_day))
