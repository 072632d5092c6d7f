"""A round's proposals, from the draft until all are offered, taken in chunks.

Each is one statement, however many they are.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    exists,
    func,
    insert,
    or_,
    select,
)

from bot.domain.lifecycle import LIVE_PAIRS, ParticipationState, ProposalState
from bot.domain.matching import Match
from bot.store.db.insert_if_absent import rows_of
from bot.store.db.session import Db
from bot.store.tables import Pair, Participation, Proposal, Round, RoundWaiting

UNSENT = (ProposalState.DRAFTED, ProposalState.HELD, ProposalState.QUEUED)


def add_pairs(db: Db, round_: Round, pairs: Iterable[Match]) -> None:
    """The drafted pairs, in order."""
    here = {"programme_id": round_.programme_id, "round_id": round_.id}
    rows = [
        here | {
            "mentor_id": one.mentor, "mentee_id": one.mentee, "state": ProposalState.DRAFTED,
            "reasons": one.reasons.to_facts(),
        }
        for one in pairs
    ]  # fmt: skip
    if rows:
        db.execute(insert(rows_of(Proposal)), rows)


def add_waiting(db: Db, round_: Round, categories: Mapping[int, str]) -> None:
    """Who is left waiting, by participation, and the category that says why."""
    rows = [
        {"round_id": round_.id, "participation_id": key, "category": str(category)}
        for key, category in categories.items()
    ]
    if rows:
        db.execute(insert(rows_of(RoundWaiting)), rows)


def next_queued(db: Db, round_: Round, limit: int) -> Sequence[Row[Proposal, bool]]:
    """The first that are still to be offered, locked; whether one is `impossible`."""
    return db.execute(
        select(Proposal, impossible(round_))
        .where(Proposal.round_id == round_.id, Proposal.state == ProposalState.QUEUED)
        .order_by(Proposal.id)
        .limit(limit)
        .with_for_update(of=Proposal)
    ).all()


def impossible(round_: Round) -> ColumnElement[bool]:
    """As a condition on its pairs that are not sent: somebody of the two has left, is on a break,
    or was paired since the draft, by another round."""
    sides = (Proposal.mentor_id, Proposal.mentee_id)
    away = exists().where(
        Participation.id.in_(sides), Participation.state != ParticipationState.ACTIVE
    )
    paired = exists().where(
        or_(Pair.mentor_id.in_(sides), Pair.mentee_id.in_(sides)),
        Pair.d0 > round_.drafted_at,
        Pair.state.in_(LIVE_PAIRS),
        Pair.round_id != round_.id,
    )
    return or_(away.correlate(Proposal), paired.correlate(Proposal))


def offered(db: Db, round_id: int) -> int:
    """How many were offered, whatever came of them."""
    counted = select(func.count(Proposal.id)).where(
        Proposal.round_id == round_id, Proposal.offered_at.is_not(None)
    )
    return db.scalars(counted).one()


def ids(round_id: int) -> Select[int]:
    """As a query: the numbers of its proposals."""
    return select(Proposal.id).where(Proposal.round_id == round_id)
