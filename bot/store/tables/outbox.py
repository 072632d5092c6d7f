"""Requests that were answered, messages to send, and holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.lifecycle.outbox import State
from bot.store.db.types import value_of
from bot.store.tables.base import NEVER_AGAIN, Id, Table


class InboxKey(Table):
    """A Slack request that has had its effect, to the hour."""

    __tablename__ = "inbox_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class OutboxRow(Table):
    """A message that is owed to a person or to a pair's group conversation.

    `due_at` and `expires_at` are programme time; `not_before` and the lease are technical time.
    Each index serves one question of `queue.py`. `uid` stands in the message's metadata.
    `edits_id` makes it an edit of the message with that number. It is no foreign key: the message
    may be emptied or erased before, and its number is never given again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_claim", "state", "priority", "due_at", "id"),
        Index("ix_outbox_due", "state", "due_at", "id"),
        Index("ix_outbox_expires", "state", "expires_at"),
        Index("ix_outbox_not_before", "state", "not_before"),
        Index("ix_outbox_lease", "state", "lease_until"),
        Index("ix_outbox_conversation", "conversation", "state", "due_at"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    uid: Mapped[str | None] = mapped_column(String(36), unique=True)
    dedupe_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id"))
    channel: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(40), index=True)
    arguments: Mapped[dict[str, Any]]
    sealed_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    priority: Mapped[int]
    state: Mapped[State] = mapped_column(value_of(State, 12))
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None]
    posting: Mapped[bool] = mapped_column(default=False)
    unclear: Mapped[bool] = mapped_column(default=False)
    plain: Mapped[bool] = mapped_column(default=False)
    first_post_at: Mapped[datetime | None]
    last_post_at: Mapped[datetime | None]
    slack_ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(80))
    edits_id: Mapped[int | None] = mapped_column(Id, index=True)

    @property
    def to_group(self) -> bool:
        """To the two of a pair together. With a person it is that person's part of it."""
        return self.pair_id is not None and self.person_id is None


class Hold(Table):
    """Not before when (technical time) a method or a conversation may be used again."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime]
