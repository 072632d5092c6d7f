"""However many messages there are, finding the next one takes a few steps along an index."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Select, insert, text

from bot.outbox.deliver import queue
from bot.store.tables import OutboxRow
from tests.databases import Database
from tests.outbox.office import MONDAY

STATEMENTS = {
    "the next of a level": queue._OF_LEVEL,
    "the longest due": queue._LONGEST_DUE,
    "beyond the levels": queue._BEYOND,
    "what is pointless": queue._POINTLESS,
    "what is deserted": queue._DESERTED,
    "whether there is work": queue._FIRSTS,
    "when there will be": queue._SOONEST,
}


@pytest.fixture
def full(database: Database) -> Database:
    """Three thousand messages of every state and age, so that a planner has a choice."""
    with database.sessions.begin() as db:
        db.execute(insert(OutboxRow), [_row(number) for number in range(3_000)])
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return database


def _row(number: int) -> dict[str, object]:
    state = ("sent", "sent", "sent", "pending", "pending", "sending")[number % 6]
    return {
        "uid": str(uuid4()), "dedupe_key": str(number), "kind": "welcome", "arguments": {},
        "conversation": f"channel:U{number % 700}", "priority": number % 5, "state": state,
        "due_at": MONDAY + timedelta(minutes=number - 1_500), "attempts": 0, "posting": False,
        "unclear": False, "plain": False, "lease_until": MONDAY + timedelta(minutes=5),
        "expires_at": MONDAY + timedelta(days=number),
    }  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_no_statement_reads_the_whole_outbox(full: Database, statement: Select) -> None:
    plan = _plan(full, statement)
    assert not [line for line in plan if "Seq Scan on outbox" in line or "SCAN outbox" in line], (
        plan
    )
    assert not [line for line in plan if "B-TREE FOR ORDER" in line or "Sort" in line], plan


def _plan(full: Database, statement: Select) -> list[str]:
    explain = "EXPLAIN" if full.is_postgresql else "EXPLAIN QUERY PLAN"
    dialect = full.engine.dialect
    at = {"now": MONDAY, "real_now": MONDAY, "level": 1, "may_open": True}
    literal = statement.params({key: at[key] for key in statement.compile().params if key in at})
    sql = literal.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    with full.engine.connect() as connection:
        return [" ".join(map(str, row)) for row in connection.execute(text(f"{explain} {sql}"))]
