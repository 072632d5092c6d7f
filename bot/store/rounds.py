"""Rounds and proposals: what is drafted, what is due, what stands between two people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import aliased

from bot.domain.lifecycle import ProposalState, RoundState
from bot.store.due import Due
from bot.store.tables import Pair, Participation, Proposal, Round, RoundWaiting

UNSENT = (ProposalState.DRAFTED, ProposalState.HELD, ProposalState.QUEUED)
OPEN = (ProposalState.OFFERED, ProposalState.HALF_ACCEPTED)
UNTOLD = (ProposalState.DECLINED, ProposalState.WITHDRAWN)
"""Ended for one side; the other is told at the expiry, and until then it counts as open."""


def locked(db: Db, round_id: int) -> Round | None:
    return db.scalar(select(Round).where(Round.id == round_id).with_for_update())


def find(db: Db, round_id: int) -> Round | None:
    return db.get(Round, round_id)


def undecided(db: Db, programme_id: int) -> Round | None:
    """The round that waits for a lead: drafted, or approved and still on hold."""
    return db.scalar(
        select(Round)
        .where(
            Round.programme_id == programme_id,
            Round.state.in_([RoundState.DRAFTED, RoundState.APPROVED]),
        )
        .order_by(Round.number.desc())
        .limit(1)
    )


def latest(db: Db, programme_id: int) -> Round | None:
    return db.scalar(
        select(Round)
        .where(Round.programme_id == programme_id)
        .order_by(Round.number.desc())
        .limit(1)
    )


def sent_before(db: Db, one: Round) -> Round | None:
    """The last round that was sent before this one."""
    return db.scalar(
        select(Round)
        .where(
            Round.programme_id == one.programme_id,
            Round.number < one.number,
            Round.state.in_([RoundState.SENDING, RoundState.SENT]),
        )
        .order_by(Round.number.desc())
        .limit(1)
    )


def next_number(db: Db, programme_id: int) -> int:
    last = db.scalar(select(func.max(Round.number)).where(Round.programme_id == programme_id))
    return (last or 0) + 1


def sent_between(db: Db, programme_id: int, since: datetime, until: datetime) -> int:
    return (
        db.scalar(
            select(func.count(Round.id)).where(
                Round.programme_id == programme_id, Round.sent_at > since, Round.sent_at <= until
            )
        )
        or 0
    )


def waiting(db: Db, round_id: int) -> Sequence[RoundWaiting]:
    return db.scalars(
        select(RoundWaiting)
        .where(RoundWaiting.round_id == round_id)
        .order_by(RoundWaiting.participation_id)
    ).all()


# --- proposals ---------------------------------------------------------------------------------


def proposal(db: Db, proposal_id: int, *, lock: bool = False) -> Proposal | None:
    """One proposal; with `lock`, fresh and held until the transaction ends."""
    query = select(Proposal).where(Proposal.id == proposal_id)
    if not lock:
        return db.scalar(query)
    found = db.scalar(query.with_for_update(of=Proposal).execution_options(populate_existing=True))
    if found is not None:  # what was joined to it was read before the lock was there
        for side in (found.mentor, found.mentee):
            db.refresh(side, ["state"])
    return found


def lock_proposals_with(db: Db, participation_id: int) -> None:
    """Hold what may still become a pair of this person: nobody answers it meanwhile."""
    db.scalars(
        select(Proposal.id)
        .where(
            or_(Proposal.mentor_id == participation_id, Proposal.mentee_id == participation_id),
            Proposal.state.in_(OPEN),
        )
        .order_by(Proposal.id)
        .with_for_update()
    ).all()


def proposals_of(db: Db, round_id: int) -> Sequence[Proposal]:
    return db.scalars(
        select(Proposal).where(Proposal.round_id == round_id).order_by(Proposal.id)
    ).all()


def unsent_proposals_of(db: Db, round_id: int) -> Sequence[Proposal]:
    return [row for row in proposals_of(db, round_id) if row.state in UNSENT]


def proposals_with(
    db: Db, participation_id: int, states: Sequence[ProposalState]
) -> Sequence[Proposal]:
    return db.scalars(
        select(Proposal)
        .where(
            or_(Proposal.mentor_id == participation_id, Proposal.mentee_id == participation_id),
            Proposal.state.in_(states),
        )
        .order_by(Proposal.id)
    ).all()


def open_places(db: Db, programme_id: int) -> Sequence[tuple[int, int]]:
    """(mentor, mentee) of proposals that hold places: open ones, and declined ones untold."""
    rows = db.execute(
        select(Proposal.mentor_id, Proposal.mentee_id).where(
            Proposal.programme_id == programme_id,
            or_(
                Proposal.state.in_(OPEN),
                Proposal.state.in_(UNTOLD) & Proposal.expires_at.is_not(None),
            ),
        )
    )
    return [(mentor, mentee) for mentor, mentee in rows]


def not_again(
    db: Db, programme_id: int, since: datetime, last_round_id: int | None
) -> set[tuple[str, str]]:
    """Person hashes of two people not to be proposed: paired, declined or dropped since, or
    expired in the last round. By hash, so that leaving and coming back changes nothing."""
    one, other = aliased(Participation), aliased(Participation)
    hashes = (one.person_hash, other.person_hash)
    paired = (
        select(*hashes)
        .join(Pair, Pair.mentor_id == one.id)
        .join(other, Pair.mentee_id == other.id)
        .where(Pair.programme_id == programme_id, Pair.d0 > since)
    )
    refused = (
        select(*hashes)
        .join(Proposal, Proposal.mentor_id == one.id)
        .join(other, Proposal.mentee_id == other.id)
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.programme_id == programme_id,
            Round.drafted_at > since,
            or_(
                Proposal.state.in_([ProposalState.DECLINED, ProposalState.DROPPED]),
                (Proposal.state == ProposalState.EXPIRED)
                & (Proposal.round_id == (last_round_id or -1)),
            ),
        )
    )
    return {(a, b) for query in (paired, refused) for a, b in db.execute(query)}


def proposals_by_fate(
    db: Db, programme_id: int, since: datetime, until: datetime
) -> dict[str, int]:
    """Counts of proposals sent in the period: open, accepted, not_ahead.

    A declined proposal counts as open until its expiry (PROGRAMME §6.5): nobody can read a
    decline off two readings.
    """
    rows = db.execute(
        select(Proposal.state, Proposal.expires_at.is_not(None), func.count())
        .where(
            Proposal.programme_id == programme_id,
            Proposal.offered_at > since,
            Proposal.offered_at <= until,
        )
        .group_by(Proposal.state, Proposal.expires_at.is_not(None))
    )
    fates = {"open": 0, "accepted": 0, "not_ahead": 0}
    for state, untold, count in rows:
        fates[_fate(state, bool(untold))] += count
    return fates


def _fate(state: str, untold: bool) -> str:
    if state == ProposalState.ACCEPTED:
        return "accepted"
    return "open" if state in OPEN or (state in UNTOLD and untold) else "not_ahead"


def was_waiting(db: Db, participation_id: int) -> bool:
    """Whether any round's waiting list names this participation."""
    return (
        db.scalar(
            select(RoundWaiting.round_id)
            .where(RoundWaiting.participation_id == participation_id)
            .limit(1)
        )
        is not None
    )


def latest_sent(db: Db, programme_id: int) -> Round | None:
    """The last round whose proposals went out."""
    return db.scalar(
        select(Round)
        .where(
            Round.programme_id == programme_id,
            Round.state.in_([RoundState.SENDING, RoundState.SENT]),
        )
        .order_by(Round.number.desc())
        .limit(1)
    )


# --- what is due ---------------------------------------------------------------------------------

TO_REMIND_LEADS = Due(
    Round,
    lambda now: and_(Round.state == RoundState.DRAFTED, Round.remind_at <= now),
    order=Round.id,
)
HOLD_OVER = Due(
    Round,
    lambda now: and_(Round.state == RoundState.APPROVED, Round.hold_until <= now),
    order=Round.id,
)
BEING_SENT = Due(Round, lambda now: Round.state == RoundState.SENDING, order=Round.id)
PROPOSALS_TO_REMIND = Due(
    Proposal,
    lambda now: and_(Proposal.state.in_([*OPEN, *UNTOLD]), Proposal.remind_at <= now),
    order=Proposal.id,
)
PROPOSALS_OVER = Due(
    Proposal,
    lambda now: and_(Proposal.state.in_([*OPEN, *UNTOLD]), Proposal.expires_at <= now),
    order=Proposal.id,
)
"""Their last day is over, of those that ended before too: only now is it told."""
