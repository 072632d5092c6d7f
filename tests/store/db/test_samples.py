"""What PostgreSQL keeps for planning holds nothing of anybody."""

from sqlalchemy import text

from bot.store.db import samples
from tests.databases import Database
from tests.store.filled import fill


def test_no_sample_is_taken_of_what_belongs_to_somebody(postgresql: Database) -> None:
    fill(postgresql.engine)
    assert {"person.slack_id", "participation.private", "answer.sealed"}.isdisjoint(
        sampled(postgresql)
    )
    assert "outbox.state" in sampled(postgresql)


def test_what_was_sampled_before_is_dropped(postgresql: Database) -> None:
    fill(postgresql.engine)
    with postgresql.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person ALTER COLUMN slack_id SET STATISTICS 100")
    assert "person.slack_id" in sampled(postgresql)
    with postgresql.engine.begin() as connection:
        samples.forbid(connection)
    assert "person.slack_id" not in sampled(postgresql)


def sampled(database: Database) -> set[str]:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        found = connection.execute(
            text("SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = 'public'")
        )
        return set(found.scalars())
