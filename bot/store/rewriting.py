"""What was deleted or sealed anew leaves the disk, too: not in a free page, not in a log.

SQLite overwrites what it deletes (`secure_delete`, see `bot.store.engine`); its write-ahead log is
emptied here. PostgreSQL keeps old rows until a table is rewritten, which locks the table: these
are small, and it happens at night. Its own log, its archives and base backups are the operator's
(docs/privacy.md).
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Engine

NIGHTLY: Final = (
    "answer", "checkin_request", "draft", "event", "inbox_key", "met_code", "offer", "outbox",
    "pair", "participation", "person", "proposal", "round", "round_waiting", "session", "wish",
    "wrapped_key",
)  # fmt: skip


def compact(engine: Engine) -> None:
    """Rewrites a SQLite file as a whole: free pages may hold what was deleted long ago."""
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("VACUUM")
        driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        driver.close()


def rewrite(engine: Engine, tables: Collection[str]) -> None:
    """Rewrites these tables, in transactions of their own; none: nothing is done."""
    if not tables:
        return
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET lock_timeout = '10s'")
            try:
                for table in tables:
                    connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
        return
    driver = engine.raw_connection()  # a checkpoint goes in no transaction
    try:
        driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        driver.close()
