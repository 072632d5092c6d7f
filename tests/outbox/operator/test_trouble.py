"""What is overdue and what was given up is told; what waits in time is not."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.outbox.operator import dead_letters
from bot.outbox.operator.trouble import LATE, Trouble, given_up_between, trouble
from bot.programme.administration.kinds import KINDS
from tests.outbox.office import MONDAY, Office

WELL = Trouble(0, None, {})


def found(office: Office, kinds: Sequence[str] | None = None) -> Trouble:
    with office.database.sessions() as db:
        return trouble(db, office.clock.now(), kinds)


def test_an_outbox_in_order_says_nothing_of_what_is_queued(office: Office) -> None:
    assert found(office) == WELL
    for hours in range(20):
        office.owes("welcome", f"in {hours} hours", due_at=MONDAY + timedelta(hours=hours))
    assert found(office) == WELL


def test_what_should_have_left_a_quarter_of_an_hour_ago_is_overdue(office: Office) -> None:
    office.owes("welcome", "first", due_at=MONDAY)
    marco = office.person("UMARCO")
    office.owes("welcome", "second", due_at=MONDAY + timedelta(minutes=5), person=marco)
    office.clock.passes(minutes=15)
    assert found(office) == WELL
    office.clock.passes(seconds=1)
    assert found(office) == Trouble(1, MONDAY, {})
    office.clock.passes(minutes=5)
    assert found(office) == Trouble(2, MONDAY, {})
    office.sender().pump()
    assert found(office) == WELL


def test_what_was_given_up_is_counted_by_what_it_means(office: Office) -> None:
    for number, code in enumerate(("user_disabled", "user_not_found", "no_permission")):
        office.owes("welcome", code, person=office.person(f"U{number}"))
        office.changes(code, state="dead", last_error=code)
    assert found(office) == Trouble(0, None, {"person_gone": 2, "policy": 1})


@pytest.mark.parametrize("kind", [*KINDS.conditional, "welcome", "pair.introduction"])
def test_leads_hear_of_no_trouble_that_follows_from_what_somebody_does(
    office: Office, kind: str
) -> None:
    """A reminder goes to who was silent. Of offers they hear: everybody proposed gets one."""
    theirs = kind not in KINDS.conditional or kind == "proposal.offer"
    office.owes(kind, "late", due_at=MONDAY - 2 * LATE)
    office.owes(kind, "dead")
    office.changes("dead", state="dead", last_error="no_permission")
    assert found(office) == Trouble(1, MONDAY - 2 * LATE, {"policy": 1})
    assert found(office, KINDS.for_leads) == (found(office) if theirs else WELL)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("proposal.offer", True), ("pair.introduction", True), ("welcome", False),
     ("checkin.ask", False), ("session.near", False)],
)  # fmt: skip
def test_leads_are_written_to_about_offers_and_introductions_alone(
    office: Office, kind: str, told: bool
) -> None:
    office.owes(kind, "dead")
    office.changes("dead", state="dead", last_error="no_permission")
    with office.database.sessions() as db:
        until = MONDAY + timedelta(days=1)
        assert given_up_between(db, KINDS.reported, MONDAY, until) == (
            {"policy": 1} if told else {}
        )
        assert given_up_between(db, KINDS.reported, MONDAY - timedelta(days=1), MONDAY) == {}
        assert bool(dead_letters.given_up(KINDS.reported).rows(db, MONDAY)) is told


def test_what_leads_hear_of_is_part_of_what_they_may_know() -> None:
    assert set(KINDS.reported) == {"proposal.offer", "pair.introduction"}
    assert set(KINDS.reported) < set(KINDS.for_leads)
    assert set(KINDS.for_leads) & set(KINDS.conditional) == {"proposal.offer"}
