"""What one person looks at and has read, kept here so that a reload changes nothing."""

from dataclasses import dataclass, field
from typing import Literal

from playground.state.conversations import Conversation
from playground.state.errors import Json
from playground.state.people import Person
from playground.state.workspace import Workspace

Tab = Literal["messages", "home", "about"]
KEPT_TYPED = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as somebody typed it, in the order of messages."""

    ts: str
    room: str
    text: str


@dataclass
class ViewState:
    """The open room and tab, read marks by room (numbers of messages), typed commands.

    `dismissed` are the ids of notices that were put away.
    """

    person: str
    room: str = ""
    tab: Tab = "messages"
    read: dict[str, int] = field(default_factory=dict)
    typed: list[Typed] = field(default_factory=list)
    dismissed: set[str] = field(default_factory=set)
    home_trouble: str = ""
    is_home_loading: bool = False

    def has_typed(self, ts: str, room: str, text: str) -> None:
        """Keep the echo of a command."""
        self.typed = [*self.typed[1 - KEPT_TYPED :], Typed(ts, room, text)]

    def reads(self, room: Conversation) -> bool:
        """Everything in this room counts as read; whether something was not."""
        newest = max((one.number for one in room.messages[-1:]), default=0)
        if self.read.get(room.id, 0) >= newest:
            return False
        self.read[room.id] = newest
        return True

    def unread(self, room: Conversation) -> int:
        """How many messages of others this person has not seen here."""
        seen, count = self.read.get(room.id, 0), 0
        for message in reversed(room.messages):
            if message.number <= seen:
                break
            is_mine = message.author == self.person
            is_shown = not message.deleted and message.ephemeral_to in (None, self.person)
            count += is_shown and not is_mine
        return count


class ViewStates:
    """What everybody looks at whose page was ever opened; `drawings` are messages that were
    drawn before, by person, timestamp and number of edits."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.drawings: dict[tuple[Person, str, int], Json] = {}
        self._by_person: dict[str, ViewState] = {}

    def of(self, person: str) -> ViewState:
        """What one person looks at: the app's messages at first."""
        with self.ws.lock:
            if person not in self._by_person:
                self._by_person[person] = ViewState(person, room=self.ws.direct(person).id)
            return self._by_person[person]
