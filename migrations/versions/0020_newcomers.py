"""Newcomers: somebody may choose a track of their own, and a pair may be of it.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ADDED = {"participation": "newcomer", "pair": "newcomers"}


def upgrade() -> None:
    for table, name in ADDED.items():
        op.add_column(
            table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    for table, name in ADDED.items():
        op.drop_column(table, name)
