"""A round goes out in chunks, and says how far it has come.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.add_column("round", sa.Column("waiting_after", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("round", "waiting_after")
