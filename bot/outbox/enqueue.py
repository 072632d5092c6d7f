"""Messages that are owed: queued in the transaction of what causes them, once per occasion.

A row says *who, what, for which occasion*; the words are made when it leaves.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    String,
    and_,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.domain.lifecycle.outbox import State
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.store.db.insert_if_absent import insert_into, inserted_id, rows_of
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Pair, Person

S = TypeVar("S")
Receiver = Person | Pair | str
Kinds = Collection[Kind[Any, Any]]

EDITABLE = timedelta(days=20)
"""So long after its due time a message is edited for the last time, a day before its row is emptied
(`retention.KEPT`): what it says then stays. But for edits that wait longer (`Kind.waits_long`)."""
_FRESH = {"attempts": 0, "posting": False, "unclear": False, "plain": False}
_FORGOTTEN = ("not_before", "last_error", "first_post_at")


@dataclass(frozen=True, kw_only=True)
class Owed(Generic[S]):
    """One message to a person, or to a pair's group, or to a channel by its Slack id.

    `due_at` is when it may leave at the earliest (default: now), already moved into the receiver's
    hours; `expires_at` defaults to `due_at` plus the kind's life. `ages_at` is when what it says
    stops being true: where the kind has a later form, the edit is owed with it, for that moment or
    the last at which it may be edited. `arguments` are kept beside the id of what it is about.
    `subject` is what `cancel` goes by, by default what it is about ("pair:7"). `sealed` is
    something that the last look needs: a text of the operator's, or a fact that is nobody's
    business.
    """

    about: S
    to: Receiver
    occasion: str
    due_at: datetime | None = None
    expires_at: datetime | None = None
    ages_at: datetime | None = None
    arguments: Mapping[str, Any] | None = None
    subject: str | None = None
    sealed: bytes | None = None


def enqueue(
    work: Work, kind: Kind[S, Any], about: S, *, to: Receiver, occasion: str, **more: Any
) -> bool:
    """Owes one message (`more` as in `Owed`): True if it is newly owed; False if it was already,
    sent or not. What was cancelled before it left may be owed again."""
    return _enqueue(work, kind, [Owed(about=about, to=to, occasion=occasion, **more)])


def enqueue_many(work: Work, kind: Kind[S, Any], owed: Iterable[Owed[S]]) -> None:
    """Owes many messages of a kind in one statement, and their edits in another, each as `enqueue`
    does."""
    _enqueue(work, kind, list(owed))


def _enqueue(work: Work, kind: Kind[S, Any], owed: Sequence[Owed[S]]) -> bool:
    """Whether any is newly owed. The edit of one that was owed already is, too."""
    rows = [_row(work, kind, one) for one in owed]
    newly = _inserted(work.db, rows)
    if newly and kind.later is not None:
        _inserted(work.db, _edits(work, kind.later, zip(owed, rows, strict=True), newly))
    work.db.owes = work.db.owes or bool(newly)
    return bool(newly)


def _inserted(db: Db, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The numbers of those that are newly owed, by their keys."""
    if not rows:
        return {}
    found = db.execute(_owing(db.get_bind().dialect.name), rows)
    return {row.dedupe_key: row.id for row in found}


def _edits(
    work: Work,
    later: Kind[S, Any],
    messages: Iterable[tuple[Owed[S], dict[str, Any]]],
    newly: Mapping[str, int],
) -> list[dict[str, Any]]:
    return [
        _edit_of(work, later, owed, row, of=newly[row["dedupe_key"]])
        for owed, row in messages
        if row["dedupe_key"] in newly
    ]


def _row(work: Work, kind: Kind[S, Any], owed: Owed[S]) -> dict[str, Any]:
    to, due = owed.to, owed.due_at or work.now
    conversation = conversation_of(to)
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
        "edits_id": None,
    }


def _edit_of(
    work: Work, kind: Kind[S, Any], owed: Owed[S], message: dict[str, Any], *, of: int
) -> dict[str, Any]:
    """The row that edits the message with this number, under its message's occasion."""
    last = message["due_at"] + EDITABLE
    due = owed.ages_at or last
    key = dedupe_key(work.db, kind.key, message["conversation"], message["dedupe_key"])
    return message | {
        "uid": str(uuid4()),
        "dedupe_key": key,
        "kind": kind.key,
        "sealed_text": None,
        "priority": kind.priority,
        "due_at": due if kind.waits_long else min(due, last),
        "expires_at": None,
        "edits_id": of,
    }


_ROWS = rows_of(OutboxRow)
_CANCELLED = literal_column(f"'{State.CANCELLED}'", String())
_PENDING = literal_column(f"'{State.PENDING}'", String())
"""As literals: with parameters beside those of the rows each row would be a statement."""


@cache
def _owing(dialect: str) -> ReturningInsert[tuple[int, str]]:
    """The numbers and keys of what is newly owed. Where a key is taken nothing changes, unless that
    message was cancelled, or is an edit of such a one and still waits."""
    owing = insert_into(_ROWS, dialect)
    kept = {"id", "dedupe_key", "lease_owner", "lease_until", "last_post_at", "slack_ts", "sent_at"}
    anew = {
        column.name: null() if column.name in _FORGOTTEN else owing.excluded[column.name]
        for column in _ROWS.c
        if column.name not in kept
    }
    edit_waits = and_(_ROWS.c.edits_id.is_not(None), _ROWS.c.state == _PENDING)
    over = or_(_ROWS.c.state == _CANCELLED, edit_waits)
    taken = owing.on_conflict_do_update(index_elements=[_ROWS.c.dedupe_key], set_=anew, where=over)
    return taken.returning(_ROWS.c.id, _ROWS.c.dedupe_key)


def edit_now(work: Work, *subjects: str, after: timedelta = timedelta()) -> None:
    """What everybody may know has changed: messages about these are edited now, or `after` a
    while, unless they would be sooner; also those that were edited before.

    Not for what somebody does in private: the moment of an edit is seen.
    """
    at = work.now + after
    waits = and_(OutboxRow.state == State.PENDING, OutboxRow.due_at > at)
    under_way = and_(OutboxRow.state == State.SENDING, OutboxRow.due_at <= work.now)
    which = or_(waits, under_way, OutboxRow.state == State.SENT)
    these = (OutboxRow.edits_id.is_not(None), OutboxRow.subject.in_(subjects), which)
    anew = case((OutboxRow.state == State.SENT, State.PENDING), else_=OutboxRow.state)
    if _changed(work.db, these, state=anew, due_at=at, sent_at=None, attempts=0):
        work.db.owes = True


def enqueue_apart(db: Db, row: OutboxRow) -> None:
    """What is owed to a pair's group, to each of the two instead, for the same occasion."""
    pair = db.get_one(Pair, row.pair_id)
    edits = db.scalars(select(OutboxRow).where(OutboxRow.edits_id == row.id)).all()
    for one in pair.sides:
        newly = _copied(db, row, one.person, edits_id=None)
        if newly is not None:
            db.owes = True
            for edit in edits:
                _copied(db, edit, one.person, edits_id=newly)


def _copied(db: Db, row: OutboxRow, person: Person, *, edits_id: int | None) -> int | None:
    same = ("kind", "pair_id", "subject", "arguments", "priority", "due_at", "expires_at")
    conversation = conversation_of(person)
    newly: int | None = inserted_id(
        db, OutboxRow, uid=str(uuid4()), conversation=conversation, person_id=person.id,
        dedupe_key=dedupe_key(db, row.kind, conversation, row.dedupe_key),
        state=State.PENDING, edits_id=edits_id, **{name: getattr(row, name) for name in same},
        **_FRESH,
    )  # fmt: skip
    return newly


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
    stays, too; so do edits, of which nothing is left to do if their message was taken back. Raises
    ValueError when nothing says which messages are meant.
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
        meant.append(OutboxRow.kind.in_(keys_of(kinds)))
    if not meant:
        raise ValueError("which messages?")
    edits = OutboxRow.edits_id.is_not(None)
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.unclear.is_(False), ~edits)
    return _changed(db, [*waiting, *meant], state=State.CANCELLED, sealed_text=None)


def look_again(db: Db, reason: str, now: datetime) -> None:
    """What waits for this reason need not wait any more: it is looked at now."""
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.last_error == reason)
    if _changed(db, waiting, due_at=now):
        db.owes = True


def enqueued_since(db: Db, kind: Kind[Any, Any], *, person: Person, since: datetime) -> int:
    """How many messages of a kind have fallen due for a person after a moment, left or not."""
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.person_id == person.id, OutboxRow.kind == kind.key, OutboxRow.due_at > since
    )
    return db.scalars(asked).one()


def dedupe_key(db: Db, kind: str, conversation: str, occasion: str) -> str:
    """Keyed hash of what, to whom, for which occasion: unique among all messages ever owed.

    HMAC-SHA256 with the installation's key: of old messages only this stays, and nobody can guess
    from it who was told what. Source: docs/delivery.md, The promise.
    """
    key = db.secrets.installation
    return hmac.new(key, "\0".join((kind, conversation, occasion)).encode(), sha256).hexdigest()


def conversation_of(to: Receiver) -> str:
    """The conversation it goes to, as rows name it."""
    match to:
        case Person():
            return f"person:{to.id}"
        case Pair():
            return f"pair:{to.id}"
        case str():
            return f"channel:{to}"


def keys_of(kinds: Kinds) -> list[str]:
    """By which rows name them."""
    return [kind.key for kind in kinds]


def _changed(db: Db, which: Collection[ColumnElement[bool]], **values: Any) -> int:
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
    return done.rowcount
