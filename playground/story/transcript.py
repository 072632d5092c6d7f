"""What happened, in order: where each message stands in the log, and what people did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.actor.finding import presses_of
from playground.actor.rendering import Reader, lines
from playground.actor.screen import name_of
from playground.state.conversations import Message, Version
from playground.state.workspace import Workspace


@dataclass(frozen=True)
class MessageItem:
    """A message of the log in one of its versions: 0 as it was accepted, then each edit."""

    beat: int
    at: datetime
    number: int
    version: int


@dataclass(frozen=True)
class ActionItem:
    """Something a person did, in the story's words; `action` is what was pressed, if anything."""

    beat: int
    at: datetime
    person: str
    words: str
    action: str = ""


@dataclass(frozen=True)
class WindowItem:
    """A window in front of a person, as it stands in the log of views."""

    beat: int
    at: datetime
    person: str
    index: int


Item = MessageItem | ActionItem | WindowItem


class Transcript:
    """Listens to a workspace. A beat is a moment of the story; its items belong together."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.items: list[Item] = []
        self.beat = 0
        workspace.watchers.append(self._hear)

    def note_action(self, person: str, words: str, action: str = "") -> None:
        """Note what somebody did."""
        self.items.append(ActionItem(self.beat, self._now(), person, words, action))

    def note_window(self, person: str) -> WindowItem:
        """Note the window that was last shown to somebody. Raises LookupError without one."""
        with self._workspace.lock:
            shown = list(enumerate(self._workspace.view_log))
        index = next(n for n, (one, _) in reversed(shown) if one == person)
        window = WindowItem(self.beat, self._now(), person, index)
        self.items.append(window)
        return window

    def of(self, person: str) -> list[Item]:
        """Everything that this person read or did, in order."""
        return [item for item in list(self.items) if self._concerns(item, person)]

    def messages(self, since: int = 0) -> Iterator[MessageItem]:
        """The messages from item number `since` on, edits left out."""
        for item in self.items[since:]:
            if isinstance(item, MessageItem) and item.version == 0:
                yield item

    def message(self, item: MessageItem) -> Message:
        """The message in the log."""
        return self._workspace.log[item.number - 1]

    def readers(self, item: MessageItem) -> frozenset[str]:
        """Who can read it."""
        message = self.message(item)
        if message.ephemeral_to is not None:
            return frozenset({message.ephemeral_to})
        return self._workspace.rooms.by_id[message.conversation].members

    def is_private(self, item: MessageItem) -> bool:
        """Whether it is an answer that only one person sees."""
        return self.message(item).ephemeral_to is not None

    def shown(self, item: MessageItem | WindowItem, person: str) -> str:
        """What this person reads, from the log."""
        if isinstance(item, WindowItem):
            _, body = self._workspace.view_log[item.index]
            title = str((body.get("title") or {}).get("text", ""))
            return "\n".join([title, *lines(body["blocks"], self._reader(person))])
        version = version_of(self.message(item), item.version)
        drawn = "\n".join(lines(version.blocks, self._reader(person)))
        return drawn or self._reader(person).mrkdwn(version.text)

    def actions(self, item: MessageItem) -> set[str]:
        """The action ids of what can be pressed in it, as it was accepted."""
        blocks = version_of(self.message(item), 0).blocks
        return {str(press.element["action_id"]) for press in presses_of(blocks)}

    def _concerns(self, item: Item, person: str) -> bool:
        if isinstance(item, MessageItem):
            return person in self.readers(item)
        return item.person == person

    def _reader(self, person: str) -> Reader:
        one = self._workspace.by_id[person]
        return Reader.of(one, lambda wanted: name_of(self._workspace, wanted))

    def _hear(self, kind: str, what: Any) -> None:
        if kind == "message" and not what.deleted:
            self.items.append(MessageItem(self.beat, self._now(), what.number, len(what.earlier)))

    def _now(self) -> datetime:
        return self._workspace.clock.moment()


def version_of(message: Message, number: int) -> Version:
    """A message as it stood after so many edits."""
    if number < len(message.earlier):
        return message.earlier[number]
    return Version(message.text, message.blocks, message.metadata)
