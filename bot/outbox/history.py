"""What was owed before: when it left, how often, and whether it is still on its way."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.enqueue import EDITABLE, Kinds, Receiver, S, conversation_of, keys_of
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
    """Whether a message is there to be edited. UNKNOWN: it may be, and that is found out soon."""

    THERE = "there"
    NOT_THERE = "not there"
    UNKNOWN = "unknown"


def stands(db: Db, kind: Kind[S, Any], about: S, to: Receiver, now: datetime) -> Stood:
    """Whether what was said of it in this conversation can be edited now."""
    row = db.scalar(
        select(OutboxRow)
        .where(
            OutboxRow.conversation == conversation_of(to),
            OutboxRow.kind == kind.key,
            OutboxRow.subject == kind.about.name(about),
        )
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    if row is None or _refused(db, row):
        return Stood.NOT_THERE
    if row.state == State.SENDING or row.unclear:
        return Stood.UNKNOWN
    sent = row.sent_at if row.state == State.SENT else None
    return Stood.THERE if sent and now < sent + EDITABLE else Stood.NOT_THERE


def _refused(db: Db, row: OutboxRow) -> bool:
    """Whether Slack takes no edit of it any more."""
    edit = db.scalar(select(OutboxRow.state).where(OutboxRow.edits_id == row.id))
    return edit == State.CANCELLED


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
