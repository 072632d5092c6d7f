"""Whether the app behind the page is there: asked seldom, and only while a page looks."""

import socket
from urllib.parse import urlsplit

from playground.server.sockets import Sockets
from playground.state.clock import real_elapsed
from playground.state.workspace import Workspace

LOOKS_EVERY = 1.5
"""Real seconds between two looks."""


class AppStatus:
    """Over Socket Mode an open connection, over HTTP a port that takes one."""

    def __init__(self, ws: Workspace, sockets: Sockets) -> None:
        self.ws, self.sockets = ws, sockets
        self.is_up = True
        self._looked = -LOOKS_EVERY

    def check(self) -> bool:
        """Ask again, unless somebody just did; whether the app is there."""
        now = real_elapsed()
        if now - self._looked >= LOOKS_EVERY:
            self._looked = now
            self.is_up = self._answers()
        return self.is_up

    def _answers(self) -> bool:
        url = self.ws.request_url
        if url is None:
            return bool(self.sockets.open)
        parts = urlsplit(url)
        try:
            socket.create_connection((parts.hostname or "", parts.port or 80), 1.0).close()
        except OSError:
            return False
        return True
