"""The app as people's acts reach it: what is sent to it, and what it answers."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from playground.state.errors import Json

Kind = Literal["slash_commands", "interactive", "events_api", "raw"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes over the wire. `payload` is what Socket Mode carries."""

    kind: Kind
    body: bytes
    headers: dict[str, str]
    payload: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `error` is None when the app answered as it should, else
    operation_timeout (no answer in time), dispatch_failed (no 200) or not_reachable."""

    request: Request
    status: int | None = None
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    error: str | None = None

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON, None when it is empty. Raises ValueError for anything else."""
        return json.loads(self.body) if self.body.strip() else None


class App(Protocol):
    """Whoever is told what people did, however it is reached."""

    def tell(self, kind: Kind, payload: Json) -> Reply:
        """A command or an interaction: sent once, never repeated."""

    def event(self, event: Json) -> list[Reply]:
        """An event; every attempt, in order."""

    def replay(self, reply: Reply, fresh: bool = False) -> Reply:
        """The very same request once more; `fresh` signs the same body again."""
