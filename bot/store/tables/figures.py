"""Reporting windows, releases, counts."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.lifecycle import WindowState
from bot.store.db.types import value_of
from bot.store.tables.base import NEVER_AGAIN, Id, Table


class Window(Table):
    """Four weeks of sessions, sealed seven days after their end, or rolled into the next.

    `covers_from` is the start, or that of the windows rolled into this one. `unreadable` counts
    the answers for which it waits: they do not open, and are tried again at `try_again_at`.
    """

    __tablename__ = "window"
    __table_args__ = (UniqueConstraint("programme_id", "number"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    state: Mapped[WindowState] = mapped_column(value_of(WindowState, 20))
    covers_from: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seal_at: Mapped[datetime] = mapped_column(index=True)
    unreadable: Mapped[int | None]
    try_again_at: Mapped[datetime | None]


class Release(Table):
    """A published group figure. Append-only: triggers refuse any change."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("window_id", "metric", "people"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    window_id: Mapped[int] = mapped_column(ForeignKey("window.id"))
    metric: Mapped[str] = mapped_column(String(20))
    people: Mapped[str] = mapped_column(String(40), default="whole")
    figure: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    published_at: Mapped[datetime]


class WindowCount(Table):
    """What leads read of a closed window beside its figures. Append-only, as they are."""

    __tablename__ = "window_count"
    window_id: Mapped[int] = mapped_column(ForeignKey("window.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]
