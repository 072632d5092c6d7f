"""When a round takes place, and until when its proposals can be answered."""

from datetime import date, datetime, timedelta

from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import (
    EVENING,
    MORNING,
    Hours,
    add_working_days,
    later_in_hours,
    office_hours,
    previous_working_day,
    working_days_from,
)

FIRST_ROUND_AFTER = timedelta(days=21)
FEWEST_EXPIRY_DAYS = 2
LATE_AFTER = 3


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
    return next(working_days_from(nominal, office_hours(country)))


def next_round(previous_nominal: date, every_weeks: int, country: str | None) -> tuple[date, date]:
    """The next round: its nominal day, to count on from, and the day it takes place.

    Source: docs/programme.md, Rounds.
    """
    nominal = previous_nominal + timedelta(weeks=every_weeks)
    return nominal, off_holiday(nominal, country)


def round_due(day: date, zone: str) -> datetime:
    """When a round is drafted: 09:00 in the programme's zone."""
    return at_local(day, MORNING, zone)


def round_late(day: date, zone: str, country: str | None) -> datetime:
    """From when on an undecided round of this day is late: 09:00, three working days later.

    Source: docs/programme.md, Rounds.
    """
    return round_due(add_working_days(day, LATE_AFTER, office_hours(country)), zone)


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
    office, day = office_hours(country), local_day(sent, zone)
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
    return later_in_hours(sent, 2, hours)
