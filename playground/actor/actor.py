"""A person at the keyboard: types commands, presses buttons, fills and submits forms.

Nothing is pressed that is not on the screen, and nothing is sent that Slack would hold back:
both raise CannotDo. The callback to the app runs while the state is unlocked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.actor import payloads
from playground.actor.answers import apply_answer, show_answer
from playground.actor.app import App, Reply
from playground.actor.finding import Press, action_of, dispatches, field_on, press_on, presses_of
from playground.actor.screen import Screen, ShownMessage, screen_of
from playground.state.conversations import Conversation, Message
from playground.state.errors import CannotDo, Json
from playground.state.forms.fields import options_of
from playground.state.forms.form import Form
from playground.state.people import Person
from playground.state.views import View
from playground.state.workspace import Notice, Workspace

Place = Message | View
Where = str | Message | ShownMessage | None


@dataclass(frozen=True)
class Actor:
    """What one person can do. Two threads may act for two people at once."""

    workspace: Workspace
    app: App
    id: str

    @property
    def person(self) -> Person:
        """The account as it is now."""
        return self.workspace.by_id[self.id]

    @property
    def sees(self) -> Screen:
        """A snapshot of everything in front of this person."""
        return screen_of(self.workspace, self.person)

    @property
    def notices(self) -> list[Notice]:
        """The errors that Slack itself showed to this person."""
        return list(self.workspace.notices.get(self.id, []))

    def types(self, text: str, channel: "str | Actor | None" = None) -> Reply:
        """A slash command, in the DM with the bot unless `channel` says otherwise: "#name",
        the id of a conversation, or another person (their direct message)."""
        name, _, rest = text.partition(" ")
        if name not in self.workspace.commands:
            raise CannotDo(f"{name} is not a command here; the Messages tab is read-only")
        self._require_active()
        with self.workspace.lock:
            room = self._room(channel)
            payload = payloads.command(self.workspace, self.person, room, name, rest.strip())
        reply = self.app.tell("slash_commands", payload)
        show_answer(self.workspace, self.id, room.id, reply, text)
        return reply

    def says(self, text: str, channel: str) -> Message:
        """Ordinary words in a group or channel that this person is in."""
        with self.workspace.lock:
            room = self._room(channel)
            if room.kind == "im" and room.with_bot:
                raise CannotDo("the Messages tab of the app is read-only")
            return self.workspace.accept(room, self.id, text, [])

    def presses(self, wanted: str, in_: Where = None) -> Reply:
        """A button or a line of an overflow menu, by label, action id or (overflow) value.

        `in_` is message, ephemeral, view, home, a message, or the id of a conversation.
        Without it: in the open modal; with no modal open, in the newest message that has
        such a button, else on the Home tab.
        """
        place, press = self._find_press(wanted, in_)
        return self.acts(place, press.action())

    def declines(self, wanted: str, in_: Where = None) -> Json:
        """Presses a button and then says no to its question; nothing is sent. Returns the
        question. Raises CannotDo when the button asks nothing."""
        _, press = self._find_press(wanted, in_)
        question = press.element.get("confirm")
        if question is None:
            raise CannotDo(f"{wanted!r} asks for no confirmation")
        return dict(question)

    def presses_old(self, wanted: str, message: "Message | ShownMessage") -> Reply:
        """A button of an earlier version of a message, on a screen that was not refreshed."""
        old = message.message if isinstance(message, ShownMessage) else message
        for version in reversed(old.earlier):
            press = press_on(version.blocks, wanted)
            if press is not None:
                return self.acts(old, press.action())
        raise CannotDo(f"no earlier version of the message had {wanted!r}")

    def fills(self, values: Mapping[str, Any], in_: Where = None) -> list[Reply]:
        """Fields by label, block id or action id; without `in_` those of the open modal.

        Options by label or value, several as a list; people as Actor, Person, id or name;
        dates and times as such or as ISO text; None clears. What dispatches is sent at once,
        one field after the other, so that a field may appear through the one before it.
        """
        sent = []
        for wanted, value in values.items():
            with self.workspace.lock:
                place = self._place_of_field(wanted, in_)
                field = field_on(self._form(place), wanted)
                field.put(value, self._id_of)
            if dispatches(field):
                sent.append(self.acts(place, action_of(field)))
        return sent

    def chooses(self, wanted: str, option: Any, in_: Where = None) -> Reply:
        """One field that is sent at once: a select in a message, on the Home tab, in a modal."""
        sent = self.fills({wanted: option}, in_)
        if not sent:
            raise CannotDo(f"{wanted!r} is only sent when the form is submitted")
        return sent[-1]

    def field(self, wanted: str, in_: Where = None) -> Any:
        """What a field shows now: text, labels of options, ids, an ISO date, seconds."""
        return field_on(self._form(self._place_of_field(wanted, in_)), wanted).shown()

    def choices(self, wanted: str, in_: Where = None) -> list[str]:
        """The labels that a select, radio buttons or checkboxes offer."""
        field = field_on(self._form(self._place_of_field(wanted, in_)), wanted)
        return [str(option["text"]["text"]) for option in options_of(field.element)]

    def submits(self) -> Reply:
        """The open modal. Raises CannotDo, and sends nothing, when Slack would refuse."""
        ws = self.workspace
        with ws.lock:
            view = self._open_view()
            if not view.body.get("submit"):
                raise CannotDo("this modal has no submit button")
            view.errors = view.form.faults()
            if view.errors:
                raise CannotDo(f"Slack holds the form back: {view.errors}")
            payload = payloads.submission(ws, self.person, view)
        reply = self.app.tell("interactive", payload)
        apply_answer(ws, view, reply)
        return reply

    def closes(self, everything: bool = False) -> Reply | None:
        """The open modal (or all of them); the app hears of it only if it asked to."""
        ws = self.workspace
        with ws.lock:
            view = self._open_view()
            whole = everything or bool(view.body.get("clear_on_close"))
            payload = payloads.closed(ws, self.person, view, whole)
            if whole:
                ws.views.close_all(self.id)
            else:
                ws.views.close_top(self.id)
            ws.tell("view", view)
        if not view.body.get("notify_on_close"):
            return None
        return self.app.tell("interactive", payload)

    def opens_home(self, tab: str = "home") -> list[Reply]:
        """Looks at the app's Home tab (or its messages tab); every attempt of the event."""
        self._require_active()
        with self.workspace.lock:
            event = payloads.home_opened(self.workspace, self.person, tab)
        return self.app.event(event)

    def replays(self, reply: Reply, fresh: bool = False) -> Reply:
        """The same request once more, with the same signature or a fresh one."""
        return self.app.replay(reply, fresh)

    def acts(self, place: Place, action: Json) -> Reply:
        """Sends one entry of `actions` from this place; a bad answer becomes a notice."""
        ws = self.workspace
        self._require_active()
        with ws.lock:
            if isinstance(place, Message):
                payload = payloads.on_message(ws, self.person, place, action)
            else:
                payload = payloads.on_view(ws, self.person, place, action)
        reply = self.app.tell("interactive", payload)
        if reply.error is not None:
            ws.notify(self.id, reply.error, str(action["action_id"]))
        return reply

    def _find_press(self, wanted: str, in_: Where) -> tuple[Place, Press]:
        with self.workspace.lock:
            places = self._places(in_)
            for place in places:
                press = press_on(place.blocks, wanted)
                if press is not None:
                    return place, press
            seen = [press.label for place in places[:5] for press in presses_of(place.blocks)]
        raise CannotDo(f"{self.person.real_name} sees no {wanted!r}; there is {seen}")

    def _place_of_field(self, wanted: str, in_: Where) -> Place:
        """Where the field is, or the nearest place, which will say that it is not there."""
        with self.workspace.lock:
            places = self._places(in_)
            for place in places:
                fields = self._form(place).fields.values()
                if any(wanted in (field.label, *field.key) for field in fields):
                    return place
        if not places:
            raise CannotDo(f"{self.person.real_name} sees nothing to fill in")
        return places[0]

    def _places(self, in_: Where) -> list[Place]:
        """Where to look, nearest first."""
        ws = self.workspace
        if isinstance(in_, ShownMessage | Message):
            return [in_.message if isinstance(in_, ShownMessage) else in_]
        modal, home = ws.views.top(self.id), ws.views.homes.get(self.id)
        if in_ in ("view", "home"):
            place = modal if in_ == "view" else home
            return [place] if place else []
        if in_ is None and modal is not None:
            return [modal]
        messages: list[Place] = list(reversed(self._messages(in_)))
        return [*messages, home] if in_ is None and home else messages

    def _messages(self, in_: str | None) -> list[Message]:
        rooms = self.workspace.rooms.of_person(self.id)
        messages = [message for room in rooms for message in room.visible_to(self.id)]
        messages.sort(key=lambda message: message.number)
        if in_ is None:
            return messages
        if in_ in ("message", "ephemeral"):
            private = in_ == "ephemeral"
            return [one for one in messages if (one.ephemeral_to is not None) == private]
        return [one for one in messages if one.conversation == in_]

    def _form(self, place: Place) -> Form:
        return self.workspace.form_of(place, self.id)

    def _open_view(self) -> View:
        view = self.workspace.views.top(self.id)
        if view is None:
            raise CannotDo(f"{self.person.real_name} has no modal open")
        return view

    def _room(self, channel: "str | Actor | None") -> Conversation:
        rooms = self.workspace.rooms
        if channel is None:
            return self.workspace.direct(self.id)
        if isinstance(channel, Actor):
            names = [self.person.name, channel.person.name]
            return rooms.open(frozenset({self.id, channel.id}), names, with_bot=False)
        found = rooms.named(channel[1:]) if channel.startswith("#") else rooms.by_id.get(channel)
        if found is None or (found.kind != "channel" and self.id not in found.members):
            raise CannotDo(f"{self.person.real_name} is not in {channel}")
        return found

    def _id_of(self, who: Any) -> str:
        if isinstance(who, Actor):
            return who.id
        return self.workspace.person(who).id

    def _require_active(self) -> None:
        if self.person.deleted:
            raise CannotDo(f"{self.person.real_name} is deactivated")
