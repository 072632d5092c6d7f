"""Worksheets, by the meetings that they are for."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.domain.lifecycle import SessionState
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Pair, Session, WorksheetRow


def worksheet(db: Db, session_id: int) -> WorksheetRow | None:
    """That of a meeting; None before it is agreed, and after it is forgotten."""
    return db.get(WorksheetRow, session_id)


def of_moved(db: Db, pair_id: int) -> Sequence[WorksheetRow]:
    """Those for dates of a pair that gave way to another one, in order."""
    moved = select(Session.id).where(
        Session.pair_id == pair_id, Session.state == SessionState.MOVED
    )
    return db.scalars(
        select(WorksheetRow)
        .where(WorksheetRow.session_id.in_(moved))
        .order_by(WorksheetRow.session_id)
    ).all()


def every(db: Db) -> Sequence[WorksheetRow]:
    """Every worksheet there is."""
    return db.scalars(select(WorksheetRow)).all()


def after(db: Db, last_id: int, limit: int) -> Sequence[WorksheetRow]:
    """Those of meetings with a number above this one, locked, in order."""
    return db.scalars(
        select(WorksheetRow)
        .where(WorksheetRow.session_id > last_id)
        .order_by(WorksheetRow.session_id)
        .limit(limit)
        .with_for_update()
    ).all()


def forget_mentee(db: Db, participation_id: int) -> None:
    """Nothing is left of what one person noted."""
    theirs = select(Session.id).join(Pair).where(Pair.mentee_id == participation_id)
    db.execute(delete(WorksheetRow).where(WorksheetRow.session_id.in_(theirs)))


# --- what is due ---------------------------------------------------------------------------------

TO_PREPARE = DueQuery(Session, lambda now: Session.prepare_at <= now, order=Session.prepare_at)
"""Meetings that have been agreed, and for which nothing is laid out yet."""
TO_FORGET = DueQuery(WorksheetRow, lambda now: WorksheetRow.forget_at <= now)
