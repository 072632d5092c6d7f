"""A copy of a database in the hands of somebody who has no key, read with the databases' own means.

Of each row: its values, its place among the rows of its table as they lie on the disk, and which
transaction wrote or locked it last, as far as that can be seen. PostgreSQL says so in the columns
`ctid`, `xmin` and `xmax`; SQLite does while its write-ahead log is there: replayed commit by
commit, it shows what changed together, and in which order.
"""

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from json import loads
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Thing = tuple[str, int]
"""What a row names: a person, a pair, a session …, with its number."""


@dataclass(frozen=True, eq=False)
class Row:
    table: str
    values: Mapping[str, Any]
    place: int
    stamp: int | None
    locked: int | None = None
    was: "Row | None" = None
    """The row with the same number in an earlier copy, which may have said more."""

    @cached_property
    def names(self) -> frozenset[Thing]:
        """Everything that the row says, or said, it belongs to, in a column or a text of ids."""
        before = self.was.names if self.was is not None else frozenset()
        return before | frozenset(_named_by(self))

    @cached_property
    def kind(self) -> str:
        """The table, and of a table for many purposes which one."""
        for column in ("kind", "event"):
            if self.values.get(column):
                return f"{self.table}.{self.values[column]}"
        return self.was.kind if self.was is not None else self.table


@dataclass(frozen=True, eq=False)
class Copy:
    tables: Mapping[str, list[Row]]

    @property
    def rows(self) -> Iterator[Row]:
        for rows in self.tables.values():
            yield from rows

    def after(self, earlier: "Copy") -> "Copy":
        """This copy as somebody reads it who has an earlier one, too."""
        known = {(row.table, row.values["id"]): row for row in earlier.rows if "id" in row.values}
        return Copy(
            {
                table: [replace(row, was=known.get((table, row.values.get("id")))) for row in rows]
                for table, rows in self.tables.items()
            }
        )

    def changed_since(self, earlier: "Copy") -> list[Row]:
        """Rows that were not there, or said something else."""
        before = {(row.table, tuple(map(repr, row.values.values()))) for row in earlier.rows}
        return [
            row
            for row in self.rows
            if (row.table, tuple(map(repr, row.values.values()))) not in before
        ]

    @cached_property
    def persons(self) -> Mapping[int, int]:
        """Participation → person."""
        return {row.values["id"]: row.values["person_id"] for row in self.tables["participation"]}

    @cached_property
    def naming(self) -> Mapping[Thing, list[Row]]:
        """The rows that name a thing; what names a participation names its person, too."""
        found: dict[Thing, list[Row]] = defaultdict(list)
        for row in self.rows:
            for thing in self.named(row):
                found[thing].append(row)
        return found

    def named(self, row: Row) -> frozenset[Thing]:
        persons = {
            ("person", self.persons[number])
            for what, number in row.names
            if what == "participation" and number in self.persons
        }
        return row.names | persons


# --- what a row names -----------------------------------------------------------------------------

NAMING = {
    "participation_id": "participation",
    "mentor_id": "participation",
    "mentee_id": "participation",
    "proposed_by": "participation",
    "person_id": "person",
    "actor_id": "person",
    "decided_by": "person",
    "pair_id": "pair",
    "proposal_id": "proposal",
    "session_id": "session",
}
_IN_TEXT = {"subject", "conversation"}
_OWN = {"participation", "person", "pair", "proposal", "session"}


def _named_by(row: Row) -> Iterator[Thing]:
    for column, value in row.values.items():
        if value is None:
            continue
        if column in NAMING:
            yield NAMING[column], value
        elif column == "id" and row.table in _OWN:
            yield row.table, value
        elif column == "thing" and value in _OWN:
            yield value, row.values["thing_id"]
        elif column in _IN_TEXT and ":" in str(value):
            what, _, number = str(value).partition(":")
            if number.isdigit():
                yield what, int(number)
        elif column == "arguments" and isinstance(value, dict):
            yield from ((what, n) for what, n in value.items() if isinstance(n, int))


# --- taking it ------------------------------------------------------------------------------------


def take(url: str, *, replaying: bool = True) -> Copy:
    """The database as it is now; without `replaying` SQLite's log is not read commit by commit."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _of_sqlite(Path(str(where.database)), replaying=replaying)
    return _of_postgresql(where.set(drivername="postgresql").render_as_string(hide_password=False))


def _of_postgresql(where: str) -> Copy:
    with psycopg.connect(where, autocommit=True) as reader:
        names = reader.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        return Copy({name: _heap(reader, name) for (name,) in names})


def _heap(reader: "psycopg.Connection[Any]", table: str) -> list[Row]:
    found = reader.execute(
        sql.SQL(
            "SELECT ctid::text AS _place, xmin::text::bigint AS _stamp,"
            " xmax::text::bigint AS _locked, * FROM {}"
        ).format(sql.Identifier(table))
    )
    assert found.description is not None
    columns = [one.name for one in found.description][3:]
    rows = sorted(found.fetchall(), key=lambda row: _page_and_item(row[0]))
    return [
        Row(table, dict(zip(columns, row[3:], strict=True)), n, row[1], row[2] or None)
        for n, row in enumerate(rows)
    ]


def _page_and_item(ctid: str) -> tuple[int, int]:
    page, _, item = ctid.strip("()").partition(",")
    return int(page), int(item)


# --- SQLite and its write-ahead log ---------------------------------------------------------------

_HEADER, _FRAME = 32, 24
_LEGACY = b"\x01\x01"
"""Where the header says 2 twice, the file has a log; read from memory it has none."""


def _of_sqlite(file: Path, *, replaying: bool) -> Copy:
    log = file.with_name(f"{file.name}-wal")
    whole, frames = file.read_bytes(), log.read_bytes() if log.exists() else b""
    return replayed(whole, commits(frames) if replaying else _at_once(frames))


def replayed(whole: bytes, log: Iterable["Pages"]) -> Copy:
    """The database, and which commit of its log wrote each row last."""
    stamps: dict[tuple[str, Any], int] = {}
    image, before = bytearray(whole), _read(whole) if whole else {}
    for number, pages in enumerate(log, start=1):
        image = _with(image, pages)
        after = _read(bytes(image))
        for table, rows in after.items():
            old = before.get(table, {})
            for key, values in rows.items():
                if old.get(key) != values:
                    stamps[table, key] = number
        before = after
    return Copy(
        {
            table: [
                Row(table, values, n, stamps.get((table, key)))
                for n, (key, values) in enumerate(rows.items())
            ]
            for table, rows in before.items()
        }
    )


@dataclass(frozen=True)
class Pages:
    """What one commit wrote: page number → content, and the database's size in pages after it."""

    written: Mapping[int, bytes]
    size: int


def commits(log: bytes) -> Iterator[Pages]:
    """The commits of the log, the oldest first."""
    if len(log) < _HEADER:
        return
    page_size = struct.unpack(">I", log[8:12])[0]
    salt, written = log[16:24], {}
    for at in range(_HEADER, len(log) - _FRAME - page_size + 1, _FRAME + page_size):
        page, size = struct.unpack(">II", log[at : at + 8])
        if log[at + 8 : at + 16] != salt:
            return
        written[page] = log[at + _FRAME : at + _FRAME + page_size]
        if size:
            yield Pages(written, size)
            written = {}


def _at_once(log: bytes) -> Iterator[Pages]:
    """All commits as if they were one."""
    whole, size = dict[int, bytes](), 0
    for one in commits(log):
        whole, size = {**whole, **one.written}, one.size
    if size:
        yield Pages(whole, size)


def _with(image: bytearray, pages: Pages) -> bytearray:
    page_size = len(next(iter(pages.written.values())))
    image = image[: pages.size * page_size].ljust(pages.size * page_size, b"\0")
    for page, content in pages.written.items():
        if page > pages.size:
            continue
        image[(page - 1) * page_size : page * page_size] = content
    return image


def _read(image: bytes) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every table: key → values, in the order in which the rows lie."""
    with closing(sqlite3.connect(":memory:")) as reader:
        reader.deserialize(image[:18] + _LEGACY + image[20:])
        named = reader.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {name: _rows(reader, name) for name, _ in named}


def _rows(reader: sqlite3.Connection, table: str) -> dict[Any, dict[str, Any]]:
    columns = reader.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = [one[1] for one in columns]
    json = {one[1] for one in columns if one[2].upper() == "JSON"}
    keys = [n for n, one in enumerate(columns) if one[5]]
    found = {}
    for row in reader.execute(f'SELECT * FROM "{table}"'):
        values = dict(zip(names, row, strict=True))
        for name in json:
            values[name] = _json(values[name])
        found[tuple(row[n] for n in keys)] = values
    return found


def _json(text: Any) -> Any:
    return loads(text) if isinstance(text, str) else text
