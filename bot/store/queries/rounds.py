"""Rounds: what is drafted, what waits for a lead, who waited."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, and_, delete, func, select, update

from bot.domain.lifecycle import RoundState
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Participation, Person, Proposal, Round, RoundWaiting


def locked(db: Db, round_id: int) -> Round | None:
    """This round, held until the transaction ends."""
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


def waiting(db: Db, round_id: int, limit: int, after: int = 0) -> Sequence[Row[Participation, str]]:
    """Some of those whom a round leaves waiting, in order, behind the participation `after`; and
    their category."""
    return db.execute(
        select(Participation, RoundWaiting.category)
        .join(RoundWaiting, RoundWaiting.participation_id == Participation.id)
        .where(RoundWaiting.round_id == round_id, Participation.id > after)
        .order_by(Participation.id)
        .limit(limit)
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
