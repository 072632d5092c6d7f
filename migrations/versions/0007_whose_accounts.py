"""Whose people these are: the database knows its workspace, and an account that is gone is waited
for.

Revision ID: 0007
Revises: 0006
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
NEW: tuple[tuple[str, str, sa.types.TypeEngine[Any]], ...] = (
    ("programme", "workspace", sa.String(32)),
    ("programme", "accounts_held_at", MOMENT),
    ("programme", "accounts_confirmed_at", MOMENT),
    ("participation", "gone_at", MOMENT),
    ("participation", "gone_until", MOMENT),
    ("participation", "back_at", MOMENT),
)


def upgrade() -> None:
    for table, name, kind in NEW:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_index("ix_participation_gone_until", "participation", ["gone_until"])


def downgrade() -> None:
    op.drop_index("ix_participation_gone_until", "participation")
    for table, name, _ in reversed(NEW):
        op.drop_column(table, name)
