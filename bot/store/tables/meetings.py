"""Dates, and who is asked about them."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.lifecycle import CheckinState, SessionState
from bot.store.db.types import value_of
from bot.store.tables.base import Id, Table
from bot.store.tables.pairs import Pair


class Session(Table):
    """A meeting of a pair: a date proposed, agreed, held, moved or lapsed.

    `prepare_at` is from when there is something to prepare for; None before a date is agreed, and
    once that is taken up.
    """

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"), index=True)
    state: Mapped[SessionState] = mapped_column(value_of(SessionState, 20), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    prepare_at: Mapped[datetime | None] = mapped_column(index=True)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"), index=True)
    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)


class CheckinRequest(Table):
    """That somebody is asked about a session: not whether they answered, or skipped."""

    __tablename__ = "checkin_request"
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    state: Mapped[CheckinState] = mapped_column(value_of(CheckinState, 20))
    ask_at: Mapped[datetime] = mapped_column(index=True)
