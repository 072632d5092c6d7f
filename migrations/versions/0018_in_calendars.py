"""In calendars: a meeting keeps its identity there, and a pair the address of its video call.

A meeting's time can be kept from then on.

Meetings that are agreed get an identity of their own.

Revision ID: 0018
Revises: 0017
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

KEEPS_TIME = ("keep_offered_by", "kept_from_id")
NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("session", sa.Column("uid", sa.String(36), nullable=True))
    op.add_column(
        "session", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("session", sa.Column("changed_at", MOMENT, nullable=True))
    for name in KEEPS_TIME:
        op.add_column("session", sa.Column(name, NUMBER, nullable=True))
    op.add_column("pair", sa.Column("video_link", sa.String(500), nullable=True))
    _give_identities()


def _give_identities() -> None:
    """As a calendar has not seen them yet, they count as changed when their pair began."""
    link = op.get_bind()
    dated = link.execute(sa.text("SELECT id FROM session WHERE state = 'dated'")).scalars().all()
    begun = "(SELECT d0 FROM pair WHERE pair.id = session.pair_id)"
    give = sa.text(f"UPDATE session SET uid = :uid, changed_at = {begun} WHERE id = :id")
    for number in dated:
        link.execute(give, {"uid": str(uuid4()), "id": number})


def downgrade() -> None:
    op.drop_column("pair", "video_link")
    for name in KEEPS_TIME:
        op.drop_column("session", name)
    op.drop_column("session", "changed_at")
    op.drop_column("session", "sequence")
    op.drop_column("session", "uid")
