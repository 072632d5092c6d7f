"""Insert a row unless one with the same unique key is there: on both databases, without a race.

Statements on the hot path go to the table itself, not to its class (`rows_of`): then no session
has to find out what was written.
"""

from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy import Table as Rows
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.db.session import Db
from bot.store.tables import Table


def insert_if_absent(db: Db, table: type[Table], **values: Any) -> bool:
    """True if the row was written, False if its key was taken already."""
    return inserted_id(db, table, **values) is not None


def inserted_id(db: Db, table: type[Table], **values: Any) -> Any:
    """The first column of the new row's key; None if a key was taken already."""
    found = db.execute(_insert(db.get_bind().dialect.name, table), values).first()
    return None if found is None else found[0]


@cache  # every request remembers its key
def _insert(dialect: str, table: type[Table]) -> Insert:
    rows = rows_of(table)
    return insert_into(rows, dialect).on_conflict_do_nothing().returning(*rows.primary_key)


def insert_into(rows: Rows, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what happens where a key is taken already."""
    return postgresql.insert(rows) if dialect == "postgresql" else sqlite.insert(rows)


def rows_of(table: type[Table]) -> Rows:
    """The table of a class."""
    return table.metadata.tables[table.__tablename__]
