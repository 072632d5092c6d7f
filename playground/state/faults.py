"""Trouble on demand: what Slack and the network do on a bad day."""

import random
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.state.errors import Json

Kind = Literal[
    "rate_limited",
    "http_500",
    "http_502_html",
    "drop",
    "hang",
    "delay",
    "wrong_json",
    "error",
    "revoke",
    "late",
]


@dataclass(slots=True)
class Fault:
    """One kind of trouble and which calls it meets.

    `after` lets the call take effect first: the post is accepted and only its answer fails
    (drop, hang, http_500, http_502_html, wrong_json, error). `late` answers with a dropped
    connection and lets the call take effect `seconds` later. `delay` and `hang` wait
    `seconds` of real time; a hang then drops the connection. `error` answers `ok: false`
    with `code`; `revoke` revokes the token from now on. `nth` starts at the n-th matching
    call (1 = the next), `count` ends after so many (None = for ever), `probability` meets
    only some of them, by the plan's own seed.
    """

    kind: Kind
    method: str | None = None
    after: bool = False
    nth: int = 1
    count: int | None = 1
    probability: float = 1.0
    channel: str | None = None
    retry_after: int = 1
    seconds: float = 30.0
    code: str = "internal_error"
    seen: int = 0
    met: int = 0

    def meets(self, method: str, arguments: Json, dice: random.Random) -> bool:
        """Count this call and say whether the trouble happens to it."""
        if self.method not in (None, method):
            return False
        if self.channel is not None and self.channel != arguments.get("channel"):
            return False
        self.seen += 1
        over = self.count is not None and self.met >= self.count
        if self.seen < self.nth or over or dice.random() >= self.probability:
            return False
        self.met += 1
        return True


@dataclass
class FaultPlan:
    """The faults that are set, tried in order; at most one meets a call."""

    seed: int = 0
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Set one more; it is returned so that `met` can be read later."""
        with self._lock:
            self.faults.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self.faults.clear()

    def reseed(self, seed: int) -> None:
        """Start the dice anew, for a repeatable run."""
        with self._lock:
            self._dice.seed(seed)

    def for_call(self, method: str, arguments: dict[str, Any]) -> Fault | None:
        """The trouble that meets this call, if any."""
        with self._lock:
            if not self.faults:
                return None
            return next((f for f in self.faults if f.meets(method, arguments, self._dice)), None)
