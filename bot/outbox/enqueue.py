"""Messages that are owed: queued in the transaction of what causes them, once per occasion.

A row says *who, what, for which occasion*; the words are made when it leaves.
"""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.store.db.insert_if_absent import inserted_id
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Pair, Person

S = TypeVar("S")
Receiver = Person | Pair | str
Kinds = Collection[Kind[Any, Any]]

EDITABLE = timedelta(days=20)
"""After its due time a message is edited no more: what it says then stays. A day later its row is
emptied (`retention.KEPT`)."""
_FRESH = {"attempts": 0, "posting": False, "unclear": False, "plain": False}


def enqueue(
    work: Work,
    kind: Kind[S, Any],
    about: S,
    *,
    to: Receiver,
    occasion: str,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    ages_at: datetime | None = None,
    arguments: Mapping[str, Any] | None = None,
    subject: str | None = None,
    sealed: bytes | None = None,
) -> bool:
    """Owes one message to a person, or to a pair's group, or to a channel by its Slack id.

    True if it is newly owed; False if it was already, sent or not. What was cancelled before it
    left may be owed again. `due_at` is when it may leave at the earliest (default: now), already
    moved into the receiver's hours; `expires_at` defaults to `due_at` plus the kind's life.
    `ages_at` is when what it says stops being true: where the kind has a later form, the edit is
    owed with it, for that moment or the last at which it can be edited.
    `arguments` are kept beside the id of what it is about. `subject` is what `cancel` goes by, by
    default what it is about ("pair:7"). `sealed` is something that the last look needs: a text of
    the operator's, or a fact that is nobody's business.
    """
    conversation = _conversation(to)
    due = due_at or work.now
    values = {
        "uid": str(uuid4()),
        "dedupe_key": dedupe_key(work.db, kind.key, conversation, occasion),
        "kind": kind.key,
        "conversation": conversation,
        "person_id": to.id if isinstance(to, Person) else None,
        "pair_id": to.id if isinstance(to, Pair) else None,
        "channel": to if isinstance(to, str) else None,
        "subject": subject or kind.about.name(about),
        "arguments": {**kind.about.arguments_of(about), **(arguments or {})},
        "sealed_text": sealed,
        "priority": kind.priority,
        "state": State.PENDING,
        "due_at": due,
        "expires_at": expires_at or (due + kind.lives if kind.lives else None),
    }
    newly = _written(work.db, values)
    if newly is None:
        return False
    if kind.later is not None:
        last = due + EDITABLE
        edit = _edit_of(work.db, kind.later, values, newly, min(ages_at or last, last))
        _written(work.db, edit)
    work.db.owes = True
    return True


def edit_now(work: Work, subject: str, after: timedelta = timedelta()) -> None:
    """What everybody may know has changed: messages about the subject are edited now, or `after` a
    while, unless they would be sooner; also those that were edited before.

    Not for what somebody does in private: the moment of an edit is seen.
    """
    at = work.now + after
    waits = and_(OutboxRow.state == State.PENDING, OutboxRow.due_at > at)
    under_way = and_(OutboxRow.state == State.SENDING, OutboxRow.due_at <= work.now)
    which = or_(waits, under_way, OutboxRow.state == State.SENT)
    these = (OutboxRow.edits_id.is_not(None), OutboxRow.subject == subject, which)
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
    conversation = _conversation(person)
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
    if person is not None:
        meant.append(OutboxRow.person_id == person)
    if pair is not None:
        meant.append(OutboxRow.pair_id == pair)
    if kinds is not None:
        meant.append(OutboxRow.kind.in_(_keys(kinds)))
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


def unsettled(db: Db, *, subjects: Collection[str], kind: Kind[Any, Any]) -> int:
    """How many messages of one kind about these subjects are still to be sent."""
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.subject.in_(subjects),
        OutboxRow.kind == kind.key,
        OutboxRow.state.in_(OPEN_STATES),
    )
    return db.scalars(asked).one()


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


def _edit_of(
    db: Db, kind: Kind[Any, Any], message: dict[str, Any], message_id: int, due: datetime
) -> dict[str, Any]:
    """The row that edits this message, under its message's occasion."""
    own = {
        "uid": str(uuid4()),
        "dedupe_key": dedupe_key(db, kind.key, message["conversation"], message["dedupe_key"]),
        "kind": kind.key,
        "sealed_text": None,
        "priority": kind.priority,
        "due_at": due,
        "expires_at": None,
        "edits_id": message_id,
    }
    return {**message, **own}


def _written(db: Db, values: dict[str, Any]) -> int | None:
    """The number of the row, if it is newly owed."""
    newly: int | None = inserted_id(db, OutboxRow, **values, **_FRESH)
    return newly if newly is not None else _revived(db, values)


def _revived(db: Db, values: dict[str, Any]) -> int | None:
    """What was cancelled is owed again; an edit of such a message may still wait."""
    edit_waits = and_(OutboxRow.edits_id.is_not(None), OutboxRow.state == State.PENDING)
    over = or_(OutboxRow.state == State.CANCELLED, edit_waits)
    this = OutboxRow.dedupe_key == values["dedupe_key"]
    clean = {"attempts": 0, "not_before": None, "last_error": None, "first_post_at": None}
    if not _changed(db, (this, over), **values, **clean):
        return None
    return db.scalars(select(OutboxRow.id).where(this)).one()


def _changed(db: Db, which: Collection[ColumnElement[bool]], **values: Any) -> int:
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
    return done.rowcount
