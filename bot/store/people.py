"""Persons and participations: who somebody is, who takes part, who waits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import lazyload, selectinload

from bot.domain.lifecycle import TAKES_PART, ParticipationState
from bot.store import programmes
from bot.store.due import Due
from bot.store.once import insert_once
from bot.store.tables import Draft, OutboxRow, Participation, Person, Programme, Round


def known(db: Db, slack_id: str) -> Person | None:
    return db.scalar(_KNOWN, {"slack_id": slack_id})


@dataclass(frozen=True)
class Asking:
    """Who is behind a request, and their part in the programme: None for somebody new."""

    person: Person | None
    participation: Participation | None


def asking(db: Db, slack_id: str) -> Asking:
    """With the programme, which this transaction then knows: one question for every request."""
    programme, person, one = db.execute(_ASKING, {"slack_id": slack_id}).one()
    programmes.remember(db, programme)
    return Asking(person, one)


_KNOWN = select(Person).where(Person.slack_id == bindparam("slack_id"))
_ASKING = (
    select(Programme, Person, Participation)
    .select_from(Programme)
    .outerjoin(Person, Person.slack_id == bindparam("slack_id"))
    .outerjoin(
        Participation,
        and_(Participation.person_id == Person.id, Participation.programme_id == Programme.id),
    )
    .order_by(Programme.id.desc())
    .limit(1)
    .options(lazyload(Participation.person))
)


def meet(db: Db, slack_id: str, zone: str, language: str, now: datetime) -> Person:
    """The person with this Slack id, made known if new; safe when two requests come at once."""
    person = known(db, slack_id)
    if person is None:
        insert_once(
            db, Person, slack_id=slack_id, zone=zone, language=language, first_seen_at=now,
            language_chosen=False,
        )  # fmt: skip
        person = db.scalars(select(Person).where(Person.slack_id == slack_id)).one()
    return person


def person(db: Db, person_id: int) -> Person:
    """A person who is there. Raises NoResultFound."""
    return db.get_one(Person, person_id)


def participation_of(
    db: Db, programme_id: int, person_id: int, *, lock: bool = False
) -> Participation | None:
    """This person's part in the programme, with `lock` read afresh and held."""
    query = select(Participation).where(
        Participation.programme_id == programme_id, Participation.person_id == person_id
    )
    if not lock:
        return db.scalar(query)
    return db.scalar(
        query.with_for_update(of=Participation).execution_options(populate_existing=True)
    )


def locked(db: Db, one: Participation) -> None:
    """Hold this participation, and read it anew; what was changed of it so far is written first."""
    db.flush()
    db.refresh(one, with_for_update={"of": Participation})


def participation(db: Db, participation_id: int) -> Participation:
    """A participation that is there. Raises NoResultFound."""
    return db.get_one(Participation, participation_id)


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


def participations_of(db: Db, programme_id: int, slack_ids: Collection[str]) -> frozenset[int]:
    """The participations of these accounts, in whatever state."""
    found = db.scalars(
        select(Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.programme_id == programme_id, Person.slack_id.in_(slack_ids))
    )
    return frozenset(found)


def with_private(db: Db) -> Sequence[Participation]:
    """Every participation with a sealed list."""
    return db.scalars(
        select(Participation)
        .where(Participation.private.is_not(None))
        .options(lazyload(Participation.person))
    ).all()


def with_private_after(db: Db, last_id: int, limit: int) -> Sequence[Participation]:
    """Participations with a sealed list and a number above this one, locked, in order."""
    return db.scalars(
        select(Participation)
        .where(Participation.private.is_not(None), Participation.id > last_id)
        .order_by(Participation.id)
        .limit(limit)
        .with_for_update(of=Participation)
        .options(lazyload(Participation.person))
    ).all()


def accounts(db: Db, programme_id: int) -> Sequence[str]:
    """The accounts of everybody who has or had a part in the programme."""
    return db.scalars(
        select(Person.slack_id)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.programme_id == programme_id)
    ).all()


def newer_than(db: Db, programme_id: int, moment: datetime) -> frozenset[int]:
    """The participations of accounts that nobody had seen before then."""
    found = db.scalars(
        select(Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.programme_id == programme_id, Person.first_seen_at > moment)
    )
    return frozenset(found)


def taking_part(db: Db, programme_id: int) -> Sequence[Participation]:
    """Everybody who takes part, also on a break."""
    return db.scalars(
        select(Participation)
        .where(Participation.programme_id == programme_id, Participation.state.in_(TAKES_PART))
        .order_by(Participation.id)
    ).all()


def looking(db: Db, programme_id: int, now: datetime) -> Sequence[int]:
    """Participations of who takes part and is not on a break, as everybody knows it: what can
    still be undone has not happened."""
    return db.scalars(
        select(Participation.id).where(
            Participation.programme_id == programme_id,
            or_(
                Participation.state == ParticipationState.ACTIVE,
                _can_undo(now, "leave", "pause"),
            ),
        )
    ).all()


def _can_undo(now: datetime, *what: str) -> ColumnElement[bool]:
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


def enrolled_by_role(db: Db, programme_id: int, now: datetime) -> dict[str, int]:
    """Who takes part, also on a break; who can still undo having left does."""
    rows = db.execute(
        select(Participation.role, func.count())
        .where(
            Participation.programme_id == programme_id,
            or_(Participation.state.in_(TAKES_PART), _can_undo(now, "leave")),
        )
        .group_by(Participation.role)
    )
    return dict(rows.all())


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


@dataclass(frozen=True)
class InUse:
    """List entries and levels that people who take part have chosen."""

    functions: frozenset[str]
    sites: frozenset[str]
    bands: frozenset[int]


def in_use(db: Db, programme_id: int) -> InUse:
    rows = active(db, programme_id)
    return InUse(
        frozenset(one.function for one in rows if one.function),
        frozenset(one.site for one in rows if one.site),
        frozenset(one.band for one in rows),
    )


def forget_strangers(db: Db, before: datetime, leads: Collection[str]) -> int:
    """Forget who only looked: no participation, no draft, no message, not seen since long."""
    strangers = db.scalars(
        select(Person.id).where(_strange(before), Person.slack_id.not_in(leads))
    ).all()
    db.execute(delete(Person).where(Person.id.in_(strangers)))
    return len(strangers)


def _strange(before: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    of_person = [
        select(Participation.id).where(Participation.person_id == Person.id),
        select(Draft.person_id).where(Draft.person_id == Person.id),
        select(OutboxRow.id).where(OutboxRow.person_id == Person.id),
        select(Round.id).where(Round.decided_by == Person.id),
    ]
    return and_(Person.first_seen_at < before, *(~one.exists() for one in of_person))


# --- what is due ---------------------------------------------------------------------------------


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


LEAVERS_TO_SETTLE = Due(
    Participation,
    lambda now: and_(
        Participation.state == ParticipationState.LEFT, Participation.undo_until <= now
    ),
    order=Participation.id,
)
"""Who has left, and can no longer undo it."""
GONE = Due(
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
ACCOUNTS_GONE = Due(
    Participation,
    lambda _: and_(Participation.gone_until.is_not(None), Participation.state.in_(TAKES_PART)),
)
"""Whose account is gone, and is waited for."""
ACCOUNTS_OVERDUE = Due(
    Participation,
    lambda now: and_(Participation.gone_until <= now, Participation.state.in_(TAKES_PART)),
    order=Participation.gone_at,
)
"""Whose account did not come back in time, who is gone for longest first."""
PAUSES_OVER = Due(
    Participation,
    lambda now: and_(
        Participation.state == ParticipationState.PAUSED, Participation.pause_ends_at <= now
    ),
    order=Participation.id,
)
TO_NOTE = Due(
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
OLD_DRAFTS = Due(Draft, lambda before: Draft.kept_at < before)
SPENT_DRAFTS = Due(Draft, _enrolled)
"""Of people who take part and whose time to undo is over."""
OLD_STRANGERS = Due(Person, _strange)
"""Who only looked, long ago: no participation, no draft, no message, no round decided."""


def to_settle(*what: str) -> Due[Participation]:
    """Who did one of these ten minutes ago, and can no longer undo it."""
    return Due(
        Participation,
        lambda now: and_(Participation.undo_what.in_(what), Participation.undo_until <= now),
        order=Participation.id,
    )
