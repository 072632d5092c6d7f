"""Everything on one person's page, in parts: each part is whole and ready to be drawn."""

from collections.abc import Callable
from datetime import UTC, datetime

from babel.dates import format_skeleton, format_time, get_timezone_location

from playground.actor.screen import name_of
from playground.page import drawing, messages
from playground.page.app_status import AppStatus
from playground.page.drawing.context import reader_of
from playground.page.viewer import Viewer
from playground.page.words import fault_for
from playground.state.conversations import Conversation
from playground.state.errors import Json
from playground.state.views import View


class PersonPage:
    """One person's page. Every method takes the lock and returns JSON."""

    def __init__(self, viewer: Viewer, app_status: AppStatus) -> None:
        self.viewer, self.app_status, self.ws = viewer, app_status, viewer.ws
        self.parts: dict[str, Callable[[], Json]] = {
            "person": self.about_person,
            "rooms": self.rooms,
            "messages": self.messages,
            "home": self.home,
            "view": self.view,
            "notices": self.notices,
            "clock": self.clock,
        }

    def whole(self) -> Json:
        """All parts at once."""
        with self.ws.lock:
            return {name: part() for name, part in self.parts.items()}

    def about_person(self) -> Json:
        """Who looks, in which language, and which app and commands there are."""
        with self.ws.lock:
            one = self.viewer.person
            return {
                **self.viewer.face(one.id),
                "language": one.locale,
                "title": one.title,
                "zone": one.tz,
                "words": self.viewer.words,
                "is_deactivated": one.deleted,
                "app_name": self.ws.bot_name,
                "commands": [
                    {"name": name, "hint": hint, "about": about, "choices": _choices(hint)}
                    for name, about, hint in self._commands()
                ],
            }

    def _commands(self) -> list[tuple[str, str, str]]:
        hints = self.ws.command_hints
        return [(name, *hints.get(name, ("", ""))) for name in self.ws.commands]

    # --- rooms ---

    def rooms(self) -> Json:
        """The list of conversations with unread marks, and which one is open."""
        with self.ws.lock:
            direct = self.ws.direct(self.viewer.id)
            rooms = self.ws.rooms.of_person(self.viewer.id)
            return {
                "open": self.viewer.view_state.room,
                "tab": self.viewer.view_state.tab,
                "list": [self._room(room, direct) for room in sorted(rooms, key=_newest_first)],
            }

    def _room(self, room: Conversation, direct: Conversation) -> Json:
        others = sorted(room.members - {self.viewer.id}, key=lambda one: name_of(self.ws, one))
        if room is direct:
            kind, title, faces = "app", self.ws.bot_name, [self.ws.bot_user_id]
        elif room.kind == "channel":
            kind, title, faces = "channel", room.name, []
        else:
            kind, faces = room.kind, others
            named = [name_of(self.ws, one) for one in others]
            title = ", ".join([*named, self.ws.bot_name] if room.with_bot else named)
        return {
            "id": room.id,
            "kind": kind,
            "title": title,
            "faces": [self.viewer.face(one) for one in faces],
            "with_app": room.with_bot,
            "unread": self.viewer.view_state.unread(room),
        }

    # --- messages ---

    def messages(self, before: str = "") -> Json:
        """At most 200 messages of the open room, or of those before a timestamp."""
        with self.ws.lock:
            return messages.items(self.viewer, self.viewer.view_state.room, before)

    # --- screens ---

    def home(self) -> Json:
        """The app's Home tab."""
        with self.ws.lock:
            view_state, home = self.viewer.view_state, self.ws.views.homes.get(self.viewer.id)
            return {
                "blocks": self._blocks(home) if home else None,
                "is_loading": view_state.is_home_loading,
                "trouble": view_state.home_trouble,
            }

    def view(self) -> Json:
        """The modal on top, if one is open; `depth` counts those below it."""
        with self.ws.lock:
            top = self.ws.views.top(self.viewer.id)
            if top is None:
                return {"id": None}
            body = top.body
            return {
                "id": top.id,
                "title": top.title,
                "submit": str((body.get("submit") or {}).get("text", "")),
                "close": str((body.get("close") or {}).get("text", "")),
                "depth": len(self.ws.views.stacks[self.viewer.id]) - 1,
                "blocks": self._blocks(top),
            }

    def _blocks(self, view: View) -> list[Json]:
        locale = self.viewer.person.locale
        errors = {key: fault_for(locale, text) for key, text in view.errors.items()}
        return drawing.blocks(view.blocks, self.viewer.context(view.form, errors))

    # --- what Slack says itself ---

    def notices(self) -> Json:
        """What Slack tells this person because the app did not answer well; whether it is there."""
        with self.ws.lock:
            words, dismissed = self.viewer.words, self.viewer.view_state.dismissed
            listed = [
                {"id": str(number), "text": self._notice(notice.code)}
                for number, notice in enumerate(self.ws.notices.get(self.viewer.id, []))
                if str(number) not in dismissed
            ]
            app = "" if self.app_status.is_up else words["app_down"].format(app=self.ws.bot_name)
            return {"list": listed[-3:], "app": app}

    def _notice(self, code: str) -> str:
        words = self.viewer.words
        said = words.get(code) or words["other_trouble"]
        return said.format(app=self.ws.bot_name, code=code)

    def clock(self) -> Json:
        """Slack's time in the person's zone and language."""
        reader = reader_of(self.ws, self.viewer.person)
        at = datetime.fromtimestamp(self.ws.clock.now(), UTC).astimezone(reader.zone)
        return {
            "day": format_skeleton("yMMMEd", at, tzinfo=at.tzinfo, locale=reader.locale),
            "time": format_time(at, "short", tzinfo=at.tzinfo, locale=reader.locale),
            "place": get_timezone_location(str(reader.zone), reader.locale, return_city=True),
        }


def _choices(hint: str) -> list[str]:
    """The words of a usage hint such as "help | join | status"; none for any other hint."""
    parts = [part.strip() for part in hint.split("|")]
    return parts if len(parts) > 1 else []


def _newest_first(room: Conversation) -> float:
    return -float(room.messages[-1].ts) if room.messages else 0.0
