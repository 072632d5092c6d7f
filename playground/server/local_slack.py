"""The workspace and the ways to the app in one object: whom to be, what to make happen."""

from dataclasses import dataclass
from typing import Any

from playground.actor.actor import Actor
from playground.actor.app import Reply
from playground.actor.screen import shown_to
from playground.server.callbacks import Callbacks
from playground.server.requests import FORM
from playground.server.sockets import Sockets
from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.people import Person
from playground.state.workspace import Workspace


@dataclass
class LocalSlack:
    """What tests, the demo and the control endpoints work with."""

    workspace: Workspace
    sockets: Sockets
    callbacks: Callbacks

    def actor(self, who: str | Person) -> Actor:
        """Somebody who acts, by id, handle, real or display name. Raises UnknownPerson."""
        return Actor(self.workspace, self.callbacks, self.workspace.person(who).id)

    def event(self, event: Json) -> list[Reply]:
        """Any event to the app; every attempt, none without a subscription to its type."""
        return self.callbacks.event(event)

    def add_person(self, person: Person) -> list[Reply]:
        """Somebody joins the workspace: `team_join`."""
        placed = self.workspace.put_person(person)
        return self.event({"type": "team_join", **self._user(placed)})

    def change_person(self, who: str, **facts: Any) -> list[Reply]:
        """Somebody's account changes (zone, name, deactivated…): `user_change`."""
        ws = self.workspace
        placed = ws.put_person(ws.person(who).changed(**facts))
        return self.event({"type": "user_change", **self._user(placed)})

    def raw(
        self,
        body: bytes,
        headers: dict[str, str] | None = None,
        secret: str | None = None,
        timestamp: str | None = None,
        content_type: str = FORM,
        sign: bool = True,
    ) -> Reply:
        """Any bytes to the app's request URL, signed or not, at any timestamp."""
        return self.callbacks.raw(body, headers, secret, timestamp, content_type, sign)

    def shown(self, message: Message, who: str | Person) -> str:
        """One message as somebody reads it: their zone, their language, names for ids."""
        return shown_to(self.workspace, message, self.workspace.person(who))

    def _user(self, person: Person) -> Json:
        now = self.workspace.clock.now()
        return {"user": person.as_user(now, include_locale=True), "cache_ts": int(now)}
