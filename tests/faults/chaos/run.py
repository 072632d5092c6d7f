"""One run: messages are owed, processes send them and die, Slack and the database misbehave.

The truth is the list of messages that Slack accepted, held against what was committed.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from bot.domain.lifecycle.outbox import OPEN_STATES
from bot.store.db import engine
from bot.store.tables import OutboxRow, Person
from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from tests.faults.chaos.hands import KINDS, Job
from tests.faults.chaos.nursery import Nursery
from tests.faults.chaos.plan import EACH, LATE_SECONDS, PEOPLE, STALL, Plan, Strategy, Trouble

PATIENCE = 90.0
_TURN = 0.02
_STEPS = {"owner": 250, "sender": 350, "naive": 250}
"""About so many does a process take that does all the work alone."""


@dataclass(frozen=True)
class Found:
    """What came of one run. `of` the messages that were committed."""

    plan: Plan
    of: int
    lost: int
    doubled: int
    ghosts: int
    out_of_order: int
    late: int
    unfinished: bool
    killed: int
    seconds: float
    stalled: bool = False
    """The machine stood still meanwhile: a promise that such a run breaks was not made."""
    promised: tuple[int, int] = (0, 0)
    """Where nobody may look: lost among what is sent at least once, and doubled among what is
    sent at most once."""


@dataclass
class Scene:
    """Everything that a run stands on; `restart` crashes the database and starts it again."""

    plan: Plan
    url: str
    slack: Running
    nursery: Nursery
    folder: Path
    restart: Callable[[], None]
    heard: list[tuple[str, float]] = field(default_factory=list)

    def job(self, role: str, last_step: int | None) -> Job:
        ws = self.slack.workspace
        where = (self.url, self.slack.api_url, ws.bot_token, str(self.folder))
        return Job(role, self.plan, *where, last_step)


def run(plan: Plan, url: str, nursery: Nursery, folder: Path, restart: Callable[[], None]) -> Found:
    """Raises nothing for what goes wrong: that is what it counts."""
    began, built = time.monotonic(), engine.connect(url)
    try:
        _introduce(built)
        with _slack(plan) as slack:
            scene = Scene(plan, url, slack, nursery, folder, restart)
            slack.workspace.watchers.append(
                lambda kind, what: (
                    scene.heard.append((what.text, time.monotonic() - began))
                    if kind == "message" and what.edited_ts is None
                    else None
                )
            )
            finished, killed = _until_done(scene, built, began + PATIENCE)
            return _judged(scene, built, finished, killed, time.monotonic() - began)
    finally:
        built.dispose()


@contextmanager
def _slack(plan: Plan) -> Iterator[Running]:
    running = serve.start(Workspace(people=seed.people(count=PEOPLE, seed=7)))
    ws = running.workspace
    ws.honours_client_msg_id = False
    (ws.scopes.discard if plan.strategy is Strategy.BLIND else ws.scopes.add)("im:history")
    ws.faults.reseed(plan.seed)
    for fault in plan.faults():
        ws.faults.add(fault)
    try:
        yield running
    finally:
        running.stop()


def _introduce(built: Engine) -> None:
    with engine.sessions(built).begin() as db:
        for one in seed.people(count=PEOPLE, seed=7)[:PEOPLE]:
            db.add(
                Person(slack_id=one.id, zone="Europe/Rome", language="it",
                       first_seen_at=datetime.now(UTC))
            )  # fmt: skip


# --- while it runs -------------------------------------------------------------------------------


class _Crew:
    """The processes of a run; who dies is replaced, and the first few are doomed."""

    def __init__(self, scene: Scene, dice: random.Random) -> None:
        self._scene, self._dice = scene, dice
        self._doomed = scene.plan.kills
        self.killed = 0
        plan = scene.plan
        role = "naive" if plan.strategy is Strategy.NAIVE else "sender"
        senders = 0 if plan.strategy is Strategy.HANDLER else plan.workers
        self._roles = dict(enumerate(["owner", *[role] * senders]))
        self._places = {place: self._start(role) for place, role in self._roles.items()}
        self.owned = False

    def _start(self, role: str) -> int:
        last = None
        if self._doomed > 0 and self._dice.random() < 0.8:
            self._doomed -= 1
            share = max(1, self._scene.plan.workers if role != "owner" else 1)
            last = self._dice.randint(1, _STEPS[role] // share)
        return self._scene.nursery.start(self._scene.job(role, last))

    def look_after(self) -> None:
        """Replaces the dead."""
        for place, number in list(self._places.items()):
            end = self._scene.nursery.end_of(number)
            if end is None or (place == 0 and self.owned):
                continue
            if place == 0 and end == 0:
                self.owned = True
                continue
            self.killed += 1
            self._places[place] = self._start(self._roles[place])

    def kill_one(self) -> None:
        """From outside, whoever it meets."""
        if self._doomed > 0:
            self._doomed -= 1
            place = self._dice.choice(list(self._places))
            if not (place == 0 and self.owned):
                self._scene.nursery.kill(self._places[place])

    def end(self) -> None:
        for number in self._places.values():
            self._scene.nursery.kill(number)


def _until_done(scene: Scene, built: Engine, until: float) -> tuple[bool, int]:
    dice = random.Random(scene.plan.seed + 1)
    crew, happens = _Crew(scene, dice), _happenings(scene, dice)
    pause, done = threading.Event(), False
    try:
        turn = time.monotonic()
        while not done and time.monotonic() < until:
            pause.wait(_TURN)
            before, turn = turn, time.monotonic()
            if turn - before > _TURN + STALL:
                (scene.folder / "stalled").touch()
            crew.look_after()
            _give_the_token_back(scene)
            for moment, what in list(happens):
                if time.monotonic() >= moment:
                    happens.remove((moment, what))
                    what(crew)
            done = crew.owned and not happens and _nothing_open(scene, built)
    finally:
        crew.end()
    return done, crew.killed


def _happenings(scene: Scene, dice: random.Random) -> list[tuple[float, Callable[[_Crew], None]]]:
    """What happens from outside, and when (monotonic seconds)."""
    now, trouble = time.monotonic(), scene.plan.trouble
    moments: list[tuple[float, Callable[[_Crew], None]]] = []
    if trouble is Trouble.RESTART:
        moments.append((now + dice.uniform(0.1, 0.8), lambda _: scene.restart()))
    if trouble is Trouble.CLOCK:
        by = dice.choice([-2.0, -0.5, 5.0, 60.0, 3600.0])
        file = scene.folder / "clock"
        moments.append((now + dice.uniform(0.1, 0.8), lambda _: _write(file, str(by))))
    if trouble in (Trouble.KILLED, Trouble.BOTH):
        moments += [(now + dice.uniform(0.05, 1.0), _Crew.kill_one) for _ in range(2)]
    return moments


def _write(file: Path, text: str) -> None:
    file.write_text(text)


def _give_the_token_back(scene: Scene) -> None:
    ws = scene.slack.workspace
    if ws.revoked is not None:
        threading.Timer(0.3, lambda: setattr(ws, "revoked", None)).start()


def _nothing_open(scene: Scene, built: Engine) -> bool:
    if scene.plan.strategy is Strategy.HANDLER:
        return True
    open_ones = select(func.count(OutboxRow.id)).where(OutboxRow.state.in_(OPEN_STATES))
    with suppress(Exception), engine.sessions(built)() as db:  # it may be away just now
        return db.scalars(open_ones.execution_options(**engine.READING)).one() == 0
    return False


# --- when it is over -----------------------------------------------------------------------------


def _judged(scene: Scene, built: Engine, finished: bool, killed: int, seconds: float) -> Found:
    with engine.sessions(built)() as db:
        owed = {row.arguments["says"]: row.kind for row in db.scalars(select(OutboxRow))}
    heard = Counter(text for text, _ in scene.heard)
    first = dict(reversed(scene.heard))
    lost = [says for says in owed if says not in heard]
    doubled = [says for says in owed if heard[says] > 1]
    surely, once = KINDS
    return Found(
        plan=scene.plan,
        of=len(owed),
        lost=len(lost) + PEOPLE * EACH - len(owed),
        doubled=len(doubled),
        ghosts=sum(count for says, count in heard.items() if says not in owed),
        out_of_order=_out_of_order(text for text, _ in sorted(first.items(), key=_second)),
        late=sum(moment > LATE_SECONDS for moment in first.values()),
        unfinished=not finished,
        killed=killed,
        seconds=seconds,
        stalled=(scene.folder / "stalled").exists(),
        promised=(
            sum(owed[says] == surely for says in lost),
            sum(owed[says] == once for says in doubled),
        ),
    )


def _second(pair: tuple[str, Any]) -> Any:
    return pair[1]


def _out_of_order(texts: Any) -> int:
    """How many came after a later one to the same person."""
    latest: dict[str, int] = {}
    count = 0
    for text in texts:
        number, _, person = text.rpartition(" for ")
        if number.isdigit():
            count += int(number) < latest.get(person, -1)
            latest[person] = max(latest.get(person, -1), int(number))
    return count
