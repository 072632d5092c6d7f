"""Proposals: what stands between two people, what became of it, what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import lazyload

from bot.domain.lifecycle import ProposalState, RoundState
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Pair, Proposal, Round


def proposal(db: Db, proposal_id: int, *, lock: bool = False) -> Proposal | None:
    """One proposal; with `lock`, fresh and held until the transaction ends."""
    query = select(Proposal).where(Proposal.id == proposal_id)
    if not lock:
        return db.scalar(query)
    found = db.scalar(query.with_for_update(of=Proposal).execution_options(populate_existing=True))
    if found is not None:  # what was joined to it was read before the lock was there
        for side in found.sides:
            db.refresh(side, ["state"])
    return found


def lock_proposals_with(db: Db, participation_id: int) -> None:
    """Hold what may still become a pair of this person: nobody answers it meanwhile."""
    db.scalars(
        select(Proposal.id)
        .where(
            Proposal.has_side(participation_id),
            Proposal.state == ProposalState.OFFERED,
        )
        .order_by(Proposal.id)
        .with_for_update()
    ).all()


def proposals_with(
    db: Db, participation_id: int, states: Sequence[ProposalState]
) -> Sequence[Proposal]:
    return db.scalars(
        select(Proposal)
        .where(
            Proposal.has_side(participation_id),
            Proposal.state.in_(states),
        )
        .order_by(Proposal.id)
    ).all()


def open_places(db: Db, programme_id: int) -> Sequence[tuple[int, int]]:
    """(mentor, mentee) of proposals that hold places: those whose expiry is still to come."""
    rows = db.execute(
        select(Proposal.mentor_id, Proposal.mentee_id).where(
            Proposal.programme_id == programme_id, Proposal.state == ProposalState.OFFERED
        )
    )
    return [(mentor, mentee) for mentor, mentee in rows]


def open_with(db: Db, programme_id: int, among: Collection[int]) -> Sequence[Proposal]:
    """The same proposals, with a side among these participations."""
    return db.scalars(
        select(Proposal)
        .where(
            Proposal.programme_id == programme_id,
            Proposal.state == ProposalState.OFFERED,
            Proposal.has_side_among(among),
        )
        .options(lazyload(Proposal.mentor), lazyload(Proposal.mentee))
    ).all()


def not_again(
    db: Db,
    programme_id: int,
    met_since: datetime,
    closed_since: datetime,
    among: Collection[int] | None = None,
) -> set[tuple[int, int]]:
    """(mentor, mentee) not to be proposed: a pair or dropped by a lead since the first moment;
    offered and closed since the second, or in one of the last three rounds, however it closed.
    With `among`, of those with a side among these. Source: docs/programme.md, Not again."""
    closed = select(Proposal.mentor_id, Proposal.mentee_id).where(
        Proposal.programme_id == programme_id,
        Proposal.state == ProposalState.CLOSED,
        Proposal.offered_at.is_not(None),
        or_(
            Proposal.expires_at > closed_since,
            Proposal.round_id.in_(_last_sent(programme_id, ROUNDS_APART)),
        ),
    )
    paired, dropped = _brought_together(programme_id, met_since)
    queries = (
        paired.where(Pair.has_side_among(among)),
        dropped.where(Proposal.has_side_among(among)),
        closed.where(Proposal.has_side_among(among)),
    )
    return {(a, b) for query in queries for a, b in db.execute(query)}


ROUNDS_APART = 3


def offered(db: Db) -> Sequence[Proposal]:
    """Every open proposal."""
    return db.scalars(
        select(Proposal)
        .where(Proposal.state == ProposalState.OFFERED)
        .options(lazyload(Proposal.mentor), lazyload(Proposal.mentee))
    ).all()


def offered_after(db: Db, last_id: int, limit: int) -> Sequence[Proposal]:
    """Open proposals with a number above this one, locked, in order."""
    return db.scalars(
        select(Proposal)
        .where(Proposal.state == ProposalState.OFFERED, Proposal.id > last_id)
        .order_by(Proposal.id)
        .limit(limit)
        .with_for_update(of=Proposal)
        .options(lazyload(Proposal.mentor), lazyload(Proposal.mentee))
    ).all()


def last_together(db: Db, participation_id: int) -> Sequence[tuple[int, datetime, bool]]:
    """(the other, when, met) of everybody with whom this participation was in a pair or dropped
    by a lead (met), or in a proposal that was offered and closed."""
    queries = (
        (select(*_BOTH_OF_PAIR, Pair.d0), Pair, True),
        (
            select(*_BOTH_OF_PROPOSAL, Round.drafted_at)
            .join(Round, Round.id == Proposal.round_id)
            .where(Proposal.state == ProposalState.DROPPED),
            Proposal,
            True,
        ),
        (
            select(*_BOTH_OF_PROPOSAL, Proposal.expires_at).where(
                Proposal.state == ProposalState.CLOSED, Proposal.expires_at.is_not(None)
            ),
            Proposal,
            False,
        ),
    )
    found = []
    for query, table, met in queries:
        for mentor, mentee, when in db.execute(query.where(table.has_side(participation_id))):
            assert when is not None
            found.append((mentee if mentor == participation_id else mentor, when, met))
    return found


_BOTH_OF_PAIR = (Pair.mentor_id, Pair.mentee_id)
_BOTH_OF_PROPOSAL = (Proposal.mentor_id, Proposal.mentee_id)


def _brought_together(
    programme_id: int, since: datetime
) -> tuple[Select[int, int], Select[int, int]]:
    """(mentor, mentee) of pairs, and of proposals that a lead dropped for two years."""
    paired = select(Pair.mentor_id, Pair.mentee_id).where(
        Pair.programme_id == programme_id, Pair.d0 > since
    )
    dropped = (
        select(Proposal.mentor_id, Proposal.mentee_id)
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.programme_id == programme_id,
            Proposal.state == ProposalState.DROPPED,
            Round.drafted_at > since,
        )
    )
    return paired, dropped


def _last_sent(programme_id: int, count: int) -> Select[int]:
    return (
        select(Round.id)
        .where(
            Round.programme_id == programme_id,
            Round.state.in_([RoundState.SENDING, RoundState.SENT]),
        )
        .order_by(Round.number.desc())
        .limit(count)
    )


@dataclass(frozen=True)
class Fates:
    """What came of offers in the end."""

    accepted: int
    not_ahead: int


def fates_of_expired(db: Db, programme_id: int, since: datetime, until: datetime) -> Fates:
    """Of the offers of rounds that expired in a period; however one did not go ahead."""
    rows = db.execute(
        select(Proposal.state, func.count())
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.programme_id == programme_id,
            Proposal.offered_at.is_not(None),
            Round.expires_at > since,
            Round.expires_at <= until,
        )
        .group_by(Proposal.state)
    )
    by_state = dict(rows.all())
    accepted = by_state.pop(ProposalState.ACCEPTED, 0)
    return Fates(accepted, sum(by_state.values()))


def open_until_expiry(db: Db, programme_id: int, now: datetime) -> int:
    """Offers of rounds that have not expired, whatever came of them so far."""
    return db.scalars(
        select(func.count(Proposal.id))
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.programme_id == programme_id,
            Proposal.offered_at.is_not(None),
            Round.expires_at > now,
        )
    ).one()


# --- what is due ---------------------------------------------------------------------------------

TO_REMIND = DueQuery(
    Proposal,
    lambda now: and_(Proposal.state == ProposalState.OFFERED, Proposal.remind_at <= now),
    order=Proposal.id,
)
LAST_DAY_OVER = DueQuery(
    Proposal,
    lambda now: and_(Proposal.state == ProposalState.OFFERED, Proposal.expires_at <= now),
    order=Proposal.id,
)
