"""A request has its effect once."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.store.queries import inbox
from bot.store.tables import InboxKey
from tests.databases import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_request_is_new_once(database: Database) -> None:
    with database.sessions.begin() as db:
        assert inbox.first_time(db, "event:Ev1", NOW)
        assert not inbox.first_time(db, "event:Ev1", NOW)
        assert inbox.first_time(db, "event:Ev2", NOW)
    with database.sessions.begin() as db:
        assert not inbox.first_time(db, "event:Ev1", NOW + timedelta(hours=1))


def test_a_request_whose_effect_was_rolled_back_is_new_again(database: Database) -> None:
    with database.sessions() as db:
        assert inbox.first_time(db, "event:Ev1", NOW)
        db.rollback()
    with database.sessions.begin() as db:
        assert inbox.first_time(db, "event:Ev1", NOW)


def test_the_key_itself_is_not_kept(database: Database) -> None:
    with database.sessions.begin() as db:
        inbox.first_time(db, "trigger:UANNA", NOW)
        assert "UANNA" not in db.scalars(select(InboxKey.key)).one()


def test_of_many_at_once_one_is_the_first(database: Database) -> None:
    barrier, firsts = threading.Barrier(6), []

    def arrives() -> None:
        barrier.wait()
        with database.sessions.begin() as db:
            firsts.append(inbox.first_time(db, "view:V1:hash", NOW))

    threads = [threading.Thread(target=arrives) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 5 + [True]


def test_old_keys_go(database: Database) -> None:
    with database.sessions.begin() as db:
        inbox.first_time(db, "old", NOW - timedelta(days=3))
        inbox.first_time(db, "new", NOW)
        assert inbox.forget_older(db, NOW - timedelta(days=2)) == 1
        assert inbox.first_time(db, "old", NOW)
        assert not inbox.first_time(db, "new", NOW)
