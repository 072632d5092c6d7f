"""Taking one message into one's hands: which is next, and may it leave now?

Everything here happens in one transaction. It ends with the lease and, before any POST, with
`posting` set: after a crash the next owner knows that the message may have arrived. The order:
docs/delivery.md, Order; the budget: docs/delivery.md, One in seven days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select, update

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.deliver import queue
from bot.outbox.deliver.queue import Order
from bot.outbox.deliver.timing import Timing, seconds
from bot.outbox.kinds import Kind, Kinds
from bot.outbox.limits import holds, rate_budget
from bot.outbox.operator.retention import EMPTY
from bot.outbox.ports import OPEN, POST, UPDATE
from bot.store.db.insert_if_absent import rows_of
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person

BUDGET = timedelta(days=7)
ROWS = rows_of(OutboxRow)
_THIS = update(ROWS).where(ROWS.c.id == bindparam("this"))


@dataclass(frozen=True)
class Claim:
    """A message in our hands until `row.lease_until`; `lease` proves that they are ours.

    `row` belongs to no session any more; it shows the message as it was when it was taken.
    `more`: the budget allows another message at once.
    """

    row: OutboxRow
    kind: Kind[Any, Any]
    lease: str
    taken_at: datetime
    first_post_before: datetime | None
    more: bool = True

    @property
    def is_edit(self) -> bool:
        return self.row.edits_id is not None

    @property
    def method(self) -> str:
        """Of Slack's, by which it leaves."""
        return UPDATE if self.is_edit else POST


def tidy(db: Db, kinds: Kinds, now: datetime, real_now: datetime, timing: Timing) -> None:
    """What has become pointless expires; what a dead sender held is to be looked up.

    Its POST may have left at the last instant of the lease, so the settle time starts now.
    """
    if over := queue.pointless(db, now):
        these = OutboxRow.id.in_(over)
        _set(db, these, OutboxRow.kind.in_(kinds.conditional), **EMPTY)
        _set(db, these, OutboxRow.kind != "", state=State.EXPIRED, sealed_text=None)
    if deserted := queue.deserted(db, real_now):
        _set(
            db,
            OutboxRow.id.in_(deserted),
            state=State.PENDING,
            unclear=or_(OutboxRow.unclear, OutboxRow.posting),  # no edit is either
            not_before=case(
                (OutboxRow.posting, real_now + seconds(timing.settle)), else_=OutboxRow.not_before
            ),
            posting=False,
            lease_owner=None,
            lease_until=None,
        )


def may_leave(db: Db, real_now: datetime, timing: Timing) -> bool:
    """Whether any message may: neither a hold nor the budget keeps all of them back."""
    return _gate(db, real_now, timing).opens_at <= real_now


def claim(
    db: Db,
    kinds: Kinds,
    now: datetime,
    real_now: datetime,
    timing: Timing,
    *,
    longest_due: bool = False,
    levels: Sequence[int] = queue.EVERY_LEVEL,
) -> Claim | None:
    """The next message of these `levels`, leased to the caller; None when none can leave now.

    The most urgent first, then the longest due; or the `longest_due` of all. None of a
    conversation overtakes an earlier one that is due, and two of it are never under way at once.
    """
    gate = _gate(db, real_now, timing)
    if gate.opens_at > real_now:
        return None
    how = Order(gate.may_open_at <= real_now, gate.may_edit_at <= real_now, longest_due, levels)
    while (row := queue.next_row(db, now, real_now, how)) is not None:
        if _within_budget(db, kinds, row, now, real_now):
            more, before = gate.allows_two, row.first_post_at
            if not row.unclear and _spent(db, row, gate, real_now, timing):
                return None
            lease = _lease(db, row, now, real_now, timing)
            return Claim(row, kinds[row.kind], lease, real_now, before, more)
        db.flush()
    return None


def _spent(db: Db, row: OutboxRow, gate: "Gate", real_now: datetime, timing: Timing) -> bool:
    """Uses the budget of posts or of edits; True if there is none."""
    budget = (POST, gate.post_full_at) if row.edits_id is None else (UPDATE, gate.edit_full_at)
    method, seen = budget
    return rate_budget.spend(db, method, real_now, timing.pace, seen) is not None


def next_at(db: Db, now: datetime, real_now: datetime, timing: Timing) -> datetime | None:
    """When (technical time) there can be something to do, not after this; None if nothing waits."""
    gate = _gate(db, real_now, timing)
    may_open, may_edit = gate.may_open_at <= real_now, gate.may_edit_at <= real_now
    if queue.can_leave(db, now, real_now, may_open=may_open, may_edit=may_edit):
        return gate.opens_at
    moments = queue.soonest(db, now, real_now)
    if moments:
        moments += [at for at in (gate.may_open_at, gate.may_edit_at) if at > real_now]
    return min(moments, default=None)


@dataclass(frozen=True)
class Gate:
    """When messages may leave at all, when a new conversation may be opened, and when a message
    may be edited: holds and budgets that are everybody's."""

    opens_at: datetime
    may_open_at: datetime
    may_edit_at: datetime
    post_full_at: datetime | None
    edit_full_at: datetime | None
    allows_two: bool


_EVERYTHING = (holds.INSTALLATION, holds.NETWORK, holds.of_method(POST))
_OPENING, _EDITING = holds.of_method(OPEN), holds.of_method(UPDATE)
_WATCHED = (*_EVERYTHING, _OPENING, _EDITING, *map(rate_budget.key_of, (POST, OPEN, UPDATE)))


def _gate(db: Db, real_now: datetime, timing: Timing) -> Gate:
    known = holds.known(db, _WATCHED)

    def when(method: str, *keys: str) -> datetime:
        full_at = known.get(rate_budget.key_of(method))
        free = rate_budget.free_at(full_at, method, real_now, timing.pace)
        return max([free, *(known[key] for key in keys if key in known)])

    full_at = known.get(rate_budget.key_of(POST))
    then = full_at and rate_budget.used(full_at, POST, real_now, timing.pace)
    two = rate_budget.free_at(then, POST, real_now, timing.pace) <= real_now
    return Gate(
        opens_at=when(POST, *_EVERYTHING),
        may_open_at=when(OPEN, _OPENING),
        may_edit_at=when(UPDATE, _EDITING),
        post_full_at=full_at,
        edit_full_at=known.get(rate_budget.key_of(UPDATE)),
        allows_two=two,
    )


def _lease(db: Db, row: OutboxRow, now: datetime, real_now: datetime, timing: Timing) -> str:
    lease = str(uuid4())
    taken: dict[str, Any] = {
        "state": State.SENDING,
        "lease_owner": lease,
        "lease_until": real_now + seconds(timing.lease),
        "posting": not row.unclear and row.edits_id is None,
    }
    if taken["posting"]:
        taken |= {"first_post_at": row.first_post_at or now, "last_post_at": now}
    db.connection().execute(_THIS, taken | {"this": row.id})
    db.expunge(row)
    for column, value in taken.items():
        setattr(row, column, value)
    return lease


# --- at most one other message in seven days -----------------------------------------------------


def _within_budget(db: Db, kinds: Kinds, row: OutboxRow, now: datetime, real_now: datetime) -> bool:
    """Whether it may leave; if not, it is put off to the end of the seven days, or has expired."""
    spends = row.kind in kinds.other and row.person_id is not None and not row.unclear
    if not spends:
        return True
    alone = _alone_with(db, row.person_id)
    if alone is None:
        row.not_before = real_now + seconds(1)
        return False
    last = max(filter(None, (*alone, _on_its_way(db, kinds, row))), default=None)
    if last is None or last + BUDGET <= now:
        return True
    due = last + BUDGET
    if row.expires_at is None or row.expires_at > due:
        row.due_at, row.last_error = due, "budget"
    elif row.kind in kinds.conditional:
        for column, value in EMPTY.items():
            setattr(row, column, value)
    else:
        row.state, row.last_error = State.EXPIRED, "budget"
    return False


def _alone_with(db: Db, person_id: int | None) -> tuple[datetime | None] | None:
    """Lock the person, without waiting: who holds the lock may be waiting for our message.

    When the person last got a message of this class, in a tuple; None when somebody else has the
    lock.
    """
    locked = (
        select(Person.last_other_at)
        .where(Person.id == person_id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    found = db.execute(locked).first()
    return None if found is None else (found[0],)


def _on_its_way(db: Db, kinds: Kinds, row: OutboxRow) -> datetime | None:
    """When another message of this class was posted to the person that may have arrived."""
    asked = select(func.max(OutboxRow.last_post_at)).where(
        OutboxRow.person_id == row.person_id,
        OutboxRow.kind.in_(kinds.other),
        OutboxRow.id != row.id,
        OutboxRow.state.in_(OPEN_STATES),
        or_(OutboxRow.unclear, OutboxRow.posting),
    )
    last: datetime | None = db.scalars(asked).one()
    return last


def _set(db: Db, *which: ColumnElement[bool], **values: object) -> None:
    db.execute(
        update(OutboxRow).where(*which).values(**values),
        execution_options={"synchronize_session": False},
    )
