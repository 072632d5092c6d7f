"""One item of the transcript as lines of text, as one person lived it."""

import textwrap
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.state.people import Person
from playground.state.workspace import Workspace
from playground.story.report.layout import COLUMN, quoted
from playground.story.transcript import ActionItem, Item, MessageItem, Transcript


class Teller:
    """Turns items into lines; every quoted text comes from the workspace's logs."""

    def __init__(self, workspace: Workspace, transcript: Transcript) -> None:
        self._workspace = workspace
        self.transcript = transcript

    def person(self, one: str) -> Person:
        """The account with this id."""
        return self._workspace.by_id[one]

    def who(self, one: str) -> str:
        """Name, city, language."""
        person = self.person(one)
        language = "Italian" if person.locale.startswith("it") else "English"
        city = person.tz.rpartition("/")[2].replace("_", " ")
        return f"{person.real_name} ({city}, reads {language})"

    def day(self, at: datetime, one: str) -> str:
        """Such as "Mon 5 Oct 2026", where this person is."""
        return f"{self._here(at, one):%a %-d %b %Y}"

    def lines(self, item: Item, one: str, width: int = COLUMN) -> list[str]:
        """The item as this person lived it: a head with the time, then what they read."""
        at = f"{self._here(item.at, one):%H:%M}"
        if isinstance(item, ActionItem):
            return _headed(at, f"> {item.words}", width)
        if isinstance(item, MessageItem):
            head = self._head(item)
        else:
            head = "a window opens:"
        return [
            *_headed(at, head, width),
            *quoted(self.transcript.shown(item, one), width),
        ]

    def _head(self, item: MessageItem) -> str:
        message = self.transcript.message(item)
        author = self.person(message.author).real_name
        if item.version:
            return "the message now reads:"
        if message.ephemeral_to is not None:
            return f"{author} answers, in private:"
        if len(self.transcript.readers(item)) > 1:
            return f"{author} writes to the two:"
        return f"{author} writes:"

    def _here(self, at: datetime, one: str) -> datetime:
        return at.astimezone(ZoneInfo(self.person(one).tz))


def _headed(at: str, words: str, width: int) -> list[str]:
    return textwrap.wrap(f"{at} {words}", width, subsequent_indent=" " * (len(at) + 1))
