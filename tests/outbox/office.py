"""The vocabulary of the outbox's tests: a clock that is moved by hand, a wire that answers what
it was told to, and an office that owes, sends and looks at its rows."""

import random
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.outbox.deliver.sender import Sender
from bot.outbox.deliver.timing import Timing
from bot.outbox.enqueue import cancel, edit_now
from bot.outbox.ports import (
    Absent,
    CannotLook,
    Edited,
    Found,
    LookFailed,
    Opened,
    Outcome,
    Refused,
    Rendered,
    Send,
    Sent,
    Split,
    Verdict,
)
from bot.outbox.work import Work
from bot.programme.administration.kinds import KINDS
from bot.store.tables import APART, OutboxRow, Pair, Person
from tests.databases import Database
from tests.outbox.owing import owe

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
REAL = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class HandClock:
    """Programme time and technical time, both moved by hand."""

    programme: datetime = MONDAY
    technical: datetime = REAL

    def now(self) -> datetime:
        return self.programme

    def real_now(self) -> datetime:
        return self.technical

    def passes(self, **time: float) -> None:
        self.programme += timedelta(**time)
        self.technical += timedelta(**time)


@dataclass
class Wire:
    """Answers what is scripted, call by call; after that, as a Slack in good health."""

    script: deque[Any] = field(default_factory=deque)
    opens: deque[Any] = field(default_factory=deque)
    looks: deque[Any] = field(default_factory=deque)
    edits: deque[Any] = field(default_factory=deque)
    edited: list[tuple[str, str, str]] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)
    plain: list[bool] = field(default_factory=list)
    opened: list[tuple[str, ...]] = field(default_factory=list)
    asked_since: list[datetime] = field(default_factory=list)
    arrived: dict[str, str] = field(default_factory=dict)
    reads_dms: bool = True
    refuses: dict[str, str] = field(default_factory=dict)
    """Channel → the code that it gets, for as long as it stands here."""
    meanwhile: Callable[[], None] = lambda: None

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        self.posted.append((channel, rendered.text))
        self.plain.append(plain)
        self.meanwhile()
        if channel in self.refuses:
            return Refused(self.refuses[channel])
        told: Outcome = self.script.popleft() if self.script else self._accept(channel, uid)
        if isinstance(told, Exception):
            raise told
        return told

    def update(self, channel: str, ts: str, rendered: Rendered, *, plain: bool) -> Any:
        self.edited.append((channel, ts, rendered.text))
        self.plain.append(plain)
        self.meanwhile()
        told = self.edits.popleft() if self.edits else Edited()
        if isinstance(told, BaseException):
            raise told
        return told

    def open(self, slack_ids: tuple[str, ...]) -> Any:
        self.opened.append(slack_ids)
        return self.opens.popleft() if self.opens else Opened("D" + "".join(slack_ids))

    def find(
        self, channel: str, uid: str, since: datetime
    ) -> Found | Absent | CannotLook | LookFailed:
        self.asked_since.append(since)
        if self.looks:
            scripted: Found | Absent | CannotLook | LookFailed = self.looks.popleft()
            return scripted
        if not self.reads_dms:
            return CannotLook("missing_scope")
        return Found(self.arrived[uid]) if uid in self.arrived else Absent()

    def _accept(self, channel: str, uid: str) -> Sent:
        ts = f"{1772442000 + len(self.posted)}.000100"
        self.arrived[uid] = ts
        return Sent(f"D{channel}" if channel.startswith("U") else channel, ts)


@dataclass
class Words:
    """Goes ahead with the occasion as the text, unless a kind has an answer of its own."""

    verdicts: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    looked: list[str] = field(default_factory=list)

    def revalidate(self, work: Work, row: OutboxRow) -> Verdict[Rendered]:
        self.looked.append(row.kind)
        if self.verdicts[row.kind]:
            told: Verdict | Exception = self.verdicts[row.kind].popleft()
            if isinstance(told, Exception):
                raise told
            return told
        words = Rendered(row.arguments["says"], [{"type": "divider"}])
        if row.person_id is not None:
            return Send(words, work.db.get_one(Person, row.person_id).slack_id)
        if row.pair_id is not None and work.db.get_one(Pair, row.pair_id).channel == APART:
            return Split("no group")
        if row.pair_id is not None:
            return Send(words, work.db.get_one(Pair, row.pair_id).channel, ("UANNA", "UMARCO"))
        return Send(words, row.channel)


def _timing() -> Timing:
    """The same throws for every test, in whatever order tests run."""
    return Timing(dice=random.Random(7))


@dataclass
class Office:
    database: Database
    clock: HandClock = field(default_factory=HandClock)
    wire: Wire = field(default_factory=Wire)
    words: Words = field(default_factory=Words)
    timing: Timing = field(default_factory=_timing)

    def sender(self, taken: Callable[[], None] = lambda: None) -> Sender:
        return Sender(
            self.database.sessions,
            KINDS,
            self.words,
            self.wire,
            self.clock,
            self.timing,
            taken=taken,
        )

    def person(self, slack_id: str = "UANNA") -> int:
        with self.database.sessions.begin() as db:
            found = db.scalars(select(Person.id).where(Person.slack_id == slack_id)).one_or_none()
            if found is not None:
                return found
            one = Person(slack_id=slack_id, zone="Europe/Rome", language="it", first_seen_at=MONDAY)
            db.add(one)
            db.flush()
            return one.id

    def owes(self, kind: str, says: str, **more: Any) -> bool:
        if not more.keys() & {"pair", "channel", "person"}:
            more["person"] = self.person()
        now, arguments = self.clock.now(), {"says": says}
        with self.database.sessions.begin() as db:
            return owe(db, kind, occasion=says, now=now, arguments=arguments, **more)

    def takes_back(self, **which: Any) -> int:
        with self.database.sessions.begin() as db:
            if "kinds" in which:
                which["kinds"] = [KINDS[key] for key in which["kinds"]]
            return cancel(db, **which)

    def row(self, says: str) -> OutboxRow:
        return self._row(says, OutboxRow.edits_id.is_(None))

    def edit(self, says: str) -> OutboxRow:
        """What edits the message that says so."""
        return self._row(says, OutboxRow.edits_id.is_not(None))

    def _row(self, says: str, among: ColumnElement[bool]) -> OutboxRow:
        with self.database.sessions() as db:
            rows = db.scalars(select(OutboxRow).where(among)).all()
            return next(row for row in rows if row.arguments.get("says") == says)

    def edit_now(self, subject: str, **after: float) -> None:
        with self.database.sessions.begin() as db:
            edit_now(Work(db, self.clock.now()), subject, after=timedelta(**after))

    def state(self, says: str) -> tuple[str, str | None]:
        row = self.row(says)
        return row.state, row.last_error

    def changes(self, says: str, **columns: Any) -> None:
        row = self.row(says)
        with self.database.sessions.begin() as db:
            kept = db.get_one(OutboxRow, row.id)
            for name, value in columns.items():
                setattr(kept, name, value)

    @property
    def said(self) -> list[str]:
        return [text for _, text in self.wire.posted]
