"""Conversations and the messages in them; one conversation for each set of people."""

from dataclasses import dataclass, field
from typing import Literal

from playground.state.errors import Json
from playground.state.files import File

Kind = Literal["im", "mpim", "channel"]


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before it was edited."""

    text: str
    blocks: list[Json]
    metadata: Json | None


@dataclass(slots=True, eq=False)
class Message:
    """One accepted message; private answers carry the person they are for.

    `number` counts accepted messages of the whole workspace; `accepted_at` is real time and
    only serves history lag. `earlier` holds the versions before each edit, oldest first.
    """

    number: int
    ts: str
    conversation: str
    author: str
    text: str
    blocks: list[Json]
    metadata: Json | None = None
    client_msg_id: str | None = None
    ephemeral_to: str | None = None
    thread_ts: str | None = None
    accepted_at: float = 0.0
    edited_ts: str | None = None
    deleted: bool = False
    files: tuple[File, ...] = ()
    earlier: list[Version] = field(default_factory=list)

    def rewrite(
        self, text: str, blocks: list[Json], metadata: Json | None, edited_ts: str | None
    ) -> None:
        """Edit in place and keep what stood there before."""
        self.earlier.append(Version(self.text, self.blocks, self.metadata))
        self.text, self.blocks, self.metadata = text, blocks, metadata
        self.edited_ts = edited_ts

    def as_json(self) -> Json:
        """All that is known of the message, for the log."""
        return {
            "number": self.number,
            "ts": self.ts,
            "conversation": self.conversation,
            "author": self.author,
            "text": self.text,
            "blocks": self.blocks,
            "metadata": self.metadata,
            "client_msg_id": self.client_msg_id,
            "ephemeral_to": self.ephemeral_to,
            "edited_ts": self.edited_ts,
            "deleted": self.deleted,
            "files": [file.as_json() for file in self.files],
            "earlier": [
                {"text": old.text, "blocks": old.blocks, "metadata": old.metadata}
                for old in self.earlier
            ],
        }


@dataclass(slots=True, eq=False)
class Conversation:
    """A direct message, a group direct message or a channel, with its messages in order.

    `members` holds people without the bot; `with_bot` says whether the bot is in it.
    """

    id: str
    kind: Kind
    members: frozenset[str]
    name: str
    with_bot: bool = True
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)
    by_ts: dict[str, Message] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Append an accepted message."""
        self.messages.append(message)
        self.by_ts[message.ts] = message

    def visible_to(self, person: str) -> list[Message]:
        """What this person reads here, oldest first, private answers included."""
        if self.kind != "channel" and person not in self.members:
            return []
        return [
            message
            for message in self.messages
            if not message.deleted and message.ephemeral_to in (None, person)
        ]

    def as_channel(self) -> Json:
        """Slack's channel object, as far as the bot sees it."""
        channel: Json = {
            "id": self.id,
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_channel": self.kind == "channel",
            "is_archived": self.is_archived,
        }
        if self.kind == "im":
            return channel | {"user": next(iter(self.members)), "is_open": True}
        return channel | {"name": self.name, "is_private": self.kind == "mpim"}


class Conversations:
    """All conversations; opening the same set of people again returns the same one."""

    def __init__(self) -> None:
        self.by_id: dict[str, Conversation] = {}
        self._by_members: dict[tuple[frozenset[str], bool], Conversation] = {}

    def of(self, members: frozenset[str], with_bot: bool = True) -> Conversation | None:
        """The conversation of exactly these people, if it was opened before."""
        return self._by_members.get((members, with_bot))

    def open(
        self, members: frozenset[str], names: list[str], with_bot: bool = True
    ) -> Conversation:
        """The conversation of exactly these people, opened when there was none."""
        known = self.of(members, with_bot)
        if known is not None:
            return known
        direct = len(members) + (1 if with_bot else 0) == 2
        kind: Kind = "im" if direct else "mpim"
        name = "directmessage" if direct else f"mpdm-{'--'.join(sorted(names))}-1"
        made = Conversation(self._next_id("D" if direct else "G"), kind, members, name, with_bot)
        self._by_members[members, with_bot] = made
        self.by_id[made.id] = made
        return made

    def add_channel(self, name: str) -> Conversation:
        """A public channel without the bot, from which commands can be typed."""
        made = Conversation(self._next_id("C"), "channel", frozenset(), name, with_bot=False)
        self.by_id[made.id] = made
        return made

    def named(self, name: str) -> Conversation | None:
        """The channel with this name, without its hash sign."""
        channels = (room for room in self.by_id.values() if room.kind == "channel")
        return next((room for room in channels if room.name == name), None)

    def of_person(self, person: str) -> list[Conversation]:
        """Every conversation that this person can read."""
        return [
            room for room in self.by_id.values() if room.kind == "channel" or person in room.members
        ]

    def _next_id(self, letter: str) -> str:
        return f"{letter}0PG{len(self.by_id) + 1:07X}"
