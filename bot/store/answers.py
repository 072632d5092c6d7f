"""Raw answers, behind their one door: an import contract says who may open it.

A row cannot be tied to a person without its round's key: no foreign key to people or pairs,
no timestamp, no order of insertion (random primary key, on SQLite without a rowid).
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as Db

from bot.store.tables import Id, Table


class Answer(Table):
    """One person's answers to one check-in, under keyed pseudonyms (HMAC-SHA256, hex)."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("occasion", "respondent"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round: Mapped[int] = mapped_column(Id)
    respondent: Mapped[str] = mapped_column(String(64))
    pair: Mapped[str] = mapped_column(String(64))
    occasion: Mapped[str] = mapped_column(String(64))
    window: Mapped[int] = mapped_column(Id, index=True)
    role: Mapped[str] = mapped_column(String(10))
    dimension: Mapped[str | None] = mapped_column(String(64))
    values: Mapped[dict[str, Any]]


def keep(
    db: Db, *, occasion: str, respondent: str, values: Mapping[str, int], **facts: Any
) -> bool:
    """Write an answer, or replace what this respondent said on this occasion; True if replaced."""
    row = given(db, occasion, respondent)
    if row is not None:
        row.values = dict(values)
        return True
    db.add(
        Answer(
            id=token_hex(16), occasion=occasion, respondent=respondent, values=dict(values), **facts
        )
    )
    return False


def given(db: Db, occasion: str, respondent: str) -> Answer | None:
    return db.scalar(
        select(Answer).where(Answer.occasion == occasion, Answer.respondent == respondent)
    )


def in_window(db: Db, window_id: int) -> Sequence[Answer]:
    return db.scalars(select(Answer).where(Answer.window == window_id).order_by(Answer.id)).all()


def pass_on(db: Db, window_id: int, next_id: int) -> None:
    """Answers of a window too small to be published count in the next one."""
    db.execute(update(Answer).where(Answer.window == window_id).values(window=next_id))


def windows_of_round(db: Db, round_id: int) -> frozenset[int]:
    """The windows in which answers of this round count."""
    return frozenset(db.scalars(select(Answer.window).where(Answer.round == round_id).distinct()))


def destroy(db: Db, round_id: int) -> int:
    """The raw answers of a round; how many they were."""
    gone = db.scalars(delete(Answer).where(Answer.round == round_id).returning(Answer.id)).all()
    return len(gone)
