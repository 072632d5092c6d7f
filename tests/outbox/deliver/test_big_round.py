"""A round of two thousand pairs: paced, gone on with by whoever comes next, and counted."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, insert, select

from bot.domain.lifecycle.outbox import State
from bot.outbox.limits.rate_budget import LIMITS
from bot.outbox.ports import POST
from bot.store.tables import OutboxRow, Person
from tests.outbox.office import MONDAY, Office

PAIRS = 2_000
SUBJECTS = [f"proposal:{number}" for number in range(PAIRS)]


def owes_a_round(office: Office) -> None:
    """Two offers a pair, to four thousand people."""
    people = [
        {"slack_id": f"U{number}", "zone": "UTC", "language": "en", "first_seen_at": MONDAY}
        for number in range(2 * PAIRS)
    ]
    with office.database.sessions.begin() as db:
        db.execute(insert(Person), people)
        ids = db.scalars(select(Person.id).order_by(Person.id)).all()
        db.execute(insert(OutboxRow), [_offer(number, one) for number, one in enumerate(ids)])


def _offer(number: int, person: int) -> dict[str, object]:
    return {
        "uid": str(uuid4()), "dedupe_key": str(number), "kind": "session.proposed",
        "conversation": f"person:{person}", "person_id": person, "priority": 1,
        "subject": SUBJECTS[number // 2], "arguments": {"says": f"offer {number}"},
        "state": "pending", "due_at": MONDAY, "attempts": 0, "posting": False,
        "unclear": False, "plain": False,
    }  # fmt: skip


def progress(office: Office) -> tuple[int, int]:
    """How many have left, and how many have not."""
    with office.database.sessions() as db:
        states = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
        found = dict(db.execute(states).all())
        return found[State.SENT], found[State.PENDING]


def test_it_is_paced_resumed_and_counted(office: Office) -> None:
    owes_a_round(office)
    allowed = LIMITS[POST].burst
    for _ in range(2):
        replica = office.sender()
        for _ in range(10):
            replica.pump()
            assert progress(office) == (allowed, 2 * PAIRS - allowed)
            office.clock.passes(seconds=1)
            allowed += 5
    assert len(office.said) == len(set(office.said)) == allowed - 5


def test_an_answer_to_somebody_does_not_wait_for_the_round(office: Office) -> None:
    owes_a_round(office)
    sender = office.sender()
    sender.pump()
    office.owes("welcome", "welcome", person=office.person("UNEW"))
    assert sender.next_at() == office.clock.real_now() + timedelta(seconds=0.2)
    office.clock.passes(seconds=0.2)
    sender.pump()
    assert office.said[-1] == "welcome"
