"""What was owed before: when it left, how often, and whether it is still on its way."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.enqueue import Kinds, Receiver, S, conversation_of, keys_of
from bot.outbox.kinds import Kind
from bot.store.db.session import Db
from bot.store.tables import OutboxRow


def last_left(db: Db, kinds: Kinds, *, to: Receiver, subjects: Collection[str]) -> datetime | None:
    """When a message of these kinds about one of the subjects has left last (programme time).

    One that is just leaving counts by its due time.
    """
    gone = or_(OutboxRow.state.in_([State.SENDING, State.SENT]), OutboxRow.unclear)
    return db.scalar(
        select(func.max(func.coalesce(OutboxRow.sent_at, OutboxRow.due_at))).where(
            OutboxRow.conversation == conversation_of(to),
            OutboxRow.kind.in_(keys_of(kinds)),
            OutboxRow.subject.in_(subjects),
            gone,
        )
    )


class Stood(StrEnum):
    """Whether a message is there and up to date. UNKNOWN: that is found out soon."""

    THERE = "there"
    NOT_THERE = "not there"
    UNKNOWN = "unknown"


def stands(db: Db, later: Kind[S, Any], about: S, to: Receiver, now: datetime) -> Stood:
    """Whether what was said of it in this conversation says by now what its `later` form does."""
    edit = db.scalar(
        select(OutboxRow)
        .where(
            OutboxRow.conversation == conversation_of(to),
            OutboxRow.kind == later.key,
            OutboxRow.subject == later.about.name(about),
        )
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    if edit is None or edit.state == State.CANCELLED:
        return Stood.NOT_THERE
    message = edit if edit.slack_ts else db.get(OutboxRow, edit.edits_id)
    if message is None or (message.slack_ts is None and not _may_arrive(message)):
        return Stood.NOT_THERE
    under_way = edit.state in OPEN_STATES and edit.due_at <= now
    return Stood.UNKNOWN if under_way or message.slack_ts is None else Stood.THERE


def _may_arrive(message: OutboxRow) -> bool:
    return message.state == State.SENDING or message.unclear


def any_unsettled(db: Db, kind: Kind[S, Any], among: Select[int]) -> bool:
    """Whether a message of one kind about any of these (a query of ids) is still to be sent."""
    about = OutboxRow.arguments[kind.about.argument].as_integer()
    open_ones = select(OutboxRow.id).where(
        OutboxRow.state.in_(OPEN_STATES),
        OutboxRow.priority == kind.priority,
        OutboxRow.kind == kind.key,
        about.in_(among),
    )
    return db.scalar(open_ones.limit(1)) is not None
