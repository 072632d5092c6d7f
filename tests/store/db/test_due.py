"""What is due: asked in one statement, taken a few at a time, never by two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam

from bot.store.db.due import DueProbe, DueQuery
from bot.store.db.session import Db
from bot.store.queries import people
from bot.store.tables import Person
from tests.databases import Database
from tests.store.filled import MOMENT

MINUTE = timedelta(minutes=1)
SEEN = DueQuery(Person, lambda now: Person.first_seen_at <= now, order=Person.id)
IN_ITALIAN = DueQuery(Person, lambda _: Person.language == "it")


def arrive(db: Db, *names: str, language: str = "it") -> None:
    for number, name in enumerate(names):
        people.meet(db, f"U{name}", "Europe/Rome", language, MOMENT + number * MINUTE)


def test_rows_come_in_their_order_and_not_before_their_time(database: Database) -> None:
    with database.sessions.begin() as db:
        arrive(db, "ANNA", "BEA", "CARLO")
        assert SEEN.rows(db, MOMENT - MINUTE) == []
        seen = [one.slack_id for one in SEEN.rows(db, MOMENT + MINUTE)]
        assert seen == ["UANNA", "UBEA"]
        assert len(SEEN.rows(db, MOMENT + 9 * MINUTE, limit=2)) == 2
        first, peeked = SEEN.first(db, MOMENT), SEEN.peek(db, MOMENT)
        assert first is peeked is not None
        assert SEEN.first(db, MOMENT - MINUTE) is None


def test_the_same_can_be_due_later(database: Database) -> None:
    with database.sessions.begin() as db:
        arrive(db, "ANNA")
        later = SEEN.later(MINUTE).later(MINUTE)
        assert later.rows(db, MOMENT + MINUTE) == []
        assert len(later.rows(db, MOMENT + 2 * MINUTE)) == 1


def test_one_question_tells_which_of_many_are_due_each_at_its_own_time(database: Database) -> None:
    asked = DueProbe(
        {
            "now": [SEEN],
            "in a minute": [SEEN.later(MINUTE)],
            "either": [IN_ITALIAN, SEEN.later(MINUTE)],
        }
    )
    with database.sessions.begin() as db:
        assert asked.ask(db, MOMENT) == set()
        arrive(db, "ANNA", language="en")
        assert asked.ask(db, MOMENT) == {"now"}
        assert asked.ask(db, MOMENT + MINUTE) == {"now", "in a minute", "either"}
        arrive(db, "BEA")
        assert asked.ask(db, MOMENT - MINUTE) == {"either"}


def test_what_another_transaction_holds_is_left_to_it(postgresql: Database) -> None:
    with postgresql.sessions.begin() as db:
        arrive(db, "ANNA", "BEA")
    with postgresql.sessions.begin() as one, postgresql.sessions.begin() as other:
        assert [held.slack_id for held in SEEN.rows(one, MOMENT + MINUTE, limit=1)] == ["UANNA"]
        assert [held.slack_id for held in SEEN.rows(other, MOMENT + MINUTE)] == ["UBEA"]
        assert DueProbe({"seen": [SEEN]}).ask(other, MOMENT) == {"seen"}


def test_a_condition_without_a_moment_needs_none(sqlite: Database) -> None:
    with sqlite.sessions.begin() as db:
        arrive(db, "ANNA")
        assert DueProbe({"italian": [IN_ITALIAN]}).ask(db, MOMENT) == {"italian"}


def test_a_naive_moment_is_refused(sqlite: Database) -> None:
    with sqlite.sessions.begin() as db, pytest.raises(Exception, match=r"zone|naive|aware"):
        SEEN.rows(db, MOMENT.replace(tzinfo=None))
    assert bindparam("now_0").key in SEEN.parameters(MOMENT)
