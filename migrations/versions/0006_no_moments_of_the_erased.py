"""Nothing says any more when somebody erased came, met and left; waiting reads in four categories.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from bot.store.db import append_only

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
_ERASED = "(SELECT id FROM participation WHERE state = 'erased')"
_PAIRS = f"(SELECT id FROM pair WHERE mentor_id IN {_ERASED} OR mentee_id IN {_ERASED})"
_PROPOSALS = f"(SELECT id FROM proposal WHERE mentor_id IN {_ERASED} OR mentee_id IN {_ERASED})"
_SESSIONS = f"(SELECT id FROM session WHERE pair_id IN {_PAIRS})"


def upgrade() -> None:
    op.execute("UPDATE round_waiting SET category = 'not_this_time' WHERE category = 'few_topics'")
    append_only.unguard(op.get_bind())
    for thing, ids in (
        ("participation", _ERASED), ("pair", _PAIRS), ("proposal", _PROPOSALS),
        ("session", _SESSIONS),
    ):  # fmt: skip
        op.execute(
            f"DELETE FROM event WHERE thing = '{thing}' AND actor_id IS NULL AND thing_id IN {ids}"
        )
    op.execute(
        "DELETE FROM event WHERE actor_id IN"
        " (SELECT person_id FROM participation WHERE state = 'erased')"
    )
    op.execute(
        "UPDATE pair SET no_date_at = NULL, hand_at = NULL, paused_at = NULL, moved_by_days = 0"
        f" WHERE id IN {_PAIRS}"
    )
    op.execute(f"DELETE FROM checkin_request WHERE session_id IN {_SESSIONS}")
    op.execute(f"UPDATE session SET proposed_by = NULL WHERE pair_id IN {_PAIRS}")
    _waiting_since()
    _to_the_month("pair", ("d0", "ends_at", "ended_at"), _PAIRS)
    _to_the_month("session", ("starts_at", "ends_at"), _SESSIONS)
    _to_the_month("programme", ("journal_begun_at",), "(SELECT id FROM programme)")
    _fold()
    context.config.attributes["rewrite"] |= {
        *("event", "pair", "session", "participation", "person", "proposal", "checkin_request"),
    }


def downgrade() -> None:
    """Nothing to do: what is forgotten is gone, and the older program reads what is left."""


def _waiting_since() -> None:
    """Of partners who have waited since such a pair ended."""
    for mine, theirs in (("mentor_id", "mentee_id"), ("mentee_id", "mentor_id")):
        op.execute(
            sa.text(
                "UPDATE participation SET waiting_since = :no_time WHERE EXISTS (SELECT 1 FROM"
                f" pair WHERE pair.{mine} = participation.id AND pair.{theirs} IN {_ERASED}"
                " AND pair.ended_at <= participation.waiting_since)"
            ).bindparams(sa.bindparam("no_time", datetime(1970, 1, 1, tzinfo=UTC), MOMENT))
        )


def _fold() -> None:
    """All who are erased share the row of the first."""
    shell = "(SELECT min(id) FROM participation WHERE state = 'erased')"
    others = f"(SELECT id FROM participation WHERE state = 'erased' AND id <> {shell})"
    op.execute(
        "DELETE FROM outbox WHERE person_id IN (SELECT person_id FROM participation"
        " WHERE state = 'erased')"
    )
    for table in ("pair", "proposal"):
        for side in ("mentor_id", "mentee_id"):
            op.execute(f"UPDATE {table} SET {side} = {shell} WHERE {side} IN {others}")
    for table in ("offer", "wish", "round_waiting", "checkin_request"):
        op.execute(f"DELETE FROM {table} WHERE participation_id IN {others}")
    bind = op.get_bind()
    gone = (
        bind.execute(sa.text(f"SELECT person_id FROM participation WHERE id IN {others}"))
        .scalars()
        .all()
    )
    op.execute(f"DELETE FROM participation WHERE id IN {others}")
    for person in gone:
        for statement in (
            "UPDATE round SET decided_by = NULL WHERE decided_by = :person",
            "DELETE FROM draft WHERE person_id = :person",
            "DELETE FROM person WHERE id = :person",
        ):
            bind.execute(sa.text(statement), {"person": person})


def _to_the_month(name: str, columns: tuple[str, ...], ids: str) -> None:
    table = sa.table(name, sa.column("id"), *(sa.column(one, MOMENT) for one in columns))
    bind = op.get_bind()
    these = sa.select(table).where(sa.column("id").in_(sa.text(ids[1:-1])))
    for row in bind.execute(these).all():
        kept = {
            one: moment and moment.replace(
                day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC
            )
            for one in columns
            for moment in [getattr(row, one)]
        }  # fmt: skip
        bind.execute(sa.update(table).where(table.c.id == row.id).values(kept))
