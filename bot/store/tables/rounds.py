"""Rounds, who waited in one, proposals, and codes of who met."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.lifecycle import ProposalState, RoundState
from bot.store.db.types import value_of
from bot.store.tables.base import NEVER_AGAIN, Id, Table
from bot.store.tables.two_sides import TwoSides


class Round(Table):
    """Proposals drafted together; `rules` are those that it was drafted with.

    `waiting_after` is how far its people are told, once its pairs are offered, or when it is late
    (from `late_at` on, undecided, or postponed): the last of those it leaves waiting who was told.
    None when nobody is to be told, or all are.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("programme_id", "number"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(value_of(RoundState, 20), index=True)
    due_on: Mapped[date]
    drafted_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    late_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    hold_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    waiting_after: Mapped[int | None] = mapped_column(Id)
    remind_people_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    seed: Mapped[int]
    certificate: Mapped[dict[str, Any]]
    rules: Mapped[dict[str, Any]]


class RoundWaiting(Table):
    """Who is left waiting by a round, and the category that says why."""

    __tablename__ = "round_waiting"
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(20))


class Proposal(TwoSides, Table):
    """Two people, one direction.

    `words` is what the two say, one sealed blob from the offer until the expiry
    (`bot.store.secrets.words`). A closed proposal keeps its `expires_at`.
    """

    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    state: Mapped[ProposalState] = mapped_column(value_of(ProposalState, 20), index=True)
    reasons: Mapped[dict[str, Any]]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    offered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    remind_at: Mapped[datetime | None]

    @property
    def newcomers(self) -> bool:
        """Whether the two would meet on the newcomers' track; none did before there was one."""
        return bool(self.reasons.get("newcomers"))


class MetCode(Table):
    """That two people met, of whom one is erased: a keyed code of the two, until a month.

    `until` is the first day of the month in which it goes.
    """

    __tablename__ = "met_code"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[date] = mapped_column(index=True)
