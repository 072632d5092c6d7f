"""A rotation locks everything anew: afterwards nobody needs the old secret."""

import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from bot.store import relock
from tests.databases import Database
from tests.store.filled import fill

OLD, NEW = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())


def sealed(db: Db) -> list[bytes]:
    """All that is locked, whatever column it stands in."""
    return [value for column in relock.locked() for value in db.scalars(select(column)) if value]


def test_everything_locked_opens_with_the_new_secret_alone(database: Database) -> None:
    fill(database.engine)
    with database.sessions.begin() as db:
        for column in relock.locked():
            locked = {column.name: OLD.encrypt(b"kept")}
            db.execute(update(column.table).where(column.is_not(None)).values(locked))
    with database.sessions.begin() as db:
        before = sealed(db)
        assert relock.relock(db, MultiFernet([NEW, OLD])) == len(before)
    with database.sessions() as db:
        after = sealed(db)
    assert len(after) == len(before) > 4
    assert {NEW.decrypt(value) for value in after} == {b"kept"}


def test_what_no_secret_opens_stops_it_and_nothing_is_changed(database: Database) -> None:
    fill(database.engine)
    with database.sessions() as db:
        before = sealed(db)
    with pytest.raises(InvalidToken), database.sessions.begin() as db:
        relock.relock(db, MultiFernet([NEW]))
    with database.sessions() as db:
        assert sealed(db) == before
