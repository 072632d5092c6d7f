"""Links that open a calendar's own form with a meeting filled in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from bot.domain.meetings.entry import Entry
from bot.slack.meetings.calendar.entry import said
from bot.texts.words import Words

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/deeplink/compose"


@dataclass(frozen=True)
class AddLinks:
    """One address a suite, of at most the 3,000 characters that a button of Slack takes."""

    google: str
    outlook: str


def add_links(entry: Entry, partner: str, words: Words) -> AddLinks:
    """For one of the two, in their language; times in UTC, which each calendar shows as its own."""
    text = said(entry, partner, words)
    google = {
        "action": "TEMPLATE",
        "text": text.title,
        "dates": f"{_basic(entry.slot.starts_at)}/{_basic(entry.slot.ends_at)}",
        "details": text.details,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": text.title,
        "startdt": _extended(entry.slot.starts_at),
        "enddt": _extended(entry.slot.ends_at),
        "body": text.details,
    }
    where = {"location": entry.link} if entry.link else {}
    return AddLinks(_address(GOOGLE, google | where), _address(OUTLOOK, outlook | where))


def _address(form: str, fields: dict[str, str]) -> str:
    """A blank is %20: as + it stays a plus in Outlook."""
    return f"{form}?{urlencode(fields, quote_via=quote, safe='')}"


def _basic(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
