"""Messages that are owed: queued in the transaction of what causes them, once per occasion.

A row says *who, what, for which occasion*; the words are made when it leaves.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import uuid4

from sqlalchemy import ColumnElement, CursorResult, Select, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.store.db.insert_if_absent import insert_if_absent, insert_into, rows_of
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Pair, Person

S = TypeVar("S")
Receiver = Person | Pair | str
Kinds = Collection[Kind[Any, Any]]

_FRESH = {"attempts": 0, "posting": False, "unclear": False, "plain": False}
_FORGOTTEN = ("not_before", "last_error", "first_post_at")


@dataclass(frozen=True, kw_only=True)
class Owed(Generic[S]):
    """One message to a person, or to a pair's group, or to a channel by its Slack id.

    `due_at` is when it may leave at the earliest (default: now), already moved into the receiver's
    hours; `expires_at` defaults to `due_at` plus the kind's life. `arguments` are kept beside the
    id of what it is about. `subject` is what `cancel` goes by, by default what it is about
    ("pair:7"). `sealed` is something that the last look needs: a text of the operator's, or a fact
    that is nobody's business.
    """

    about: S
    to: Receiver
    occasion: str
    due_at: datetime | None = None
    expires_at: datetime | None = None
    arguments: Mapping[str, Any] | None = None
    subject: str | None = None
    sealed: bytes | None = None


def enqueue(
    work: Work, kind: Kind[S, Any], about: S, *, to: Receiver, occasion: str, **more: Any
) -> bool:
    """Owes one message (`more` as in `Owed`): True if it is newly owed; False if it was already,
    sent or not. What was cancelled before it left may be owed again."""
    row = _row(work, kind, Owed(about=about, to=to, occasion=occasion, **more))
    owing = _owing(work.db.get_bind().dialect.name).returning(_ROWS.c.id)
    newly = work.db.execute(owing, row).first() is not None
    if newly:
        work.db.owes = True
    return newly


def enqueue_many(work: Work, kind: Kind[S, Any], owed: Iterable[Owed[S]]) -> None:
    """Owes many messages of a kind in one statement, each as `enqueue` does."""
    rows = [_row(work, kind, one) for one in owed]
    if rows:
        work.db.execute(_owing(work.db.get_bind().dialect.name), rows)
        work.db.owes = True


def _row(work: Work, kind: Kind[S, Any], owed: Owed[S]) -> dict[str, Any]:
    to, due = owed.to, owed.due_at or work.now
    conversation = _conversation(to)
    return _FRESH | {
        "uid": str(uuid4()),
        "dedupe_key": dedupe_key(work.db, kind.key, conversation, owed.occasion),
        "kind": kind.key,
        "conversation": conversation,
        "person_id": to.id if isinstance(to, Person) else None,
        "pair_id": to.id if isinstance(to, Pair) else None,
        "channel": to if isinstance(to, str) else None,
        "subject": owed.subject or kind.about.name(owed.about),
        "arguments": {**kind.about.arguments_of(owed.about), **(owed.arguments or {})},
        "sealed_text": owed.sealed,
        "priority": kind.priority,
        "state": State.PENDING,
        "due_at": due,
        "expires_at": owed.expires_at or (due + kind.lives if kind.lives else None),
    }


_ROWS = rows_of(OutboxRow)


@cache
def _owing(dialect: str) -> postgresql.Insert | sqlite.Insert:
    """Where the key is taken nothing changes, unless that message was cancelled."""
    owing = insert_into(_ROWS, dialect)
    kept = {"id", "dedupe_key", "lease_owner", "lease_until", "last_post_at", "slack_ts", "sent_at"}
    anew = {
        column.name: None if column.name in _FORGOTTEN else owing.excluded[column.name]
        for column in _ROWS.c
        if column.name not in kept
    }
    return owing.on_conflict_do_update(
        index_elements=[_ROWS.c.dedupe_key], set_=anew, where=_ROWS.c.state == State.CANCELLED
    )


def enqueue_apart(db: Db, row: OutboxRow) -> None:
    """What is owed to a pair's group, to each of the two instead, for the same occasion."""
    pair = db.get_one(Pair, row.pair_id)
    for one in pair.sides:
        conversation = _conversation(one.person)
        same = ("kind", "pair_id", "subject", "arguments", "priority", "due_at", "expires_at")
        newly = insert_if_absent(
            db, OutboxRow, uid=str(uuid4()), conversation=conversation, person_id=one.person_id,
            dedupe_key=dedupe_key(db, row.kind, conversation, row.dedupe_key),
            state=State.PENDING, **{name: getattr(row, name) for name in same}, **_FRESH,
        )  # fmt: skip
        if newly:
            db.owes = True


def cancel(
    db: Db,
    *,
    subject: str | None = None,
    subjects: Collection[str] | None = None,
    kinds: Kinds | None = None,
    person: int | None = None,
    pair: int | None = None,
) -> int:
    """Takes back what has not left yet; how many messages that were.

    What is in the sender's hands stays: it looks once more before it posts. What may have arrived
    stays, too. Raises ValueError when nothing says which messages are meant.
    """
    meant: list[ColumnElement[bool]] = []
    if subject is not None:
        meant.append(OutboxRow.subject == subject)
    if subjects is not None:
        meant.append(OutboxRow.subject.in_(subjects))
    if person is not None:
        meant.append(OutboxRow.person_id == person)
    if pair is not None:
        meant.append(OutboxRow.pair_id == pair)
    if kinds is not None:
        meant.append(OutboxRow.kind.in_(_keys(kinds)))
    if not meant:
        raise ValueError("which messages?")
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.unclear.is_(False))
    return _changed(db, [*waiting, *meant], state=State.CANCELLED, sealed_text=None)


def look_again(db: Db, reason: str, now: datetime) -> None:
    """What waits for this reason need not wait any more: it is looked at now."""
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.last_error == reason)
    if _changed(db, waiting, due_at=now):
        db.owes = True


def last_left(
    db: Db, kinds: Kinds, *, person: Person, subjects: Collection[str]
) -> datetime | None:
    """When a message of these kinds about one of the subjects has left last (programme time).

    One that is just leaving counts by its due time.
    """
    gone = or_(OutboxRow.state.in_([State.SENDING, State.SENT]), OutboxRow.unclear)
    return db.scalar(
        select(func.max(func.coalesce(OutboxRow.sent_at, OutboxRow.due_at))).where(
            OutboxRow.conversation == _conversation(person),
            OutboxRow.kind.in_(_keys(kinds)),
            OutboxRow.subject.in_(subjects),
            gone,
        )
    )


def enqueued_since(db: Db, kind: Kind[Any, Any], *, person: Person, since: datetime) -> int:
    """How many messages of a kind have fallen due for a person after a moment, left or not."""
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.person_id == person.id, OutboxRow.kind == kind.key, OutboxRow.due_at > since
    )
    return db.scalars(asked).one()


def any_unsettled(db: Db, kind: Kind[S, Any], among: Select[int]) -> bool:
    """Whether a message of one kind about any of these (a query of ids) is still to be sent."""
    about = OutboxRow.arguments[kind.about.argument].as_integer()
    open_ones = select(OutboxRow.id).where(
        OutboxRow.state.in_(OPEN_STATES),
        OutboxRow.priority == kind.priority,
        OutboxRow.kind == kind.key,
        about.in_(among),
    )
    return db.scalar(open_ones.limit(1)) is not None


def dedupe_key(db: Db, kind: str, conversation: str, occasion: str) -> str:
    """Keyed hash of what, to whom, for which occasion: unique among all messages ever owed.

    HMAC-SHA256 with the installation's key: of old messages only this stays, and nobody can guess
    from it who was told what. Source: docs/delivery.md, The promise.
    """
    key = db.secrets.installation
    return hmac.new(key, "\0".join((kind, conversation, occasion)).encode(), sha256).hexdigest()


def _conversation(to: Receiver) -> str:
    match to:
        case Person():
            return f"person:{to.id}"
        case Pair():
            return f"pair:{to.id}"
        case str():
            return f"channel:{to}"


def _keys(kinds: Kinds) -> list[str]:
    return [kind.key for kind in kinds]


def _changed(db: Db, which: Collection[ColumnElement[bool]], **values: Any) -> int:
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
    return done.rowcount
