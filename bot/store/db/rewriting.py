"""What was deleted or sealed anew leaves the disk, too: not in a free page, not in a log.

SQLite overwrites what it deletes (`secure_delete`, see `engine.py`); its write-ahead log is
emptied here. PostgreSQL keeps old rows until a table is rewritten, which locks the table: these
are small, and it happens at night. Its own log, its archives and base backups are the operator's
(docs/privacy.md).

A row of PostgreSQL also says which transaction wrote it (`xmin`, which outlives a VACUUM), and
stands behind those that were written earlier. So every row is written once more, all of a table
in one transaction, and the table is laid down in the order of its keys.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError

from bot.store.db import append_only
from bot.store.tables import Table

NIGHTLY: Final = (
    "answer", "checkin_request", "concern", "draft", "event", "inbox_key", "met_code", "offer",
    "outbox", "pair", "participation", "person", "programme", "proposal", "round", "round_waiting",
    "session", "throttle", "wish", "worksheet", "wrapped_key",
)  # fmt: skip
PATIENCE = "10s"


def compact(engine: Engine) -> None:
    """Rewrites a SQLite file as a whole: free pages may hold what was deleted long ago."""
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("VACUUM")
        driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        driver.close()


def rewrite(engine: Engine, tables: Collection[str]) -> bool:
    """Rewrites these tables, in transactions of their own; none: nothing is done.

    False when somebody read the write-ahead log of SQLite meanwhile, so that it stays. Raises
    OperationalError when somebody held a table of PostgreSQL for long.
    """
    if not tables:
        return True
    if engine.dialect.name == "postgresql":
        _rewrite_each(engine, tables)
        return True
    driver = engine.raw_connection()  # a checkpoint goes in no transaction
    try:
        busy, _, _ = driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.close()
    return not busy


def _rewrite_each(engine: Engine, tables: Collection[str]) -> None:
    """One that somebody holds does not keep the others; raises what was wrong with the last."""
    wrong: OperationalError | None = None
    for table in tables:
        key = next(iter(Table.metadata.tables[table].primary_key)).name
        by_key = inspect(engine).get_pk_constraint(table)["name"]
        try:
            if table not in append_only.TABLES:
                _alone(engine, f'UPDATE "{table}" SET "{key}" = "{key}"')
            _alone(engine, f'CLUSTER "{table}" USING "{by_key}"')
        except OperationalError as error:
            wrong = error
    if wrong is not None:
        raise wrong


def _alone(engine: Engine, statement: str) -> None:
    """In a transaction of its own, since only there is the patience its own behind a pooler."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        connection.exec_driver_sql(statement)
