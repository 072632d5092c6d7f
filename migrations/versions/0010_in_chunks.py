"""A round goes out in chunks, and says how far it has come; what a tick asks goes along an index.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INDEXES = {
    "ix_participation_person_id": ["person_id"],
    "ix_participation_left": ["state", "left_at"],
}
BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.add_column("round", sa.Column("waiting_after", BIG, nullable=True))
    for name, columns in INDEXES.items():
        op.create_index(name, "participation", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="participation")
    op.drop_column("round", "waiting_after")
