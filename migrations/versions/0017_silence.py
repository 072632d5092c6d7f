"""The ladder of silence: how long a pair has had no date, what it is owed next, and when.

A pair stands where it stood: at the word that was due, at the days in which only the leads are to
hear, or after its last meeting. One that the leads have not heard of yet is active until they do.

Revision ID: 0017
Revises: 0016
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)
NEW = ("silent_since", "next_step_at", "stopped_at")
OLD = ("no_date_at", "hand_at")
INDEXED = ("next_step_at", "stopped_at")
NUDGE, LAST_WORD, REST, AFTER_A_MEETING = 7, 14, 49, 21
"""In days: of the steps before a first meeting; from a meeting to the first word after it."""
PAIR = sa.table(
    "pair",
    *(sa.column(name, sa.Integer) for name in ("id", "no_date_told", "moved_by_days")),
    *(sa.column(name, sa.String) for name in ("state", "next_step")),
    *(sa.column(name, MOMENT) for name in ("d0", "paused_at", *NEW, *OLD)),
)
SESSION = sa.table(
    "session",
    sa.column("pair_id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("ends_at", MOMENT),
)


def upgrade() -> None:
    for name in NEW:
        op.add_column("pair", sa.Column(name, MOMENT, nullable=True))
    op.add_column("pair", sa.Column("next_step", sa.String(12), nullable=True))
    for name in INDEXED:
        op.create_index(f"ix_pair_{name}", "pair", [name])
    steps = list(_steps())
    if steps:
        one = PAIR.c.id == sa.bindparam("pair")
        new: dict[str, Any] = {
            name: sa.bindparam(f"new_{name}") for name in ("state", "next_step", *NEW)
        }
        op.get_bind().execute(PAIR.update().where(one).values(new), steps)
    for name in OLD:
        op.drop_index(f"ix_pair_{name}", "pair")
        op.drop_column("pair", name)
    op.drop_column("pair", "no_date_told")


def _steps() -> Iterator[dict[str, Any]]:
    held = {pair: _utc(last) for pair, last in op.get_bind().execute(_last("held"))}
    dated = {pair for pair, _ in op.get_bind().execute(_last("proposed", "dated"))}
    live = PAIR.c.state.in_(("active", "needs_a_hand", "paused"))
    for row in op.get_bind().execute(sa.select(PAIR).where(live)).mappings():
        since, step, at = _step(row, held.get(row["id"]))
        stopped = row["paused_at"] or (at - timedelta(days=NUDGE) if row["id"] in dated else None)
        unheard = row["state"] == "needs_a_hand" and step == "hand"
        yield {
            "pair": row["id"], "new_state": "active" if unheard else row["state"],
            "new_silent_since": since, "new_next_step": step, "new_next_step_at": at,
            "new_stopped_at": stopped,
        }  # fmt: skip


def _last(*states: str) -> sa.Select[Any]:
    chosen = sa.select(SESSION.c.pair_id, sa.func.max(SESSION.c.ends_at))
    return chosen.where(SESSION.c.state.in_(states)).group_by(SESSION.c.pair_id)


def _step(row: Any, met: datetime | None) -> tuple[datetime, str, datetime]:
    """Since when a pair is silent, its next step, and when that is due."""
    start = _utc(row["d0"]) + timedelta(days=row["moved_by_days"])
    if met is not None:
        return met, "nudge", met + timedelta(days=AFTER_A_MEETING)
    if row["hand_at"] is not None:
        return start, "hand", _utc(row["hand_at"])
    told = min(row["no_date_told"], 2)
    step, days = (("nudge", NUDGE), ("last_word", LAST_WORD), ("rest", REST))[told]
    due = row["no_date_at"]
    return start, step, _utc(due) if due is not None else start + timedelta(days=days)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def downgrade() -> None:
    for name in OLD:
        op.add_column("pair", sa.Column(name, MOMENT, nullable=True))
        op.create_index(f"ix_pair_{name}", "pair", [name])
    told = sa.Column("no_date_told", sa.Integer, nullable=False, server_default="0")
    op.add_column("pair", told)
    op.execute("UPDATE pair SET state = 'needs_a_hand' WHERE state = 'resting'")
    op.execute("UPDATE pair SET no_date_told = 2 WHERE next_step IN ('hand', 'rest', 'end')")
    op.execute("UPDATE pair SET no_date_told = 1 WHERE next_step = 'last_word'")
    op.execute(
        "UPDATE pair SET no_date_at = next_step_at"
        " WHERE next_step IN ('nudge', 'last_word') AND stopped_at IS NULL"
    )
    op.execute("UPDATE pair SET hand_at = next_step_at WHERE next_step = 'hand'")
    for name in INDEXED:
        op.drop_index(f"ix_pair_{name}", "pair")
    for name in ("next_step", *NEW):
        op.drop_column("pair", name)
