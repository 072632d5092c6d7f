"""Engines and sessions for the two databases, with the settings each needs to be safe.

SQLite: write-ahead log, full fsync, ten seconds of patience, foreign keys, and every transaction
begins with the write lock (`BEGIN IMMEDIATE`), so that none has to upgrade a lock half-way and
find the database locked. A transaction that only reads may say so: see `reading`.
PostgreSQL: psycopg 3, READ COMMITTED, connections tested before use.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

READING = {"reading": True}


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy URL of SQLite or PostgreSQL; no connection is opened yet.

    The folder of a SQLite file is made when it is missing. Raises ValueError for any other
    database.
    """
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where)
    if where.get_backend_name() == "postgresql":
        return create_engine(where, pool_pre_ping=True)
    raise ValueError(f"neither SQLite nor PostgreSQL: {where.get_backend_name()}")


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def reading(db: Session) -> Session:
    """The same session, its transaction begun without SQLite's write lock.

    To be called before anything else in the transaction, which must not write.
    """
    db.connection(execution_options=READING)
    return db


def _sqlite(where: URL) -> Engine:
    if where.database and where.database != ":memory:":
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(where)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
