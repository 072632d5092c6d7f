"""Queries of the observer. People come without their topics, which are read only when asked for:
it looks after every step, and would spend its time on loading them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from bot.store.tables import Pair, Participation, Proposal, Session

_TOPICS = (lazyload(Participation.offers), lazyload(Participation.wishes))
_LIGHT: dict[type[Any], tuple[ORMOption, ...]] = {
    Participation: _TOPICS,
    Proposal: tuple(joinedload(it).options(*_TOPICS) for it in (Proposal.mentor, Proposal.mentee)),
    Pair: tuple(joinedload(it).options(*_TOPICS) for it in (Pair.mentor, Pair.mentee)),
    Session: tuple(
        joinedload(Session.pair).options(joinedload(it).options(*_TOPICS))
        for it in (Pair.mentor, Pair.mentee)
    ),
}


def every(table: type[Any], *where: Any) -> Select[Any]:
    """Rows of a table, in the order of their numbers."""
    light = _LIGHT.get(table, ())
    return select(table).where(*where).order_by(*table.__table__.primary_key).options(*light)
