"""Closed windows: their counts are kept, answers that do not open are counted, and the journal
knows who has left.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
NEW = (
    ("window", "unreadable", sa.Integer),
    ("window", "try_again_at", lambda: sa.DateTime(timezone=True)),
    ("programme", "journal_begun_at", lambda: sa.DateTime(timezone=True)),
    ("participation", "left_noted", lambda: sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for table, name, kind in NEW:
        op.add_column(table, sa.Column(name, kind(), nullable=True))
    op.create_table(
        "window_count",
        sa.Column("window_id", BIG, sa.ForeignKey("window.id"), primary_key=True, nullable=False),
        sa.Column("name", sa.String(40), primary_key=True, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("window_count")
    for table, name, _ in reversed(NEW):
        op.drop_column(table, name)
