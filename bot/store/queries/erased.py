"""One row for all who are erased: what their pairs and proposals point to.

A row of their own would tell by its number, which follows the order of joining, whose it was.
"""

from sqlalchemy import delete, select, update

from bot.domain.lifecycle import ParticipationState
from bot.store.db.session import Db
from bot.store.tables import OfferRow, OutboxRow, Pair, Participation, Person, Proposal, WishRow


def fold(db: Db, participation: Participation) -> None:
    """Let the pairs and proposals of somebody erased point to the one who was erased first, and
    delete their rows. Whoever is the first keeps them, emptied.

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
