"""Messages whose leaving follows from a private act: nobody can tell which way it went."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from bot.outbox.deliver.sender import Sender
from bot.outbox.limits import holds
from bot.outbox.ports import Cancel, Defer, Delivery, Refused
from bot.programme.administration.kinds import KINDS
from bot.store.tables import Hold, OutboxRow, Person
from tests.outbox.office import MONDAY, Office

DROPPED = Cancel("pointless")


def pumped(office: Office, kind: str, verdict: Any = None, **more: Any) -> dict[str, Any]:
    """Everything that the database holds once the only message has ended, but for its key."""
    office.owes(kind, "one", subject="proposal:1", **more)
    if verdict is not None:
        office.words.verdicts[kind].append(verdict)
    office.sender().pump()
    return left(office)


def left(office: Office) -> dict[str, Any]:
    with office.database.sessions() as db:
        row = db.scalars(select(OutboxRow)).one()
        kept = db.execute(select(Hold.key, Hold.until).order_by(Hold.key)).all()
        last = db.scalars(select(Person.last_other_at)).all()
    columns = {column.key: getattr(row, column.key) for column in inspect(OutboxRow).columns}
    return {**columns, "dedupe_key": "", "holds": [tuple(hold) for hold in kept], "last": last}


@pytest.mark.parametrize("kind", sorted(KINDS.conditional))
def test_sent_and_dropped_leave_the_same(office: Office, kind: str) -> None:
    sent = pumped(office, kind)
    other = Office(office.database)
    with office.database.sessions.begin() as db:
        db.query(OutboxRow).delete()
        db.query(Hold).delete()
        db.query(Person).update({"dm_channel": None, "last_other_at": None})
    dropped = pumped(other, kind, DROPPED)
    assert office.said == ["one"]
    assert other.said == []
    assert {**sent, "id": 0} == {**dropped, "id": 0}
    assert sent["state"] == "forgotten"
    assert (sent["kind"], sent["uid"], sent["person_id"], sent["arguments"]) == ("", None, None, {})


def test_a_dropped_nudge_uses_up_the_week_as_a_sent_one_does(office: Office) -> None:
    office.owes("nudge.no_date", "first", expires_at=MONDAY + timedelta(days=60))
    office.words.verdicts["nudge.no_date"].append(DROPPED)
    sender = office.sender()
    sender.pump()
    office.clock.passes(days=2)
    office.owes("pause.over", "second", expires_at=MONDAY + timedelta(days=60))
    sender.pump()
    assert office.said == []
    assert office.row("second").due_at == MONDAY + timedelta(days=7)


@pytest.mark.parametrize("kind", ["checkin.reminder", "proposal.did_not_go_ahead"])
def test_one_that_expires_is_emptied_too(office: Office, kind: str) -> None:
    row = pumped(office, kind, Defer(MONDAY + timedelta(days=30), "hours"), expires_at=MONDAY
                 + timedelta(days=1))  # fmt: skip
    assert (row["state"], row["kind"], row["person_id"]) == ("forgotten", "", None)


def test_the_log_and_the_figures_hear_that_it_is_finished(office: Office) -> None:
    heard: list[Delivery] = []
    for says, verdict in (("sent", None), ("dropped", DROPPED)):
        if verdict is not None:
            office.words.verdicts["checkin.reminder"].append(verdict)
        office.owes("checkin.reminder", says)
        Sender(
            office.database.sessions, KINDS, office.words, office.wire, office.clock,
            office.timing, notify=heard.append,
        ).pump()  # fmt: skip
        office.clock.passes(minutes=1)
    assert office.said == ["sent"]
    assert heard == [Delivery("checkin.reminder", "finished", None)] * 2


def test_one_that_is_given_up_says_only_that_its_receiver_is_gone(office: Office) -> None:
    """At a later try: in an incident, nothing of it could be taken up again."""
    office.wire.script.extend([Refused("user_disabled")] * 4)
    assert pumped(office, "checkin.reminder")["state"] == "pending"
    for _ in range(3):
        office.clock.passes(minutes=16)
        office.sender().pump()
    row = left(office)
    assert (row["state"], row["last_error"]) == ("dead", "user_disabled")
    assert row["person_id"] == office.person()
    assert (row["kind"], row["subject"], row["arguments"]) == ("", None, {})


def test_an_offer_that_is_given_up_is_kept_since_the_leads_hear_of_it(office: Office) -> None:
    office.wire.script.append(Refused("user_disabled"))
    row = pumped(office, "proposal.offer")
    assert (row["state"], row["kind"], row["subject"]) == ("dead", "proposal.offer", "proposal:1")


def test_the_hold_of_a_conversation_is_the_same(office: Office) -> None:
    key = holds.of_conversation(f"person:{office.person()}")
    row = pumped(office, "checkin.ask", DROPPED)
    assert key in dict(row["holds"])
