"""Keys are made once, kept encrypted, and outlive the secret that wraps them."""

import threading

import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import select

from bot.store.secrets import keys
from bot.store.tables import WrappedKey
from tests.databases import Database

OLD, NEW = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())
BOX = MultiFernet([OLD])


def test_a_key_is_made_once_and_stays(database: Database) -> None:
    with database.sessions.begin() as db:
        installation = keys.installation_key(db, BOX)
        first, second = keys.round_key(db, BOX, 1), keys.round_key(db, BOX, 2)
    with database.sessions.begin() as db:
        assert keys.installation_key(db, BOX) == installation
        assert keys.round_key(db, BOX, 1) == first
    assert len({installation, first, second}) == 3
    assert {len(installation), len(first)} == {keys.LENGTH}


def test_the_database_alone_does_not_tell_a_key(database: Database) -> None:
    with database.sessions.begin() as db:
        key = keys.round_key(db, BOX, 1)
        kept = db.scalars(select(WrappedKey.wrapped)).one()
    assert key not in kept
    with database.sessions.begin() as db, pytest.raises(InvalidToken):
        keys.round_key(db, MultiFernet([NEW]), 1)


def test_of_many_at_once_all_get_the_same_key(database: Database) -> None:
    barrier, found = threading.Barrier(6), set()

    def asks() -> None:
        barrier.wait()
        with database.sessions.begin() as db:
            found.add(keys.round_key(db, BOX, 1))

    threads = [threading.Thread(target=asks) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_a_new_secret_wraps_the_same_keys(database: Database) -> None:
    with database.sessions.begin() as db:
        before = keys.installation_key(db, BOX), keys.round_key(db, BOX, 1)
        assert keys.rewrap(db, MultiFernet([NEW, OLD])) == 2
    with database.sessions.begin() as db:
        only_new = MultiFernet([NEW])
        assert (keys.installation_key(db, only_new), keys.round_key(db, only_new, 1)) == before


def test_a_destroyed_round_key_is_gone(database: Database) -> None:
    with database.sessions.begin() as db:
        before = keys.round_key(db, BOX, 1)
        assert keys.destroy_round_key(db, 1)
        assert not keys.destroy_round_key(db, 1)
        assert keys.round_key(db, BOX, 1) != before


def test_a_pseudonym_depends_on_the_key_and_on_each_part() -> None:
    key = b"k" * 32
    names = {
        keys.pseudonym(key, "person", 12),
        keys.pseudonym(key, "person", 1, 2),
        keys.pseudonym(key, "person1", 2),
        keys.pseudonym(b"K" * 32, "person", 12),
    }
    assert len(names) == 4
    assert keys.pseudonym(key, "person", 12) == keys.pseudonym(key, "person", "12")
    assert keys.pseudonym(b"", "a") == (
        "29886116d1ff3b9ad2a43fa70dc366945a3a47f3f58b9b0585608e04ff56cd3b"
    )
