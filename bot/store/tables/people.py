"""People, and the log of decisions."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Id, Table


class Person(Table):
    """A Slack account, with nothing that Slack itself can tell: no name, no e-mail.

    `last_other_at` is when the one message in seven days was used that is not about a meeting.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(32), unique=True)
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    last_other_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]


class Event(Table):
    """What changed, in what order. Append-only, for a year. Only leads and operators are actors."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    thing: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int] = mapped_column(Id)
    event: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
