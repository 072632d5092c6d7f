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

from bot.domain.lifecycle.outbox import CLOSED_STATES, State
from bot.domain.time.local_time import NO_TIME
from bot.outbox.deliver.queue import AT_ONCE
from bot.outbox.limits.holds import SEEN
from bot.store.db.due import DueQuery
from bot.store.db.session import Db
from bot.store.tables import Hold, OutboxRow

KEPT = timedelta(days=21)


def forget_older(db: Db, before: datetime) -> int:
    """Leaves nothing but the dedupe key of what was over before a moment (programme time).

    The key still stops the same thing from being said again. How many were emptied.
    """
    done: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(OutboxRow)
        .where(_over(before))
        .values(**EMPTY),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    return done.rowcount


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


def _over(before: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    over_since = func.coalesce(
        OutboxRow.sent_at, OutboxRow.last_post_at, OutboxRow.expires_at, OutboxRow.due_at
    )
    return and_(OutboxRow.state.in_(CLOSED_STATES), over_since < before)


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
