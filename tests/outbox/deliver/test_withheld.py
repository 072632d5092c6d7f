"""A message that its receiver does not want: nothing leaves, and whoever looks on sees it sent."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.outbox.deliver.sender import Sender
from bot.outbox.ports import Delivery, Withhold
from bot.programme.administration.kinds import KINDS
from bot.store.tables import Hold, OutboxRow, Person
from tests.outbox.office import MONDAY, Office

UNWANTED = sorted(key for key, kind in KINDS.items() if kind.can_be_unwanted)
LATE = MONDAY + timedelta(days=60)
SEES = ("state", "kind", "sent_at", "due_at", "attempts", "last_error", "person_id", "subject")
"""Of a row: what does not say where in Slack it stands."""


def pumped(office: Office, kind: str, told: list[Delivery], *, withheld: bool) -> Any:
    """What is left when a message, and what edits it, are over."""
    office.owes(kind, "one", subject="pair:1", expires_at=LATE, ages_at=MONDAY + timedelta(days=1))
    later = KINDS[kind].later
    if withheld:
        office.words.verdicts[kind].append(Withhold())
    sender = Sender(
        office.database.sessions, KINDS, office.words, office.wire, office.clock,
        office.timing, notify=told.append,
    )  # fmt: skip
    sender.pump()
    held = _holds(office)
    office.clock.passes(days=1)
    sender.pump()
    assert bool(office.wire.edited) is (later is not None and not withheld)
    with office.database.sessions() as db:
        rows = db.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
        last = db.scalars(select(Person.last_other_at)).all()
    return [[getattr(row, name) for name in SEES] for row in rows], held, last


def _holds(office: Office) -> list[str]:
    with office.database.sessions() as db:
        return [f"{row.key} {row.until}" for row in db.execute(
            select(Hold.key, Hold.until).order_by(Hold.key)
        )]  # fmt: skip


@pytest.mark.parametrize("kind", UNWANTED)
def test_it_leaves_the_same_as_a_sent_one(office: Office, kind: str) -> None:
    """Rows, holds, budgets, the log and the figures, those of the edit among them."""
    told: list[Delivery] = []
    sent = pumped(office, kind, told, withheld=False)
    with office.database.sessions.begin() as db:
        db.query(OutboxRow).delete()
        db.query(Hold).delete()
        db.query(Person).update({"dm_channel": None, "last_other_at": None})
    other, heard = Office(office.database), list[Delivery]()
    withheld = pumped(other, kind, heard, withheld=True)
    assert (office.said, other.said) == (["one"], [])
    assert sent == withheld
    assert [(one.kind, one.outcome, one.reason) for one in told] == [
        (one.kind, one.outcome, one.reason) for one in heard
    ]


def test_a_withheld_one_uses_up_the_week(office: Office) -> None:
    office.words.verdicts["pause.over"].append(Withhold())
    office.owes("pause.over", "first", expires_at=LATE)
    sender = office.sender()
    sender.pump()
    office.clock.passes(days=2)
    office.owes("pause.over", "second", expires_at=LATE)
    sender.pump()
    assert office.said == []
    assert office.row("second").due_at == MONDAY + timedelta(days=7)


def test_only_what_nobody_asked_for_can_be_unwanted() -> None:
    """Answers, and what comes with a duty, cannot; of what can it is said what is essential."""
    essential = {key for key in UNWANTED if KINDS[key].essential}
    assert "welcome" not in UNWANTED
    assert "round.ready" not in UNWANTED
    assert set(UNWANTED) - essential == {
        *("pause.over", "nudge.still_looking", "round.late", "session.lapsed"),
        *("checkin.reminder", "nudge.no_date", "nudge.last_word"),
    }
    assert not [key for key, kind in KINDS.items() if kind.essential and key not in UNWANTED]
