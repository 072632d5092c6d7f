"""Connections that ask nothing: their number has an end, and so has the bot's patience.

Whoever opens a thousand connections and sends nothing, or half a request, would take every file
that the process may open: nobody else would be answered, and no message would leave. So the one
that has waited longest gives way to a new one, and nobody takes longer than some seconds to ask.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

BACKLOG = 64
"""How many are accepted at once, before any of them gives way."""


@dataclass(frozen=True)
class Limits:
    """`connections` that are open at a time; `seconds` in which a request has arrived whole."""

    connections: int = 200
    seconds: float = 10


class Connection(H11Protocol):
    """One connection to the bot's port."""

    limits = Limits()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._made = self.loop.time()
        self._at_last_look: Any = self
        self._look = self.loop.call_later(self.limits.seconds, self._looked_at)
        open_ones = [one for one in self.connections if isinstance(one, Connection)]
        excess = len(open_ones) - self.limits.connections
        if excess > 0:
            waiting = [one for one in open_ones if one.is_waiting and one is not self]
            for one in sorted(waiting, key=lambda it: it._made)[:excess]:
                one._give_way()
        if excess > self.limits.connections:  # as many again are being answered at this moment
            self._give_way()

    def connection_lost(self, exc: Exception | None) -> None:
        self._look.cancel()
        super().connection_lost(exc)

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is being answered: no request yet, half a one, or none any more."""
        cycle = self.cycle
        return cycle is None or cycle.more_body or cycle.response_complete

    def _looked_at(self) -> None:
        """Who waits with the same request as some seconds ago, or with none, is cut."""
        if self.is_waiting and self._at_last_look in (self, self.cycle):
            self._give_way()
            return
        self._at_last_look = self.cycle
        self._look = self.loop.call_later(self.limits.seconds, self._looked_at)

    def _give_way(self) -> None:
        self.connections.discard(self)
        self.transport.abort()


def limited(limits: Limits) -> type[Connection]:
    """The kind of connection that keeps these limits."""
    return type("Limited", (Connection,), {"limits": limits})
