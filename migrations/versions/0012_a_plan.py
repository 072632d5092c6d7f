"""A pair keeps its plan: by when each meeting is due, and how long each takes.

Pairs that are there keep the seven days that held for all of them, moved by their breaks as before;
those of somebody erased keep none.

Revision ID: 0012
Revises: 0011
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"

DAYS = (14, 35, 63, 91, 119, 147, 175)
MOMENTS = sa.JSON().with_variant(JSONB(), "postgresql")
PARTICIPATION = sa.table(
    "participation", sa.column("id", sa.Integer), sa.column("state", sa.String)
)
PAIR = sa.table(
    "pair",
    sa.column("id", sa.Integer),
    sa.column("mentor_id", sa.Integer),
    sa.column("mentee_id", sa.Integer),
    sa.column("d0", sa.DateTime(timezone=True)),
    sa.column("moved_by_days", sa.Integer),
    sa.column("due_at", MOMENTS),
)


def upgrade() -> None:
    op.add_column("pair", sa.Column("due_at", MOMENTS, nullable=False, server_default="[]"))
    op.add_column("pair", sa.Column("minutes", sa.Integer, nullable=False, server_default="45"))
    erased = sa.select(PARTICIPATION.c.id).where(PARTICIPATION.c.state == "erased")
    known = sa.select(PAIR.c.id, PAIR.c.d0, PAIR.c.moved_by_days).where(
        PAIR.c.mentor_id.not_in(erased), PAIR.c.mentee_id.not_in(erased)
    )
    found = op.get_bind().execute(known).all()
    plans = [{"pair": row.id, "due": _due(row.d0, row.moved_by_days)} for row in found]
    if plans:
        one = PAIR.c.id == sa.bindparam("pair")
        op.get_bind().execute(PAIR.update().where(one).values(due_at=sa.bindparam("due")), plans)


def _due(d0: datetime, moved: int) -> list[str]:
    start = d0.replace(tzinfo=UTC) if d0.tzinfo is None else d0.astimezone(UTC)
    return [(start + timedelta(days=days + moved)).isoformat() for days in DAYS]


def downgrade() -> None:
    op.drop_column("pair", "minutes")
    op.drop_column("pair", "due_at")
