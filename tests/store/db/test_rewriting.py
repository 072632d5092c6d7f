"""By morning a table says nothing of which of its rows was written last."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.store.db import rewriting
from bot.store.db.rewriting import NIGHTLY, rewrite
from bot.store.tables import InboxKey, Person
from tests.databases import Database
from tests.store.filled import MOMENT, everything, fill


def test_every_row_is_of_one_transaction_and_in_the_order_of_its_key(postgresql: Database) -> None:
    """Only events keep theirs: none of them tells of a private act."""
    fill(postgresql.engine)
    for number in (2, 1):
        with postgresql.sessions.begin() as db:
            db.get_one(Person, number).first_seen_at += timedelta(hours=1)
            db.add(InboxKey(key=f"{9 - number}", at=MOMENT))
    before = everything(postgresql.engine)
    rewrite(postgresql.engine, NIGHTLY)
    assert everything(postgresql.engine) == before
    with postgresql.sessions() as db:
        for table in NIGHTLY:
            stamps = db.scalar(text(f'SELECT count(DISTINCT xmin::text) FROM "{table}"'))
            assert stamps == 1, table
        on_disk = db.scalars(text("SELECT id FROM person ORDER BY ctid")).all()
        assert on_disk == sorted(on_disk)
        keys = db.scalars(text("SELECT key FROM inbox_key ORDER BY ctid")).all()
        assert keys == sorted(keys)


def test_nothing_is_set_for_longer_than_a_transaction(postgresql: Database) -> None:
    """A pooler would hand the setting to somebody else."""
    told: list[str] = []
    event.listen(postgresql.engine, "before_cursor_execute", lambda *args: told.append(args[2]))
    rewrite(postgresql.engine, ["wish"])
    assert any(one.startswith("SET LOCAL ") for one in told)
    assert not [one for one in told if one.startswith(("SET ", "RESET ")) and "LOCAL" not in one]


def test_one_table_that_is_held_does_not_keep_the_others(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "PATIENCE", "50ms")
    fill(postgresql.engine)
    with postgresql.sessions.begin() as db:
        db.execute(text("SELECT 1 FROM answer FOR UPDATE"))
        with pytest.raises(OperationalError, match="lock timeout"):
            rewrite(postgresql.engine, ["answer", "wish"])
        assert db.scalar(text("SELECT count(DISTINCT xmin::text) FROM wish")) == 1
        assert db.scalar(text("SELECT min(pg_relation_filenode('wish')) <> 'wish'::regclass::oid"))
