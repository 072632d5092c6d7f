"""Dates of a pair, and who was asked whether they met."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    and_,
    func,
    or_,
    select,
)

from bot.domain.lifecycle import (
    CheckinState,
    SessionState,
)
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import CheckinRequest, Event, Pair, Session


def session(db: Db, session_id: int, *, lock: bool = False) -> Session | None:
    """This session, with `lock` read afresh and held until the transaction ends."""
    query = select(Session).where(Session.id == session_id)
    if not lock:
        return db.scalar(query)
    return db.scalar(query.with_for_update(of=Session).execution_options(populate_existing=True))


def sessions_of(
    db: Db, pair_id: int, states: Sequence[SessionState] | None = None
) -> Sequence[Session]:
    """A pair's sessions in order of their beginning, in any of these states."""
    query = select(Session).where(Session.pair_id == pair_id)
    if states is not None:
        query = query.where(Session.state.in_(states))
    return db.scalars(query.order_by(Session.starts_at, Session.id)).all()


def to_come(db: Db, pair_id: int, now: datetime) -> Sequence[Session]:
    """A pair's agreed sessions that have not begun, and its proposal while it is open, in order."""
    live = sessions_of(db, pair_id, [SessionState.PROPOSED, SessionState.DATED])
    return [one for one in live if (one.answer_by or one.starts_at) > now]


def agreed_to_come(db: Db, pair_id: int, now: datetime) -> Sequence[Session]:
    """A pair's agreed meetings that have not begun, in order."""
    agreed = sessions_of(db, pair_id, [SessionState.DATED])
    return [one for one in agreed if one.starts_at > now]


def next_agreed(db: Db, pair_id: int, now: datetime) -> Session | None:
    """The first of them."""
    return next(iter(agreed_to_come(db, pair_id, now)), None)


def agreed_ahead(db: Db, participation_id: int, now: datetime) -> Sequence[Session]:
    """The agreed meetings of somebody that are not over, with whomever, in order."""
    query = (
        select(Session)
        .join(Pair, Session.pair_id == Pair.id)
        .where(
            Pair.has_side(participation_id),
            Session.state == SessionState.DATED,
            Session.ends_at > now,
        )
    )
    return db.scalars(query.order_by(Session.starts_at, Session.id)).all()


def suggested_by(db: Db, participation_id: int, now: datetime) -> Sequence[Session]:
    """What somebody suggested, to whomever, and can still be taken."""
    open_ones = (Session.state == SessionState.PROPOSED, Session.answer_by > now)
    query = select(Session).where(Session.proposed_by == participation_id, *open_ones)
    return db.scalars(query.order_by(Session.id)).all()


def written_since(db: Db, pair_id: int, moment: datetime, *, by: int | None, at_least: int) -> bool:
    """Whether so many of a pair's sessions were written after a moment by one participation, or
    (None) declared as held without a date agreed before."""
    ids = db.scalars(
        select(Session.id)
        .where(Session.pair_id == pair_id, Session.proposed_by.is_not_distinct_from(by))
        .order_by(Session.id.desc())
        .limit(at_least)
    ).all()
    # The oldest of the last so many tells; most pairs have fewer, and no event is looked at.
    if len(ids) < at_least:
        return False
    begun = select(func.min(Event.at)).where(Event.thing == "session", Event.thing_id == ids[-1])
    first = db.scalar(begun)
    return first is not None and first > moment


def begun(db: Db, pair_id: int, now: datetime) -> tuple[int, datetime | None]:
    """How many meetings of a pair have begun, and when the last one did.

    Those that the two were to be asked about, held or not: what either answered is not looked at.
    """
    asked = select(CheckinRequest).where(CheckinRequest.session_id == Session.id).exists()
    count, last = db.execute(
        select(func.count(), func.max(Session.starts_at)).where(
            Session.pair_id == pair_id,
            Session.starts_at <= now,
            Session.state != SessionState.MOVED,
            asked,
        )
    ).one()
    return count, last


def ever_agreed(db: Db, pair_id: int) -> bool:
    """Whether the two ever agreed on a date, whatever came of it."""
    asked = select(CheckinRequest).where(CheckinRequest.session_id == Session.id).exists()
    agreed = select(Session.id).where(
        Session.pair_id == pair_id, Session.proposed_by.is_not(None), asked
    )
    return db.scalar(agreed.limit(1)) is not None


def last_held(db: Db, pair_id: int) -> tuple[int, datetime | None]:
    """How many meetings of a pair were held, and when the last of them ended."""
    held = (Session.pair_id == pair_id, Session.state == SessionState.HELD)
    count, last = db.execute(select(func.count(), func.max(Session.ends_at)).where(*held)).one()
    return count, last


def held_in_window(db: Db, window_id: int) -> int:
    """How many meetings count in a window."""
    return db.scalars(
        select(func.count(Session.id)).where(
            Session.window_id == window_id, Session.state == SessionState.HELD
        )
    ).one()


def request(db: Db, session_id: int, participation_id: int) -> CheckinRequest | None:
    return db.get(CheckinRequest, (session_id, participation_id))


def requests_of(db: Db, session_id: int) -> Sequence[CheckinRequest]:
    return db.scalars(select(CheckinRequest).where(CheckinRequest.session_id == session_id)).all()


def asked_of(db: Db, participation_id: int) -> Sequence[tuple[Session, CheckinState]]:
    """(session, request state) of what a person is asked about, the oldest first."""
    rows = db.execute(
        select(Session, CheckinRequest.state)
        .join(CheckinRequest, CheckinRequest.session_id == Session.id)
        .where(CheckinRequest.participation_id == participation_id)
        .order_by(Session.starts_at)
    )
    return [(session, state) for session, state in rows]


TO_ASK = DueQuery(
    CheckinRequest,
    lambda now: and_(CheckinRequest.state == CheckinState.DUE, CheckinRequest.ask_at <= now),
    order=CheckinRequest.ask_at,
)


TO_CLOSE = DueQuery(
    Session,
    lambda now: or_(
        Session.closes_at <= now,
        and_(Session.state == SessionState.PROPOSED, Session.answer_by <= now),
    ),
    order=Session.id,
)
"""Sessions whose check-in closes now, and proposals of which the last time has begun."""
