"""What an entry in a calendar says: with whom, and nothing of what about."""

from dataclasses import dataclass

from bot.domain.meetings.entry import Entry
from bot.texts.words import Words


@dataclass(frozen=True)
class Said:
    """The title and the lines below it."""

    title: str
    details: str


def said(entry: Entry, partner: str, words: Words) -> Said:
    """To one of the two, in their language; `partner` is a Slack id.

    Some calendars ignore that a meeting is called off: then the entry says what to do with it.
    """
    name = words.plain_name(partner)
    if entry.cancelled:
        return Said(words.plain("calendar.cancelled", partner=name), words.plain("calendar.delete"))
    return Said(words.plain("calendar.title", partner=name), words.plain("calendar.details"))
