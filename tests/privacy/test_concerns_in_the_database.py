"""Whoever reads the database without the keys, after a night: who raised a concern, of what kind,
and whether they want to be contacted is not to be found in it, by any column, length or order.
"""

from typing import Any

import pytest
from sqlalchemy import LargeBinary, MetaData, select

from bot.store.copies.copying import METADATA
from tests.privacy import deeds
from tests.privacy.town import Town

RANDOM = {
    ("concern", "id"),
    *(("outbox", name) for name in ("uid", "dedupe_key")),
    ("inbox_key", "key"),
}
"""Columns that are another in every world: random numbers, and keyed codes of these."""
WORLDS = (
    {"Anna": ("behaviour", "yes")},
    {"Anna": ("other", "no")},
    {"Carlo": ("pressure", "no")},
    {"Ivo": ("evaluation", "yes")},
)


def _night_after(moment: Town, raised: dict[str, tuple[str, str]]) -> dict[str, Any]:
    with moment.twin() as town:
        town.passes(minutes=7)
        for name, (kind, contact) in raised.items():
            deeds.raises_a_concern(kind, contact)(town.cast[name])
        town.lives_until("2026-12-05 06:00")
        return _read(town, METADATA)


def _read(town: Town, metadata: MetaData) -> dict[str, Any]:
    """All rows in the order in which they lie, sealed values by their length."""
    found: dict[str, Any] = {}
    with town.database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).mappings().all()
            found[table.name] = [
                {
                    column.name: _seen(
                        row[column.name], sealed=isinstance(column.type, LargeBinary)
                    )
                    for column in table.columns
                    if (table.name, column.name) not in RANDOM
                }
                for row in rows
            ]
    return found


def _seen(value: Any, *, sealed: bool) -> Any:
    return len(value) if sealed and value is not None else value


@pytest.mark.usefixtures("log")
def test_on_sqlite(on_sqlite: dict[str, Town]) -> None:
    _try(on_sqlite["before the draft"])


@pytest.mark.usefixtures("log")
def test_on_postgresql(on_postgresql: dict[str, Town]) -> None:
    _try(on_postgresql["before the draft"])


def _try(moment: Town) -> None:
    first, *others = [_night_after(moment, raised) for raised in WORLDS]
    assert len(first["concern"]) == 1
    for other in others:
        assert _differences(first, other) == []


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Answer rows lie by random ids, and say nothing here."""
    return [name for name in one if name != "answer" and one[name] != other[name]]
