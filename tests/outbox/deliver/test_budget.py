"""At most one other message per person in seven days."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.outbox.ports import Absent, Defer, Sent, Throttled, Unclear
from bot.store.tables import Person
from tests.databases import Database
from tests.outbox.office import MONDAY, Office

WEEK = timedelta(days=7)
LATER = {"expires_at": MONDAY + timedelta(days=30)}


def test_a_second_one_waits_for_the_end_of_the_seven_days(office: Office) -> None:
    office.owes("proposal.did_not_go_ahead", "first")
    office.owes("pause.over", "second", **LATER)
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=2)
    sender.pump()
    assert office.said == ["first"]
    assert office.state("second") == ("pending", "budget")
    assert office.row("second").due_at == MONDAY + WEEK
    office.clock.programme = MONDAY + WEEK
    sender.pump()
    assert office.said == ["first", "second"]


def test_it_expires_when_it_would_be_pointless_by_then(office: Office) -> None:
    office.owes("pause.over", "first")
    office.owes("pause.over", "second")
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=2)
    sender.pump()
    assert office.state("second") == ("expired", "budget")


def test_only_others_are_counted_and_only_of_this_person(office: Office) -> None:
    office.timing = replace(office.timing, pace=0)
    office.owes("checkin.ask", "check-in")
    office.owes("pause.over", "nudge")
    office.owes("checkin.ask", "check-in again")
    office.owes("pause.over", "marco's nudge", person=office.person("UMARCO"))
    office.sender().pump()
    assert sorted(office.said) == ["check-in", "check-in again", "marco's nudge", "nudge"]


def test_a_put_off_nudge_does_not_hold_up_a_check_in(office: Office) -> None:
    office.timing = replace(office.timing, pace=0)
    office.owes("proposal.did_not_go_ahead", "first")
    office.owes("pause.over", "nudge", **LATER)
    office.owes("checkin.ask", "check-in")
    office.sender().pump()
    assert office.said == ["first", "check-in"]


def test_one_whose_fate_is_open_is_counted(office: Office) -> None:
    """The second was due earlier, so it does not wait behind the first; the seven days hold it."""
    office.owes("pause.over", "first", **LATER)
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=2)
    office.owes("pause.over", "second", due_at=MONDAY - timedelta(hours=1), **LATER)
    sender.pump()
    assert office.said == ["first"]
    assert office.state("second") == ("pending", "budget")


def test_one_that_nobody_can_look_up_is_counted(office: Office) -> None:
    office.owes("pause.over", "first", **LATER)
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    office.wire.reads_dms = False
    office.clock.passes(seconds=61)
    sender.pump()
    office.owes("pause.over", "second", **LATER)
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.said == ["first"]
    assert office.row("second").due_at == MONDAY + WEEK


def test_one_that_did_not_arrive_is_not_counted(office: Office) -> None:
    office.owes("pause.over", "first", expires_at=MONDAY + timedelta(seconds=30))
    office.wire.script.append(Unclear("timeout"))
    office.wire.looks.append(Absent())
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=60)
    sender.pump()
    office.owes("pause.over", "second", **LATER)
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.state("first")[0] == "expired"
    assert office.said == ["first", "second"]


def test_a_refused_try_spends_nothing(office: Office) -> None:
    office.owes("pause.over", "nudge", **LATER)
    office.wire.script.append(Throttled(5))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=5)
    sender.pump()
    assert office.said == ["nudge", "nudge"]
    assert office.state("nudge")[0] == "sent"


def test_hours_are_looked_at_again_after_the_seven_days(office: Office) -> None:
    office.owes("pause.over", "first")
    office.owes("pause.over", "second", **LATER)
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    office.clock.programme = MONDAY + WEEK
    office.words.verdicts["pause.over"].append(Defer(MONDAY + timedelta(days=8), "hours"))
    sender.pump()
    assert office.said == ["first"]
    assert office.row("second").due_at == MONDAY + timedelta(days=8)


def test_somebody_who_holds_the_person_is_not_waited_for(postgresql: Database) -> None:
    """A use case may hold the person and wait for our message: waiting for it would be for ever."""
    office = Office(postgresql)
    office.owes("pause.over", "nudge")
    with office.database.sessions.begin() as db:
        db.get_one(Person, office.person(), with_for_update=True)
        assert office.sender().pump() == 0
    assert office.row("nudge").not_before == office.clock.real_now() + timedelta(seconds=1)
    office.clock.passes(seconds=1)
    assert office.sender().pump() == 1


def test_two_replicas_do_not_send_both(postgresql: Database) -> None:
    office = Office(postgresql)
    office.timing = replace(office.timing, pace=0)
    for number in range(12):
        person = office.person(f"U{number}")
        for which in ("a", "b"):
            office.owes("pause.over", f"{number}{which}", person=person, **LATER)
    barrier = threading.Barrier(4)

    def works() -> None:
        sender = office.sender()
        barrier.wait()
        for _ in range(10):
            sender.pump()

    threads = [threading.Thread(target=works) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.clock.passes(seconds=2)
    office.sender().pump()
    assert sorted(office.said) == sorted(f"{number}a" for number in range(12))


def test_the_week_is_counted_from_when_it_was_sent(office: Office) -> None:
    office.owes("pause.over", "first", **LATER)
    office.clock.passes(days=3)
    sender = office.sender()
    office.wire.script.append(Sent("DUANNA", "1.1"))
    sender.pump()
    office.owes("pause.over", "second", **LATER)
    office.clock.passes(days=6)
    sender.pump()
    assert office.row("second").due_at == sent_at(office) + WEEK


def sent_at(office: Office) -> datetime:
    when = office.row("first").sent_at
    assert when is not None
    return when


@pytest.mark.parametrize("days", [7, 8])
def test_after_seven_days_the_next_one_may_leave(office: Office, days: int) -> None:
    office.owes("pause.over", "first")
    office.sender().pump()
    office.clock.passes(days=days)
    office.owes("pause.over", "second")
    office.sender().pump()
    assert office.said == ["first", "second"]
