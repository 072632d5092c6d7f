"""The end: a pair is asked what comes after it, and what the two say is sealed with it.

Live pairs are asked two weeks before they end; what they say is laid out for them, empty, in the
next night.

Revision ID: 0022
Revises: 0021
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)
ASKED_BEFORE = timedelta(days=14)
PAIR = sa.table(
    "pair",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("ends_at", MOMENT),
    sa.column("choice_at", MOMENT),
)


def upgrade() -> None:
    op.add_column("pair", sa.Column("choice_at", MOMENT, nullable=True))
    op.add_column("pair", sa.Column("choices", sa.LargeBinary(), nullable=True))
    op.create_index("ix_pair_choice_at", "pair", ["choice_at"])
    live = PAIR.c.state.in_(("active", "needs_a_hand", "resting", "paused"))
    found = op.get_bind().execute(sa.select(PAIR.c.id, PAIR.c.ends_at).where(live)).all()
    if found:
        asked = [{"pair": row.id, "at": _utc(row.ends_at) - ASKED_BEFORE} for row in found]
        one = PAIR.update().where(PAIR.c.id == sa.bindparam("pair"))
        op.get_bind().execute(one.values(choice_at=sa.bindparam("at")), asked)


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def downgrade() -> None:
    op.drop_index("ix_pair_choice_at", "pair")
    op.drop_column("pair", "choices")
    op.drop_column("pair", "choice_at")
