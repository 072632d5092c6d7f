"""Changing a pairing: one of the two asks, sealed with the pair, and it ends ten minutes later.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("pair", sa.Column("exits", sa.LargeBinary(), nullable=True))
    op.add_column("pair", sa.Column("ends_early_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_pair_ends_early_at", "pair", ["ends_early_at"])


def downgrade() -> None:
    op.drop_index("ix_pair_ends_early_at", "pair")
    op.drop_column("pair", "ends_early_at")
    op.drop_column("pair", "exits")
