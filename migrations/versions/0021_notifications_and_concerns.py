"""Notifications: which messages somebody wants takes the place of fewer reminders.

Who asked for fewer reminders gets what is essential.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

YES, NO = sa.true(), sa.false()


def upgrade() -> None:
    for column in (
        sa.Column("notify", sa.String(12), nullable=False, server_default="all"),
        sa.Column("calendar_file", sa.Boolean(), nullable=False, server_default=YES),
    ):
        op.add_column("participation", column)
    op.execute("UPDATE participation SET notify = 'essential' WHERE fewer_reminders")
    op.drop_column("participation", "fewer_reminders")


def downgrade() -> None:
    op.add_column(
        "participation",
        sa.Column("fewer_reminders", sa.Boolean(), nullable=False, server_default=NO),
    )
    op.execute("UPDATE participation SET fewer_reminders = true WHERE notify <> 'all'")
    op.drop_column("participation", "calendar_file")
    op.drop_column("participation", "notify")
