"""Who leads: of those named it is known who has no full account, and since when nobody is left.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    names = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("programme", sa.Column("leads_gone", names, nullable=False, server_default="[]"))
    for moment in ("without_lead_since", "owner_told_at"):
        op.add_column("programme", sa.Column(moment, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "owner_told_at")
    op.drop_column("programme", "without_lead_since")
    op.drop_column("programme", "leads_gone")
