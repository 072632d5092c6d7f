"""When both of a pair are asked about a meeting, reminded and prepared."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import (
    Hours,
    is_working,
    later_in_hours,
    previous_working_day,
    working_days_from,
)

HALF_PAST_NINE = 9 * 60 + 30
CHECKIN_AFTER = timedelta(hours=2)
CHECKIN_OPEN = timedelta(days=7)


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
        for day in working_days_from(local_day(due, hours.zone), hours)
        if (morning := _half_past_nine(day, hours)) >= due
    )


def checkin_closes(session_end: datetime) -> datetime:
    """Seven days after the end of the session, whenever people were asked.

    Source: docs/programme.md, Questions.
    """
    return session_end + CHECKIN_OPEN


def checkin_reminder(asked: datetime, hours: Hours) -> datetime:
    """Two working days after the question, at the same time of day, within the hours."""
    return later_in_hours(asked, 2, hours)


def prep_due(starts_at: datetime, hours: Hours) -> datetime:
    """09:30 of the last working day before the day of the session (at the start if later).

    Source: docs/programme.md, Meetings.
    """
    return _half_past_nine(previous_working_day(local_day(starts_at, hours.zone), hours), hours)


def _half_past_nine(day: date, hours: Hours) -> datetime:
    minute = max(HALF_PAST_NINE, hours.start)
    return at_local(day, minute if minute < hours.end else hours.start, hours.zone)
