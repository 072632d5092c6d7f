"""Both databases behave as the bot needs them to."""

import gc
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from psycopg import Connection
from psycopg.pq import TransactionStatus
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from bot.store.db import engine
from bot.store.tables import Hold, InboxKey, OfferRow
from tests.databases import Database

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_moments_come_back_in_utc_whatever_zone_they_went_in(database: Database) -> None:
    with database.sessions.begin() as db:
        db.add(InboxKey(key="k", at=NOW.astimezone(timezone(timedelta(hours=-5)))))
    with database.sessions() as db:
        kept = db.scalars(select(InboxKey.at)).one()
    assert kept == NOW
    assert kept.tzinfo is UTC


def test_a_naive_moment_is_refused(database: Database) -> None:
    with database.sessions() as db, pytest.raises(StatementError, match="needs its zone"):
        db.execute(select(InboxKey).where(InboxKey.at < NOW.replace(tzinfo=None)))


def test_nothing_refers_to_what_is_not_there(database: Database) -> None:
    with pytest.raises(IntegrityError), database.sessions.begin() as db:
        db.add(OfferRow(participation_id=1, topic="ai", rank=1, level=3))


def test_objects_stay_readable_after_the_commit(database: Database) -> None:
    with database.sessions.begin() as db:
        row = Hold(key="k", until=NOW)
        db.add(row)
    assert row.until == NOW


def test_sqlite_is_prepared_on_every_connection(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_production = engine._prepare.__wrapped__  # type: ignore[attr-defined]
    monkeypatch.setattr(engine, "_prepare", as_in_production)
    built = engine.connect(sqlite.url)
    with built.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    built.dispose()
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 10000,
        "foreign_keys": 1,
    }


def test_sqlite_writers_queue_instead_of_failing(sqlite: Database) -> None:
    """Each reads, then writes what it has read: without the lock at once, some would fail."""
    with sqlite.sessions.begin() as db:
        db.add(Hold(key="count", until=NOW))
    barrier = threading.Barrier(4)

    def one_more() -> None:
        barrier.wait()
        for _ in range(5):
            with sqlite.sessions.begin() as db:
                row = db.scalars(select(Hold)).one()
                row.until += timedelta(seconds=1)

    writers = [threading.Thread(target=one_more) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with sqlite.sessions() as db:
        assert db.scalars(select(Hold.until)).one() == NOW + timedelta(seconds=20)


def test_a_turn_on_sqlite_ends_however_its_transaction_ends(sqlite: Database) -> None:
    """After a commit, a rollback, an exception, a lost connection: the next one begins at once."""
    with sqlite.sessions.begin() as db:
        db.add(Hold(key="committed", until=NOW))
    with sqlite.sessions() as db:
        db.add(Hold(key="rolled back", until=NOW))
        db.flush()
    with pytest.raises(ZeroDivisionError), sqlite.sessions.begin():
        raise ZeroDivisionError
    lost = sqlite.engine.connect()
    lost.begin()
    lost.invalidate()
    forgotten = sqlite.engine.connect()
    forgotten.begin()
    del forgotten
    gc.collect()
    began = time.monotonic()
    with sqlite.sessions.begin() as db:
        assert db.scalars(select(Hold.key)).all() == ["committed"]
    assert time.monotonic() - began < engine._PATIENCE / 2, "nobody had to be waited for"


def test_who_cannot_begin_on_sqlite_leaves_the_turn_to_others(
    sqlite: Database, tmp_path: Path
) -> None:
    """Another process has the lock, for longer than anybody waits."""
    (file,) = tmp_path.glob("*.db")
    other = sqlite3.connect(file, isolation_level=None)
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
        connection.rollback()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            connection.begin()
        other.execute("ROLLBACK")
    other.close()
    began = time.monotonic()
    with sqlite.sessions.begin() as db:
        db.add(Hold(key="k", until=NOW))
    assert time.monotonic() - began < engine._PATIENCE / 2


def test_a_reader_on_sqlite_does_not_wait_for_the_writer(sqlite: Database) -> None:
    with sqlite.sessions.begin() as writing:
        writing.execute(text("SELECT 1"))
        with sqlite.sessions() as db:
            assert engine.reading(db).scalars(select(Hold)).all() == []


def test_who_is_ended_in_a_deadlock_begins_anew(postgresql: Database) -> None:
    """Two take the same two rows, each the other's first: both are done, one of them again."""
    with postgresql.sessions.begin() as db:
        db.add_all(Hold(key=key, until=NOW) for key in ("a", "b"))
    both_hold_one, begun = threading.Barrier(2, timeout=10), []

    def moves(first: str, second: str) -> None:
        def work(db: Session) -> None:
            begun.append(first)
            for key in (first, second):
                row = db.scalars(select(Hold).where(Hold.key == key).with_for_update()).one()
                row.until += timedelta(seconds=1)
                if key == first and begun.count(first) == 1:
                    both_hold_one.wait()

        engine.in_one_transaction(postgresql.sessions, work)

    threads = [threading.Thread(target=moves, args=order) for order in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) > 2
    with postgresql.sessions() as db:
        assert set(db.scalars(select(Hold.until))) == {NOW + timedelta(seconds=2)}


def test_any_other_trouble_is_not_tried_again(sqlite: Database) -> None:
    begun = []

    def work(db: Session) -> None:
        begun.append(True)
        db.execute(text("SELECT * FROM nothing"))

    with pytest.raises(OperationalError):
        engine.in_one_transaction(sqlite.sessions, work)
    assert begun == [True]


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    built = engine.connect(f"sqlite:///{tmp_path}/data/deeper/revmentor.db")
    with built.connect():
        assert (tmp_path / "data" / "deeper" / "revmentor.db").exists()
    built.dispose()


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mysql"):
        engine.connect("mysql://localhost/revmentor")


def test_a_glance_leaves_no_transaction_open_and_the_next_one_is_whole(
    postgresql: Database,
) -> None:
    with postgresql.sessions() as db:
        engine.glancing(db).scalars(select(Hold.until)).all()
        assert _status(db) is TransactionStatus.IDLE
    with postgresql.sessions() as db:
        db.add(Hold(key="k", until=NOW))
        db.flush()
        assert _status(db) is TransactionStatus.INTRANS
        db.rollback()
        assert db.scalars(select(Hold.until)).all() == []


def test_a_glance_waits_for_nobody_who_writes(database: Database) -> None:
    with database.sessions.begin() as writing:
        writing.add(Hold(key="k", until=NOW))
        writing.flush()
        with database.sessions() as db:
            assert engine.glancing(db).scalars(select(Hold.until)).all() == []


def _status(db: Session) -> TransactionStatus:
    wire: Connection = db.connection().connection.dbapi_connection  # type: ignore[assignment]
    return wire.info.transaction_status


def test_postgresql_keeps_no_statement_of_a_connection(postgresql: Database) -> None:
    """The driver would prepare what is executed a sixth time, and a pooler would not know it."""
    with postgresql.engine.connect() as connection:
        for number in range(10):
            connection.execute(text("SELECT :number"), {"number": number})
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0
