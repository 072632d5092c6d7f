"""Addresses: which are of this machine, and which of a database that the bot works with."""

import ipaddress
import re
from urllib.parse import urlsplit

import psycopg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


def is_loopback(address: str) -> bool:
    """Whether a web address names this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def database_url(text: str) -> URL:
    """An address as SQLAlchemy wants it. Raises ValueError, saying what is wrong and the fix."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise ValueError(
            "is no database address: write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/name"
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("postgresql+psycopg", "sqlite", "sqlite+pysqlite"):
        raise ValueError("names another database: the bot works with sqlite and postgresql")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("would forget everything at the next start: name a file, sqlite:///file")
    return _with_good_parameters(url)


_OF_LIBPQ = frozenset(one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults())
_REPEATED = {"host", "port"}


def _with_good_parameters(url: URL) -> URL:
    """Without those that mean nothing here. Raises ValueError for what nobody understands."""
    if url.get_backend_name() == "sqlite":
        if url.query:
            raise ValueError("has parameters, and a file takes none: leave out all behind the ?")
        return url
    if "@" in (url.host or ""):
        raise ValueError(
            "holds more than one @: write %40 for one in the password, or set DATABASE_PASSWORD"
        )
    for name, value in url.query.items():
        if isinstance(value, tuple) and name not in _REPEATED:
            raise ValueError(f"has the parameter {_shown(name)} more than once: keep one")
        if name not in _OF_LIBPQ:
            _is_harmless(name, str(value).lower())
    return url.difference_update_query(set(url.query) - _OF_LIBPQ)


def _is_harmless(name: str, value: str) -> None:
    """What other libraries are told, and the bot does anyway, may stay in the address."""
    if name == "schema" and value != "public":
        raise ValueError(
            "has the parameter schema, which PostgreSQL's library does not know: leave it out, "
            "and let the role's search_path lead there (ALTER ROLE … SET search_path)"
        )
    good = {
        "schema": {"public"},
        "pgbouncer": {"true", "false"},
        "prepare_threshold": {"none", value if value.isdecimal() else "none"},
    }
    if name not in good:
        raise ValueError(
            f"has the parameter {_shown(name)}, which PostgreSQL's library does not know: "
            "leave it out"
        )
    if value not in good[name]:
        raise ValueError(f"has a parameter {name} that is not understood: leave it out")


def _shown(name: str) -> str:
    """A parameter's name, if it looks like one: a piece of a password may stand there."""
    return name if re.fullmatch("[a-z][a-z_]{1,30}", name) else "behind the ?"
