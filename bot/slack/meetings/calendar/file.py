"""Meetings as a calendar file (RFC 5545), with the reader's zone written out in it.

The library is loaded when a file is first written: most processes start without ever writing one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import __version__
from bot.domain.meetings.entry import Entry
from bot.domain.time.local_time import clock_changes
from bot.slack.meetings.calendar.entry import said
from bot.texts.words import Words

if TYPE_CHECKING:
    from icalendar import Component, Event, Timezone

MARGIN = timedelta(days=366)
"""So much before and after its meetings a file knows the clock: whoever moves one may use it."""


def calendar_file(entries: Sequence[Entry], partner: str, words: Words) -> bytes:
    """One file for one of the two, in their language and on their clock.

    Published, not sent as an invitation: the bot knows no addresses, and nobody is to answer.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//revmentor//revmentor {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    zone = words.timezone
    if isinstance(zone, ZoneInfo) and zone.key != "UTC" and entries:
        starts = [one.slot.starts_at for one in entries]
        calendar.add_component(_zone(zone, min(starts) - MARGIN, max(starts) + MARGIN))
    for one in entries:
        calendar.add_component(_event(one, partner, words))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, partner: str, words: Words) -> "Event":
    from icalendar import Event

    text, event = said(entry, partner, words), Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.slot.starts_at.astimezone(words.timezone))
    event.add("dtend", entry.slot.ends_at.astimezone(words.timezone))
    event.add("summary", text.title)
    event.add("description", text.details)
    if entry.link:
        event.add("location", entry.link)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


# --- the clock ------------------------------------------------------------------------------------


def _zone(zone: ZoneInfo, since: datetime, until: datetime) -> "Timezone":
    """What the clock does between two moments.

    Written here: the library's own dates the onset of summer time on the clock after the jump, and
    RFC 5545 (3.6.5) wants it on the clock before.
    """
    from icalendar import Timezone

    written = Timezone()
    written.add("tzid", zone.key)
    written.add_component(_observance(zone, since, since))
    for jump in clock_changes(zone.key, since, until):
        written.add_component(_observance(zone, jump - timedelta(seconds=1), jump))
    return written


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> "Component":
    """From an onset on; it is dated on the clock of the moment before."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    here, earlier = onset.astimezone(zone), before.astimezone(zone).utcoffset() or timedelta()
    part = TimezoneDaylight() if here.dst() else TimezoneStandard()
    part.add("dtstart", (onset.astimezone(UTC) + earlier).replace(tzinfo=None, microsecond=0))
    part.add("tzoffsetfrom", earlier)
    part.add("tzoffsetto", here.utcoffset())
    part.add("tzname", here.tzname())
    return part
