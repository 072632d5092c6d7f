"""When a pair learns that it ends, and is asked what comes next.

Source: docs/programme.md, The end.
"""

from datetime import datetime, timedelta

from bot.domain.time.local_time import days_later

LAST_DAYS = 28
"""In these a pair learns when it ends, wherever it is written to anyway."""
ASKED_DAYS = 14
"""So long before its end both are asked what they would like after it."""
NO_REMINDER_DAYS = 3
"""So long before its end it is too late to remind of a date: a time suits a day ahead at the
soonest, and the other has to agree."""


def asked_at(ends_at: datetime, zone: str) -> datetime:
    """When both are asked: the same time of day in `zone` as the end."""
    return days_later(ends_at, -ASKED_DAYS, zone)


def in_last_weeks(at: datetime, ends_at: datetime) -> bool:
    """Whether a moment lies in the last four weeks of a pair, or after them."""
    return at >= ends_at - timedelta(days=LAST_DAYS)


def too_late_to_remind(now: datetime, ends_at: datetime) -> bool:
    """Whether a reminder of a date would come too late for a meeting."""
    return now >= ends_at - timedelta(days=NO_REMINDER_DAYS)
