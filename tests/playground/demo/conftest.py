"""A desk with the real bot behind it, and a browser's way to it."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from playground.demo.demo import Demo
from playground.demo.setup import Plan, opened

PORT = 18025


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at the desk over HTTP."""

    stand: Demo
    language: str = "en"

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        kind = {"Content-Type": "application/json"}
        status, text = self._ask("POST", path, json.dumps(body), kind | headers)
        return status, json.loads(text)

    @property
    def sees(self) -> dict[str, Any]:
        """The state of the desk."""
        status, text = self.get(f"/demo/state?lang={self.language}")
        assert status == 200
        return dict(json.loads(text))

    def does(self, deed: str, **facts: object) -> None:
        """A deed of the desk, and what it sets going, to its end."""
        if deed in ("skip", "show") and "step" not in facts:
            facts["step"] = (self.sees["tour"]["step"] or {}).get("name")
        body = {"deed": deed, "lang": self.language, **facts}
        status, answer = self.post(f"/demo/do?lang={self.language}", body)
        assert (status, answer) == (200, {"ok": True})
        self.waits()

    def waits(self) -> None:
        """Until nothing runs any more."""
        thread = self.stand.worker._thread
        if thread is not None:
            thread.join(240)
        assert self.stand.worker.busy == ""

    def acts_as(self, person: str, deed: str, **facts: object) -> None:
        """Something done on a person's own page."""
        status, answer = self.post(f"/p/{person}/do", {"do": deed, **facts})
        assert (status, answer["ok"]) == (200, True)

    def sits(self, seat: str) -> str:
        """Who sits there."""
        return self.stand.seats.sitting[seat]

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        address = urlsplit(self.stand.running.url)
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            line.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[Visitor]:
    """One desk for all tests of a module that do not care what time it is."""
    with opened(Plan(port=PORT, pause=0)) as stand:
        yield Visitor(stand)


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """On the opening Monday; nobody has joined."""
    with opened(Plan(port=PORT, pause=0)) as stand:
        yield Visitor(stand)
