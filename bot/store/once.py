"""Insert a row unless one with the same unique key is there: on both databases, without a race."""

from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as Db

from bot.store.tables import Table


def insert_once(db: Db, table: type[Table], **values: Any) -> bool:
    """True if the row was written, False if its key was taken already."""
    return db.execute(_insert(db.get_bind().dialect.name, table), values).first() is not None


@cache  # every request remembers its key
def _insert(dialect: str, table: type[Table]) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # The table itself, not its class: no session has to look after rows that nobody reads.
    rows = table.metadata.tables[table.__tablename__]
    return insert(rows).on_conflict_do_nothing().returning(*rows.primary_key)
