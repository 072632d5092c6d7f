"""A copy of a SQLite database that is whole, taken while the bot goes on writing."""

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError


class Damaged(Exception):
    """The database cannot be read, or its copy did not pass SQLite's own check."""


def sqlite_to(engine: Engine, file: Path) -> int:
    """Copy the database into a new file, readable by its owner only; returns its size in bytes.

    The file appears whole or not at all. Raises FileExistsError, OSError when the folder cannot
    be written, and Damaged.
    """
    if file.exists():
        raise FileExistsError(file)
    draft = file.with_name(f".{file.name}.part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        _copy(engine, draft)
        os.link(draft, file)
    except (sqlite3.DatabaseError, DatabaseError) as error:
        if isinstance(error, (sqlite3.OperationalError, OperationalError)):
            raise  # locked, or no room: not the database's fault
        raise Damaged from error
    finally:
        draft.unlink()
    return file.stat().st_size


def _copy(engine: Engine, file: Path) -> None:
    """`VACUUM INTO`: the rows and nothing else, no free page with what was deleted."""
    source = engine.raw_connection()
    try:
        source.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        source.close()
    with contextlib.closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Damaged
