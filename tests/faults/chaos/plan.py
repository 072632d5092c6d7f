"""What one run of the chaos is about: who sends, on what, and everything that goes wrong in it."""

import random
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.outbox.deliver.timing import Timing
from playground.state.faults import Fault

PEOPLE, EACH = 4, 6
TIMEOUT, SETTLE, LEASE = 0.4, 1.2, 1.6
TIMING = Timing(
    timeout=TIMEOUT, settle=SETTLE, lease=LEASE, heartbeat=0.4, backoff_min=0.02, backoff_max=0.2,
    max_attempts=60, pace=0.001, pause=0.2,
)  # fmt: skip
"""As in production, some eighty times faster; the order of the values is the same."""
STALL = 0.6
"""Seconds for which nobody may stand still: a process that is frozen for longer than its lease
between its last look at it and the post is beyond what is promised."""
LATE_SECONDS = 40.0
"""All that goes wrong in a run is over long before: what comes later was forgotten meanwhile."""


class Strategy(StrEnum):
    OUTBOX = "outbox, looks up"
    BLIND = "outbox, may not look"
    RESENDS = "outbox, sends again"
    NAIVE = "job: select, post, update"
    HANDLER = "post after commit"


PROMISES = (Strategy.OUTBOX, Strategy.BLIND)
"""The real sender, with and without the scope; the others are what it is measured against."""


class Trouble(StrEnum):
    KILLED = "killed"
    ANSWERS = "answers lost"
    BOTH = "both"
    RESTART = "database restarted"
    FULL = "disk full"
    CLOCK = "clock jumps"


ON = {Trouble.RESTART: ("postgresql",), Trouble.FULL: ("sqlite",)}


@dataclass(frozen=True)
class Plan:
    seed: int
    strategy: Strategy
    trouble: Trouble
    backend: str
    workers: int

    @property
    def dice(self) -> random.Random:
        return random.Random(self.seed)

    @property
    def kills(self) -> int:
        """How many processes are killed; those that take their places live on."""
        rare = {Trouble.ANSWERS: 0, Trouble.FULL: 1, Trouble.CLOCK: 2, Trouble.RESTART: 1}
        return rare.get(self.trouble, 2 + self.workers)

    def faults(self) -> list[Fault]:
        """What Slack's side does; every one of it ends."""
        if self.trouble in (Trouble.ANSWERS, Trouble.BOTH):
            return [*_TROUBLED_POSTS(), *_TROUBLED_LOOKS(), _revoked(self.dice)]
        if self.trouble in (Trouble.CLOCK, Trouble.RESTART):
            return _TROUBLED_POSTS()[:2]
        return []

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Plan":
        strategy, trouble = Strategy(told.pop("strategy")), Trouble(told.pop("trouble"))
        return cls(strategy=strategy, trouble=trouble, **told)


def _post(kind: Any, count: int, probability: float, **more: Any) -> Fault:
    return Fault(
        kind, method="chat.postMessage", count=count, probability=probability, nth=2, **more
    )


def _TROUBLED_POSTS() -> list[Fault]:  # noqa: N802 - a table, made anew for each run
    return [
        _post("drop", 3, 0.15, after=True),
        _post("http_500", 2, 0.1, after=True),
        _post("drop", 2, 0.1),
        _post("hang", 1, 0.1, after=True, seconds=2 * TIMEOUT),
        _post("hang", 1, 0.1, seconds=2 * TIMEOUT),
        _post("late", 1, 0.1, seconds=SETTLE / 3),
        _post("http_502_html", 2, 0.1, after=True),
        _post("wrong_json", 2, 0.1, after=True),
        _post("error", 1, 0.1, after=True, code="fatal_error"),
        _post("error", 1, 0.1, code="service_unavailable"),
        _post("delay", 2, 0.1, seconds=TIMEOUT / 4),
        _post("rate_limited", 1, 0.1, retry_after=1),
    ]


def _TROUBLED_LOOKS() -> list[Fault]:  # noqa: N802
    return [
        Fault(kind, method="conversations.history", count=1, probability=0.3)
        for kind in ("http_500", "drop", "wrong_json")
    ]


def _revoked(dice: random.Random) -> Fault:
    """The token is revoked in the middle; the run gives it back."""
    return Fault("revoke", method="chat.postMessage", nth=dice.randint(3, 12), count=1)


def plans(runs: int, seed: int) -> list[Plan]:
    """So many runs of the real sender, over all troubles, databases and numbers of workers; after
    every fourth, one of those that it is measured against."""
    dice, found = random.Random(seed), []
    whats = [
        (trouble, backend, workers)
        for trouble in Trouble
        for backend in ON.get(trouble, ("sqlite", "postgresql"))
        for workers in (1, 3)
    ]
    others = [one for one in Strategy if one not in PROMISES]
    comparable = [what for what in whats if what[0] in _FOR_ALL]
    for number in range(runs):
        blind = (number + number // len(whats)) % 5 == 4
        strategy = Strategy.BLIND if blind else Strategy.OUTBOX
        found.append(Plan(dice.getrandbits(32), strategy, *whats[number % len(whats)]))
        if number % 4 == 3:
            turn, times = number // 4, number // 4 // len(comparable)
            what = comparable[turn % len(comparable)]
            other = others[(turn + times) % len(others)]
            found.append(Plan(dice.getrandbits(32), other, *what))
    return found


_FOR_ALL = (Trouble.KILLED, Trouble.ANSWERS, Trouble.BOTH)
