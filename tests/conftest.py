"""Fixtures that every room's tests may use."""

import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from bot import logs
from bot.store.db import engine
from tests import databases
from tests.databases import BACKENDS, Database

_first: dict[str, Engine] = {}


def pytest_configure() -> None:
    """Logs as in production: structlog left alone would draw tracebacks with all locals."""
    logs.configure("WARNING", "json", sys.__stderr__)
    engine.create_engine = _create_engine  # type: ignore[attr-defined]
    engine._prepare = _hastily(engine._prepare)  # type: ignore[assignment]
    os.fsync = lambda fd: None


def _hastily(prepare: Callable[[Any, object], None]) -> Callable[[Any, object], None]:
    """A test's files need not outlive a power cut; that is all that waiting for a disk is for."""

    @functools.wraps(prepare)
    def prepared(connection: Any, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    return prepared


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n` alone; whoever asks for another way to hand out the tests gets that."""
    if config.getoption("dist") != "load":
        return None
    from tests.workers import Together  # where there are no workers, xdist need not be there

    return Together(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays; to look through it for rubbish again and again takes long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _create_engine(*args: Any, **options: Any) -> Engine:
    """As SQLAlchemy's, but statements that an earlier test compiled are not compiled again."""
    built = create_engine(*args, **options)
    first = _first.get(built.dialect.name)
    if first is None:
        event.listen(
            built, "engine_connect", lambda _: _first.setdefault(built.dialect.name, built)
        )
    else:
        built.dialect, built._compiled_cache = first.dialect, first._compiled_cache
    return built


def _remember(connection: Connection) -> None:
    _first.setdefault(connection.dialect.name, connection.engine)


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    yield
    databases.close()


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database, once SQLite and once PostgreSQL."""
    with databases.database(request.param, tmp_path) as built:
        yield built


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, for what only SQLite does (or what needs no second one)."""
    with databases.database("sqlite", tmp_path) as built:
        yield built


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Database]:
    """A migrated PostgreSQL database, for what only many connections can show."""
    with databases.database("postgresql", tmp_path) as built:
        yield built


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, once each."""
    with databases.url(request.param, tmp_path, migrated=False) as where:
        yield where


@pytest.fixture
def database_url(database: Database) -> str:
    """The address of the migrated database, for other processes."""
    return database.url
