"""A copy into the other kind of database holds the same rows, and goes on counting as before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, text
from sqlalchemy.exc import DBAPIError

from bot.store.copies import copying, migrate
from bot.store.copies.copying import CannotCopy
from bot.store.db import engine
from bot.store.db.session import Db
from bot.store.tables import InboxKey, OutboxRow, Person
from tests import databases
from tests.databases import BACKENDS
from tests.store.filled import MOMENT, everything, fill

WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite")]


@pytest.fixture(params=WAYS, ids="→".join)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """A migrated source, and an empty target without a schema."""
    source_kind, target_kind = request.param
    with (
        databases.database(source_kind, tmp_path) as source,
        databases.url(target_kind, tmp_path, migrated=False) as where,
    ):
        target = engine.connect(where)
        yield source.engine, target
        target.dispose()


def test_every_row_of_every_table_arrives_as_it_was(two: tuple[Engine, Engine]) -> None:
    source, target = two
    fill(source)
    before = everything(source)
    copied = copying.copy(source, target)
    assert migrate.at_head(target)
    assert everything(target) == before
    assert everything(source) == before
    assert copied == {name: len(rows) for name, rows in before.items()}
    assert all(copied.values())


def test_the_order_in_which_answers_came_in_is_not_copied(tmp_path: Path) -> None:
    """Not even where rows lie on PostgreSQL's pages tells who answered first."""
    with (
        databases.database("sqlite", tmp_path) as source,
        databases.url("postgresql", tmp_path, migrated=False) as where,
    ):
        answers = copying.METADATA.tables["answer"]
        came_in = [
            {"id": key, "round": n, "window": n, "sealed": bytes([n])}
            for n, key in enumerate("cab")
        ]
        with source.engine.begin() as connection:
            connection.execute(answers.insert(), came_in)
        target = engine.connect(where)
        copying.copy(source.engine, target)
        with target.connect() as connection:
            lies = connection.scalars(text("SELECT id FROM answer ORDER BY ctid")).all()
        target.dispose()
    assert lies == ["a", "b", "c"]


def test_a_number_that_was_given_is_never_given_again(two: tuple[Engine, Engine]) -> None:
    """The last message of the source was deleted; the next one's number is a new one."""
    source, target = two
    fill(source)
    with source.begin() as connection:
        if source.dialect.name == "postgresql":  # rows with numbers of their own do not count
            connection.execute(text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), 7)"))
        else:
            connection.execute(text("UPDATE sqlite_sequence SET seq = 7 WHERE name = 'outbox'"))
    copying.copy(source, target)
    with engine.sessions(target).begin() as db:
        row = _message(db)
        db.flush()
        assert row.id == 8


def test_tables_that_never_held_anything_start_at_one(two: tuple[Engine, Engine]) -> None:
    source, target = two
    assert sum(copying.copy(source, target).values()) == 0
    with engine.sessions(target).begin() as db:
        person = Person(slack_id="UANNA", zone="UTC", language="it", first_seen_at=MOMENT)
        db.add(person)
        db.flush()
        assert person.id == 1


def test_a_target_that_holds_a_single_row_is_refused_and_stays(
    two: tuple[Engine, Engine],
) -> None:
    source, target = two
    fill(source)
    migrate.to(target)
    with engine.sessions(target).begin() as db:
        db.add(InboxKey(key="somebody's", at=MOMENT))
    before = everything(target)
    with pytest.raises(CannotCopy, match="not empty"):
        copying.copy(source, target)
    assert everything(target) == before


def test_what_breaks_half_way_leaves_an_empty_target(
    two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = two
    fill(source)

    def breaks(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(copying, "_last_number", breaks)
    with pytest.raises(RuntimeError):
        copying.copy(source, target)
    assert not any(everything(target).values())


def test_the_copy_refuses_changes_where_the_source_did(two: tuple[Engine, Engine]) -> None:
    source, target = two
    fill(source)
    copying.copy(source, target)
    for statement in ("UPDATE release SET figure = ''", "DELETE FROM event"):
        with pytest.raises(DBAPIError, match="append-only"), target.begin() as connection:
            connection.execute(text(statement))


def test_many_pages_are_as_good_as_one(
    two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = two
    fill(source)
    monkeypatch.setattr(copying, "AT_ONCE", 2)
    copying.copy(source, target)
    assert everything(target) == everything(source)


@pytest.mark.parametrize("kind", BACKENDS)
def test_somebody_elses_tables_are_not_left_behind_in_silence(kind: str, tmp_path: Path) -> None:
    with (
        databases.url(kind, tmp_path, migrated=False) as where,
        databases.database("sqlite", tmp_path) as target,
    ):
        source = engine.connect(where)
        migrate.to(source)
        with source.begin() as connection:
            connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
        with pytest.raises(CannotCopy, match="theirs"):
            copying.copy(source, target.engine)
        source.dispose()


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_source_with_an_old_schema_is_refused(kind: str, tmp_path: Path) -> None:
    with (
        databases.url(kind, tmp_path, migrated=False) as where,
        databases.database("sqlite", tmp_path) as target,
    ):
        source = engine.connect(where)
        migrate.to(source, "0003")
        with pytest.raises(CannotCopy, match="migrate"):
            copying.copy(source, target.engine)
        source.dispose()


def _message(db: Db) -> OutboxRow:
    db.execute(delete(OutboxRow))
    row = OutboxRow(
        uid="u", dedupe_key="d", kind="welcome", conversation="c", arguments={}, priority=1,
        state="pending", due_at=MOMENT,
    )  # fmt: skip
    db.add(row)
    return row
