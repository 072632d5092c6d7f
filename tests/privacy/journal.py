"""What the small Slack showed to whom, at which instant and in which order."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.views import View
from playground.state.workspace import Workspace

EXPORT = ""
"""Whoever exports Slack's messages: reads every conversation, but no private answer and no view."""


@dataclass(frozen=True)
class Entry:
    """One thing that came up, or changed, on somebody's screen.

    `readers` are those who can see it; a view and a private answer have one.
    """

    at: datetime
    what: str
    place: str
    readers: frozenset[str]
    in_export: bool
    shown: str

    def is_seen_by(self, reader: str) -> bool:
        return self.in_export if reader == EXPORT else reader in self.readers

    def __str__(self) -> str:
        return f"{self.at:%a %d %b %H:%M:%S} {self.what} {self.place}: {self.shown}"


@dataclass
class Journal:
    """Notes every change of messages, windows, Home tabs and notices."""

    workspace: Workspace
    now: Any
    entries: list[Entry] = field(default_factory=list)

    def note(self, kind: str, what: Any) -> None:
        if kind == "message":
            self.entries.append(self._message(what))
        elif kind == "view":
            self._add("view", what.kind, frozenset({what.person}), _view(what))
        elif kind == "notice":
            newest = self.workspace.notices[what][-1]
            self._add("notice", "", frozenset({what}), f"{newest.code} {newest.about}")

    def _message(self, message: Message) -> Entry:
        room = self.workspace.rooms.by_id[message.conversation]
        private = message.ephemeral_to
        change = "deleted" if message.deleted else "edited" if message.earlier else "message"
        return Entry(
            self.now(),
            change,
            room.id if not private else f"{room.id} privately",
            frozenset({private}) if private else room.members,
            private is None,
            normal({"text": message.text, "blocks": message.blocks, "data": message.metadata}),
        )

    def _add(self, what: str, place: str, readers: frozenset[str], shown: str) -> None:
        self.entries.append(Entry(self.now(), what, place, readers, False, shown))

    def seen_by(self, reader: str, since: int = 0) -> list[str]:
        return [str(one) for one in self.entries[since:] if one.is_seen_by(reader)]


def _view(view: View) -> str:
    return normal({"body": view.body, "errors": view.errors})


# --- the normal form ------------------------------------------------------------------------------

_OF_SLACK = re.compile(r'"pg[0-9a-f]+"')
"""Ids that the small Slack gives to blocks without one, fresh ones each time."""
_UID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
"""Random, in the metadata of each message."""


def normal(what: Json) -> str:
    """The normal form of something shown; a message's `ts` is left to the instant of its entry."""
    text = json.dumps(what, ensure_ascii=False, sort_keys=True)
    return _UID.sub("uid", _OF_SLACK.sub('"block"', text))
