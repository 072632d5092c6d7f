"""A backup of a test's database, and putting it back while the test goes on."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url, select, text

from bot.store.copies import backup
from bot.store.db.engine import READING
from bot.store.secrets.answers import Answer
from tests.databases import Database

TABLES = Answer.metadata.sorted_tables


def taken(database: Database, folder: Path) -> Callable[[], None]:
    """Calling what this returns makes the database what it is now."""
    if database.is_postgresql:
        return _of_rows(database)
    where = Path(str(make_url(database.url).database))
    copy = folder / f"backup-{len(list(folder.iterdir()))}.db"
    backup.sqlite_to(database.engine.execution_options(**READING), copy)

    def restore() -> None:
        database.engine.dispose()
        for beside in ("-wal", "-shm"):
            where.with_name(where.name + beside).unlink(missing_ok=True)
        shutil.copyfile(copy, where)

    return restore


def _of_rows(database: Database) -> Callable[[], None]:
    """As pg_restore does: rows as they were, and no trigger."""
    with database.engine.connect() as connection:
        rows = {table: _rows(connection, table) for table in TABLES}

    def restore() -> None:
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in TABLES:
                connection.execute(table.delete())
            for table, kept in rows.items():
                if kept:
                    connection.execute(table.insert(), kept)

    return restore


def _rows(connection: Connection, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]
