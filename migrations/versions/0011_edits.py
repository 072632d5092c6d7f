"""Edits: a row of the outbox may say which earlier message it rewrites when that has aged.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
    op.add_column("outbox", sa.Column("edits_id", number, nullable=True))
    op.create_index("ix_outbox_edits_id", "outbox", ["edits_id"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE edits_id IS NOT NULL")
    op.drop_index("ix_outbox_edits_id", "outbox")
    op.drop_column("outbox", "edits_id")
