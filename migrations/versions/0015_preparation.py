"""Preparation: a worksheet for each meeting that is agreed, and a notice that names it.

Whoever joined under the notice before reads the new one before the first worksheet.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "worksheet",
        sa.Column("session_id", NUMBER, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("forget_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_worksheet_session_id_session"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_worksheet"),
    )
    op.create_index("ix_worksheet_forget_at", "worksheet", ["forget_at"])
    op.add_column("session", sa.Column("prepare_at", MOMENT, nullable=True))
    op.create_index("ix_session_prepare_at", "session", ["prepare_at"])
    # Due at once: the start of a pair lies behind it.
    op.execute(
        "UPDATE session SET prepare_at = (SELECT d0 FROM pair WHERE pair.id = session.pair_id)"
        " WHERE state = 'dated'"
    )
    op.execute("UPDATE programme SET notice_version = 2")


def downgrade() -> None:
    op.execute("UPDATE programme SET notice_version = 1")
    op.drop_index("ix_session_prepare_at", "session")
    op.drop_column("session", "prepare_at")
    op.drop_table("worksheet")
