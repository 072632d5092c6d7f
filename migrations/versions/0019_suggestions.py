"""Suggestions: until when one without an answer keeps the ladder of silence from going on.

Pairs that wait for an answer at the upgrade wait no longer.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("pair", sa.Column("awaits_answer_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("pair", "awaits_answer_until")
