"""A demo with the real bot behind it, and a browser's way to it."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from playground.demo.demo import Demo
from playground.demo.setup import Plan, set_up

PORT = 18025


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at the demo over HTTP."""

    demo: Demo
    language: str = "en"

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        kind = {"Content-Type": "application/json"}
        status, text = self._ask("POST", path, json.dumps(body), kind | headers)
        return status, json.loads(text)

    @property
    def sees(self) -> dict[str, Any]:
        """The state of the demo."""
        status, text = self.get(f"/demo/state?lang={self.language}")
        assert status == 200
        return dict(json.loads(text))

    def does(self, what: str, **facts: object) -> None:
        """An action, and what it sets going, to its end."""
        if what in ("skip", "show") and "step" not in facts:
            facts["step"] = (self.sees["tour"]["step"] or {}).get("name")
        body = {"do": what, "lang": self.language, **facts}
        status, answer = self.post(f"/demo/do?lang={self.language}", body)
        assert (status, answer) == (200, {"ok": True})
        self.waits()

    def waits(self) -> None:
        """Until nothing runs any more."""
        thread = self.demo.worker._thread
        if thread is not None:
            thread.join(240)
        assert self.demo.worker.busy == ""

    def acts_as(self, person: str, what: str, **facts: object) -> None:
        """Something done on a person's own page."""
        status, answer = self.post(f"/p/{person}/do", {"do": what, **facts})
        assert (status, answer["ok"]) == (200, True)

    def person_in(self, role: str) -> str:
        """Who has this role."""
        return self.demo.roles.holders[role]

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        address = urlsplit(self.demo.running.url)
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            line.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Visitor]:
    """One demo for all tests of a module that do not care what time it is."""
    with set_up(Plan(port=PORT, pause=0)) as demo:
        yield Visitor(demo)


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """On the opening Monday; nobody has joined."""
    with set_up(Plan(port=PORT, pause=0)) as demo:
        yield Visitor(demo)
