"""Insert a row unless one with the same unique key is there: on both databases, without a race."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as Db

from bot.store.tables import Table


def insert_once(db: Db, table: type[Table], **values: Any) -> bool:
    """True if the row was written, False if its key was taken already."""
    on_postgresql = db.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    key = inspect(table).primary_key
    written = insert(table).values(**values).on_conflict_do_nothing().returning(*key)
    return db.execute(written).first() is not None
