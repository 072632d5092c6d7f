"""Every table of the first programme: people, rounds, pairs, check-ins, figures, delivery.

The answers table has no rowid on SQLite, which would keep the order of insertion. The triggers
that keep `release` and `event` append-only are put on after every step (bot.store.db.append_only).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    *("programme", "person", "participation", "offer", "wish", "draft"),
    *("round", "round_waiting", "proposal", "window", "pair", "session", "checkin_request"),
    *("answer", "release", "event", "wrapped_key", "inbox_key", "outbox", "throttle"),
)


def upgrade() -> None:
    people()
    rounds()
    pairs()
    figures()
    requests()
    delivery()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def people() -> None:
    create(
        "programme",
        number_of_its_own(),
        text("state", 20),
        facts("rules"),
        facts("leads"),
        moment("opened_at"),
        day("first_round_on", nullable=True),
        day("next_round_on", nullable=True),
        moment("next_round_at", nullable=True, index=True),
        number("notice_version"),
    )
    create(
        "person",
        number_of_its_own(),
        text("slack_id", 32, unique=True),
        text("zone", 64),
        text("language", 8),
        flag("language_chosen"),
        text("dm_channel", 32, nullable=True),
        moment("first_seen_at"),
    )
    participations()
    for table, levels in (("offer", ("level",)), ("wish", ("level_now", "level_wanted"))):
        create(
            table,
            refers("participation_id", "participation", primary_key=True),
            text("topic", 40, primary_key=True),
            number("rank"),
            *(number(level) for level in levels),
        )
    create(
        "draft",
        refers("person_id", "person", primary_key=True),
        refers("programme_id", "programme", primary_key=True),
        octets("sealed"),
        moment("kept_at"),
    )


def participations() -> None:
    create(
        "participation",
        number_of_its_own(),
        refers("programme_id", "programme"),
        refers("person_id", "person"),
        text("state", 20),
        text("role", 10),
        number("band"),
        text("function", 64, nullable=True),
        text("site", 64, nullable=True),
        text("tenure", 16, nullable=True),
        facts("languages"),
        text("form", 16),
        text("person_hash", 64),
        text("manager_hash", 64, nullable=True),
        facts("style"),
        facts("work_days"),
        number("work_from"),
        number("work_to"),
        number("places_mentor"),
        number("places_mentee"),
        number("places_total"),
        moment("waiting_since"),
        number("rounds_waited"),
        flag("priority"),
        moment("joined_at"),
        moment("left_at", nullable=True),
        moment("undo_until", nullable=True),
        number("notice_version"),
        sa.UniqueConstraint("programme_id", "person_id"),
    )


def rounds() -> None:
    create(
        "round",
        number_of_its_own(),
        refers("programme_id", "programme"),
        number("number"),
        text("state", 20, index=True),
        day("due_on"),
        moment("drafted_at"),
        moment("remind_at", nullable=True),
        refers("decided_by", "person", nullable=True),
        moment("approved_at", nullable=True),
        moment("hold_until", nullable=True),
        moment("sent_at", nullable=True),
        moment("remind_people_at", nullable=True),
        moment("expires_at", nullable=True),
        number("seed"),
        facts("certificate"),
        sa.UniqueConstraint("programme_id", "number"),
    )
    create(
        "round_waiting",
        refers("round_id", "round", primary_key=True),
        refers("participation_id", "participation", primary_key=True),
        text("category", 20),
    )
    create(
        "proposal",
        number_of_its_own(),
        refers("programme_id", "programme"),
        refers("round_id", "round", index=True),
        refers("mentor_id", "participation", index=True),
        refers("mentee_id", "participation", index=True),
        text("state", 20, index=True),
        number("score"),
        facts("reasons"),
        text("mentor_says", 3, nullable=True),
        text("mentee_says", 3, nullable=True),
        moment("offered_at", nullable=True),
        moment("expires_at", nullable=True, index=True),
        moment("remind_at", nullable=True),
    )


def pairs() -> None:
    create(
        "window",
        number_of_its_own(),
        refers("programme_id", "programme"),
        number("number"),
        text("state", 20),
        moment("covers_from"),
        moment("starts_at"),
        moment("ends_at"),
        moment("seal_at", index=True),
        sa.UniqueConstraint("programme_id", "number"),
    )
    create(
        "pair",
        number_of_its_own(),
        refers("programme_id", "programme"),
        refers("round_id", "round"),
        refers("proposal_id", "proposal", unique=True),
        refers("mentor_id", "participation", index=True),
        refers("mentee_id", "participation", index=True),
        text("state", 20, index=True),
        facts("topics"),
        text("give_back", 40, nullable=True),
        text("mentor_dimension", 64, nullable=True),
        text("mentee_dimension", 64, nullable=True),
        moment("d0"),
        moment("ends_at"),
        moment("no_date_at", nullable=True, index=True),
        moment("ended_at", nullable=True),
        text("channel", 32, nullable=True),
    )
    sessions()


def sessions() -> None:
    create(
        "session",
        number_of_its_own(),
        refers("pair_id", "pair", index=True),
        text("state", 20, index=True),
        moment("starts_at"),
        moment("ends_at"),
        refers("proposed_by", "participation", nullable=True),
        moment("closes_at", nullable=True, index=True),
        refers("window_id", "window", nullable=True, index=True),
    )
    create(
        "checkin_request",
        refers("session_id", "session", primary_key=True),
        refers("participation_id", "participation", primary_key=True),
        text("state", 20),
        moment("ask_at", index=True),
    )


def figures() -> None:
    create(
        "answer",
        text("id", 32, primary_key=True),
        sa.Column("round", big(), nullable=False),
        text("respondent", 64),
        text("pair", 64),
        text("occasion", 64),
        sa.Column("window", big(), nullable=False, index=True),
        text("role", 10),
        text("dimension", 64, nullable=True),
        facts("values"),
        sa.UniqueConstraint("occasion", "respondent"),
        sqlite_with_rowid=False,
    )
    create(
        "release",
        number_of_its_own(),
        refers("programme_id", "programme"),
        refers("window_id", "window"),
        text("metric", 20),
        text("people", 40),
        sa.Column("figure", sa.Text(), nullable=False),
        moment("starts_at"),
        moment("ends_at"),
        moment("published_at"),
        sa.UniqueConstraint("window_id", "metric", "people"),
    )
    create(
        "event",
        number_of_its_own(),
        refers("programme_id", "programme"),
        text("thing", 20),
        sa.Column("thing_id", big(), nullable=False),
        text("event", 40),
        text("from_state", 20, nullable=True),
        text("to_state", 20),
        sa.Column("actor_id", big(), nullable=True),
        text("reason", 40, nullable=True),
        moment("at"),
    )


def requests() -> None:
    create("wrapped_key", text("name", 40, primary_key=True), octets("wrapped"))
    create("inbox_key", text("key", 64, primary_key=True), moment("at", index=True))
    create("throttle", text("key", 64, primary_key=True), moment("until"))


def delivery() -> None:
    create(
        "outbox",
        number_of_its_own(),
        text("uid", 36, unique=True),
        text("dedupe_key", 64, unique=True),
        text("kind", 40),
        text("conversation", 40),
        refers("person_id", "person", nullable=True, index=True),
        refers("pair_id", "pair", nullable=True),
        text("channel", 32, nullable=True),
        text("subject", 40, nullable=True, index=True),
        facts("arguments"),
        octets("sealed_text", nullable=True),
        number("priority"),
        text("state", 12),
        moment("due_at"),
        moment("expires_at", nullable=True),
        moment("not_before", nullable=True),
        number("attempts"),
        text("lease_owner", 36, nullable=True),
        moment("lease_until", nullable=True),
        flag("posting"),
        flag("unclear"),
        flag("plain"),
        moment("first_post_at", nullable=True),
        moment("last_post_at", nullable=True),
        text("slack_ts", 32, nullable=True),
        moment("sent_at", nullable=True),
        text("last_error", 80, nullable=True),
        sa.Index("ix_outbox_claim", "state", "priority", "due_at"),
        sa.Index("ix_outbox_conversation", "conversation", "state"),
    )


# ------------------------------------------------------------------ the columns' vocabulary


def create(table: str, *parts: Any, **options: Any) -> None:
    """A table whose own numbers are never given twice, on SQLite as on PostgreSQL."""
    op.create_table(table, *parts, **{"sqlite_autoincrement": True, **options})


def big() -> Any:
    return sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def number_of_its_own() -> sa.Column[Any]:
    return sa.Column("id", big(), primary_key=True, nullable=False)


def refers(name: str, table: str, *, nullable: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, big(), sa.ForeignKey(f"{table}.id"), nullable=nullable, **more)


def text(name: str, length: int, *, nullable: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable, **more)


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def moment(name: str, *, nullable: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, **more)


def day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def facts(name: str) -> sa.Column[Any]:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=False)


def octets(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)
