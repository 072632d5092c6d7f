"""Whether an account is gone is asked at every tick: along an index.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_index("ix_participation_gone", "participation", ["state", "gone_until"])


def downgrade() -> None:
    op.drop_index("ix_participation_gone", "participation")
