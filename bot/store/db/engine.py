"""Engines and sessions for the two databases, with the settings each needs to be safe.

SQLite: write-ahead log, full fsync, ten seconds of patience, foreign keys, and every transaction
begins with the write lock (`BEGIN IMMEDIATE`), so that none has to upgrade a lock half-way and
find the database locked. A transaction that only reads may say so: see `reading`.
PostgreSQL: psycopg 3, READ COMMITTED, connections tested before use. A pooler may stand between,
and hand each transaction to another connection of the server. So nothing is kept in one: no
prepared statement, no `SET` that outlives its transaction, no lock of a session, no temporary
table.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot import files
from bot.store.db import errors
from bot.store.db.errors import Unusable
from bot.store.db.session import Db, Sessions

T = TypeVar("T")
READING = {"reading": True}
_GLANCING = {**READING, "isolation_level": "AUTOCOMMIT"}
_PATIENCE = 10  # seconds
_TURN = "turn"
_DEADLOCK = "40P01"  # PostgreSQL's code for whoever it ended so that the other could go on
_ATTEMPTS = 3
_LET_PASS = 0.02  # seconds; who begins anew at once may be in the other's way again


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy URL of SQLite or PostgreSQL; no connection is opened yet.

    A SQLite file and its folder are made when they are missing, for their owner alone. Raises
    OSError when they cannot be made, ValueError for any other database, and Unusable for a SQLite
    that is too old.
    """
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where)
    if where.get_backend_name() == "postgresql":
        unprepared = {"prepare_threshold": None}
        return create_engine(where, pool_pre_ping=True, connect_args=unprepared)
    raise ValueError(f"neither SQLite nor PostgreSQL: {where.get_backend_name()}")


def sessions(engine: Engine) -> Sessions:
    """Makes sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, class_=Db, expire_on_commit=False)


def in_one_transaction(sessions: Sessions, work: Callable[[Db], T]) -> T:
    """What the work returns, committed. It may be done anew (see `attempts`)."""
    for attempt in attempts(sessions):
        with attempt as db:
            result = work(db)
    return result


def attempts(sessions: Sessions) -> Iterator[AbstractContextManager[Db]]:
    """Transactions to do one piece of work in: the first, and another while it was in vain.

    Two that lock the same rows in another order wait for each other; PostgreSQL ends one of them,
    whose work is then done anew. So it must do nothing outside the session. What is returned from
    inside may not be committed: leave the loop first.
    """
    for last in (*[False] * (_ATTEMPTS - 1), True):
        attempt = _Attempt()
        yield attempt.transaction(sessions, last=last)
        if attempt.is_committed:
            return
        time.sleep(_LET_PASS)


class _Attempt:
    is_committed = False

    @contextlib.contextmanager
    def transaction(self, sessions: Sessions, *, last: bool) -> Iterator[Db]:
        try:
            with sessions.begin() as db:
                yield db
        except OperationalError as error:
            if last or getattr(error.orig, "sqlstate", None) != _DEADLOCK:
                raise
        else:
            self.is_committed = True


def reading(db: Db) -> Db:
    """The same session, its transaction begun without SQLite's write lock.

    To be called before anything else in the transaction, which must not write.
    """
    db.connection(execution_options=READING)
    return db


def glancing(db: Db) -> Db:
    """`reading` for questions whose answers need not agree with each other.

    On PostgreSQL each is a transaction of its own, which spares two ways to the server and back.
    """
    on_postgresql = db.get_bind().dialect.name == "postgresql"
    db.connection(execution_options=_GLANCING if on_postgresql else READING)
    return db


def _sqlite(where: URL) -> Engine:
    too_old = errors.sqlite_too_old()
    if too_old is not None:
        raise Unusable(too_old)
    if where.database and not where.database.startswith((":memory:", "file:")):
        _made(Path(where.database))
    engine = create_engine(where)
    event.listen(engine, "connect", _prepare)
    turns = _Turns()
    event.listen(engine, "begin", turns.begin)
    for done in ("commit", "rollback"):
        event.listen(engine, done, turns.end)
    for lost in ("checkin", "invalidate"):
        event.listen(engine, lost, turns.lost)
    return engine


class _Turns:
    """Whoever writes in this process waits for their turn here, and only then asks for the lock.

    SQLite itself lets the waiting sleep, up to a tenth of a second, also while nobody holds it.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN")
            return
        connection.info[_TURN] = self._turn.acquire(timeout=_PATIENCE)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            self.end(connection)
            raise

    def end(self, connection: Connection) -> None:
        self._give_up(connection.info)

    def lost(self, _connection: Any, record: Any, *_: Any) -> None:
        """It went back without a commit or rollback of its own."""
        self._give_up(record.info)

    def _give_up(self, info: dict[Any, Any]) -> None:
        if info.pop(_TURN, False):
            self._turn.release()


def _made(file: Path) -> None:
    """SQLite would make a new file readable by everybody; its log takes over the file's rights."""
    files.make_folder(file.parent)
    if files.is_missing(file):
        with contextlib.suppress(FileExistsError):  # another process was first
            os.close(files.create(file))


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")
