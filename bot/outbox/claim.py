"""Taking one message into one's hands: which is next, and may it leave now?

Everything here happens in one transaction. It ends with the lease and, before any POST, with
`posting` set: after a crash the next owner knows that the message may have arrived.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import aliased

from bot.outbox import throttles
from bot.outbox.kinds import KINDS, Budget
from bot.outbox.ports import POST
from bot.outbox.retention import drop_old_holds
from bot.outbox.states import OPEN_STATES, State
from bot.outbox.timing import Timing, seconds
from bot.store.tables import OutboxRow, Person, Throttle

BUDGET = timedelta(days=7)
_HOLDS_KEPT = timedelta(minutes=10)
_OTHERS = [kind.key for kind in KINDS.values() if kind.budget is Budget.OTHER]


@dataclass(frozen=True)
class Claim:
    """A message in our hands until `row.lease_until`; `lease` proves that they are ours.

    `row` belongs to no session any more; it shows the message as it was when it was taken.
    """

    row: OutboxRow
    lease: str
    taken_at: datetime
    first_post_before: datetime | None


def tidy(db: Db, now: datetime, real_now: datetime, timing: Timing) -> None:
    """What has become pointless expires; what a dead sender held is to be looked up; holds that
    are over go.

    Its POST may have left at the last instant of the lease, so the settle time starts now.
    """
    pending = OutboxRow.state == State.PENDING
    _set(db, pending, OutboxRow.unclear.is_(False), OutboxRow.expires_at <= now,
         state=State.EXPIRED, sealed_text=None)  # fmt: skip
    _set(
        db,
        OutboxRow.state == State.SENDING,
        OutboxRow.lease_until <= real_now,
        state=State.PENDING,
        unclear=or_(OutboxRow.unclear, OutboxRow.posting),
        not_before=case(
            (OutboxRow.posting, real_now + seconds(timing.settle)), else_=OutboxRow.not_before
        ),
        posting=False,
        lease_owner=None,
        lease_until=None,
    )
    drop_old_holds(db, real_now - _HOLDS_KEPT)


def claim(db: Db, now: datetime, real_now: datetime, timing: Timing) -> Claim | None:
    """The next message, leased to the caller; None when nothing can leave now.

    The most urgent first, then the longest due. None of a conversation overtakes an earlier one
    that is due, and two of it are never under way at once.
    """
    if throttles.held_until(
        db, throttles.INSTALLATION, throttles.of_method(POST), real_now=real_now
    ):
        return None
    at = {"now": now, "real_now": real_now}
    while (row := db.scalars(_NEXT_LOCKED, at).first()) is not None:
        if _within_budget(db, row, now, real_now):
            return _lease(db, row, now, real_now, timing)
        db.flush()
    return None


def anything(db: Db, now: datetime, real_now: datetime) -> bool:
    """Whether there can be something to tidy or to claim: a cheap look before a costly one."""
    return db.scalars(_ANYTHING, {"now": now, "real_now": real_now}).first() is not None


def next_at(db: Db, now: datetime, real_now: datetime) -> datetime | None:
    """When (technical time) there can be something to do, not after this; None if nothing waits."""
    at = {"now": now, "real_now": real_now}
    everybody = throttles.held_until(
        db, throttles.INSTALLATION, throttles.of_method(POST), real_now=real_now
    )
    if everybody is None and db.scalars(_NEXT, at).first() is not None:
        return real_now
    falls_due, *soonest = db.execute(_SOONEST, at).one()
    moments = [*soonest, falls_due and real_now + (falls_due - now)]
    return min((moment for moment in moments if moment is not None), default=None)


# --- the statements, built once: they are asked again and again -----------------------------------


_Moment = BindParameter[datetime]
_AT: _Moment = bindparam("now", type_=OutboxRow.due_at.type)
_REALLY: _Moment = bindparam("real_now", type_=OutboxRow.due_at.type)


def _next() -> Select[OutboxRow]:
    due = or_(
        OutboxRow.unclear,
        and_(
            OutboxRow.due_at <= _AT, or_(OutboxRow.expires_at.is_(None), OutboxRow.expires_at > _AT)
        ),
    )
    free = or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= _REALLY)
    return (
        select(OutboxRow)
        .where(OutboxRow.state == State.PENDING, due, free)
        .where(~_held(), ~_behind_another())
        .order_by(OutboxRow.priority, OutboxRow.due_at, OutboxRow.id)
        .limit(1)
    )


def _held() -> ColumnElement[bool]:
    key = "conversation:" + OutboxRow.conversation
    return exists().where(Throttle.key == key, Throttle.until > _REALLY)


def _behind_another() -> ColumnElement[bool]:
    other = aliased(OutboxRow)
    earlier = or_(
        other.due_at < OutboxRow.due_at,
        and_(other.due_at == OutboxRow.due_at, other.id < OutboxRow.id),
    )
    in_the_way = or_(
        other.state == State.SENDING,
        and_(other.state == State.PENDING, or_(other.due_at <= _AT, other.unclear), earlier),
    )
    return exists().where(
        other.conversation == OutboxRow.conversation, other.id != OutboxRow.id, in_the_way
    )


def _anything() -> Select[int]:
    stale = and_(OutboxRow.state == State.SENDING, OutboxRow.lease_until <= _REALLY)
    due = or_(OutboxRow.unclear, OutboxRow.due_at <= _AT, OutboxRow.expires_at <= _AT)
    pending = and_(OutboxRow.state == State.PENDING, due)
    return select(OutboxRow.id).where(or_(stale, pending)).limit(1)


def _soonest() -> Select[datetime, datetime, datetime, datetime]:
    """When something falls due (programme time); then, in technical time, when a back-off, a
    lease or a hold ends."""
    pending = OutboxRow.state == State.PENDING
    return select(
        select(func.min(OutboxRow.due_at)).where(pending, OutboxRow.due_at > _AT).scalar_subquery(),
        select(func.min(OutboxRow.not_before))
        .where(pending, OutboxRow.not_before > _REALLY)
        .scalar_subquery(),
        select(func.min(OutboxRow.lease_until))
        .where(OutboxRow.state == State.SENDING)
        .scalar_subquery(),
        select(func.min(Throttle.until))
        .where(Throttle.until > _REALLY, exists().where(pending))
        .scalar_subquery(),
    )


_NEXT, _ANYTHING, _SOONEST = _next(), _anything(), _soonest()
_NEXT_LOCKED = _NEXT.with_for_update(skip_locked=True, of=OutboxRow)


def _lease(db: Db, row: OutboxRow, now: datetime, real_now: datetime, timing: Timing) -> Claim:
    lease, before = str(uuid4()), row.first_post_at
    row.state = State.SENDING
    row.lease_owner = lease
    row.lease_until = real_now + seconds(timing.lease)
    row.posting = not row.unclear
    if row.posting:
        row.first_post_at = before or now
        row.last_post_at = now
    db.flush()
    db.expunge(row)
    return Claim(row, lease, real_now, before)


# --- at most one other message in seven days -----------------------------------------------------


def _within_budget(db: Db, row: OutboxRow, now: datetime, real_now: datetime) -> bool:
    """Whether it may leave; if not, it is put off to the end of the seven days, or has expired."""
    spends = row.kind in _OTHERS and row.person_id is not None and not row.unclear
    if not spends:
        return True
    if not _alone_with(db, row.person_id):
        row.not_before = real_now + seconds(1)
        return False
    last = _last_other(db, row)
    if last is None or last + BUDGET <= now:
        return True
    row.due_at, row.last_error = last + BUDGET, "budget"
    if row.expires_at is not None and row.expires_at <= row.due_at:
        row.state = State.EXPIRED
    return False


def _alone_with(db: Db, person_id: int | None) -> bool:
    """Lock the person, without waiting: who holds the lock may be waiting for our message."""
    locked = (
        select(Person.id)
        .where(Person.id == person_id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return db.scalars(locked).first() is not None


def _last_other(db: Db, row: OutboxRow) -> datetime | None:
    """When the person last got a message of this class, or may have got it (programme time)."""
    may_have_arrived = and_(
        OutboxRow.state.in_(OPEN_STATES), or_(OutboxRow.unclear, OutboxRow.posting)
    )
    asked = select(
        func.max(case((OutboxRow.state == State.SENT, OutboxRow.sent_at),
                      else_=OutboxRow.last_post_at), type_=OutboxRow.sent_at.type)
    ).where(
        OutboxRow.person_id == row.person_id,
        OutboxRow.kind.in_(_OTHERS),
        OutboxRow.id != row.id,
        or_(OutboxRow.state == State.SENT, may_have_arrived),
    )  # fmt: skip
    last: datetime | None = db.scalars(asked).one()
    return last


def _set(db: Db, *which: ColumnElement[bool], **values: object) -> None:
    db.execute(
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
