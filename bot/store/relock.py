"""Everything that the master secret locks, locked anew with its newest key."""

from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy import Column, LargeBinary, select, update
from sqlalchemy.orm import Session as Db

from bot.store.tables import Table


def locked() -> list[Column[Any]]:
    """The columns that hold something locked: all that hold bytes."""
    return [
        column
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    ]


def relock(db: Db, box: MultiFernet) -> int:
    """How many things were locked anew; after the commit no older key is needed.

    Raises cryptography.fernet.InvalidToken when one of them opens with no key of `box`.
    """
    return sum(_relock(db, box, column) for column in locked())


def _relock(db: Db, box: MultiFernet, column: Column[Any]) -> int:
    table = column.table
    keys = list(table.primary_key.columns)
    rows = db.execute(select(column, *keys).where(column.is_not(None)).with_for_update()).all()
    for sealed, *values in rows:
        this_one = (key == value for key, value in zip(keys, values, strict=True))
        db.execute(update(table).where(*this_one).values({column.name: box.rotate(sealed)}))
    return len(rows)
