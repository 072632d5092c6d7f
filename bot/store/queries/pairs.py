"""Pairs, their sessions, and who is asked about them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import lazyload

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    MEETING_PAIRS,
    PairState,
    SessionState,
)
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import CheckinRequest, Pair, Session, WorksheetRow

LIVE = tuple(LIVE_PAIRS)


class Lifetime(NamedTuple):
    """From when until when a pair lives, so far or as planned; by when its meetings are due, which
    is so up to `due_until`: during a break nobody knows yet by how much the rest will move."""

    begun: datetime
    ended: datetime
    due_at: tuple[datetime, ...]
    due_until: datetime


def pair(db: Db, pair_id: int, *, lock: bool = False) -> Pair | None:
    """This pair, with `lock` read afresh and held until the transaction ends."""
    query = select(Pair).where(Pair.id == pair_id)
    if not lock:
        return db.scalar(query)
    return db.scalar(query.with_for_update(of=Pair).execution_options(populate_existing=True))


def live_pairs_of(db: Db, participation_id: int) -> Sequence[Pair]:
    """The pairs that this participation is in now, on a break or not."""
    return db.scalars(
        select(Pair)
        .where(
            Pair.has_side(participation_id),
            Pair.state.in_(LIVE),
        )
        .order_by(Pair.id)
    ).all()


def live_pairs(db: Db, programme_id: int) -> Sequence[Pair]:
    """Every pair that lives now, locked."""
    query = select(Pair).where(Pair.programme_id == programme_id, Pair.state.in_(LIVE))
    return db.scalars(query.order_by(Pair.id).with_for_update(of=Pair)).all()


def lock_pairs_of(db: Db, participation_id: int) -> None:
    """Hold this person's pairs, so that of two who leave at once one is first."""
    db.scalars(
        select(Pair.id).where(Pair.has_side(participation_id)).order_by(Pair.id).with_for_update()
    ).all()


def live_places(
    db: Db, programme_id: int, among: Collection[int] | None = None
) -> Sequence[tuple[int, int]]:
    """(mentor, mentee) participation ids of the live pairs; with `among`, of those with a side
    among these."""
    rows = db.execute(
        select(Pair.mentor_id, Pair.mentee_id).where(
            Pair.programme_id == programme_id, Pair.state.in_(LIVE), Pair.has_side_among(among)
        )
    )
    return [(mentor, mentee) for mentor, mentee in rows]


def rounds_all_over(db: Db, programme_id: int) -> Sequence[tuple[int, datetime]]:
    """(round, when its last pair ended) of the rounds that have no live pair any more."""
    live = func.sum(case((Pair.state.in_(LIVE), 1), else_=0))
    rows = db.execute(
        select(Pair.round_id, func.max(func.coalesce(Pair.ended_at, Pair.ends_at)))
        .where(Pair.programme_id == programme_id)
        .group_by(Pair.round_id)
        .having(live == 0)
        .order_by(Pair.round_id)
    )
    return [(round_id, ended) for round_id, ended in rows]


def rounds_with(db: Db, participation_id: int) -> Sequence[int]:
    """The rounds that brought this participation into a pair."""
    return db.scalars(select(Pair.round_id).where(Pair.has_side(participation_id)).distinct()).all()


def lives(db: Db, proposal_id: int) -> bool:
    """Whether the pair of a proposal is live."""
    found = select(Pair.id).where(Pair.proposal_id == proposal_id, Pair.state.in_(LIVE))
    return db.scalar(found.limit(1)) is not None


def all_of(db: Db, participation_id: int) -> Sequence[Pair]:
    """Every pair that this participation is or was in."""
    return db.scalars(select(Pair).where(Pair.has_side(participation_id)).order_by(Pair.id)).all()


def forget_person(db: Db, participation_id: int) -> None:
    """Nothing says any more which dates the two proposed, when they were asked about them, what one
    noted for them, or what their calendars have."""
    pairs = select(Pair.id).where(Pair.has_side(participation_id))
    met = select(Session.id).where(Session.pair_id.in_(pairs))
    forgotten = {
        "proposed_by": None, "uid": None, "sequence": 0, "changed_at": None,
        "keep_offered_by": None,
    }  # fmt: skip
    db.execute(update(Session).where(Session.pair_id.in_(pairs)).values(forgotten))
    db.execute(delete(CheckinRequest).where(CheckinRequest.session_id.in_(met)))
    db.execute(delete(WorksheetRow).where(WorksheetRow.session_id.in_(met)))


def with_exits(db: Db) -> Sequence[Pair]:
    """Every pair whose two may say something about its end, or have."""
    return db.scalars(select(Pair).where(_has_exits).order_by(Pair.id)).all()


def with_exits_after(db: Db, last: int, limit: int) -> Sequence[Pair]:
    """So many of them after this number, locked."""
    query = select(Pair).where(_has_exits, Pair.id > last).order_by(Pair.id).limit(limit)
    return db.scalars(query.with_for_update(of=Pair)).all()


def forget_exits(db: Db, before: datetime) -> None:
    """Nothing of it stays of rounds whose last pair ended before this moment."""
    live = func.sum(case((Pair.state.in_(LIVE), 1), else_=0))
    over = select(Pair.round_id).group_by(Pair.round_id)
    over = over.having(live == 0, func.max(Pair.ended_at) < before)
    kept = (Pair.exits.is_not(None), Pair.round_id.in_(over))
    db.execute(update(Pair).where(*kept).values(exits=None))


_has_exits = or_(Pair.state.in_(LIVE), Pair.exits.is_not(None))


def pairs_by_state(db: Db, programme_id: int) -> Counter[PairState]:
    """Every pair that ever began, by its state."""
    counted = select(Pair.state, func.count()).where(Pair.programme_id == programme_id)
    found: Counter[PairState] = Counter()
    for state, count in db.execute(counted.group_by(Pair.state)):
        found[state] = count
    return found


def without_a_date(db: Db, programme_id: int, now: datetime) -> int:
    """How many active pairs have no date ahead, neither suggested nor agreed."""
    ahead = and_(_is_a_date, _last_time > now)
    return db.scalars(
        select(func.count(Pair.id)).where(
            Pair.programme_id == programme_id,
            Pair.state == PairState.ACTIVE,
            ~select(Session.id).where(Session.pair_id == Pair.id, ahead).exists(),
        )
    ).one()


def live(db: Db) -> Sequence[Pair]:
    """Every live pair."""
    return db.scalars(
        select(Pair)
        .where(Pair.state.in_(LIVE))
        .options(lazyload(Pair.mentor), lazyload(Pair.mentee))
    ).all()


def live_after(db: Db, last_id: int, limit: int) -> Sequence[Pair]:
    """Live pairs with a number above this one, locked, in order."""
    return db.scalars(
        select(Pair)
        .where(Pair.state.in_(LIVE), Pair.id > last_id)
        .order_by(Pair.id)
        .limit(limit)
        .with_for_update(of=Pair)
        .options(lazyload(Pair.mentor), lazyload(Pair.mentee))
    ).all()


def end_soon(db: Db, programme_id: int, now: datetime, until: datetime) -> int:
    """How many pairs come to their last day between now and then, as it stands; one on a break
    moves its end."""
    return db.scalars(
        select(func.count(Pair.id)).where(
            Pair.programme_id == programme_id,
            Pair.state.in_(MEETING_PAIRS),
            Pair.ends_at > now,
            Pair.ends_at <= until,
        )
    ).one()


def last_completed(db: Db, participation_id: int) -> Pair | None:
    """The pair of this participation that came to its last day most recently."""
    return db.scalar(
        select(Pair)
        .where(Pair.has_side(participation_id), Pair.state == PairState.COMPLETED)
        .order_by(Pair.ended_at.desc(), Pair.id.desc())
        .limit(1)
    )


def lifetimes(db: Db, programme_id: int) -> Sequence[Lifetime]:
    """Of every pair that ever began."""
    rows = db.execute(
        select(Pair.d0, Pair.ended_at, Pair.ends_at, Pair.paused_at, Pair.due_at).where(
            Pair.programme_id == programme_id
        )
    )
    return [_lifetime(*row) for row in rows]


def _lifetime(
    d0: datetime,
    ended: datetime | None,
    ends: datetime,
    paused: datetime | None,
    due_at: tuple[datetime, ...],
) -> Lifetime:
    until = min(ended or ends, ends)
    return Lifetime(d0, until, due_at, min(paused or until, until))


# --- dates ---------------------------------------------------------------------------------------

_is_a_date = Session.state.in_((SessionState.PROPOSED, SessionState.DATED))
_last_time = func.coalesce(Session.answer_by, Session.starts_at)
"""When a meeting that is agreed begins; of several times suggested the last, which can be taken
when the first has passed."""


def _stands(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """As a condition on a pair's session: it is agreed, and ahead or such that the two can still
    say whether they met; or it is suggested, and its answer is still waited for."""
    ahead = _last_time > now
    agreed = and_(Session.state == SessionState.DATED, or_(ahead, Session.closes_at > now))
    suggested = and_(Session.state == SessionState.PROPOSED, ahead, Pair.awaits_answer_until > now)
    return or_(agreed, suggested)


def has_a_date(db: Db, pair_id: int, now: datetime) -> bool:
    """Whether a date of this pair stands, for which the ladder of silence does, too."""
    found = select(Session.id).join(Pair, Session.pair_id == Pair.id)
    return db.scalar(found.where(Pair.id == pair_id, _stands(now)).limit(1)) is not None


# --- what is due ---------------------------------------------------------------------------------

LAST_DAY_OVER = DueQuery(
    Pair, lambda now: and_(Pair.state.in_(MEETING_PAIRS), Pair.ends_at <= now), order=Pair.id
)
TO_ASK_WHAT_NEXT = DueQuery(
    Pair, lambda now: and_(Pair.state.in_(MEETING_PAIRS), Pair.choice_at <= now), order=Pair.id
)
"""Pairs of which both are asked now what they would like after it; one on a break is not."""
ENDS_EARLY = DueQuery(
    Pair, lambda now: and_(Pair.state.in_(LIVE), Pair.ends_early_at <= now), order=Pair.id
)
"""Pairs of which one asked for the end, ten minutes on."""
ON_A_BREAK = DueQuery(
    Pair, lambda since: and_(Pair.state == PairState.PAUSED, Pair.paused_at <= since), order=Pair.id
)
"""Pairs that have been on a break since a moment or longer."""
STEP_DUE = DueQuery(
    Pair,
    lambda now: and_(
        Pair.state.in_(MEETING_PAIRS), Pair.next_step_at <= now, Pair.stopped_at.is_(None)
    ),
    order=Pair.id,
)
"""Pairs that are owed the next step of the ladder of silence."""
WITHOUT_ITS_DATE = DueQuery(
    Pair,
    lambda now: and_(
        Pair.state.in_(MEETING_PAIRS),
        Pair.stopped_at.is_not(None),
        ~select(Session.id).where(Session.pair_id == Pair.id, _stands(now)).exists(),
    ),
    order=Pair.id,
)
"""Pairs whose ladder stands still, and the date or break for which it did is no more."""
