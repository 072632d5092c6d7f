"""Which message is next, and when: statements that are built once, each a few steps along an index.

However many messages there are, finding the next one costs the same: see the indexes of
bot.store.tables.OutboxRow. Which is next: docs/delivery.md, Order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.kinds import PRIORITIES
from bot.outbox.limits import holds
from bot.store.db.session import Db
from bot.store.tables import Hold, OutboxRow, Pair

AT_ONCE = 500
"""As many are tidied in one transaction."""

_Moment = BindParameter[datetime]
_NOW: _Moment = bindparam("now", type_=OutboxRow.due_at.type)
_REALLY: _Moment = bindparam("real_now", type_=OutboxRow.due_at.type)
_LEVEL = bindparam("level", type_=OutboxRow.priority.type)
_MAY_OPEN = bindparam("may_open", type_=Boolean())
_MAY_EDIT = bindparam("may_edit", type_=Boolean())
LEVELS = tuple(PRIORITIES)
BEYOND = LEVELS[-1] + 1
"""What an earlier version held less urgent."""
EVERY_LEVEL = (*LEVELS, BEYOND)

_PENDING = OutboxRow.state == State.PENDING
_STALE = and_(OutboxRow.state == State.SENDING, OutboxRow.lease_until <= _REALLY)
_OVER = and_(_PENDING, OutboxRow.unclear.is_(False), OutboxRow.expires_at <= _NOW)


@dataclass(frozen=True)
class Backlog:
    """Whether something is to be tidied, and how urgent what is due may be."""

    to_tidy: bool
    due_levels: tuple[int, ...]


@dataclass(frozen=True)
class Order:
    """The most urgent goes first, of those the longest due; or the `longest_due` of all.

    `may_open`: also what needs a new conversation; `may_edit`: also edits. Only `levels` are looked
    at.
    """

    may_open: bool
    may_edit: bool
    longest_due: bool
    levels: Sequence[int]


def backlog(db: Db, now: datetime, real_now: datetime) -> Backlog:
    """What there can be to do: a cheap look before a costly one."""
    lease, end, *due, beyond = db.connection().execute(_FIRSTS).one()
    to_tidy = (lease is not None and lease <= real_now) or (end is not None and end <= now)
    levels = [level for level, at in zip(LEVELS, due, strict=True) if at is not None and at <= now]
    return Backlog(to_tidy, (*levels, BEYOND) if beyond else tuple(levels))


def next_row(db: Db, now: datetime, real_now: datetime, how: Order) -> OutboxRow | None:
    """What leaves next, locked; None when nothing of the asked levels can leave now."""
    at = {
        "now": now, "real_now": real_now, "may_open": how.may_open, "may_edit": how.may_edit
    }  # fmt: skip
    found = (db.scalars(statement, at | level).first() for statement, level in _in_turn(how))
    return next((row for row in found if row is not None), None)


def can_leave(db: Db, now: datetime, real_now: datetime, *, may_open: bool, may_edit: bool) -> bool:
    """Whether there is such a message; nothing is locked."""
    at = {"now": now, "real_now": real_now, "may_open": may_open, "may_edit": may_edit}
    return db.scalars(_ANY, at).first() is not None


def pointless(db: Db, now: datetime) -> list[int]:
    """Messages past their end, locked; those in others' hands are left out."""
    return list(db.scalars(_POINTLESS, {"now": now}))


def deserted(db: Db, real_now: datetime) -> list[int]:
    """Messages whose lease has run out, locked in the same way."""
    return list(db.scalars(_DESERTED, {"real_now": real_now}))


def soonest(db: Db, now: datetime, real_now: datetime) -> list[datetime]:
    """Moments (technical time) at which something may change: a due time, or the end of a
    back-off, a lease or, while something waits, a hold."""
    at = {"now": now, "real_now": real_now}
    waiting, due, free, lease, held = db.execute(_SOONEST, at).one()
    moments = [due and real_now + (due - now), free, lease, waiting and held]
    return [moment for moment in moments if moment is not None]


# --- the statements ------------------------------------------------------------------------------


def _in_turn(how: Order) -> Iterator[tuple[Select[OutboxRow], dict[str, Any]]]:
    if how.longest_due:
        yield _LONGEST_DUE, {}
    for level in how.levels:
        yield (_BEYOND, {"level": LEVELS[-1]}) if level == BEYOND else (_OF_LEVEL, {"level": level})


def _next(*among: ColumnElement[bool]) -> Select[OutboxRow]:
    """The longest due among these, unless it is held in some way."""
    useful = or_(OutboxRow.unclear, OutboxRow.expires_at.is_(None), OutboxRow.expires_at > _NOW)
    free = or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= _REALLY)
    return (
        select(OutboxRow)
        .where(_PENDING, *among, OutboxRow.due_at <= _NOW, useful, free)
        .where(_openable(), _editable(), ~_held(), ~_another_under_way(), ~_behind_another())
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(1)
    )


def _openable() -> ColumnElement[bool]:
    """Its conversation is there already, or may be opened now."""
    there = exists().where(Pair.id == OutboxRow.pair_id, Pair.channel.is_not(None))
    alone = or_(OutboxRow.pair_id.is_(None), OutboxRow.person_id.is_not(None))
    return or_(_MAY_OPEN, alone, OutboxRow.unclear, there)


def _editable() -> ColumnElement[bool]:
    """No edit, or one whose message waits no more and whose fate is known."""
    message = aliased(OutboxRow)
    still_to_be_sent = exists().where(
        message.id == OutboxRow.edits_id, message.state.in_(OPEN_STATES)
    )
    return or_(OutboxRow.edits_id.is_(None), and_(_MAY_EDIT, ~still_to_be_sent))


def _held() -> ColumnElement[bool]:
    key = "conversation:" + OutboxRow.conversation
    return exists().where(Hold.key == key, Hold.until > _REALLY)


def _another_under_way() -> ColumnElement[bool]:
    other = aliased(OutboxRow)
    return exists().where(
        other.conversation == OutboxRow.conversation, other.state == State.SENDING
    )


def _behind_another() -> ColumnElement[bool]:
    """An earlier one of the conversation waits; being earlier, it is due, too. Edits stand in no
    order: they change what is there already."""
    other = aliased(OutboxRow)
    return and_(
        OutboxRow.edits_id.is_(None),
        exists().where(
            other.edits_id.is_(None),
            other.conversation == OutboxRow.conversation,
            other.state == State.PENDING,
            other.due_at <= OutboxRow.due_at,
            or_(other.due_at < OutboxRow.due_at, other.id < OutboxRow.id),
        ),
    )


def _locked(statement: Select[OutboxRow]) -> Select[OutboxRow]:
    return statement.with_for_update(skip_locked=True, of=OutboxRow)


def _ids(which: ColumnElement[bool]) -> Select[int]:
    return select(OutboxRow.id).where(which).limit(AT_ONCE).with_for_update(skip_locked=True)


def _first(column: Any, *among: ColumnElement[bool]) -> Any:
    """The end of an index, which both databases find in one step."""
    return select(func.min(column)).where(*among).scalar_subquery()


def _firsts() -> Select[*tuple[Any, ...]]:
    """Without parameters: PostgreSQL then plans it once. Of what lies beyond the levels the due
    time is not asked, since no index finds it in one step."""
    sending, sure = OutboxRow.state == State.SENDING, OutboxRow.unclear.is_(False)
    return select(
        _first(OutboxRow.lease_until, sending),
        _first(OutboxRow.expires_at, _PENDING, sure),
        *(_first(OutboxRow.due_at, _PENDING, OutboxRow.priority == level) for level in LEVELS),
        exists().where(_PENDING, OutboxRow.priority > LEVELS[-1]),
    )


def _soonest() -> Select[datetime, datetime, datetime, datetime, datetime]:
    """When something is and falls due in programme time; the others in technical time."""
    hold = and_(Hold.until > _REALLY, holds.is_hold())
    return select(
        _first(OutboxRow.due_at, _PENDING),
        _first(OutboxRow.due_at, _PENDING, OutboxRow.due_at > _NOW),
        _first(OutboxRow.not_before, _PENDING, OutboxRow.not_before > _REALLY),
        _first(OutboxRow.lease_until, OutboxRow.state == State.SENDING),
        _first(Hold.until, hold),
    )


_ANY = _next()
_LONGEST_DUE = _locked(_ANY)
_OF_LEVEL = _locked(_next(OutboxRow.priority == _LEVEL))
_BEYOND = _locked(_next(OutboxRow.priority > _LEVEL))
_POINTLESS, _DESERTED = _ids(_OVER), _ids(_STALE)
_FIRSTS, _SOONEST = _firsts(), _soonest()
