"""Moments and places of these tests. Moments are written in UTC unless a zone is named."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.time.working_hours import Hours

ROME = Hours("Europe/Rome", country="IT")
NEW_YORK = Hours("America/New_York", country="US")


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def rome(text: str) -> datetime:
    return at(text, "Europe/Rome")


NIGHTS = {
    "Europe/Rome": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],
    "Asia/Kolkata": ["2026-03-29"],
    "Australia/Sydney": ["2026-04-05", "2026-10-04"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
}
NEAR = [(zone, night) for zone, nights in NIGHTS.items() for night in nights]
