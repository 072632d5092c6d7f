"""Everything on one person's page, in parts: each part is whole and ready to be drawn."""

from collections.abc import Callable
from datetime import UTC, datetime
from zlib import crc32

from babel.dates import format_skeleton, format_time

from playground.conversations import Conversation
from playground.errors import Json
from playground.forms import Form
from playground.page import drawing, room_items
from playground.page.glance import Glance, Glances
from playground.page.line import AppLine
from playground.page.scene import Scene, reader_of
from playground.page.words import fault_for, words_for
from playground.people import Person
from playground.sight import name_of
from playground.views import View
from playground.workspace import Workspace

HUES = 12


class Page:
    """One person's page. Every method takes the lock and returns JSON."""

    def __init__(self, ws: Workspace, glances: Glances, line: AppLine, person: str) -> None:
        self.ws, self.glances, self.line, self.id = ws, glances, line, person
        self.parts: dict[str, Callable[[], Json]] = {
            "person": self.about_person,
            "rooms": self.rooms,
            "messages": self.messages,
            "home": self.home,
            "view": self.view,
            "notices": self.notices,
            "clock": self.clock,
        }

    @property
    def person(self) -> Person:
        """The account as it is now."""
        return self.ws.by_id[self.id]

    @property
    def glance(self) -> Glance:
        """What this person looks at."""
        return self.glances.of(self.id)

    @property
    def words(self) -> dict[str, str]:
        """The page's own words for this person."""
        return words_for(self.person.locale)

    def whole(self) -> Json:
        """All parts at once."""
        with self.ws.lock:
            return {name: part() for name, part in self.parts.items()}

    def about_person(self) -> Json:
        """Who looks, in which language, and which app and commands there are."""
        with self.ws.lock:
            one = self.person
            return {
                **self.face(one.id),
                "language": one.locale,
                "title": one.title,
                "zone": one.tz,
                "words": self.words,
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

    def face(self, who: str) -> Json:
        """Name, initials and a colour that stays the same."""
        name = name_of(self.ws, who)
        letters = [part[0] for part in name.split() if part[0].isalnum()]
        return {
            "id": who,
            "name": name,
            "initials": "".join([*letters[:1], *letters[1:][-1:]]).upper(),
            "hue": crc32(who.encode()) % HUES,
            "app": who == self.ws.bot_user_id,
        }

    # --- rooms ---

    def rooms(self) -> Json:
        """The list of conversations with unread marks, and which one is open."""
        with self.ws.lock:
            direct = self.ws.direct(self.id)
            rooms = self.ws.rooms.of_person(self.id)
            return {
                "open": self.glance.room,
                "tab": self.glance.tab,
                "list": [self._room(room, direct) for room in sorted(rooms, key=_newest_first)],
            }

    def _room(self, room: Conversation, direct: Conversation) -> Json:
        others = sorted(room.members - {self.id}, key=lambda one: name_of(self.ws, one))
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
            "faces": [self.face(one) for one in faces],
            "with_app": room.with_bot,
            "unread": self.glance.unread(room),
        }

    # --- messages ---

    def messages(self, before: str = "") -> Json:
        """At most 200 messages of the open room, or of those before a timestamp."""
        with self.ws.lock:
            return room_items.items(self, self.glance.room, before)

    def is_reading(self) -> bool:
        """The open room is in front of this person: all of it is read now. Whether that changed
        anything."""
        glance = self.glance
        room = self.ws.rooms.by_id[glance.room]
        on_home = room is self.ws.direct(self.id) and glance.tab != "messages"
        return not on_home and glance.reads(room)

    # --- screens ---

    def home(self) -> Json:
        """The app's Home tab."""
        with self.ws.lock:
            glance, home = self.glance, self.ws.views.homes.get(self.id)
            return {
                "blocks": self._blocks(home) if home else None,
                "is_loading": glance.is_home_loading,
                "trouble": glance.home_trouble,
            }

    def view(self) -> Json:
        """The modal on top, if one is open; `depth` counts those below it."""
        with self.ws.lock:
            top = self.ws.views.top(self.id)
            if top is None:
                return {"id": None}
            body = top.body
            return {
                "id": top.id,
                "title": top.title,
                "submit": str((body.get("submit") or {}).get("text", "")),
                "close": str((body.get("close") or {}).get("text", "")),
                "depth": len(self.ws.views.stacks[self.id]) - 1,
                "blocks": self._blocks(top),
            }

    def _blocks(self, view: View) -> list[Json]:
        errors = {key: fault_for(self.person.locale, text) for key, text in view.errors.items()}
        scene = Scene.of(self.ws, self.person, view.form, errors)
        return drawing.blocks(view.blocks, scene)

    def empty_scene(self) -> Scene:
        """A scene without fields."""
        return Scene.of(self.ws, self.person, Form([]))

    # --- what Slack says itself ---

    def notices(self) -> Json:
        """What Slack tells this person because the app did not answer well; the line to it."""
        with self.ws.lock:
            words, dismissed = self.words, self.glance.dismissed
            listed = [
                {"id": str(number), "text": self._notice(notice.code)}
                for number, notice in enumerate(self.ws.notices.get(self.id, []))
                if str(number) not in dismissed
            ]
            app = "" if self.line.is_up else words["app_down"].format(app=self.ws.bot_name)
            return {"list": listed[-3:], "app": app}

    def _notice(self, code: str) -> str:
        words = self.words
        said = words.get(code) or words["other_trouble"]
        return said.format(app=self.ws.bot_name, code=code)

    def clock(self) -> Json:
        """Slack's time in the person's zone and language."""
        reader = reader_of(self.ws, self.person)
        at = datetime.fromtimestamp(self.ws.clock.now(), UTC).astimezone(reader.zone)
        return {
            "day": format_skeleton("yMMMEd", at, tzinfo=at.tzinfo, locale=reader.locale),
            "time": format_time(at, "short", tzinfo=at.tzinfo, locale=reader.locale),
        }


def _choices(hint: str) -> list[str]:
    """The words of a usage hint such as "help | join | status"; none for any other hint."""
    parts = [part.strip() for part in hint.split("|")]
    return parts if len(parts) > 1 else []


def _newest_first(room: Conversation) -> float:
    return -float(room.messages[-1].ts) if room.messages else 0.0
