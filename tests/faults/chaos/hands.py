"""What the processes of a run do: one owes, others send; each may end at any step.

A step is a statement, a commit, or a call of Slack; before and after it a process may be over.
"""

import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import sessionmaker

from bot.domain.lifecycle.outbox import State
from bot.outbox.deliver.sender import Sender
from bot.outbox.ports import Absent, Outcome, Rendered, Send, Sent, Verdict
from bot.outbox.work import Work
from bot.programme.administration import kinds
from bot.slack.edge.transport import SlackTransport
from bot.store.db import engine
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person
from tests.databases import SECRETS
from tests.faults.chaos.plan import EACH, STALL, TIMEOUT, TIMING, Plan, Strategy
from tests.outbox.owing import owe

KINDS = ("welcome", "session.near")
"""At least once, and at most once, if nobody may look."""
REST, LONGEST_REST = 0.02, 0.2


@dataclass(frozen=True)
class Job:
    """What a process is told: its role, where everything is, and at which step it ends."""

    role: str
    plan: Plan
    database: str
    slack: str
    token: str
    folder: str
    last_step: int | None

    @property
    def clock_file(self) -> Path:
        return Path(self.folder) / "clock"

    @property
    def stall_file(self) -> Path:
        """There as soon as a process stood still for longer than a run may."""
        return Path(self.folder) / "stalled"


@dataclass
class Steps:
    """Counts the steps, and ends this very process, without a farewell, at the last one."""

    last: int | None
    taken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def step(self, *_: Any) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, built: Engine) -> None:
        for name in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
            event.listen(built, name, self.step)


@dataclass
class JumpingClock:
    """Both readings jump by what stands in the file."""

    file: Path

    def now(self) -> datetime:
        offset = 0.0
        with suppress(OSError, ValueError):
            offset = float(self.file.read_text())
        return datetime.now(UTC) + timedelta(seconds=offset)

    real_now = now


class Words:
    def revalidate(self, work: Work, row: OutboxRow) -> Verdict[Rendered]:
        slack_id = work.db.get_one(Person, row.person_id).slack_id
        return Send(Rendered(row.arguments["says"]), slack_id)


@dataclass
class Wire:
    """The real way to Slack, a step before and after each call."""

    real: SlackTransport
    steps: Steps
    looks: bool
    stalled: Path

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        self.steps.step()
        began = time.monotonic()
        outcome = self.real.post(channel, rendered, uid, plain=plain)
        if time.monotonic() - began > TIMEOUT + STALL:
            self.stalled.touch()
        self.steps.step()
        return outcome

    def update(self, channel: str, ts: str, rendered: Rendered, *, plain: bool) -> Any:
        self.steps.step()
        outcome = self.real.update(channel, ts, rendered, plain=plain)
        self.steps.step()
        return outcome

    def open(self, slack_ids: tuple[str, ...]) -> Any:
        self.steps.step()
        return self.real.open(slack_ids)

    def find(self, channel: str, uid: str, since: datetime) -> Any:
        self.steps.step()
        return self.real.find(channel, uid, since) if self.looks else Absent()


def start(job: Job) -> None:
    """Does the job until the process ends."""
    steps, built = Steps(job.last_step), engine.connect(job.database)
    steps.watch(built)
    sessions, clock = engine.sessions(built), JumpingClock(job.clock_file)
    sessions.configure(secrets=SECRETS)
    client = WebClient(token=job.token, base_url=job.slack, retry_handlers=[], timeout=TIMEOUT)  # type: ignore[arg-type]
    looks = job.plan.strategy is not Strategy.RESENDS
    wire = Wire(SlackTransport(client), steps, looks, job.stall_file)
    roles: dict[str, Callable[[], None]] = {
        "owner": lambda: _owe(job, sessions, clock, wire),
        "sender": lambda: _send(Sender(sessions, kinds.KINDS, Words(), wire, clock, TIMING), clock),
        "naive": lambda: _naive(sessions, wire),
    }
    _maybe_tight(job)
    roles[job.role]()
    built.dispose()


def _send(sender: Sender, clock: JumpingClock) -> None:
    """As the bot's own thread does: what fails is tried again after a rest."""
    while True:
        try:
            if sender.run_one():
                continue
            at = sender.next_at()
            rest = (at - clock.real_now()).total_seconds() if at else LONGEST_REST
        except Exception:  # a database that is away, a disk that is full
            rest = REST
        _rest(min(max(rest, 0.005), LONGEST_REST))


def _naive(sessions: sessionmaker[Db], wire: Wire) -> None:
    """A job that selects "not notified", calls, updates; what is unclear it sends again."""
    while True:
        with suppress(Exception):
            for number, uid, says, channel in _unsent(sessions):
                if isinstance(wire.post(channel, Rendered(says), uid, plain=True), Sent):
                    with sessions.begin() as db:
                        db.get_one(OutboxRow, number).state = State.SENT
        _rest(REST)


def _unsent(sessions: sessionmaker[Db]) -> list[tuple[int, str, str, str]]:
    with sessions() as db:
        rows = db.execute(
            select(OutboxRow, Person.slack_id)
            .join(Person, Person.id == OutboxRow.person_id)
            .where(OutboxRow.state == State.PENDING, OutboxRow.edits_id.is_(None))
            .order_by(OutboxRow.due_at, OutboxRow.id)
        )
        return [(row.id, row.uid or "", row.arguments["says"], slack_id) for row, slack_id in rows]


# --- what is owed --------------------------------------------------------------------------------


def _owe(job: Job, sessions: sessionmaker[Db], clock: JumpingClock, wire: Wire) -> None:
    """Everything twice, each in a transaction of its own; every seventh is rolled back."""
    for number in range(EACH):
        for person in _until_it_works(lambda: _people(sessions)):
            _until_it_works(
                lambda number=number, person=person: _owe_one(  # type: ignore[misc]
                    job, sessions, clock, wire, number, *person
                )
            )


def _people(sessions: sessionmaker[Db]) -> list[tuple[int, str]]:
    with sessions() as db:
        found = db.execute(select(Person.id, Person.slack_id).order_by(Person.id))
        return [(row.id, row.slack_id) for row in found]


def _owe_one(
    job: Job, sessions: sessionmaker[Db], clock: JumpingClock, wire: Wire,
    number: int, person: int, slack_id: str,
) -> bool:  # fmt: skip
    says = f"{number} for {slack_id}"
    due = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    kind = KINDS[number % 2]
    with suppress(_TakenBack), sessions.begin() as db:
        _owe_row(db, kind, f"ghost of {says}", clock.now(), due, person)
        raise _TakenBack
    with sessions.begin() as db:
        new = _owe_row(db, kind, says, clock.now(), due, person)
        _owe_row(db, kind, says, clock.now(), due, person)
    if new and job.plan.strategy is Strategy.HANDLER:
        wire.post(slack_id, Rendered(says), says, plain=True)
    return True


class _TakenBack(Exception):
    """The use case failed after it had owed its message."""


def _owe_row(db: Db, kind: str, says: str, now: datetime, due: datetime, person: int) -> bool:
    return owe(
        db, kind, occasion=says, now=now, due_at=due, person=person, arguments={"says": says}
    )


def _until_it_works(act: Callable[[], Any]) -> Any:
    while True:
        with suppress(Exception):
            return act()
        _rest(REST)


# --- a disk that is full for a while -------------------------------------------------------------


def _maybe_tight(job: Job) -> None:
    """Where the plan wants it, this process may write no file any longer than it is, for half a
    second; what needs more is refused by the system, as on a full disk."""
    if job.plan.trouble.value != "disk full" or job.role == "owner":
        return
    file = Path(job.database.removeprefix("sqlite:///"))
    files = [file, file.with_name(f"{file.name}-wal")]
    longest = max((one.stat().st_size for one in files if one.exists()), default=0)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest + 4096, hard))
    free = threading.Timer(0.5, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))
    free.daemon = True
    free.start()


def _rest(seconds: float) -> None:
    time.sleep(seconds)
