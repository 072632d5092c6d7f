"""Rounds: what is drafted, what waits for a lead, who waited."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    Row,
    and_,
    delete,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from bot.domain.lifecycle import RoundState
from bot.domain.matching import Waiting
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Pair, Participation, Person, Proposal, Round, RoundWaiting


def locked(db: Db, round_id: int) -> Round | None:
    """This round, held until the transaction ends."""
    return db.scalar(select(Round).where(Round.id == round_id).with_for_update())


def find(db: Db, round_id: int) -> Round | None:
    return db.get(Round, round_id)


def days(db: Db, ids: Collection[int]) -> dict[int, str]:
    """The days of these rounds, as ISO dates, by their numbers."""
    found = db.execute(select(Round.id, Round.due_on).where(Round.id.in_(ids)))
    return {number: day.isoformat() for number, day in found}


def sides_of_round(db: Db, round_id: int) -> dict[int, tuple[int, int]]:
    """The persons' ids (mentor, mentee) of each pair that came from a round, by the pair's id."""
    mentor, mentee = aliased(Participation), aliased(Participation)
    found = db.execute(
        select(Pair.id, mentor.person_id, mentee.person_id)
        .join(mentor, Pair.mentor_id == mentor.id)
        .join(mentee, Pair.mentee_id == mentee.id)
        .where(Pair.round_id == round_id)
    )
    return {pair: (one, other) for pair, one, other in found}


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


def sent_before(db: Db, round_: Round) -> Round | None:
    """The last round that was sent before this one."""
    return db.scalar(
        select(Round)
        .where(
            Round.programme_id == round_.programme_id,
            Round.number < round_.number,
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


def decided_by(db: Db, round_: Round) -> str | None:
    """The account of whoever decided a round, if anybody did who is known."""
    return db.scalar(select(Person.slack_id).where(Person.id == round_.decided_by))


def left_waiting(
    db: Db, round_id: int, limit: int, after: int = 0
) -> Sequence[Row[Participation, str]]:
    """Some of those to whom a round offers nobody, in order, behind the participation `after`; and
    the category that may be told.

    Beside those of its waiting list both of each pair that it drafted and did not offer, whatever
    kept it back: they read as everybody does whom it did not suit this time.
    """
    named = select(RoundWaiting.participation_id, RoundWaiting.category).where(
        RoundWaiting.round_id == round_id
    )
    kept_back = Proposal.round_id == round_id, Proposal.offered_at.is_(None)
    why = literal(str(Waiting.NOT_THIS_TIME))
    sides = (select(one, why).where(*kept_back) for one in (Proposal.mentor_id, Proposal.mentee_id))
    left = union_all(named, *sides).subquery().c
    went = Proposal.round_id == round_id, Proposal.offered_at.is_not(None)
    offered = union_all(
        *(select(one).where(*went) for one in (Proposal.mentor_id, Proposal.mentee_id))
    )
    some = (
        select(left[0].label("id"), func.min(left[1]).label("category"))
        .where(left[0] > after, left[0].not_in(offered))
        .group_by(left[0])
        .order_by(left[0])
        .limit(limit)
        .subquery()
    )
    return db.execute(
        select(Participation, some.c.category)
        .join(some, some.c.id == Participation.id)
        .order_by(Participation.id)
    ).all()


def forget_person(db: Db, participation_id: int, person_id: int) -> None:
    """Of this person's proposals no reason stays, of their waiting and deciding nothing."""
    with_them = Proposal.has_side(participation_id)
    db.execute(update(Proposal).where(with_them).values(reasons={}, words=None))
    waited = RoundWaiting.participation_id == participation_id
    db.execute(delete(RoundWaiting).where(waited))
    db.execute(update(Round).where(Round.decided_by == person_id).values(decided_by=None))


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


# --- what is due ---------------------------------------------------------------------------------

TO_REMIND_LEADS = DueQuery(
    Round,
    lambda now: and_(Round.state == RoundState.DRAFTED, Round.remind_at <= now),
    order=Round.id,
)
LATE = DueQuery(
    Round,
    lambda now: and_(Round.state == RoundState.DRAFTED, Round.late_at <= now),
    order=Round.id,
)
KEPT_WAITING = DueQuery(
    Round,
    lambda _: and_(
        Round.state.in_([RoundState.DRAFTED, RoundState.CANCELLED]),
        Round.waiting_after.is_not(None),
    ),
    order=Round.id,
)
"""Late or postponed, and some who wait are still to be told."""
HOLD_OVER = DueQuery(
    Round,
    lambda now: and_(Round.state == RoundState.APPROVED, Round.hold_until <= now),
    order=Round.id,
)
GOING_OUT = DueQuery(
    Round,
    lambda _: and_(Round.state == RoundState.SENDING, Round.waiting_after.is_not(None)),
    order=Round.id,
)
"""Some of its pairs are still to be offered, or some who wait to be told."""
BEING_SENT = DueQuery(
    Round,
    lambda _: and_(Round.state == RoundState.SENDING, Round.waiting_after.is_(None)),
    order=Round.id,
)
"""All of it is owed, and some of it may be on its way."""
