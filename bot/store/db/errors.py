"""Why a database cannot be used, in one true sentence with the fix.

No sentence repeats an address, a name out of it or what a server said: where a password holds an
`@`, a part of it stands in what looks like the host. Only the names of our own tables are told.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.tables import Table

SQLITE_NEEDED = (3, 35, 0)
"""`RETURNING`, and `ALTER TABLE … DROP COLUMN` for the steps of the schema."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong, and what to do about it; `passes` when waiting may be enough."""

    says: str
    fix: str
    passes: bool = False

    def __str__(self) -> str:
        return f"{self.says}: {self.fix}"


class Unusable(Exception):
    """A database that cannot serve, found out by looking at it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


def of(error: BaseException) -> Trouble | None:
    """What an error of a database means; None when it is a fault of the program."""
    if isinstance(error, Unusable):
        return error.trouble
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(cause, psycopg.Error):
        return _of_postgresql(cause)
    return None


def sqlite_too_old() -> Trouble | None:
    """Whether the SQLite of this Python lacks what the bot needs."""
    if sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return None
    needed = ".".join(map(str, SQLITE_NEEDED[:2]))
    return Trouble(
        f"this Python's SQLite is {sqlite3.sqlite_version}, and the bot needs {needed} or newer",
        "use a Python that brings a newer one (the Docker image does, and `uv python install`), "
        "or PostgreSQL",
    )


def of_rights(connection: Connection) -> Trouble | None:
    """Whether the role of this connection may do all that the bot does; SQLite has no roles."""
    if connection.dialect.name != "postgresql":
        return None
    lacking = connection.scalars(text(_LACKING), {"names": sorted(Table.metadata.tables)}).all()
    return _denied(lacking) if lacking else None


def of_creating(connection: Connection) -> Trouble | None:
    """Whether the role may bring the schema up to date."""
    if connection.dialect.name != "postgresql":
        return None
    if connection.scalar(text("SELECT current_schema()")) is None:
        return _NO_SCHEMA
    may = connection.scalar(text("SELECT has_schema_privilege(current_schema(), 'CREATE')"))
    return None if may else _MAY_NOT_CREATE


_LACKING = """
SELECT name FROM unnest(CAST(:names AS text[])) AS name
WHERE NOT (has_table_privilege(to_regclass(quote_ident(name)), 'SELECT')
  AND has_table_privilege(to_regclass(quote_ident(name)), 'INSERT')
  AND has_table_privilege(to_regclass(quote_ident(name)), 'UPDATE')
  AND has_table_privilege(to_regclass(quote_ident(name)), 'DELETE'))
ORDER BY name
"""
_MAY_NOT_CREATE = Trouble(
    "the role may not create tables in its schema, as is usual for `public` since PostgreSQL 15",
    "let its owner run `GRANT CREATE ON SCHEMA public TO` the role, or make the role the owner of "
    "the database",
)
_NO_SCHEMA = Trouble(
    "the role has no schema that it may use",
    "let the owner run `GRANT USAGE, CREATE ON SCHEMA public TO` the role, or fix its search_path",
)
_DOWN = Trouble(
    "no PostgreSQL listens at this address",
    "see that the server runs, and fix host and port",
    passes=True,
)
_PASSWORD = Trouble(
    "the server refuses the role or its password",
    "fix them in DATABASE_URL, where signs such as @ : / are percent-encoded, or set "
    "DATABASE_PASSWORD",
)
_NO_DATABASE = Trouble(
    "the server has no database of this name", "create it, or fix the name behind the last /"
)
_NO_ROLE = Trouble("the server has no role of this name", "create it, or fix the user's name")
_NOT_LET_IN = Trouble(
    "the server's pg_hba.conf lets this role not in from here, or not in this way",
    "add a line there, or set ?sslmode=require",
)
_FULL_UP = Trouble(
    "the server has no connection to spare",
    "raise its max_connections, or end what holds them",
    passes=True,
)
_BUSY = Trouble("the server is starting or stopping", "wait until it is up", passes=True)
_LOST = Trouble(
    "the connection to the server was lost", "see that it runs, and read its log", passes=True
)
_DAMAGED = Trouble("it is damaged", "restore the last backup (docs/runbook.md)")
FULL = Trouble("the disk is full", "make room where the database lies")
_READ_ONLY = Trouble(
    "it can only be read", "use the primary server's address, or a role that may write"
)
_CANNOT_OPEN = Trouble(
    "its file cannot be opened", "fix the path, and let the bot's user read and write there"
)

_OF_STATE = {
    "25006": _READ_ONLY,
    "28000": _NOT_LET_IN,
    "28P01": _PASSWORD,
    "3D000": _NO_DATABASE,
    "3F000": _NO_SCHEMA,
    "42P01": Trouble(
        "a table of the bot is missing, or the role's search_path does not lead to it",
        "fix the search_path, or run `python -m bot migrate`",
    ),
    "53100": FULL,
    "53200": Trouble("the server is out of memory", "give it more, and read its log", passes=True),
    "53300": _FULL_UP,
    "55P03": Trouble(
        "a table is held by somebody", "see what holds it, and try again", passes=True
    ),
    "57014": Trouble("the server ended a statement", "raise its statement_timeout", passes=True),
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": _BUSY,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}

_OF_WORDS = (
    (r"password|authentication failed|SASL", _PASSWORD),
    (r"role \S+ does not exist|no such user", _NO_ROLE),
    (r"database \S+ does not exist|no such database", _NO_DATABASE),
    (r"pg_hba\.conf", _NOT_LET_IN),
    (r"too many (clients|connections)|connection slots", _FULL_UP),
    (r"(starting up|shutting down|recovery mode)", _BUSY),
    (
        r"resolve host|translate host name",
        Trouble(
            "the host's name in DATABASE_URL leads nowhere",
            "fix it; signs such as @ : / in a password are percent-encoded, or set "
            "DATABASE_PASSWORD",
            passes=True,
        ),
    ),
    (
        r"certificate|SSL error|does not support SSL",
        Trouble("the server and the bot do not agree on TLS", "fix ?sslmode and ?sslrootcert"),
    ),
    (
        r"invalid \S+ value|bad value for|invalid integer value|invalid port|requires a value"
        r"|unsupported startup parameter|unrecognized configuration parameter|invalid value for",
        Trouble(
            "a parameter of DATABASE_URL has a value that is not understood",
            "fix what stands behind the ?",
        ),
    ),
    (r"Connection refused|No such file or directory|No route|unreachable", _DOWN),
    (
        r"timeout expired|timed out",
        Trouble(
            "the server does not answer", "see that a firewall lets the bot through", passes=True
        ),
    ),
    (r"Permission denied", Trouble("the server's socket may not be opened", "fix its rights")),
    (r"closed the connection|connection .*(lost|closed)|terminat", _LOST),
)

_UNKNOWN = Trouble(
    "the server cannot be connected to",
    "try the same address with `psql`, which says why",
    passes=True,
)

_OF_SQLITE = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble(
        "the file is no SQLite database, or it is damaged",
        "fix the path, or restore the last backup (docs/runbook.md)",
    ),
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: Trouble(
        "its file or its folder cannot be written", "let the bot's user write there"
    ),
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_PERM: _CANNOT_OPEN,
    sqlite3.SQLITE_BUSY: Trouble(
        "another process holds it", "see what else has the file open", passes=True
    ),
    sqlite3.SQLITE_IOERR: Trouble(
        "its disk cannot be read or written", "see the system's log, and that the disk is there"
    ),
}


def _of_postgresql(error: psycopg.Error) -> Trouble | None:
    state = error.sqlstate
    if state == "42501":
        return _not_allowed(error)
    if state is not None:
        return _OF_STATE.get(state) or (_LOST if state.startswith("08") else None)
    found = next((why for words, why in _OF_WORDS if re.search(words, str(error), re.I)), None)
    return found or (_UNKNOWN if isinstance(error, psycopg.OperationalError) else None)


def _not_allowed(error: psycopg.Error) -> Trouble:
    """The server names the thing in words of its own language, the kind first or not."""
    said = error.diag.message_primary or ""
    if re.search(r"\bschema\b", said):
        return _MAY_NOT_CREATE
    ours = [table for table in (*Table.metadata.tables, "alembic_version") if _names(said, table)]
    if re.search(r"\bowner\b", said):
        return Trouble(
            "the role does not own the tables that it is to change",
            "run `python -m bot migrate` as their owner, or let the owner run `REASSIGN OWNED`",
        )
    return _denied(ours)


def _names(said: str, table: str) -> bool:
    return re.search(rf"\b{table}\b\W*$", said) is not None


def _denied(tables: Sequence[str]) -> Trouble:
    what = f"tables of the bot ({', '.join(tables)})" if tables else "something that it needs"
    return Trouble(
        f"the role lacks rights on {what}",
        "let the owner run `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO`"
        " the role",
    )
