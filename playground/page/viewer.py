"""One person in front of their page: who they are, what they look at, how they read."""

from dataclasses import dataclass
from zlib import crc32

from playground.actor.screen import name_of
from playground.page.drawing.context import DrawingContext
from playground.page.view_state import ViewState, ViewStates
from playground.page.words import words_for
from playground.state.errors import Json
from playground.state.files import File
from playground.state.forms.form import Form
from playground.state.people import Person
from playground.state.workspace import Workspace

HUES = 12


@dataclass(frozen=True)
class Viewer:
    """The person with this id, among all whose pages are open."""

    ws: Workspace
    view_states: ViewStates
    id: str

    @property
    def person(self) -> Person:
        """The account as it is now."""
        return self.ws.by_id[self.id]

    @property
    def view_state(self) -> ViewState:
        """What this person looks at."""
        return self.view_states.of(self.id)

    @property
    def words(self) -> dict[str, str]:
        """The page's own words for this person."""
        return words_for(self.person.locale)

    def context(
        self, form: Form | None = None, errors: dict[str, str] | None = None
    ) -> DrawingContext:
        """What drawing needs to know of this person, and of one screen's fields."""
        return DrawingContext.of(self.ws, self.person, form or Form([]), errors)

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

    def file(self, file_id: str) -> File | None:
        """One that stands in a message which this person can read."""
        rooms = self.ws.rooms.of_person(self.id)
        read = (message for room in rooms for message in room.visible_to(self.id))
        return next((one for message in read for one in message.files if one.id == file_id), None)

    def reads_open_room(self) -> bool:
        """The open room is in front of this person: all of it is read now. Whether that changed
        anything."""
        view_state = self.view_state
        room = self.ws.rooms.by_id[view_state.room]
        on_home = room is self.ws.direct(self.id) and view_state.tab != "messages"
        return not on_home and view_state.reads(room)
