"""A copy of a SQLite database that is whole, taken while the bot goes on writing."""

import contextlib
import errno
import os
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from bot import files
from bot.store.db import errors


class Damaged(Exception):
    """The database cannot be read, or its copy did not pass SQLite's own check."""


def sqlite_to(engine: Engine, file: Path) -> int:
    """Copy the database into a new file, readable by its owner only; returns its size in bytes.

    The file appears whole or not at all; no link is followed. Raises FileExistsError, OSError when
    the folder cannot be written or is full, and Damaged.
    """
    if os.path.lexists(file):
        raise FileExistsError(file)
    # A folder of its own: nobody can put a link in the draft's way.
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        draft = Path(folder, "draft")
        os.close(files.create(draft))
        try:
            _copy(engine, draft)
        except (sqlite3.DatabaseError, DatabaseError) as error:
            raise _cause(error) from error
        files.appear(draft, file)
    return file.stat().st_size


def _cause(error: Exception) -> Exception:
    if errors.of(error) == errors.FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    is_locked = isinstance(error, (sqlite3.OperationalError, OperationalError))
    return error if is_locked else Damaged()


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
