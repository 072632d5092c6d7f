"""Slack's side of delivery: accepts everything, refuses for people who are gone, and keeps what
was said together with what was true at that very moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.outbox.kinds import Kind
from bot.outbox.ports import Absent, Edited, Opened, Outcome, Refused, Rendered, Sent
from bot.programme.administration.kinds import KINDS
from bot.store.db.engine import reading
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Pair, Participation, Person, Programme
from tests.soak.company import WorkingTime
from tests.soak.looking import every


@dataclass(frozen=True)
class Receiver:
    """Who gets a message, as they stood when it left. `state` is None for a mere lead."""

    slack_id: str
    state: str | None
    is_lead: bool
    hours: WorkingTime


@dataclass(frozen=True)
class Delivered:
    """A message that left."""

    kind: Kind
    to: tuple[Receiver, ...]
    at: datetime
    channel: str
    dedupe_key: str
    pair_id: int | None
    subject: str | None
    arguments: dict[str, Any]
    expires_at: datetime | None
    proposal_id: int | None
    partners: frozenset[str]
    """The other side of the pair that it speaks of."""

    @property
    def about(self) -> tuple[str, str]:
        """What was said to whom: twice would be once too often."""
        names = ",".join(one.slack_id for one in self.to)
        return f"{self.kind.key} to {names}", f"{self.pair_id} {sorted(self.arguments.items())}"


class HasNow(Protocol):
    def now(self) -> datetime: ...


@dataclass
class Post:
    """`gone`: Slack ids to whom nothing can be delivered; `meanwhile` runs during a post."""

    sessions: sessionmaker[Db]
    clock: HasNow
    gone: set[str] = field(default_factory=set)
    log: list[Delivered] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def update(self, channel: str, ts: str, rendered: Rendered, *, plain: bool) -> Edited:
        return Edited()

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        if self.meanwhile is not None:
            self.meanwhile()
        if channel in self.gone:
            return Refused("user_disabled")
        try:
            with self.sessions() as db:
                self.log.append(_delivered(reading(db), channel, uid, self.clock.now()))
        except Exception as error:  # the sender would take it for a broken line
            self.broken.append(f"not understood: {error!r}")
        is_dm = channel.startswith("U")
        return Sent(f"D{channel}" if is_dm else channel, f"{len(self.log)}.000100")

    def open(self, slack_ids: tuple[str, ...]) -> Opened:
        return Opened("G" + "+".join(sorted(slack_ids)))

    def find(self, channel: str, uid: str, since: datetime) -> Absent:
        return Absent()


def _delivered(db: Db, channel: str, uid: str, now: datetime) -> Delivered:
    row = db.scalars(select(OutboxRow).where(OutboxRow.uid == uid)).one()
    return Delivered(
        kind=KINDS[row.kind],
        to=tuple(_receivers(db, row)),
        at=now,
        channel=channel,
        dedupe_key=row.dedupe_key,
        pair_id=row.pair_id,
        subject=row.subject,
        arguments=dict(row.arguments),
        expires_at=row.expires_at,
        proposal_id=_proposal_of(row),
        partners=_partners(db, row),
    )


def _proposal_of(row: OutboxRow) -> int | None:
    what, _, number = (row.subject or "").partition(":")
    about_one = row.kind.startswith("proposal.") and what in ("proposal", "ended")
    return int(number) if about_one else None


def _partners(db: Db, row: OutboxRow) -> frozenset[str]:
    pair = db.scalars(every(Pair, Pair.id == row.arguments.get("pair", 0))).first()
    if pair is None:
        return frozenset()
    two = (pair.mentor.person, pair.mentee.person)
    return frozenset(one.slack_id for one in two if one.id != row.person_id)


def _receivers(db: Db, row: OutboxRow) -> list[Receiver]:
    if row.pair_id is not None:
        pair = db.scalars(every(Pair, Pair.id == row.pair_id)).one()
        people = [pair.mentor.person, pair.mentee.person]
    else:
        people = [db.get_one(Person, row.person_id)]
    return [_receiver(db, person) for person in people]


def _receiver(db: Db, person: Person) -> Receiver:
    one = db.scalars(every(Participation, Participation.person_id == person.id)).first()
    leads = db.scalars(select(Programme.leads)).one()
    hours = (
        WorkingTime(person.zone, one.work_days, one.work_from, one.work_to, one.site)
        if one
        else WorkingTime(person.zone, range(5), 9 * 60, 18 * 60)
    )
    return Receiver(person.slack_id, _state(one), person.slack_id in leads, hours)


def _state(one: Participation | None) -> str | None:
    """A break that can still be undone is none yet: the partner would see it."""
    if one is None:
        return None
    undoable = one.state == "paused" and one.undo_what == "pause"
    return "active" if undoable else one.state
