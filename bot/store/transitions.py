"""The one way a state changes: compare-and-set, and one event row, in one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm.attributes import set_committed_value

from bot.domain import lifecycle
from bot.domain.lifecycle.transitions import Table as Transitions
from bot.store import tables
from bot.store.db.session import Db

TABLE_OF: dict[type[tables.Table], Transitions[Any, Any]] = {
    tables.Programme: lifecycle.PROGRAMME,
    tables.Participation: lifecycle.PARTICIPATION,
    tables.Round: lifecycle.ROUND,
    tables.Proposal: lifecycle.PROPOSAL,
    tables.Pair: lifecycle.PAIR,
    tables.Session: lifecycle.SESSION,
}
Stateful = (
    tables.Programme
    | tables.Participation
    | tables.Round
    | tables.Proposal
    | tables.Pair
    | tables.Session
)


def transition(
    db: Db,
    row: Stateful,
    event: str,
    now: datetime,
    *,
    by: int | None = None,
    reason: str | None = None,
) -> bool:
    """Move a row along its table; False when somebody else moved it first.

    `by` is the lead or operator who did it: null for the clock, and for participants, always.
    Raises NoLongerOpen when the row's state knows no such event.
    """
    step = TABLE_OF[type(row)].step(row.state, event)
    kind: Any = type(row)
    moved: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(kind)
        .where(kind.id == row.id, kind.state == row.state)
        .values(state=step.to)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount == 0:
        return False
    log_event(db, row, event, row.state, step.to, now, by=by, reason=reason)
    set_committed_value(row, "state", step.to)
    return True


def transition_all(
    db: Db,
    table: type[tables.Proposal] | type[tables.Pair],
    event: str,
    now: datetime,
    *which: ColumnElement[bool],
    by: int | None = None,
    **values: Any,
) -> Sequence[int]:
    """Move all of these rows whose state knows the event, as `transition` moves one; who moved,
    in order. `values` are set with the state. A statement for each state it may begin in."""
    db.flush()
    moved: dict[int, dict[str, Any]] = {}
    for before in TABLE_OF[table].sources(event):
        after = TABLE_OF[table].step(before, event).to
        found = db.execute(
            update(table)
            .where(table.state == before, *which)
            .values(state=after, **values)
            .returning(table.id, table.programme_id),
            execution_options={"synchronize_session": False},
        )
        for key, programme in found:
            moved[key] = {
                "programme_id": programme, "thing": table.__tablename__, "thing_id": key,
                "event": str(event), "from_state": str(before), "to_state": str(after),
                "actor_id": by, "reason": None, "at": now,
            }  # fmt: skip
    if moved:  # in the order of the numbers: how the rows lie on the disk is not to be told
        db.execute(insert(tables.Event), [moved[key] for key in sorted(moved)])
    return sorted(moved)


def log_event(
    db: Db,
    row: Stateful,
    event: str,
    from_state: str | None,
    to_state: str,
    now: datetime,
    *,
    by: int | None = None,
    reason: str | None = None,
) -> None:
    """Write the event row of a change: who, what, from, to, why, when."""
    db.add(
        tables.Event(
            programme_id=_programme_of(row),
            thing=row.__tablename__,
            thing_id=row.id,
            event=str(event),
            from_state=from_state,
            to_state=str(to_state),
            actor_id=by,
            reason=reason,
            at=now,
        )
    )


EVENTS_AT_ONCE = 1000


def forget_events(db: Db, before: datetime) -> int:
    """Some of the events before a moment, and a year older than the newest, are gone; how many.

    Raises what the database's trigger raises for younger ones.
    """
    newest = db.scalar(select(func.max(tables.Event.id)))
    at = db.scalar(select(tables.Event.at).where(tables.Event.id == newest))
    if at is None:
        return 0
    old = select(tables.Event.id).where(tables.Event.at < min(before, at - _A_YEAR))
    gone = db.scalars(old.order_by(tables.Event.id).limit(EVENTS_AT_ONCE)).all()
    db.execute(delete(tables.Event).where(tables.Event.id.in_(gone)))
    return len(gone)


def forget_events_of(db: Db, participation_id: int, person_id: int) -> None:
    """Of somebody erased no event stays, nor what they did as a lead, nor any of their pairs and
    proposals save what a lead did: the moments would tell who it was.

    Raises what the database's trigger raises for somebody who is not erased.
    """
    event = tables.Event
    pairs, proposals = (
        select(table.id).where(table.has_side(participation_id))
        for table in (tables.Pair, tables.Proposal)
    )
    sessions = select(tables.Session.id).where(tables.Session.pair_id.in_(pairs))
    theirs = or_(
        and_(event.thing == "participation", event.thing_id == participation_id),
        and_(event.thing == "proposal", event.thing_id.in_(proposals)),
        and_(event.thing == "pair", event.thing_id.in_(pairs)),
        and_(event.thing == "session", event.thing_id.in_(sessions)),
    )
    db.execute(
        delete(event).where(
            or_(and_(theirs, event.actor_id.is_(None)), event.actor_id == person_id)
        ),
        execution_options={"synchronize_session": False},
    )


def happened(db: Db, row: Stateful, events: Collection[str], since: datetime) -> int:
    """How often one of these events has befallen a row after a moment."""
    event = tables.Event
    return db.scalars(
        select(func.count(event.id)).where(
            event.thing == row.__tablename__,
            event.thing_id == row.id,
            event.event.in_(events),
            event.at > since,
        )
    ).one()


def came_from(db: Db, row: Stateful, event: str) -> str | None:
    """The state in which this event last befell a row; None if it has not, or that is forgotten."""
    log = tables.Event
    return db.scalar(
        select(log.from_state)
        .where(log.thing == row.__tablename__, log.thing_id == row.id, log.event == event)
        .order_by(log.id.desc())
        .limit(1)
    )


_A_YEAR = timedelta(days=367)


def _programme_of(row: Stateful) -> int:
    if isinstance(row, tables.Programme):
        return row.id
    return row.pair.programme_id if isinstance(row, tables.Session) else row.programme_id
