"""Somebody at the page of one person, without a browser: its state, its feed, and what is done."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from playground.server.serve import Running

Json = dict[str, Any]
PATIENCE = 10.0


class Visitor:
    """The page of `person` over real HTTP."""

    def __init__(self, running: Running, person: str) -> None:
        self.running, self.person = running, person

    def ask(
        self, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """GET, or POST of a body: status, headers by lower-case name, bytes."""
        parts = urlsplit(self.running.url)
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            sent = None if body is None else json.dumps(body)
            kind = {"Content-Type": "application/json"} if sent else {}
            link.request("POST" if sent else "GET", path, sent, {**kind, **(headers or {})})
            answer = link.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, named, answer.read()
        finally:
            link.close()

    def state(self) -> Json:
        return dict(json.loads(self.ask(f"/p/{self.person}/state")[2]))

    def do(self, what: str, **facts: Any) -> Json:
        return dict(json.loads(self.ask(f"/p/{self.person}/do", {"do": what, **facts})[2]))

    @property
    def app_room(self) -> str:
        return self._first("app")

    @property
    def channel(self) -> str:
        return self._first("channel")

    def _first(self, kind: str) -> str:
        return str(next(one["id"] for one in self.state()["rooms"]["list"] if one["kind"] == kind))

    def types(self, text: str) -> Json:
        return self.do("write", room=self.app_room, text=text)

    def messages(self) -> list[Json]:
        """The messages of the open room, without days and echoes."""
        return [one for one in self.state()["messages"]["list"] if one["draw"] == "message"]

    @contextmanager
    def feed(self) -> Iterator["Feed"]:
        url = self.running.url.replace("http", "ws", 1)
        with connect(f"{url}/p/{self.person}/feed") as socket:
            yield Feed(socket)


class Feed:
    """What arrives on an open feed."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.batches: list[list[Json]] = []

    def until(self, what: str, **facts: Any) -> Json:
        """The next such part that has these facts in it. Raises TimeoutError."""
        while True:
            batch = json.loads(self.socket.recv(PATIENCE))
            self.batches.append(batch)
            for part in batch:
                now = part["now"]
                if part["what"] == what and all(now.get(key) == facts[key] for key in facts):
                    return dict(now)
