"""Notifications and concerns: which messages somebody wants takes the place of fewer reminders;
concerns go to one person, who may be the owner of the workspace.

Who asked for fewer reminders gets what is essential.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

YES, NO = sa.true(), sa.false()
NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    for column in (
        sa.Column("notify", sa.String(12), nullable=False, server_default="all"),
        sa.Column("calendar_file", sa.Boolean(), nullable=False, server_default=YES),
    ):
        op.add_column("participation", column)
    op.execute("UPDATE participation SET notify = 'essential' WHERE fewer_reminders")
    op.drop_column("participation", "fewer_reminders")
    op.create_table(
        "concern",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concern"),
    )
    op.add_column("programme", sa.Column("workspace_owner", sa.String(32), nullable=True))
    op.execute("UPDATE programme SET notice_version = 3")


def downgrade() -> None:
    op.execute("UPDATE programme SET notice_version = 2")
    op.drop_column("programme", "workspace_owner")
    op.drop_table("concern")
    op.add_column(
        "participation",
        sa.Column("fewer_reminders", sa.Boolean(), nullable=False, server_default=NO),
    )
    op.execute("UPDATE participation SET fewer_reminders = true WHERE notify <> 'all'")
    op.drop_column("participation", "calendar_file")
    op.drop_column("participation", "notify")
