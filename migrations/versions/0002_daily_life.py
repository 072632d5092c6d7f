"""Daily life: breaks, undo of every step, people to avoid, nudges that end, the nightly roll call.

Columns are added and dropped in place, so that no table is copied and no trigger lost.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXED = (("participation", "undo_until"), ("participation", "pause_ends_at"), ("pair", "hand_at"))


def upgrade() -> None:
    for table, column in new_columns():
        op.add_column(table, column)
    for table, name in INDEXED:
        op.create_index(f"ix_{table}_{name}", table, [name])
    op.create_table(
        "avoided",
        sa.Column(
            "participation_id", big(), sa.ForeignKey("participation.id"), primary_key=True,
            nullable=False,
        ),
        sa.Column("person_hash", sa.String(64), primary_key=True, nullable=False),
    )  # fmt: skip
    # What could be undone when the columns came was a joining or a leaving.
    op.execute(
        "UPDATE participation SET undo_what = CASE state WHEN 'left' THEN 'leave' ELSE 'join' END"
        " WHERE undo_until IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("avoided")
    for table, name in INDEXED:
        op.drop_index(f"ix_{table}_{name}", table)
    for table, column in reversed(new_columns()):
        op.drop_column(table, column.name)


def new_columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("programme", moment("next_roll_call_at")),
        ("participation", sa.Column("undo_what", sa.String(12), nullable=True)),
        ("participation", sa.Column("undo_sealed", sa.LargeBinary(), nullable=True)),
        ("participation", moment("paused_at")),
        ("participation", moment("pause_ends_at")),
        ("participation", number("nudges_unanswered")),
        (
            "participation",
            sa.Column("fewer_reminders", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        ("pair", number("no_date_told")),
        ("pair", moment("hand_at")),
        ("pair", moment("paused_at")),
        ("pair", number("moved_by_days")),
    ]


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def big() -> Any:
    return sa.Integer().with_variant(sa.BigInteger(), "postgresql")
