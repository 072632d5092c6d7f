"""Who was told what and when is activity data: it is kept for a short while only.

How long: docs/delivery.md, Forgetting.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    and_,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.domain.lifecycle.outbox import CLOSED_STATES, State
from bot.domain.time.local_time import NO_TIME
from bot.outbox.deliver.queue import AT_ONCE
from bot.outbox.kinds import Kinds
from bot.outbox.limits.holds import SEEN
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Hold, OutboxRow

KEPT = timedelta(days=21)


def forget_older(db: Db, kinds: Kinds, before: datetime) -> int:
    """Leaves nothing but the dedupe key of what was over before a moment (programme time).

    The key still stops the same thing from being said again. An edit that waits long takes along
    where its message stands. How many were emptied.
    """
    _keep_places(db, kinds, before)
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow)
        .where(_over(before))
        .values(**EMPTY),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    return done.rowcount


def _keep_places(db: Db, kinds: Kinds, before: datetime) -> None:
    message = aliased(OutboxRow)
    its = select(message).where(message.id == OutboxRow.edits_id)
    forgotten = select(message.id).where(_over(before, message))
    db.execute(
        update(OutboxRow)
        .where(OutboxRow.kind.in_(kinds.waiting_long), OutboxRow.edits_id.in_(forgotten))
        .where(OutboxRow.state == State.PENDING)
        .values(
            channel=its.with_only_columns(message.channel).scalar_subquery(),
            slack_ts=its.with_only_columns(message.slack_ts).scalar_subquery(),
            plain=its.with_only_columns(message.plain).scalar_subquery(),
        ),
        execution_options={"synchronize_session": False},
    )


def drop_old_holds(db: Db, real_before: datetime) -> int:
    """Removes holds on conversations that ended before a moment (technical time).

    One that somebody is just changing is left for the next time.
    """
    ended = (Hold.until < real_before, ~Hold.key.startswith(SEEN))
    over = select(Hold.key).where(*ended).limit(AT_ONCE)
    keys = db.scalars(over.with_for_update(skip_locked=True)).all()
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        delete(Hold).where(Hold.key.in_(keys)),
        execution_options={"synchronize_session": False},
    )
    return done.rowcount


def _over(
    before: datetime | BindParameter[datetime], row: type[OutboxRow] = OutboxRow
) -> ColumnElement[bool]:
    over_since = func.coalesce(row.sent_at, row.last_post_at, row.expires_at, row.due_at)
    return and_(row.state.in_(CLOSED_STATES), over_since < before)


OLD = DueQuery(OutboxRow, _over)
"""What was over before a moment."""
EMPTY: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        ("uid", "person_id", "pair_id", "channel", "subject", "sealed_text", "expires_at",
         "not_before", "lease_owner", "lease_until", "first_post_at", "last_post_at", "slack_ts",
         "sent_at", "last_error", "edits_id")
    ),
    **dict.fromkeys(("posting", "unclear", "plain"), False),
    "state": State.FORGOTTEN, "kind": "", "conversation": "", "arguments": {}, "priority": 0,
    "attempts": 0, "due_at": NO_TIME,
}  # fmt: skip
"""What a row is emptied to: nothing but its dedupe key."""
