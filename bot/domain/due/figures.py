"""From when to when a reporting window runs, and when it is sealed."""

from datetime import date, datetime, timedelta

from bot.domain.time.local_time import at_local, local_day

WINDOW_DAYS = 28
SEALED_AFTER = timedelta(days=7)


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
