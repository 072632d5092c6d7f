"""Messages that were given up: how many, why, and whose receiver is gone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from bot.domain.lifecycle import TAKES_PART
from bot.domain.lifecycle.outbox import State
from bot.outbox.codes import Fate, codes_of, fate
from bot.outbox.operator.texts import TEXT
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Participation

NEVER_AGAIN = TEXT.key
"""Its text is not kept when it is given up: it is put in again."""


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up; `reason` is a code, and what it means stands in `meaning`."""

    id: int
    kind: str
    due_at: datetime
    attempts: int
    reason: str
    meaning: str


@dataclass(frozen=True)
class Retried:
    """How many wait again, and how many cannot: their time is over, or their text is gone."""

    again: int
    too_late: int


def _refused(now: object) -> ColumnElement[bool]:
    refused = and_(
        OutboxRow.state == State.DEAD, OutboxRow.last_error.in_(codes_of(Fate.PERSON_GONE))
    )
    since = (
        select(OutboxRow.id)
        .where(
            OutboxRow.person_id == Participation.person_id,
            refused,
            OutboxRow.due_at >= func.coalesce(Participation.back_at, Participation.joined_at),
            Participation.gone_at.is_(None),
            Participation.state.in_(TAKES_PART),
        )
        .correlate(Participation)
        .exists()
    )
    # The few who were refused are found first: at every tick nobody else is looked at.
    return and_(Participation.person_id.in_(select(OutboxRow.person_id).where(refused)), since)


RECEIVERS_GONE = DueQuery(Participation, _refused, order=Participation.id)
"""Who counts as here, but to whom Slack delivers nothing since they joined, or were found again."""


def given_up(kinds: Collection[str]) -> DueQuery[OutboxRow]:
    """Messages of these kinds that were given up, due since a moment."""
    return DueQuery(
        OutboxRow,
        lambda since: and_(
            OutboxRow.state == State.DEAD, OutboxRow.due_at >= since, OutboxRow.kind.in_(kinds)
        ),
    )


def letters(db: Db, limit: int = 1000) -> list[DeadLetter]:
    """Those that are kept, the newest first."""
    rows = db.scalars(
        select(OutboxRow)
        .where(OutboxRow.state == State.DEAD)
        .order_by(OutboxRow.due_at.desc(), OutboxRow.id.desc())
        .limit(limit)
    )
    return [
        DeadLetter(
            row.id, row.kind, row.due_at, row.attempts, row.last_error or "",
            str(fate(row.last_error or "", in_dm=not row.to_group)),
        )
        for row in rows
    ]  # fmt: skip


def retry(db: Db, now: datetime, *, number: int | None = None, kind: str | None = None) -> Retried:
    """Owe dead letters again: the one with this number, all of this kind, or all."""
    which: list[ColumnElement[bool]] = [OutboxRow.state == State.DEAD]
    if number is not None:
        which.append(OutboxRow.id == number)
    if kind is not None:
        which.append(OutboxRow.kind == kind)
    rows = db.scalars(select(OutboxRow).where(*which).with_for_update()).all()
    again = [row for row in rows if _makes_sense(row, now)]
    for row in again:
        _wait_again(row)
    return Retried(len(again), len(rows) - len(again))


def enqueue_again(db: Db, person_id: int, now: datetime) -> None:
    """Somebody who was out of reach is back: what was given up for it is owed again."""
    rows = db.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.person_id == person_id,
            OutboxRow.state == State.DEAD,
            OutboxRow.last_error.in_(codes_of(Fate.PERSON_GONE)),
        )
        .with_for_update()
    )
    for row in rows:
        if _makes_sense(row, now):
            _wait_again(row)
            row.due_at = now


def _wait_again(row: OutboxRow) -> None:
    row.state, row.last_error, row.attempts = State.PENDING, None, 0
    row.not_before, row.unclear, row.plain = None, False, False


def _makes_sense(row: OutboxRow, now: datetime) -> bool:
    kept = bool(row.kind) and row.kind != NEVER_AGAIN
    return kept and (row.expires_at is None or row.expires_at > now)
