"""What a pair and a proposal share: a mentor's side and a mentee's."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, ForeignKey, or_, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from bot.domain.fit.people import Role, SideRole
from bot.store.tables.enrolment import Participation


class TwoSides:
    """Which side is whose is asked here, and compared nowhere else."""

    mentor_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)

    @declared_attr
    @classmethod
    def mentor(cls) -> Mapped[Participation]:
        return relationship(foreign_keys=[cls.mentor_id], lazy="joined", innerjoin=True)

    @declared_attr
    @classmethod
    def mentee(cls) -> Mapped[Participation]:
        return relationship(foreign_keys=[cls.mentee_id], lazy="joined", innerjoin=True)

    @classmethod
    def has_side(cls, participation_id: int) -> ColumnElement[bool]:
        """As a condition: this participation is one of the two."""
        return or_(cls.mentor_id == participation_id, cls.mentee_id == participation_id)

    @classmethod
    def has_side_among(cls, these: Collection[int] | None) -> ColumnElement[bool]:
        """As a condition: one of the two is among these participations; None means everybody."""
        if these is None:
            return true()
        return or_(cls.mentor_id.in_(these), cls.mentee_id.in_(these))

    @property
    def sides(self) -> tuple[Participation, Participation]:
        """The mentor, then the mentee."""
        return self.mentor, self.mentee

    def side_of(self, person_id: int | None) -> Participation | None:
        """This person's side; None for a stranger to the two."""
        return next((one for one in self.sides if one.person_id == person_id), None)

    def role_of(self, participation: Participation) -> SideRole:
        """What one of the two is here."""
        return Role.MENTOR if self.mentor_id == participation.id else Role.MENTEE

    def other(self, participation: Participation) -> Participation:
        """The partner of one of the two."""
        return self.mentee if self.role_of(participation) is Role.MENTOR else self.mentor
