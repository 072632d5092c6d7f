"""The schema's steps, up and down. They stand in `migrations/`; their settings stand here."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import MultiFernet
from sqlalchemy import Connection, Engine

from bot import files
from bot.store.db import rewriting

SCRIPTS = files.shipped("migrations")
_LOCK = 0x7265766D  # any number of our own: replicas that migrate at once take turns


class Refused(Exception):
    """A step that does not go, in one sentence with the fix; nothing was changed."""


def to(engine: Engine, revision: str = "head", cipher: MultiFernet | None = None) -> None:
    """Brings the schema up or down to a revision, all in one transaction, and then rewrites the
    tables whose old values are not to stay on the disk.

    `revision` is a revision id, "head", "base", or a step such as "+1" and "-1"; `box` opens what
    a step has to seal anew. Raises Refused, also for a newer program's schema, and
    alembic.util.CommandError for a revision that does not exist.
    """
    with _alone(engine) as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        if now is not None and not knows(now):
            raise Refused(not_known(now))
        settings = config(connection)
        settings.attributes["box"] = cipher
        rewrite: set[str] = settings.attributes["rewrite"]
        if _is_below(connection, revision):
            command.downgrade(settings, revision)
        else:
            command.upgrade(settings, revision)
    if rewrite and engine.dialect.name == "sqlite":
        rewriting.compact(engine)
    elif rewrite:
        rewriting.rewrite(engine, sorted(rewrite))


def current(engine: Engine) -> str | None:
    """The revision the schema is at; None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str | None:
    """The newest revision; the steps are read once, since none is added while a process runs."""
    return _scripts().get_current_head()


def knows(revision: str) -> bool:
    """Whether a revision is one of ours; a newer program's is not."""
    return revision in {step.revision for step in _scripts().walk_revisions()}


def not_known(revision: str) -> str:
    """What to do about a revision of a newer program."""
    return (
        f"DATABASE_URL: the schema is at {revision}, which this version does not know: run the "
        "version that was run last, or a newer one"
    )


def at_head(engine: Engine) -> bool:
    """Whether nothing is left to migrate."""
    return current(engine) == head()


def config(connection: Connection) -> Config:
    """Alembic's settings, for a connection that is already in a transaction."""
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    settings.attributes["rewrite"] = set()
    return settings


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _is_below(connection: Connection, revision: str) -> bool:
    if revision == "base" or revision.startswith("-"):
        return True
    now = MigrationContext.configure(connection).get_current_revision()
    if now is None or revision == "head" or revision.startswith("+"):
        return False
    older = {step.revision for step in _scripts().iterate_revisions(now, "base")}
    return revision != now and revision in older


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
        else:
            with _unbound(connection), connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"{len(broken)} rows would refer to nothing")


@contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """SQLite copies a table to change it: references are checked at the end instead.

    The switch does nothing inside a transaction, so it is thrown on the driver's connection.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
