"""A date is proposed with up to three times, of which one is taken, and may replace an agreed one.

What stands proposed so far has its one time, and what was agreed or held the one that it has.

Revision ID: 0016
Revises: 0015
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"

NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MOMENTS = sa.JSON().with_variant(JSONB(), "postgresql")
SESSION = sa.table(
    "session",
    sa.column("id", sa.Integer),
    sa.column("starts_at", MOMENT),
    sa.column("options", MOMENTS),
)


def upgrade() -> None:
    op.add_column("session", sa.Column("options", MOMENTS, nullable=False, server_default="[]"))
    op.add_column("session", sa.Column("answer_by", MOMENT, nullable=True))
    op.add_column("session", sa.Column("replaces_id", NUMBER, nullable=True))
    op.create_index("ix_session_answer_by", "session", ["answer_by"])
    op.execute("UPDATE session SET answer_by = starts_at WHERE state = 'proposed'")
    found = op.get_bind().execute(sa.select(SESSION.c.id, SESSION.c.starts_at)).all()
    if found:
        only = [{"number": row.id, "only": [_utc(row.starts_at)]} for row in found]
        one = SESSION.update().where(SESSION.c.id == sa.bindparam("number"))
        op.get_bind().execute(one.values(options=sa.bindparam("only")), only)


def _utc(at: datetime) -> str:
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).isoformat()


def downgrade() -> None:
    op.drop_index("ix_session_answer_by", "session")
    for name in ("replaces_id", "answer_by", "options"):
        op.drop_column("session", name)
