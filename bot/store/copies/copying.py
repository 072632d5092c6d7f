"""All rows of one database into another, empty one: from SQLite to PostgreSQL and back."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, inspect, select, text

from bot.store.copies import migrate
from bot.store.db.engine import READING
from bot.store.secrets.answers import Answer

AT_ONCE = 1000
METADATA = Answer.metadata
_STEPS = "alembic_version"
_AT_REST: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ"},
    "sqlite": READING,
}
"""How a long read sees one moment of the database."""


class CannotCopy(Exception):
    """Why not, in a few words, and what to do."""


def copy(source: Engine, target: Engine) -> dict[str, int]:
    """Copy everything, numbers that are never given again included; returns rows by table.

    Source and target are read and written in one transaction each; an empty target gets its
    schema first. Rows travel in the order of their keys, so that the order in which answers came
    in does not. Raises CannotCopy, and leaves a target that holds any row as it was.
    """
    if not migrate.at_head(source):
        raise CannotCopy("the source's schema is not at its head: run `python -m bot migrate`")
    if migrate.current(target) is None:
        migrate.to(target)
    if not migrate.at_head(target):
        raise CannotCopy("the target's schema is another one: name an empty database")
    still = _AT_REST[source.dialect.name]
    with (
        source.execution_options(**still).connect() as read,
        target.begin() as write,
    ):
        _check(read, write)
        copied = {table.name: _rows(read, write, table) for table in METADATA.sorted_tables}
        for table in METADATA.sorted_tables:
            _last_number(read, write, table)
        return copied


def _check(read: Connection, write: Connection) -> None:
    unknown = set(inspect(read).get_table_names()) - set(METADATA.tables) - {_STEPS}
    if unknown:
        raise CannotCopy(f"the source has tables of somebody else: {', '.join(sorted(unknown))}")
    for table in METADATA.sorted_tables:
        if write.execute(select(table).limit(1)).first() is not None:
            raise CannotCopy("the target is not empty: name an empty database")


def _rows(read: Connection, write: Connection, table: Table) -> int:
    count = 0
    for rows in _pages(read, table):
        write.execute(table.insert(), rows)
        count += len(rows)
    arrived = write.scalar(select(func.count()).select_from(table))
    if arrived != count:
        raise CannotCopy(f"{table.name}: {count} rows left and {arrived} arrived")
    return count


def _pages(read: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = read.execute(select(table).order_by(*table.primary_key.columns))
    for page in rows.mappings().partitions(AT_ONCE):
        yield [dict(row) for row in page]


# --- numbers that are never given again ----------------------------------------------------------


def _last_number(read: Connection, write: Connection, table: Table) -> None:
    """The target goes on counting where the source stopped, rows since deleted included."""
    column = table.autoincrement_column
    if column is None:
        return
    last = _last_of(read, table)
    if last is None:
        return
    if write.dialect.name == "postgresql":
        write.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": f'"{table.name}"', "column": column.name, "last": last},
        )
        return
    write.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    write.execute(
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
        {"name": table.name, "last": last},
    )


def _last_of(read: Connection, table: Table) -> int | None:
    """The number given last; None when none was given yet."""
    if read.dialect.name == "sqlite":
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return _number(read.scalar(asked, {"name": table.name}))
    assert table.autoincrement_column is not None
    sequence = read.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": f'"{table.name}"', "column": table.autoincrement_column.name},
    )
    return _number(
        read.scalar(text(f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}"))
    )


def _number(found: Any) -> int | None:
    """SQLite says 0 of a table that a migration copied while it was empty."""
    return int(found) if found else None
