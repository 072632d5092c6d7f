"""What becomes of a message that ages: one edit, owed with it, whatever goes wrong meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.outbox.deliver.change import Circumstances, change_of
from bot.outbox.deliver.claim import claim
from bot.outbox.enqueue import EDITABLE
from bot.outbox.operator.overview import status
from bot.outbox.operator.retention import KEPT, forget_older
from bot.outbox.operator.trouble import trouble
from bot.outbox.ports import (
    UPDATE,
    Cancel,
    Defer,
    Edited,
    NotSent,
    Refused,
    Rendered,
    Send,
    Throttled,
    Unclear,
)
from bot.programme.administration.kinds import KINDS
from tests.outbox.office import MONDAY, Office

NEAR, LATER = "session.near", "session.near.later"
AGES = MONDAY + timedelta(hours=3)


def sent(
    office: Office, says: str = "tomorrow", ages_at: datetime | None = AGES, **more: Any
) -> None:
    office.owes(NEAR, says, ages_at=ages_at, subject="session:7", **more)
    office.sender().pump()


def pumps(office: Office) -> None:
    """Until nothing is left to do now: a conversation takes one thing a second."""
    for _ in range(3):
        office.sender().pump()
        office.clock.passes(seconds=2)


def texts(office: Office) -> list[str]:
    return [text for _, _, text in office.wire.edited]


def test_it_is_owed_with_its_message_and_comes_when_that_ages(office: Office) -> None:
    sent(office)
    assert (office.said, texts(office)) == (["tomorrow"], [])
    assert (office.edit("tomorrow").state, office.edit("tomorrow").due_at) == ("pending", AGES)
    office.clock.passes(hours=3)
    office.sender().pump()
    message, edit = office.row("tomorrow"), office.edit("tomorrow")
    assert office.wire.edited == [(message.channel, message.slack_ts, "tomorrow")]
    assert (edit.state, edit.sent_at, edit.last_error) == ("sent", AGES, None)
    assert office.sender().next_at() is None


def test_owed_twice_it_is_owed_once(office: Office) -> None:
    office.owes(NEAR, "tomorrow", ages_at=AGES)
    office.owes(NEAR, "tomorrow", ages_at=AGES + timedelta(days=1))
    assert office.edit("tomorrow").due_at == AGES
    office.clock.passes(days=2)
    pumps(office)
    assert texts(office) == ["tomorrow"]


def test_what_ages_after_the_last_moment_is_edited_at_that_moment(office: Office) -> None:
    sent(office, "far", ages_at=MONDAY + timedelta(days=90))
    sent(office, "unknown", ages_at=None)
    last = MONDAY + EDITABLE
    assert (office.edit("far").due_at, office.edit("unknown").due_at) == (last, last)
    assert EDITABLE < KEPT


def test_it_waits_for_a_message_that_waits(office: Office) -> None:
    office.words.verdicts[NEAR].append(Defer(MONDAY + timedelta(hours=5), "hours"))
    sent(office)
    office.clock.passes(hours=4)
    assert office.sender().pump() == 0
    assert office.sender().next_at() == office.clock.technical + timedelta(hours=1)
    office.clock.passes(hours=1)
    pumps(office)
    assert (office.said, texts(office)) == (["tomorrow"], ["tomorrow"])


def test_it_waits_while_the_fate_of_its_message_is_unclear(office: Office) -> None:
    office.wire.script.append(Unclear("timeout"))
    sent(office, ages_at=MONDAY)
    assert (office.row("tomorrow").unclear, texts(office)) == (True, [])
    office.wire.arrived[str(office.row("tomorrow").uid)] = "1772442001.000100"
    office.clock.passes(minutes=2)
    pumps(office)
    assert office.wire.edited == [("DUANNA", "1772442001.000100", "tomorrow")]


@pytest.mark.parametrize("how", ["cancelled", "expired", "dead", "pointless", "forgotten"])
def test_it_is_dropped_with_its_message(office: Office, how: str) -> None:
    if how == "dead":
        office.wire.refuses["UANNA"] = "user_disabled"
    if how == "pointless":
        office.words.verdicts[NEAR].append(Cancel("pointless"))
    due: dict[str, Any] = (
        {"due_at": MONDAY + timedelta(hours=1)} if how in ("cancelled", "expired") else {}
    )
    end: dict[str, Any] = {"expires_at": MONDAY + timedelta(hours=2)} if how == "expired" else {}
    sent(office, **due, **end)
    if how == "cancelled":
        assert office.takes_back(subject="session:7") == 1
    if how == "forgotten":
        with office.database.sessions.begin() as db:
            forget_older(db, KINDS, office.clock.now() + timedelta(seconds=1))
    office.wire.refuses.clear()
    office.clock.passes(hours=4)
    office.sender().pump()
    assert texts(office) == []
    assert office.edit("tomorrow").state == "cancelled"
    assert office.edit("tomorrow").last_error == "no message"


def test_what_was_taken_back_and_is_owed_again_ages_anew(office: Office) -> None:
    office.owes(NEAR, "tomorrow", ages_at=AGES, subject="session:7")
    office.takes_back(subject="session:7")
    office.owes(NEAR, "tomorrow", ages_at=AGES + timedelta(days=1), subject="session:7")
    assert office.edit("tomorrow").due_at == AGES + timedelta(days=1)
    assert office.edit("tomorrow").edits_id == office.row("tomorrow").id
    office.clock.passes(days=2)
    pumps(office)
    assert texts(office) == ["tomorrow"]


@pytest.mark.parametrize(
    "code",
    [
        *("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"),
        *("is_archived", "user_not_in_channel", "restricted_action"),
    ],
)
def test_a_refusal_ends_it_quietly(office: Office, code: str) -> None:
    sent(office)
    office.wire.edits.append(Refused(code))
    office.clock.passes(hours=3)
    office.sender().pump()
    assert (office.edit("tomorrow").state, office.edit("tomorrow").last_error) == (
        "cancelled",
        code,
    )
    office.clock.passes(days=2)
    assert office.sender().pump() == 0
    with office.database.sessions() as db:
        assert trouble(db, office.clock.now()).given_up == {}


def test_blocks_that_are_refused_go_plain_once(office: Office) -> None:
    sent(office)
    office.wire.edits.extend([Refused("invalid_blocks"), Refused("invalid_blocks")])
    office.clock.passes(hours=3)
    office.sender().pump()
    office.clock.passes(seconds=2)
    office.sender().pump()
    assert office.wire.plain == [False, False, True]
    assert office.edit("tomorrow").state == "cancelled"


@pytest.mark.parametrize(
    "trouble_", [Unclear("timeout"), Refused("fatal_error"), Refused("service_unavailable")]
)
def test_an_unclear_edit_is_made_again_without_a_look(office: Office, trouble_: object) -> None:
    sent(office)
    office.wire.edits.append(trouble_)
    office.clock.passes(hours=3)
    office.sender().pump()
    assert office.edit("tomorrow").unclear is False
    office.clock.passes(minutes=1)
    office.sender().pump()
    assert texts(office) == ["tomorrow", "tomorrow"]
    assert office.wire.asked_since == []
    assert office.edit("tomorrow").state == "sent"


def test_a_sender_that_dies_leaves_it_to_be_made_again(office: Office) -> None:
    sent(office)
    office.clock.passes(hours=3)
    office.wire.edits.append(SystemExit())
    with pytest.raises(SystemExit):
        office.sender().pump()
    office.clock.passes(seconds=office.timing.lease + 1)
    office.sender().pump()
    assert (texts(office), office.wire.asked_since) == (["tomorrow"] * 2, [])


def test_given_up_after_many_failures_it_is_no_dead_letter(office: Office) -> None:
    sent(office)
    office.clock.passes(hours=3)
    for _ in range(office.timing.max_attempts):
        office.wire.edits.append(Refused("service_unavailable"))
        office.sender().pump()
        office.clock.passes(hours=1)
    assert office.edit("tomorrow").state == "cancelled"
    with office.database.sessions() as db:
        assert status(db, office.clock.now(), office.clock.real_now())["states"]["dead"] == 0


def test_it_is_looked_at_anew_as_often_as_it_says(office: Office) -> None:
    sent(office)
    again = AGES + timedelta(seconds=3)
    for text, until in (("1 of 2", again), ("2 of 2", None)):
        office.words.verdicts[LATER].append(Send(Rendered(text), again_at=until))
    office.clock.passes(hours=3)
    office.sender().pump()
    assert (texts(office), office.edit("tomorrow").due_at) == (["1 of 2"], again)
    office.clock.passes(seconds=3)
    office.sender().pump()
    assert (texts(office), office.edit("tomorrow").state) == (["1 of 2", "2 of 2"], "sent")


def test_what_is_public_brings_it_forward_and_back(office: Office) -> None:
    sent(office)
    office.edit_now("session:8")
    office.sender().pump()
    assert texts(office) == []
    office.edit_now("session:7")
    pumps(office)
    assert texts(office) == ["tomorrow"]
    office.clock.passes(days=1)
    office.edit_now("session:7")
    office.sender().pump()
    assert texts(office) == ["tomorrow", "tomorrow"]


def test_many_changes_within_a_while_are_one_edit(office: Office) -> None:
    sent(office)
    for _ in range(5):
        office.edit_now("session:7", seconds=3)
        office.clock.passes(seconds=0.5)
        office.sender().pump()
    assert texts(office) == []
    office.clock.passes(seconds=0.5)
    office.sender().pump()
    assert texts(office) == ["tomorrow"]


def test_a_change_while_it_is_under_way_is_not_lost(office: Office) -> None:
    sent(office)
    office.clock.passes(hours=3, seconds=1)
    office.wire.meanwhile = lambda: office.edit_now("session:7")
    sender = office.sender()
    assert sender.run_one()
    office.wire.meanwhile = lambda: None
    assert office.edit("tomorrow").state == "pending"
    office.clock.passes(seconds=2)
    office.sender().pump()
    assert (texts(office), office.edit("tomorrow").state) == (["tomorrow"] * 2, "sent")


def test_edits_have_a_budget_of_their_own(office: Office) -> None:
    """A 429 of edits keeps no message back, nor spends what messages have."""
    sent(office)
    office.clock.passes(hours=3)
    office.wire.edits.append(Throttled(40, "method", UPDATE))
    office.sender().pump()
    office.owes("welcome", "a message", ages_at=MONDAY + timedelta(days=1))
    office.sender().pump()
    assert office.said == ["tomorrow", "a message"]
    office.clock.passes(seconds=39)
    office.sender().pump()
    assert texts(office) == ["tomorrow"]
    office.clock.passes(seconds=1)
    office.sender().pump()
    assert texts(office) == ["tomorrow"] * 2


def test_when_edits_are_exhausted_messages_go_on(office: Office) -> None:
    for number in range(8):
        office.owes(NEAR, f"{number}", ages_at=AGES, person=office.person(f"U{number}"))
    office.sender().pump()
    office.clock.passes(hours=3)
    office.sender().pump()
    assert len(texts(office)) == 5
    office.owes("welcome", "a message", ages_at=MONDAY + timedelta(days=1))
    office.sender().pump()
    assert office.said[-1] == "a message"
    office.clock.passes(minutes=1)
    office.sender().pump()
    assert len(texts(office)) == 8


def test_no_message_waits_behind_an_edit(office: Office) -> None:
    """It may wait for Slack, or for its message: the next one of the conversation does not."""
    office.words.verdicts[NEAR].append(Defer(MONDAY + timedelta(hours=9), "hours"))
    sent(office, ages_at=MONDAY)
    office.clock.passes(hours=1)
    office.owes("welcome", "next", ages_at=MONDAY + timedelta(days=1))
    office.sender().pump()
    assert office.said == ["next"]


def test_an_edit_is_not_overdue(office: Office) -> None:
    """It may wait for its message's hour."""
    office.words.verdicts[NEAR].append(Defer(MONDAY + timedelta(hours=9), "hours"))
    sent(office, ages_at=MONDAY)
    office.clock.passes(hours=8)
    with office.database.sessions() as db:
        assert trouble(db, office.clock.now()).late == 0
        assert status(db, office.clock.now(), office.clock.real_now())["due"] == 0


def test_a_pair_apart_reads_its_later_form_in_two_places(office: Office, pair: int) -> None:
    office.owes("session.agreed", "agreed", pair=pair, ages_at=AGES, subject="session:7")
    office.wire.opens.extend([Refused("restricted_action")] * 2)
    for _ in range(3):
        office.sender().pump()
        office.clock.passes(seconds=2)
    assert len(office.said) == 2
    office.clock.passes(hours=3)
    office.sender().pump()
    assert sorted(channel for channel, _, _ in office.wire.edited) == ["DUANNA", "DUMARCO"]


def test_slack_away_costs_it_nothing(office: Office) -> None:
    sent(office)
    office.clock.passes(hours=3)
    office.wire.edits.append(NotSent("refused"))
    office.sender().pump()
    assert (office.edit("tomorrow").attempts, office.edit("tomorrow").state) == (0, "pending")


def test_what_a_sent_edit_leaves_is_no_message(office: Office) -> None:
    """Neither the week's budget nor the conversation is touched by it."""
    sent(office)
    office.clock.passes(hours=3)
    office.sender().pump()
    edit = office.edit("tomorrow")
    assert (edit.slack_ts, edit.first_post_at, edit.last_post_at) == (None, None, None)


def test_every_outcome_of_an_edit_is_no_dead_letter(office: Office) -> None:
    sent(office)
    office.clock.passes(hours=3)
    with office.database.sessions.begin() as db:
        taken = claim(db, KINDS, office.clock.now(), office.clock.real_now(), office.timing)
    assert taken is not None
    taken.row.attempts = office.timing.max_attempts
    at = Circumstances(taken, office.clock.now(), office.clock.real_now(), office.timing)
    results = (Unclear("x"), Refused("invalid_arguments"), Refused("ratelimited"), Edited())
    assert [str(change_of(at, one).columns["state"]) for one in results] == [
        "cancelled", "cancelled", "cancelled", "sent"
    ]  # fmt: skip


def test_what_waits_long_comes_to_a_message_that_is_forgotten(office: Office) -> None:
    """Of which the edit keeps the place, and nothing else."""
    ages = MONDAY + timedelta(days=60)
    office.owes("session.agreed", "far", ages_at=ages, subject="session:7")
    office.sender().pump()
    place = office.row("far").slack_ts
    office.clock.passes(days=22)
    with office.database.sessions.begin() as db:
        assert forget_older(db, KINDS, office.clock.now() - KEPT) == 1
    edit = office.edit("far")
    assert (edit.state, edit.due_at, edit.slack_ts) == ("pending", ages, place)
    assert (edit.sent_at, edit.last_post_at, edit.expires_at) == (None, None, None)
    office.clock.passes(days=38)
    pumps(office)
    assert office.wire.edited == [(edit.channel, place, "far")]
    office.clock.passes(days=22)
    with office.database.sessions.begin() as db:
        assert forget_older(db, KINDS, office.clock.now() - KEPT) == 1
