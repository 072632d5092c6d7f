"""What was owed before: when it left, how often, and whether it is still on its way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.enqueue import Kinds, S, conversation_of, keys_of
from bot.outbox.kinds import Kind
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person


def last_left(
    db: Db, kinds: Kinds, *, person: Person, subjects: Collection[str]
) -> datetime | None:
    """When a message of these kinds about one of the subjects has left last (programme time).

    One that is just leaving counts by its due time.
    """
    gone = or_(OutboxRow.state.in_([State.SENDING, State.SENT]), OutboxRow.unclear)
    return db.scalar(
        select(func.max(func.coalesce(OutboxRow.sent_at, OutboxRow.due_at))).where(
            OutboxRow.conversation == conversation_of(person),
            OutboxRow.kind.in_(keys_of(kinds)),
            OutboxRow.subject.in_(subjects),
            gone,
        )
    )


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
