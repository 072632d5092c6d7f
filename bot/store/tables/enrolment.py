"""Who takes part, with what they offer and wish, and unfinished forms."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.enrolment.notifications import Notify
from bot.domain.fit.people import Role
from bot.domain.lifecycle import TAKES_PART, ParticipationState, Undoable
from bot.store.db.types import value_of
from bot.store.tables.base import NEVER_AGAIN, Id, Table
from bot.store.tables.people import Person


class Participation(Table):
    """A person in a programme: the join form's first step, places and state.

    `newcomer`: they chose the newcomers' track.
    `undo_what` can be undone until `undo_until`; `undo_sealed` is the profile before, sealed.
    `gone_at` is since when the account is missing, `gone_until` how long it is waited for,
    `back_at` when it was last found again.
    `private` is sealed, too: what `secrets/private.py` keeps of a person (manager, whom they avoid,
    silence to nudges).
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        Index("ix_participation_left", "state", "left_at"),
        Index("ix_participation_gone", "state", "gone_until"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ParticipationState] = mapped_column(value_of(ParticipationState, 20))
    role: Mapped[Role] = mapped_column(value_of(Role, 10))
    band: Mapped[int]
    function: Mapped[str | None] = mapped_column(String(64))
    site: Mapped[str | None] = mapped_column(String(64))
    tenure: Mapped[str | None] = mapped_column(String(16))
    newcomer: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[Any]]
    form: Mapped[str] = mapped_column(String(16))
    style: Mapped[list[Any]]
    work_days: Mapped[list[Any]]
    work_from: Mapped[int]
    work_to: Mapped[int]
    places_mentor: Mapped[int] = mapped_column(default=1)
    places_mentee: Mapped[int] = mapped_column(default=1)
    places_total: Mapped[int] = mapped_column(default=1)
    waiting_since: Mapped[datetime]
    rounds_waited: Mapped[int] = mapped_column(default=0)
    priority: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_noted: Mapped[datetime | None]
    undo_until: Mapped[datetime | None] = mapped_column(index=True)
    undo_what: Mapped[Undoable | None] = mapped_column(value_of(Undoable, 12))
    undo_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    paused_at: Mapped[datetime | None]
    pause_ends_at: Mapped[datetime | None] = mapped_column(index=True)
    notify: Mapped[Notify] = mapped_column(value_of(Notify, 12), default=Notify.ALL)
    calendar_file: Mapped[bool] = mapped_column(default=True)
    private: Mapped[bytes | None] = mapped_column(LargeBinary)
    gone_at: Mapped[datetime | None]
    gone_until: Mapped[datetime | None] = mapped_column(index=True)
    back_at: Mapped[datetime | None]
    notice_version: Mapped[int]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    offers: Mapped[list["OfferRow"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferRow.rank"
    )
    wishes: Mapped[list["WishRow"]] = relationship(
        cascade="all, delete-orphan", order_by="WishRow.rank"
    )

    @property
    def slack_id(self) -> str:
        return self.person.slack_id

    @property
    def takes_part(self) -> bool:
        """Now, also on a break."""
        return self.state in TAKES_PART

    @property
    def can_be_paired(self) -> bool:
        """Takes part, is on no break, and the account is there."""
        return self.state == ParticipationState.ACTIVE and self.gone_at is None


class OfferRow(Table):
    __tablename__ = "offer"
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    rank: Mapped[int]
    level: Mapped[int]


class WishRow(Table):
    __tablename__ = "wish"
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    rank: Mapped[int]
    level_now: Mapped[int]
    level_wanted: Mapped[int]


class Draft(Table):
    """What a person has typed of the join form, sealed: it may name a manager."""

    __tablename__ = "draft"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
