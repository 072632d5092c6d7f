"""A refusal concerns its receiver; several, close together, may concern everybody."""

import pytest

from bot.outbox.operator import overview
from bot.outbox.ports import Cancel
from tests.outbox.office import Office

NEW = "a_code_of_next_year"
NAMES = ("UANNA", "UMARCO", "UNIVES", "UOLGA", "UPINO", "URITA", "USARA")


def owed(office: Office, *names: str, kind: str = "welcome") -> None:
    for name in names:
        office.owes(kind, name, person=office.person(name))


@pytest.mark.parametrize(
    "code",
    ["access_denied", "restricted_action", "user_not_found", "invalid_user_combination", NEW],
)
def test_a_code_about_one_target_holds_up_nobody_else_and_is_given_up(
    office: Office, code: str
) -> None:
    owed(office, *NAMES[:3])
    office.wire.refuses["UANNA"] = code
    sender = office.sender()
    sender.pump()
    assert [office.state(name)[0] for name in NAMES[1:3]] == ["sent", "sent"]
    for _ in range(20):
        office.clock.passes(minutes=16)
        sender.pump()
    assert office.state("UANNA") == ("dead", code)


def test_an_unknown_code_of_two_targets_holds_all(office: Office) -> None:
    owed(office, *NAMES[:4])
    office.wire.refuses.update(dict.fromkeys(NAMES, NEW))
    office.sender().pump()
    assert len(office.said) == 2
    assert [office.state(name)[0] for name in NAMES[:4]] == ["pending"] * 4
    assert office.row("UMARCO").attempts == 0
    with office.database.sessions() as db:
        held = overview.status(db, office.clock.now(), office.clock.real_now())["holds"]
    assert "installation" in held
    assert not [key for key in held if key.startswith("seen:")]


def test_so_it_stays_until_something_is_accepted(office: Office) -> None:
    """For hours: nothing is given up, and one try a minute is made."""
    owed(office, *NAMES[:4])
    office.wire.refuses.update(dict.fromkeys(NAMES, NEW))
    for _ in range(240):
        office.sender().pump()
        office.clock.passes(minutes=1)
    assert {office.state(name)[0] for name in NAMES[:4]} == {"pending"}
    assert len(office.said) <= 242
    office.wire.refuses.clear()
    for _ in range(20):
        office.sender().pump()
        office.clock.passes(minutes=1)
    assert {office.state(name)[0] for name in NAMES[:4]} == {"sent"}


def test_a_success_in_between_says_that_others_are_not_meant(office: Office) -> None:
    owed(office, *NAMES[:4])
    office.wire.refuses.update({"UANNA": NEW, "UNIVES": NEW})
    office.sender().pump()
    assert office.said == list(NAMES[:4])
    assert office.state("UOLGA")[0] == "sent"


def test_two_unknown_codes_are_two_things_and_one_target_is_one(office: Office) -> None:
    owed(office, "UANNA", "UMARCO", "UNIVES")
    office.wire.refuses.update({"UANNA": NEW, "UMARCO": "another_code"})
    sender = office.sender()
    for _ in range(3):
        sender.pump()
        office.clock.passes(seconds=2)
    assert office.state("UNIVES")[0] == "sent"


def test_refusals_far_apart_do_not_belong_together(office: Office) -> None:
    owed(office, "UANNA")
    office.wire.refuses.update(dict.fromkeys(NAMES, NEW))
    sender = office.sender()
    sender.pump()
    office.changes("UANNA", state="cancelled")
    office.clock.passes(minutes=10, seconds=1)
    owed(office, "UMARCO")
    sender.pump()
    assert office.row("UMARCO").attempts == 1


def test_a_message_that_is_dropped_counts_as_one_that_was_accepted(office: Office) -> None:
    """Where it depends on a private act, nobody can tell the two apart."""
    owed(office, "UANNA")
    office.wire.refuses["UANNA"] = office.wire.refuses["UNIVES"] = NEW
    office.sender().pump()
    owed(office, "UMARCO", kind="checkin.ask")
    office.words.verdicts["checkin.ask"].append(Cancel("pointless"))
    office.sender().pump()
    owed(office, "UNIVES")
    office.sender().pump()
    assert office.row("UNIVES").attempts == 1


@pytest.mark.parametrize("kind", ["welcome", "proposal.offer"])
def test_good_blocks_that_slack_refuses_for_hours_arrive(office: Office, kind: str) -> None:
    owed(office, "UANNA", kind=kind)
    owed(office, "UMARCO")
    office.wire.refuses["UANNA"] = "invalid_blocks"
    sender = office.sender()
    for _ in range(8):
        office.clock.passes(minutes=15)
        sender.pump()
    assert len(office.said) < 10
    assert office.state("UANNA")[0] == "pending"
    office.owes("session.proposed", "later", person=office.person("UANNA"))
    office.wire.refuses.clear()
    for _ in range(24):
        sender.pump()
        office.clock.passes(minutes=15)
    assert office.said[-2:] == ["later", "UANNA"]
    assert office.wire.plain[-1] is False


def test_blocks_that_slack_does_not_take_are_sent_plain_once_and_then_given_up(
    office: Office,
) -> None:
    owed(office, "UANNA")
    office.wire.refuses["UANNA"] = "invalid_blocks"
    sender = office.sender()
    for _ in range(40):
        sender.pump()
        office.clock.passes(minutes=15)
    assert office.state("UANNA") == ("dead", "invalid_blocks")
    assert office.wire.plain == [False] * office.timing.refused_tries + [True]


@pytest.mark.parametrize("kind", ["welcome", "proposal.offer", "checkin.ask"])
@pytest.mark.parametrize("code", ["restricted_action", "invalid_blocks"])
def test_in_an_incident_nothing_is_given_up(office: Office, kind: str, code: str) -> None:
    """However long it lasts; and what was given up before it was known for one goes on, too."""
    owed(office, *NAMES, kind=kind)
    office.wire.refuses.update(dict.fromkeys(NAMES, code))
    sender = office.sender()
    for _ in range(48):
        sender.pump()
        office.clock.passes(minutes=30)
    assert len(office.said) < 120
    office.wire.refuses.clear()
    office.wire.posted.clear()
    for _ in range(12):
        sender.pump()
        office.clock.passes(minutes=30)
    assert sorted(office.said) == sorted(NAMES)


def test_after_an_incident_who_is_still_refused_is_given_up(office: Office) -> None:
    owed(office, *NAMES)
    office.wire.refuses.update(dict.fromkeys(NAMES, "restricted_action"))
    sender = office.sender()
    sender.pump()
    for name in NAMES[1:]:
        del office.wire.refuses[name]
    for _ in range(48):
        office.clock.passes(minutes=30)
        sender.pump()
    assert office.state("UANNA") == ("dead", "restricted_action")
    assert {office.state(name)[0] for name in NAMES[1:]} == {"sent"}
