"""Messages that are owed: queued in the transaction of what causes them, once per occasion.

A row says *who, what, for which occasion*; the words are made when it leaves.
"""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update
from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.kinds import KINDS
from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.secrets import sealing
from bot.store.tables import OutboxRow, Pair

ENQUEUED = "owed"
"""Set in a session's `info` when its transaction owes something."""
_FRESH = {"attempts": 0, "posting": False, "unclear": False, "plain": False}


def enqueue(
    db: Db,
    kind: str,
    *,
    occasion: str,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    person: int | None = None,
    pair: int | None = None,
    channel: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    subject: str | None = None,
    text: bytes | None = None,
) -> bool:
    """Owes one message to a person, or to a pair's group, or to a channel (exactly one of them).

    True if it is newly owed; False if it was already, sent or not. What was cancelled before it
    left may be owed again. `due_at` is when it may leave at the earliest (default: now), already
    moved into the receiver's hours; `expires_at` defaults to `due_at` plus the kind's life.
    `subject` ("pair:7") is what `cancel` goes by. `text` is something sealed that the last look
    needs: a text of the operator's, or a fact that is nobody's business.
    Raises KeyError for an unknown kind and ValueError without exactly one receiver.
    """
    the_kind = KINDS[kind]
    conversation = _conversation(person, pair, channel)
    due = due_at or now
    lives = the_kind.lives
    values = {
        "uid": str(uuid4()),
        "dedupe_key": dedupe_key(db, kind, conversation, occasion),
        "kind": kind,
        "conversation": conversation,
        "person_id": person,
        "pair_id": pair,
        "channel": channel,
        "subject": subject,
        "arguments": dict(arguments or {}),
        "sealed_text": text,
        "priority": the_kind.priority,
        "state": State.PENDING,
        "due_at": due,
        "expires_at": expires_at or (due + lives if lives else None),
    }
    newly = insert_if_absent(db, OutboxRow, **values, **_FRESH) or _revive(db, values)
    if newly:
        db.info[ENQUEUED] = True
    return newly


def enqueue_apart(db: Db, row: OutboxRow) -> None:
    """What is owed to a pair's group, to each of the two instead, for the same occasion."""
    pair = db.get_one(Pair, row.pair_id)
    for one in pair.sides:
        conversation = _conversation(one.person_id, None, None)
        same = ("kind", "pair_id", "subject", "arguments", "priority", "due_at", "expires_at")
        newly = insert_if_absent(
            db, OutboxRow, uid=str(uuid4()), conversation=conversation, person_id=one.person_id,
            dedupe_key=dedupe_key(db, row.kind, conversation, row.dedupe_key),
            state=State.PENDING, **{name: getattr(row, name) for name in same}, **_FRESH,
        )  # fmt: skip
        if newly:
            db.info[ENQUEUED] = True


def cancel(
    db: Db,
    *,
    subject: str | None = None,
    kinds: Collection[str] | None = None,
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
    if person is not None:
        meant.append(OutboxRow.person_id == person)
    if pair is not None:
        meant.append(OutboxRow.pair_id == pair)
    if kinds is not None:
        meant.append(OutboxRow.kind.in_(kinds))
    if not meant:
        raise ValueError("which messages?")
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.unclear.is_(False))
    return _changed(db, [*waiting, *meant], state=State.CANCELLED, sealed_text=None)


def look_again(db: Db, reason: str, now: datetime) -> None:
    """What waits for this reason need not wait any more: it is looked at now."""
    waiting = (OutboxRow.state == State.PENDING, OutboxRow.last_error == reason)
    if _changed(db, waiting, due_at=now):
        db.info[ENQUEUED] = True


def delivered(db: Db, kind: str, *, person: int, occasion: str) -> bool:
    """Whether this message has reached Slack."""
    key = dedupe_key(db, kind, _conversation(person, None, None), occasion)
    state = db.scalars(select(OutboxRow.state).where(OutboxRow.dedupe_key == key)).one_or_none()
    return state == State.SENT


def last_left(
    db: Db, kinds: Collection[str], *, person: int, subjects: Collection[str]
) -> datetime | None:
    """When a message of these kinds about one of the subjects has left last (programme time).

    One that is just leaving counts by its due time.
    """
    gone = or_(OutboxRow.state.in_([State.SENDING, State.SENT]), OutboxRow.unclear)
    return db.scalar(
        select(func.max(func.coalesce(OutboxRow.sent_at, OutboxRow.due_at))).where(
            OutboxRow.conversation == _conversation(person, None, None),
            OutboxRow.kind.in_(kinds),
            OutboxRow.subject.in_(subjects),
            gone,
        )
    )


def enqueued_since(db: Db, kind: str, *, person: int, since: datetime) -> int:
    """How many messages of a kind have fallen due for a person after a moment, left or not."""
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.person_id == person, OutboxRow.kind == kind, OutboxRow.due_at > since
    )
    return db.scalars(asked).one()


def unsettled(db: Db, *, subjects: Collection[str], kind: str) -> int:
    """How many messages of one kind about these subjects are still to be sent."""
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.subject.in_(subjects), OutboxRow.kind == kind, OutboxRow.state.in_(OPEN_STATES)
    )
    return db.scalars(asked).one()


def dedupe_key(db: Db, kind: str, conversation: str, occasion: str) -> str:
    """Keyed hash of what, to whom, for which occasion: unique among all messages ever owed.

    HMAC-SHA256 with the installation's key: of old messages only this stays, and nobody can guess
    from it who was told what. Source: docs/delivery.md, The promise.
    """
    key = sealing.of(db).installation
    return hmac.new(key, "\0".join((kind, conversation, occasion)).encode(), sha256).hexdigest()


def _conversation(person: int | None, pair: int | None, channel: str | None) -> str:
    named = {"person": person, "pair": pair, "channel": channel}
    given = [f"{what}:{one}" for what, one in named.items() if one is not None]
    if len(given) != 1:
        raise ValueError("a message has one receiver: a person, a pair or a channel")
    return given[0]


def _revive(db: Db, values: dict[str, Any]) -> bool:
    this = (OutboxRow.dedupe_key == values["dedupe_key"], OutboxRow.state == State.CANCELLED)
    clean = {"attempts": 0, "not_before": None, "last_error": None, "first_post_at": None}
    return bool(_changed(db, this, **values, **clean))


def _changed(db: Db, which: Collection[ColumnElement[bool]], **values: Any) -> int:
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
    return done.rowcount
