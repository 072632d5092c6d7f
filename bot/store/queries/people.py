"""Persons and participations: who somebody is, who takes part, who waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.orm import lazyload

from bot.domain.lifecycle import TAKES_PART, ParticipationState
from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.tables import (
    OfferRow,
    OutboxRow,
    Pair,
    Participation,
    Person,
    Programme,
    Proposal,
    WishRow,
)


def known(db: Db, slack_id: str) -> Person | None:
    return db.scalar(_KNOWN, {"slack_id": slack_id})


@dataclass(frozen=True)
class Asking:
    """Who is behind a request, and their part in the programme: None for somebody new."""

    programme: Programme
    person: Person | None
    participation: Participation | None


def asking(db: Db, slack_id: str) -> Asking:
    """With the programme: one question for every request."""
    programme, person, one = db.execute(_ASKING, {"slack_id": slack_id}).one()
    return Asking(programme, person, one)


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
        insert_if_absent(
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


def side_of(db: Db, programme_id: int, person_id: int) -> int | None:
    """The number of this person's part in the programme, if they ever had one."""
    return db.scalar(
        select(Participation.id).where(
            Participation.programme_id == programme_id, Participation.person_id == person_id
        )
    )


def locked(db: Db, participation: Participation) -> None:
    """Hold this participation, and read it anew; what was changed of it so far is written first."""
    db.flush()
    db.refresh(participation, with_for_update={"of": Participation})


def lock_all(db: Db, these: Collection[int]) -> None:
    """Hold these participations, in their order, and read them anew."""
    db.flush()
    db.scalars(
        select(Participation)
        .where(Participation.id.in_(these))
        .order_by(Participation.id)
        .with_for_update(of=Participation)
        .execution_options(populate_existing=True)
    ).all()


def participations(db: Db, these: Collection[int]) -> Sequence[Participation]:
    """Those of these participations that are there, in order."""
    return db.scalars(
        select(Participation).where(Participation.id.in_(these)).order_by(Participation.id)
    ).all()


def participation(db: Db, participation_id: int) -> Participation:
    """A participation that is there. Raises NoResultFound."""
    return db.get_one(Participation, participation_id)


def participations_of(db: Db, programme_id: int, slack_ids: Collection[str]) -> frozenset[int]:
    """The participations of these accounts, in whatever state."""
    found = db.scalars(
        select(Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.programme_id == programme_id, Person.slack_id.in_(slack_ids))
    )
    return frozenset(found)


def taking_part(db: Db, programme_id: int) -> Sequence[Participation]:
    """Everybody who takes part now, on a break or not."""
    return db.scalars(
        select(Participation).where(
            Participation.programme_id == programme_id, Participation.state.in_(TAKES_PART)
        )
    ).all()


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


def wait_longer(db: Db, these: Collection[int] | Select[int]) -> None:
    """These participations have waited one round more."""
    db.execute(
        update(Participation)
        .where(Participation.id.in_(these))
        .values(rounds_waited=Participation.rounds_waited + 1),
        execution_options={"synchronize_session": False},
    )


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


# --- one row for all who are erased ---------------------------------------------------------------


def fold_erased(db: Db, participation: Participation) -> None:
    """Let the pairs and proposals of somebody erased point to the one who was erased first, and
    delete their rows. Whoever is the first keeps them, emptied: a row of their own would tell by
    its number, which follows the order of joining, whose it was.

    What was read of them in this session is read anew.
    """
    person_id = participation.person_id
    db.flush()
    db.execute(delete(OutboxRow).where(OutboxRow.person_id == person_id))
    shell = db.scalar(
        select(Participation.id)
        .where(
            Participation.programme_id == participation.programme_id,
            Participation.state == ParticipationState.ERASED,
            Participation.id != participation.id,
        )
        .order_by(Participation.id)
        .limit(1)
    )
    if shell is not None:
        _point_to(db, participation.id, shell)
        for table in (OfferRow, WishRow):
            db.execute(delete(table).where(table.participation_id == participation.id))
        db.execute(delete(Participation).where(Participation.id == participation.id))
        db.execute(delete(Person).where(Person.id == person_id))
    db.expire_all()


def _point_to(db: Db, old: int, new: int) -> None:
    for table in (Pair, Proposal):
        for side in ("mentor_id", "mentee_id"):
            db.execute(
                update(table).where(getattr(table, side) == old).values({side: new}),
                execution_options={"synchronize_session": False},
            )
