"""What of a programme's lists people have chosen, so that it cannot be taken away."""

from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select

from bot.domain.lifecycle import LIVE_PAIRS
from bot.store.db.session import Db
from bot.store.queries import enrolment
from bot.store.tables import OfferRow, Pair, Participation, WishRow


@dataclass(frozen=True)
class InUse:
    """List entries and levels that people who take part have chosen."""

    functions: frozenset[str]
    sites: frozenset[str]
    bands: frozenset[int]
    topics: frozenset[str]


def in_use(db: Db, programme_id: int) -> InUse:
    rows = enrolment.active(db, programme_id)
    return InUse(
        frozenset(one.function for one in rows if one.function),
        frozenset(one.site for one in rows if one.site),
        frozenset(one.band for one in rows),
        _topics_in_use(db, programme_id),
    )


def _topics_in_use(db: Db, programme_id: int) -> frozenset[str]:
    """Those that people share or wish, also who left and may be back, and those of live pairs."""
    chosen = [
        db.scalars(
            select(row.topic)
            .join(Participation, row.participation_id == Participation.id)
            .where(Participation.programme_id == programme_id)
            .distinct()
        )
        for row in (OfferRow, WishRow)
    ]
    shared = db.execute(select(Pair.topics, Pair.give_back).where(Pair.state.in_(LIVE_PAIRS)))
    paired = [topic for topics, back in shared for topic in (*topics, back) if topic]
    return frozenset(chain(paired, *chosen))
