"""What is stored, column by column: the part of `docs/privacy.md` that the tables themselves say.

Names and types come from the tables, meanings and times from `stored.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary

from bot.operations.docgen.markdown import table
from bot.store.copies.copying import METADATA

SEALED = "**sealed**"
CLEAR = "in clear"


@dataclass(frozen=True)
class Meaning:
    """What a column holds, and in which form where that is neither in clear nor sealed."""

    means: str
    form: str | None = None


@dataclass(frozen=True)
class Stored:
    """A table in plain words: what a row is, how long it is kept, what its columns mean."""

    what: str
    kept: str
    columns: Mapping[str, Meaning]


@cache
def meanings() -> Mapping[str, Stored]:
    """All tables, in the order of the page."""
    path = Path(__file__).with_name("stored.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Stored(
            entry["what"],
            entry["kept"],
            {column: _meaning(said) for column, said in entry["columns"].items()},
        )
        for name, entry in entries.items()
    }


def _meaning(said: str | Mapping[str, str]) -> Meaning:
    return Meaning(said) if isinstance(said, str) else Meaning(said["means"], said["as"])


def columns() -> dict[str, dict[str, Column[Any]]]:
    """Every column of every table that the database has."""
    return {name: dict(one.columns.items()) for name, one in METADATA.tables.items()}


def stored() -> str:
    """A section for each table that has its meaning written down."""
    there = columns()
    return "\n".join(
        _section(name, one, there[name]) for name, one in meanings().items() if name in there
    )


def _section(name: str, one: Stored, there: Mapping[str, Column[Any]]) -> str:
    rows = [
        (f"`{column}`", _form(there[column], meaning), meaning.means)
        for column, meaning in one.columns.items()
        if column in there
    ]
    shown = table(("column", "form", "meaning"), rows)
    return f"### `{name}`\n\n{one.what}\n\n**Kept**: {one.kept}.\n\n{shown}"


def _form(column: Column[Any], meaning: Meaning) -> str:
    return meaning.form or (SEALED if isinstance(column.type, LargeBinary) else CLEAR)
