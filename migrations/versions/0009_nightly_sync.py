"""When all accounts are next looked up is called what it is for: the nightly sync.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"

OLD, NEW = "next_roll_call_at", "next_nightly_sync_at"


def upgrade() -> None:
    op.alter_column("programme", OLD, new_column_name=NEW)


def downgrade() -> None:
    op.alter_column("programme", NEW, new_column_name=OLD)
