"""What a person does on the page, by the ids of what they touched."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.actor.actor import Actor, Place
from playground.actor.finding import Press, action_of, dispatches, presses_of
from playground.page.viewer import Viewer
from playground.state.errors import CannotDo, Json
from playground.state.forms.fields import options_of, value_for
from playground.state.forms.form import Form
from playground.state.workspace import Workspace


class Refused(Exception):
    """The page says why; `key` is that of its words, `facts` go into them."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


@dataclass(frozen=True)
class Actions:
    """The actions of one person. Each takes what the browser sent."""

    viewer: Viewer
    actor: Actor

    @property
    def ws(self) -> Workspace:
        """Where it happens."""
        return self.viewer.ws

    def do(self, given: Json) -> Json:
        """One action. Trouble comes back in the reader's words; nothing is raised for it."""
        action = ACTIONS.get(str(given.get("do")))
        if action is None:
            return {"ok": False, "error": self.viewer.words["not_done"]}
        if action is not Actions.opens and action is not Actions.dismisses:
            self.ws.tell("acted", self.viewer.id)
        try:
            action(self, given)
        except Refused as refused:
            return {"ok": False, "error": self.viewer.words[refused.key].format(**refused.facts)}
        except (CannotDo, KeyError, ValueError, TypeError):
            return {"ok": False, "error": self.viewer.words["not_done"]}
        return {"ok": True}

    # --- rooms and tabs ---

    def opens(self, given: Json) -> None:
        """A room, on a tab; looking at the app's Home tells the app."""
        room_id = str(given["room"])
        with self.ws.lock:
            if room_id not in {room.id for room in self.ws.rooms.of_person(self.viewer.id)}:
                raise Refused("gone")
            tab = str(given.get("tab", "messages"))
            view_state = self.viewer.view_state
            view_state.room = room_id
            view_state.tab = tab if tab in ("home", "about") else "messages"  # type: ignore[assignment]
            self.viewer.reads_open_room()
            self._changed("rooms", "messages", "home")
        if tab == "home":
            self._opens_home()

    def _opens_home(self) -> None:
        view_state = self.viewer.view_state
        view_state.is_home_loading, view_state.home_trouble = True, ""
        self._changed("home")
        try:
            replies = self.actor.opens_home()
            if replies and replies[-1].error is not None:
                app = self.ws.bot_name
                view_state.home_trouble = self.viewer.words["home_trouble"].format(app=app)
        finally:
            view_state.is_home_loading = False
            self._changed("home")

    # --- writing ---

    def writes(self, given: Json) -> None:
        """A command, or ordinary words in a room of people."""
        text, room = str(given["text"]).strip(), str(given["room"])
        if not text:
            return
        ws, name = self.ws, text.split()[0]
        if name in ws.commands:
            with ws.lock:
                self.viewer.view_state.has_typed(ws.next_ts(), room, text)
                self._changed("messages")
            self.actor.types(text, room)
        elif name.startswith("/"):
            raise Refused("no_such_command", command=name, known=ws.commands[0])
        elif room == ws.direct(self.viewer.id).id:
            raise Refused("read_only", known=ws.commands[0])
        else:
            self.actor.says(text, room)

    # --- pressing and filling ---

    def presses(self, given: Json) -> None:
        """A button or a line of an overflow menu; also one that an edit has taken away."""
        with self.ws.lock:
            place = self._place(given)
            press = self._press(place, given)
        self.actor.acts(place, press.action())

    def _press(self, place: Place, given: Json) -> Press:
        earlier = [version.blocks for version in reversed(getattr(place, "earlier", []))]
        for blocks in [place.blocks, *earlier]:
            for press in presses_of(blocks):
                if press.is_at(given["block"], given["action"], given.get("option")):
                    return press
        raise Refused("gone")

    def fills(self, given: Json) -> None:
        """A field now holds this; it is kept here, and sent when the field sends."""
        with self.ws.lock:
            place = self._place(given)
            field = self._form(place).fields.get((given["block"], given["action"]))
            if field is None:
                raise Refused("gone")
            field.value = value_for(field.element, self._wanted(field.element, given["value"]), str)
            field.touched = True
            getattr(place, "errors", {}).pop(given["block"], None)
            action = action_of(field)
            sends = bool(given.get("sends")) and dispatches(field)
        if sends:
            self.actor.acts(place, action)

    def _wanted(self, element: Json, value: Any) -> Any:
        """What the browser's control holds, as a person's wish: options whole, moments aware."""
        if options_of(element):
            by_value = {one.get("value"): one for one in options_of(element)}
            chosen = [
                by_value[one] for one in ([value] if isinstance(value, str) else value) if one
            ]
            return chosen if isinstance(value, list) else next(iter(chosen), None)
        if value in ("", None, []):
            return None
        if element["type"] == "datetimepicker":
            local = datetime.fromisoformat(str(value))
            return local.replace(tzinfo=ZoneInfo(str(self.viewer.context().reader.zone)))
        return value

    def _place(self, given: Json) -> Place:
        """Where it was touched. Raises Refused when that is not in front of them any more."""
        ws, me, where = self.ws, self.viewer.id, dict(given["place"])
        if where["kind"] == "message":
            rooms = [room for room in ws.rooms.of_person(me) if where["ts"] in room.by_ts]
            message = rooms[0].by_ts[where["ts"]] if rooms else None
            if message is None or message not in rooms[0].visible_to(me):
                raise Refused("gone")
            return message
        home = ws.views.homes.get(me)
        view = home if where["kind"] == "home" else ws.views.top(me)
        if view is None or (where["kind"] == "view" and view.id != where["id"]):
            raise Refused("gone")
        return view

    def _form(self, place: Place) -> Form:
        return self.ws.form_of(place, self.viewer.id)

    # --- modals ---

    def submits(self, given: Json) -> None:
        """The modal on top; what Slack itself refuses stands beside the fields."""
        with self.ws.lock:
            self._place({"place": {"kind": "view", "id": given["view"]}})
        try:
            self.actor.submits()
        except CannotDo:
            if self.ws.views.top(self.viewer.id) is None:
                raise
        finally:
            self._changed("view")

    def closes(self, given: Json) -> None:
        """The modal on top; one that is gone already is no trouble."""
        top = self.ws.views.top(self.viewer.id)
        if top is not None and top.id == given["view"]:
            self.actor.closes()

    def dismisses(self, given: Json) -> None:
        """A notice is put away."""
        self.viewer.view_state.dismissed.add(str(given["notice"]))
        self._changed("notices")

    def _changed(self, *parts: str) -> None:
        self.ws.tell("view_state", (self.viewer.id, parts))


ACTIONS: dict[str, Callable[[Actions, Json], None]] = {
    "open": Actions.opens,
    "write": Actions.writes,
    "press": Actions.presses,
    "fill": Actions.fills,
    "submit": Actions.submits,
    "close": Actions.closes,
    "dismiss": Actions.dismisses,
}
