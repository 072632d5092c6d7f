"""What can be told of a zone that has no city to be named after."""

from datetime import datetime, timedelta, tzinfo

from babel.core import get_global

NEW_YEAR, JULY = datetime(2026, 1, 1), datetime(2026, 7, 1)  # noqa: DTZ001


def placeless(zone: str) -> bool:
    """Whether a zone is an offset from UTC and nothing else, under any of its names."""
    return str(get_global("zone_aliases").get(zone, zone)).startswith("Etc/")


def offset(zone: tzinfo) -> str:
    """Hours from UTC, such as "−12"; nothing for UTC itself."""
    ahead = NEW_YEAR.replace(tzinfo=zone).utcoffset() or timedelta()
    hours = ahead // timedelta(hours=1)
    return f"{hours:+d}".replace("-", "−") if hours else ""
