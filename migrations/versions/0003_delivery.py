"""Delivery: finding the next message costs the same, however many there are.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"

NEW = {
    "claim": ["state", "priority", "due_at", "id"],
    "due": ["state", "due_at", "id"],
    "expires": ["state", "expires_at"],
    "not_before": ["state", "not_before"],
    "lease": ["state", "lease_until"],
    "conversation": ["conversation", "state", "due_at"],
}
OLD = {"claim": ["state", "priority", "due_at"], "conversation": ["conversation", "state"]}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    for name in before:
        op.drop_index(f"ix_outbox_{name}", "outbox")
    for name, columns in after.items():
        op.create_index(f"ix_outbox_{name}", "outbox", columns)
