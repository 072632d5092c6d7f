"""The programme that is open: its rules and what of them is in use, its leads, its workspace, its
next dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import and_, delete, or_, select

from bot.domain.lifecycle import LIVE_PAIRS, ProgrammeState, ProposalState
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.queries import enrolment
from bot.store.queries.drafted import UNSENT
from bot.store.tables import (
    ConcernRow,
    OfferRow,
    Pair,
    Participation,
    Programme,
    Proposal,
    Round,
    WishRow,
)


def current(db: Db) -> Programme:
    """The one open programme. Raises NoResultFound before the first start made it."""
    return db.scalars(CURRENT).one()


def locked(db: Db) -> Programme:
    """The same, read anew, for nobody else to change until the transaction ends."""
    return db.scalars(_CURRENT_LOCKED).one()


CURRENT = select(Programme).order_by(Programme.id.desc()).limit(1)
_CURRENT_LOCKED = CURRENT.with_for_update().execution_options(populate_existing=True)


def any_yet(db: Db) -> bool:
    return db.scalar(select(Programme.id).limit(1)) is not None


def claim(db: Db, workspace: str) -> str:
    """Whose the database is: from now on this workspace's, if it was nobody's."""
    programme = locked(db)
    if programme.workspace is None:
        programme.workspace = workspace
    return programme.workspace


def any_round(db: Db, programme_id: int) -> bool:
    return (
        db.scalar(select(Round.id).where(Round.programme_id == programme_id).limit(1)) is not None
    )


# --- what of its lists people have chosen ---------------------------------------------------------


@dataclass(frozen=True)
class InUse:
    """List entries and levels that people who take part have chosen."""

    functions: frozenset[str]
    sites: frozenset[str]
    bands: frozenset[int]
    topics: frozenset[str]


def in_use(db: Db, programme_id: int) -> InUse:
    """What of a programme's lists people have chosen, so that it cannot be taken away."""
    rows = enrolment.active(db, programme_id)
    return InUse(
        frozenset(one.function for one in rows if one.function),
        frozenset(one.site for one in rows if one.site),
        frozenset(one.band for one in rows),
        _topics_in_use(db, programme_id),
    )


def _topics_in_use(db: Db, programme_id: int) -> frozenset[str]:
    """Those that people share or wish, also who left and may be back, and those of pairs that live
    or may come to."""
    chosen = [
        db.scalars(
            select(row.topic)
            .join(Participation, row.participation_id == Participation.id)
            .where(Participation.programme_id == programme_id)
            .distinct()
        )
        for row in (OfferRow, WishRow)
    ]
    shared = db.execute(select(Pair.topics, Pair.give_back).where(Pair.state.in_(LIVE_PAIRS)))
    paired = [topic for topics, back in shared for topic in (*topics, back) if topic]
    to_come = db.scalars(select(Proposal.reasons).where(Proposal.state.in_(_TO_COME)))
    proposed = [
        topic
        for reasons in to_come
        for topic in (*reasons.get("topics", ()), reasons.get("give_back"))
        if topic
    ]
    return frozenset(chain(paired, proposed, *chosen))


_TO_COME = (*UNSENT, ProposalState.OFFERED)


# --- concerns -------------------------------------------------------------------------------------


def concern(db: Db, number: int) -> ConcernRow | None:
    return db.get(ConcernRow, number)


def concerns(db: Db) -> Sequence[ConcernRow]:
    """All that are kept, the newest first."""
    return db.scalars(select(ConcernRow).order_by(ConcernRow.raised_on.desc(), ConcernRow.id)).all()


def concerns_after(db: Db, last_id: int, limit: int) -> Sequence[ConcernRow]:
    """Those with a number above this one, locked, in order."""
    return db.scalars(
        select(ConcernRow)
        .where(ConcernRow.id > last_id)
        .order_by(ConcernRow.id)
        .limit(limit)
        .with_for_update()
    ).all()


def forget_concerns(db: Db, until: date) -> None:
    """Those that were raised on this day or before are gone."""
    db.execute(delete(ConcernRow).where(ConcernRow.raised_on <= until))


# --- what is due ---------------------------------------------------------------------------------

ROUND = DueQuery(
    Programme,
    lambda now: and_(Programme.next_round_at <= now, Programme.state.in_(ProgrammeState)),
)
ACCOUNTS_HELD = DueQuery(Programme, lambda _: Programme.accounts_held_at.is_not(None))
"""Too many accounts were gone at once."""
NIGHT = DueQuery(
    Programme, lambda now: or_(Programme.next_night_at.is_(None), Programme.next_night_at <= now)
)
