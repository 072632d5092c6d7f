"""What one person sees at this moment."""

from dataclasses import dataclass

from playground.actor.finding import presses_of
from playground.actor.rendering import Reader, lines
from playground.state.conversations import Message
from playground.state.errors import Json, UnknownPerson
from playground.state.people import Person
from playground.state.views import View
from playground.state.workspace import Notice, Workspace


@dataclass(frozen=True)
class ShownMessage:
    """A message as it stands in front of somebody. `shown` is what they read."""

    message: Message
    text: str
    blocks: list[Json]
    shown: str

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def conversation(self) -> str:
        return self.message.conversation

    @property
    def author(self) -> str:
        return self.message.author

    @property
    def metadata(self) -> Json | None:
        return self.message.metadata

    @property
    def is_private(self) -> bool:
        """Only this person sees it, until they reload."""
        return self.message.ephemeral_to is not None

    @property
    def was_edited(self) -> bool:
        return bool(self.message.earlier)

    @property
    def buttons(self) -> list[str]:
        """The labels of everything that can be pressed."""
        return [press.label for press in presses_of(self.blocks)]


@dataclass(frozen=True)
class ShownView:
    """An open modal or a Home tab. `errors` are by block id; `fields` by label."""

    id: str
    kind: str
    title: str
    submit: str
    callback_id: str
    private_metadata: str
    hash: str
    blocks: list[Json]
    errors: dict[str, str]
    fields: dict[str, object]
    shown: str

    @property
    def buttons(self) -> list[str]:
        """The labels of everything that can be pressed."""
        return [press.label for press in presses_of(self.blocks)]


@dataclass(frozen=True)
class Screen:
    """All that a person has in front of them; `messages` is in the order of arrival."""

    person: Person
    direct: str | None
    messages: list[ShownMessage]
    view: ShownView | None
    home: ShownView | None
    notices: list[Notice]
    groups: dict[frozenset[str], str]

    @property
    def dm(self) -> list[ShownMessage]:
        """What the bot wrote to this person alone, private answers left out."""
        return [one for one in self.in_room(self.direct) if not one.is_private]

    @property
    def ephemerals(self) -> list[ShownMessage]:
        """Private answers, oldest first."""
        return [one for one in self.messages if one.is_private]

    @property
    def last(self) -> ShownMessage:
        """The newest message or answer. Raises IndexError when there is none."""
        return self.messages[-1]

    @property
    def text(self) -> str:
        """Everything readable, for searching."""
        screens = [screen.shown for screen in (self.view, self.home) if screen]
        return "\n".join([*(one.shown for one in self.messages), *screens])

    def in_room(self, conversation: str | None) -> list[ShownMessage]:
        """The messages of one conversation."""
        return [one for one in self.messages if one.conversation == conversation]

    def group(self, *others: str | Person) -> list[ShownMessage]:
        """The messages of the group with exactly these others (ids or persons) and the bot."""
        ids = {one if isinstance(one, str) else one.id for one in others}
        return self.in_room(self.groups.get(frozenset(ids | {self.person.id})))


def screen_of(ws: Workspace, person: Person) -> Screen:
    """A snapshot: what is edited later does not change it."""
    with ws.lock:
        reader = Reader.of(person, lambda one: name_of(ws, one))
        rooms = ws.rooms.of_person(person.id)
        messages = [message for room in rooms for message in room.visible_to(person.id)]
        messages.sort(key=lambda message: message.number)
        direct = ws.rooms.of(frozenset({person.id}))
        top, home = ws.views.top(person.id), ws.views.homes.get(person.id)
        return Screen(
            person=person,
            direct=direct.id if direct else None,
            messages=[_seen(message, reader) for message in messages],
            view=shown_view(top, reader) if top else None,
            home=shown_view(home, reader) if home else None,
            notices=list(ws.notices.get(person.id, [])),
            groups={room.members: room.id for room in rooms if room.kind == "mpim"},
        )


def name_of(ws: Workspace, one: str) -> str:
    """The name of a person or channel with this id, or the id."""
    if one in ws.rooms.by_id:
        return ws.rooms.by_id[one].name
    try:
        return ws.person(one).real_name
    except UnknownPerson:
        return one


def shown_to(ws: Workspace, message: Message, person: Person) -> str:
    """One message as this person reads it."""
    return _seen(message, Reader.of(person, lambda one: name_of(ws, one))).shown


def _seen(message: Message, reader: Reader) -> ShownMessage:
    shown = "\n".join(lines(message.blocks, reader)) if message.blocks else ""
    return ShownMessage(message, message.text, message.blocks, shown or reader.mrkdwn(message.text))


def shown_view(view: View, reader: Reader) -> ShownView:
    """A view as its person sees it."""
    body = view.body
    head = [view.title] if view.title else []
    return ShownView(
        id=view.id,
        kind=view.kind,
        title=view.title,
        submit=str((body.get("submit") or {}).get("text", "")),
        callback_id=str(body.get("callback_id") or ""),
        private_metadata=str(body.get("private_metadata") or ""),
        hash=view.hash,
        blocks=view.blocks,
        errors=dict(view.errors),
        fields={field.label: field.shown() for field in view.form.fields.values()},
        shown="\n".join([*head, *lines(view.blocks, reader), *view.errors.values()]),
    )
