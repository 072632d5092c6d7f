"""Who takes part, who is away or has left, and drafts of the form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import selectinload

from bot.domain.fit.people import Role
from bot.domain.lifecycle import TAKES_PART, ParticipationState, Undoable
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Draft, OutboxRow, Participation, Person, Round


def active(db: Db, programme_id: int) -> Sequence[Participation]:
    """Everybody who takes part now, with their topics, in the order of joining."""
    return db.scalars(
        select(Participation)
        .options(
            selectinload(Participation.offers),
            selectinload(Participation.wishes),
        )
        .where(
            Participation.programme_id == programme_id,
            Participation.state == ParticipationState.ACTIVE,
        )
        .order_by(Participation.id)
    ).all()


def active_among(db: Db, programme_id: int, accounts: Collection[str]) -> Sequence[Participation]:
    """Of these accounts those who take part now, in the order of joining, without topics."""
    return db.scalars(
        select(Participation)
        .join(Participation.person)
        .where(
            Participation.programme_id == programme_id,
            Participation.state == ParticipationState.ACTIVE,
            Person.slack_id.in_(accounts),
        )
        .order_by(Participation.id)
    ).all()


def taking_part(db: Db, programme_id: int) -> Sequence[Participation]:
    """Everybody who takes part, also on a break."""
    return db.scalars(
        select(Participation)
        .where(Participation.programme_id == programme_id, Participation.state.in_(TAKES_PART))
        .order_by(Participation.id)
    ).all()


def _can_undo(now: datetime, *what: Undoable) -> ColumnElement[bool]:
    return and_(Participation.undo_what.in_(what), Participation.undo_until > now)


def gone_between(db: Db, since: datetime, until: datetime) -> int:
    """How many who took part lost their account in a period."""
    counted = select(func.count(Participation.id)).where(
        Participation.state == ParticipationState.ENDED,
        Participation.left_at >= since,
        Participation.left_at < until,
    )
    return db.scalars(counted).one()


def how_many(db: Db, programme_id: int) -> int:
    """How many take part, also on a break."""
    return _count(db, Participation.programme_id == programme_id)


def gone_until(db: Db, programme_id: int, until: datetime, confirmed_at: datetime | None) -> int:
    """How many whose account is gone would end by then, but for those whose end was confirmed."""
    return _count(
        db, *_gone_unconfirmed(programme_id, confirmed_at), Participation.gone_until <= until
    )


def wait_until(db: Db, programme_id: int, until: datetime, confirmed_at: datetime | None) -> None:
    """Whose account is gone is waited for until then, but for those whose end was confirmed."""
    db.execute(
        update(Participation)
        .where(*_gone_unconfirmed(programme_id, confirmed_at))
        .values(gone_until=until)
    )


def _count(db: Db, *which: ColumnElement[bool]) -> int:
    counted = select(func.count(Participation.id)).where(
        Participation.state.in_(TAKES_PART), *which
    )
    return db.scalars(counted).one()


def _gone_unconfirmed(
    programme_id: int, confirmed_at: datetime | None
) -> tuple[ColumnElement[bool], ...]:
    these = (Participation.programme_id == programme_id, Participation.gone_at.is_not(None))
    return these if confirmed_at is None else (*these, Participation.gone_at > confirmed_at)


def forget_draft(db: Db, programme_id: int, person_id: int) -> None:
    db.execute(
        delete(Draft).where(Draft.programme_id == programme_id, Draft.person_id == person_id)
    )


@dataclass(frozen=True)
class Enrolled:
    """Somebody who takes part, as everybody knows it."""

    participation: int
    role: Role
    on_a_break: bool


def enrolled(db: Db, programme_id: int, now: datetime) -> Sequence[Enrolled]:
    """Who takes part, also on a break. What can still be undone has not happened: who left a moment
    ago does, and a break begins and ends when it is settled."""
    rows = db.execute(
        select(Participation.id, Participation.role, Participation.paused_at.is_not(None)).where(
            Participation.programme_id == programme_id,
            or_(Participation.state.in_(TAKES_PART), _can_undo(now, Undoable.LEAVE)),
        )
    )
    return [Enrolled(*row) for row in rows]


def noted(db: Db, left_at: Mapping[int, datetime]) -> None:
    """The journal knows that these participations left at these moments."""
    for participation_id, moment in left_at.items():
        db.execute(
            update(Participation)
            .where(Participation.id == participation_id, Participation.left_at == moment)
            .values(left_noted=moment)
        )


def draft_of(db: Db, programme_id: int, person_id: int) -> Draft | None:
    return db.get(Draft, (person_id, programme_id))


def drop_drafts(db: Db, drafts: Sequence[Draft]) -> int:
    """They are gone; returns how many they were."""
    for one in drafts:
        db.delete(one)
    return len(drafts)


def forget_strangers(db: Db, before: datetime, leads: Collection[str]) -> int:
    """Forget who only looked: no participation, no draft, no message, not seen since long."""
    strangers = delete(Person).where(_strange(before), Person.slack_id.not_in(leads))
    gone: CursorResult[Any] = db.execute(strangers)  # type: ignore[assignment]
    return gone.rowcount


def _strange(before: datetime) -> ColumnElement[bool]:
    of_person = [
        select(Participation.id).where(Participation.person_id == Person.id),
        select(Draft.person_id).where(Draft.person_id == Person.id),
        select(OutboxRow.id).where(OutboxRow.person_id == Person.id),
        select(Round.id).where(Round.decided_by == Person.id),
    ]
    return and_(Person.first_seen_at < before, *(~one.exists() for one in of_person))


def _enrolled(now: BindParameter[datetime]) -> ColumnElement[bool]:
    return (
        select(Participation.person_id)
        .where(
            Participation.programme_id == Draft.programme_id,
            Participation.person_id == Draft.person_id,
            Participation.state == ParticipationState.ACTIVE,
            Draft.kept_at <= Participation.joined_at,
            or_(Participation.undo_until.is_(None), Participation.undo_until <= now),
        )
        .exists()
    )


LEAVERS_TO_SETTLE = DueQuery(
    Participation,
    lambda now: and_(
        Participation.state == ParticipationState.LEFT, Participation.undo_until <= now
    ),
    order=Participation.id,
)
"""Who has left, and can no longer undo it."""


GONE = DueQuery(
    Participation,
    lambda before: and_(
        Participation.state.in_(
            [ParticipationState.LEFT, ParticipationState.ENDED, ParticipationState.UNDONE]
        ),
        Participation.left_at <= before,
    ),
    order=Participation.id,
)
"""Who left, or whose account went, before a moment and still has a profile."""


ACCOUNTS_GONE = DueQuery(
    Participation,
    lambda _: and_(Participation.gone_until.is_not(None), Participation.state.in_(TAKES_PART)),
)
"""Whose account is gone, and is waited for."""


ACCOUNTS_OVERDUE = DueQuery(
    Participation,
    lambda now: and_(Participation.gone_until <= now, Participation.state.in_(TAKES_PART)),
    order=Participation.gone_at,
)
"""Whose account did not come back in time, who is gone for longest first."""


PAUSES_OVER = DueQuery(
    Participation,
    lambda now: and_(
        Participation.state == ParticipationState.PAUSED, Participation.pause_ends_at <= now
    ),
    order=Participation.id,
)


TO_NOTE = DueQuery(
    Participation,
    lambda now: and_(
        Participation.state.in_([ParticipationState.LEFT, ParticipationState.ENDED]),
        Participation.left_at <= now,
        or_(Participation.undo_until.is_(None), Participation.undo_until <= now),
        or_(Participation.left_noted.is_(None), Participation.left_noted != Participation.left_at),
    ),
    order=Participation.id,
)
"""Who has left for good, and does not stand in the journal yet."""


OLD_DRAFTS = DueQuery(Draft, lambda before: Draft.kept_at < before)


SPENT_DRAFTS = DueQuery(Draft, _enrolled)
"""Of people who take part and whose time to undo is over."""


def to_settle(*what: Undoable) -> DueQuery[Participation]:
    """Who did one of these ten minutes ago, and can no longer undo it."""
    return DueQuery(
        Participation,
        lambda now: and_(Participation.undo_what.in_(what), Participation.undo_until <= now),
        order=Participation.id,
    )
