"""A message is owed once per occasion, and only if its cause is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import literal, select, union_all

from bot.outbox.enqueue import Owed, dedupe_key, enqueue_many
from bot.outbox.history import any_unsettled
from bot.outbox.kinds import Kind, Subject
from bot.outbox.work import Work
from bot.programme.rounds.kinds import OFFER
from bot.store.db import engine
from bot.store.secrets.sealing import Secrets
from bot.store.tables import Person
from tests.databases import BOX
from tests.outbox.office import MONDAY, Office
from tests.outbox.owing import owe


def test_the_same_occasion_is_owed_once(office: Office) -> None:
    assert office.owes("welcome", "hello")
    assert not office.owes("welcome", "hello")
    assert office.sender().pump() == 1
    assert not office.owes("welcome", "hello")
    assert office.sender().pump() == 0
    assert office.said == ["hello"]


def test_another_person_or_occasion_or_kind_is_another_message(office: Office) -> None:
    assert office.owes("welcome", "hello")
    assert office.owes("welcome", "hello", person=office.person("UMARCO"))
    assert office.owes("welcome", "hello again")
    assert office.owes("stats.picture", "hello")


def test_what_is_rolled_back_is_not_owed(office: Office) -> None:
    anna = office.person()
    with office.database.sessions() as db:
        owe(db, "welcome", occasion="never", now=MONDAY, person=anna)
        db.rollback()
    assert office.sender().pump() == 0


def test_what_was_cancelled_does_not_leave(office: Office) -> None:
    office.owes(
        "pair.ended", "told later", subject="ending:7", due_at=MONDAY + timedelta(minutes=10)
    )
    office.owes("welcome", "hello", subject="participation:1")
    assert office.takes_back(subject="ending:7") == 1
    office.clock.passes(minutes=10)
    office.sender().pump()
    assert office.said == ["hello"]
    assert office.state("told later")[0] == "cancelled"


def test_what_was_cancelled_may_be_owed_again(office: Office) -> None:
    office.owes("welcome", "hello", subject="participation:1")
    office.takes_back(subject="participation:1")
    office.clock.passes(hours=1)
    assert office.owes("welcome", "hello")
    assert office.row("hello").due_at == office.clock.now()
    office.sender().pump()
    assert office.said == ["hello"]


def test_cancelling_goes_by_subject_kind_and_person(office: Office) -> None:
    marco = office.person("UMARCO")
    for kind in ("session.proposed", "session.near"):
        office.owes(kind, f"{kind} anna", subject="proposal:1")
        office.owes(kind, f"{kind} marco", subject="proposal:1", person=marco)
    assert office.takes_back(subject="proposal:1", kinds=["session.proposed"], person=marco) == 1
    assert office.state("session.proposed marco")[0] == "cancelled"
    assert office.takes_back(subject="proposal:2") == 0
    assert office.takes_back(subject="proposal:1") == 3


def test_cancelling_everything_by_mistake_is_refused(office: Office) -> None:
    office.owes("welcome", "hello")
    with pytest.raises(ValueError, match="which"):
        office.takes_back()


def test_what_may_have_arrived_is_not_cancelled(office: Office) -> None:
    office.owes("welcome", "hello", subject="participation:1")
    office.changes("hello", unclear=True)
    assert office.takes_back(subject="participation:1") == 0
    office.changes("hello", unclear=False, state="sending")
    assert office.takes_back(subject="participation:1") == 0


def test_a_kind_lives_as_long_as_its_row_says(office: Office) -> None:
    due = MONDAY + timedelta(days=1)
    office.owes("pause.over", "a week", due_at=due)
    office.owes("welcome", "for ever")
    office.owes("pause.over", "an hour", due_at=due, expires_at=due + timedelta(hours=1))
    assert office.row("a week").expires_at == due + timedelta(days=7)
    assert office.row("for ever").expires_at is None
    assert office.row("an hour").expires_at == due + timedelta(hours=1)


def test_one_can_ask_what_is_still_to_be_sent(office: Office) -> None:
    """Of which proposals an offer is on its way: the first has left, the other two have not."""
    about = Subject[int](OFFER.about.argument, lambda number: number, lambda _db, number: number)
    offer: Kind[int, Any] = replace(OFFER, about=about)  # type: ignore[arg-type,assignment]
    people = [office.person(f"U{number}") for number in range(3)]
    with office.database.sessions.begin() as db:
        enqueue_many(
            Work(db, MONDAY), offer,
            [
                Owed(about=number, to=db.get_one(Person, one), occasion=f"{number}",
                     arguments={"says": f"{number}"})
                for number, one in enumerate(people)
            ],
        )  # fmt: skip
    office.sender().pump(limit=1)

    def on_its_way(*numbers: int) -> bool:
        with office.database.sessions() as db:
            among = union_all(*(select(literal(one)) for one in numbers)).subquery()
            return any_unsettled(db, offer, select(among.c[0]))

    assert not on_its_way(0)
    assert on_its_way(0, 1)
    assert not on_its_way(3)


def test_only_who_holds_the_key_can_tell_an_occasion_from_what_is_kept(office: Office) -> None:
    with office.database.sessions() as db:
        guessed = dedupe_key(db, "welcome", "person:1", "hello")
    keyed = engine.sessions(office.database.engine)
    keyed.configure(secrets=Secrets(BOX, b"of another installation"))
    with keyed() as db:
        kept = dedupe_key(db, "welcome", "person:1", "hello")
        assert kept == dedupe_key(db, "welcome", "person:1", "hello")
    assert kept != guessed
