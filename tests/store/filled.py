"""A database with rows in every table, whatever tables there are."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    select,
)
from sqlalchemy.types import TypeEngine

from bot.store.db.types import Moment, Moments
from bot.store.secrets.answers import Answer
from bot.store.tables import OutboxRow

TABLES = Answer.metadata.sorted_tables
ROWS = 3
MOMENT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
SAID = {"però": [1, 2.5, None, True, "<è>"], "a": {"b": []}}


def fill(engine: Engine) -> None:
    """Three rows a table; of the last message only its number is left."""
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(table.insert(), [_row(table, n) for n in range(1, ROWS + 1)])
        connection.execute(delete(OutboxRow).where(OutboxRow.id == ROWS))


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in the order of their keys."""
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in TABLES
        }


def _row(table: Table, n: int) -> dict[str, Any]:
    return {column.name: _value(column, n) for column in table.columns}


def _value(column: Column[Any], n: int) -> Any:
    numbered = column.primary_key and isinstance(column.type, Integer)
    if column.foreign_keys or numbered:
        return n
    if column.nullable and n == 2:
        return None
    return next(make(column, n) for kind, make in _KINDS.items() if isinstance(column.type, kind))


_KINDS: dict[type[TypeEngine[Any]], Callable[[Column[Any], int], Any]] = {
    Moment: lambda _, n: MOMENT + timedelta(days=n, microseconds=n),
    Moments: lambda _, n: (MOMENT, MOMENT + timedelta(days=n)),
    Date: lambda _, n: date(2026, 3, n),
    Enum: lambda column, n: column.type.enums[n % len(column.type.enums)],  # type: ignore[attr-defined]
    String: lambda column, n: f"{n}è'\"\\ {column.name}"[: getattr(column.type, "length", None)],
    Boolean: lambda _, n: n % 2 == 0,
    Integer: lambda _, n: 10_000 * n,
    LargeBinary: lambda _, n: bytes([0, 255, n]),
    JSON: lambda _, n: {**SAID, "n": n},
}
