"""A message that is owed is sent once: not lost, not doubled, not when it has become pointless."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.outbox.ports import (
    Absent,
    Cancel,
    Defer,
    LookFailed,
    NotSent,
    Refused,
    Rendered,
    Send,
    Sent,
    Throttled,
    Unclear,
)
from bot.store.tables import Person
from tests.outbox.office import MONDAY, Office

# --- the ordinary way ----------------------------------------------------------------------------


def test_a_message_is_posted_and_its_place_is_kept(office: Office) -> None:
    office.owes("welcome", "hello")
    assert office.sender().pump() == 1
    row = office.row("hello")
    assert (row.state, row.channel, row.sent_at) == ("sent", "DUANNA", MONDAY)
    assert row.slack_ts == office.wire.arrived[row.uid or ""]
    assert not row.posting
    assert row.lease_owner is None
    with office.database.sessions() as db:
        assert db.scalars(select(Person.dm_channel)).one() == "DUANNA"


def test_nothing_leaves_before_it_is_due(office: Office) -> None:
    office.owes("welcome", "hello", due_at=MONDAY + timedelta(minutes=10))
    assert office.sender().pump() == 0
    assert office.sender().next_at() == office.clock.real_now() + timedelta(minutes=10)
    office.clock.passes(minutes=10)
    assert office.sender().next_at() == office.clock.real_now()
    assert office.sender().pump() == 1


def test_nothing_waits_when_all_is_sent(office: Office) -> None:
    assert office.sender().next_at() is None
    office.owes("pair.resumed", "hello")
    office.sender().pump()
    office.clock.passes(seconds=1)
    assert office.sender().next_at() is None


def test_the_urgent_goes_first_then_the_longest_due(office: Office) -> None:
    marco, lia = office.person("UMARCO"), office.person("ULIA")
    office.owes("pause.over", "nudge", due_at=MONDAY - timedelta(days=1))
    office.owes("checkin.ask", "late check-in", person=marco, due_at=MONDAY)
    office.owes("checkin.ask", "early check-in", person=lia, due_at=MONDAY - timedelta(hours=1))
    office.owes("welcome", "welcome", person=office.person("UPIA"))
    office.sender().pump()
    assert office.said == ["welcome", "early check-in", "late check-in", "nudge"]


# --- the last look -------------------------------------------------------------------------------


def test_a_message_whose_cause_is_gone_is_not_sent(office: Office) -> None:
    office.owes("pair.ended", "ended")
    office.words.verdicts["pair.ended"].append(Cancel("left"))
    office.sender().pump()
    assert office.said == []
    assert office.state("ended") == ("cancelled", "left")


def test_outside_working_hours_it_waits_for_them(office: Office) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    office.owes("checkin.ask", "how was it?")
    office.words.verdicts["checkin.ask"].append(Defer(tomorrow, "hours"))
    office.sender().pump()
    assert office.row("how was it?").due_at == tomorrow
    assert office.row("how was it?").first_post_at is None
    office.clock.passes(days=1)
    office.sender().pump()
    assert office.said == ["how was it?"]


def test_one_that_waits_for_its_hours_does_not_hold_up_the_next(office: Office) -> None:
    office.owes("checkin.ask", "first")
    office.owes("welcome", "second")
    office.words.verdicts["checkin.ask"].append(Defer(MONDAY + timedelta(days=1), "hours"))
    office.sender().pump()
    assert office.said == ["second"]


def test_waiting_past_its_end_expires_it(office: Office) -> None:
    office.owes("session.near", "how was it?", expires_at=MONDAY + timedelta(hours=1))
    office.words.verdicts["session.near"].append(Defer(MONDAY + timedelta(days=1), "hours"))
    office.sender().pump()
    assert office.state("how was it?") == ("expired", "hours")


def test_what_has_become_pointless_expires(office: Office) -> None:
    office.owes("pause.over", "nudge")
    office.clock.passes(days=7)
    assert office.sender().pump() == 0
    assert office.state("nudge")[0] == "expired"


def test_words_that_cannot_be_made_are_a_failure_not_a_stop(office: Office) -> None:
    office.timing = replace(office.timing, max_attempts=2)
    office.owes("round.ready", "broken", due_at=MONDAY - timedelta(hours=1))
    office.owes("welcome", "fine", person=office.person("UMARCO"))
    office.words.verdicts["round.ready"].extend([KeyError("name"), KeyError("name")])
    office.sender().pump()
    assert office.said == ["fine"]
    assert office.state("broken") == ("pending", "error: KeyError")
    office.clock.passes(seconds=1)
    office.sender().pump()
    assert office.state("broken") == ("dead", "error: KeyError")


# --- pace and order ------------------------------------------------------------------------------


def test_one_a_second_in_one_conversation(office: Office) -> None:
    for number in range(3):
        office.owes("welcome", f"{number}")
    office.owes("welcome", "other", person=office.person("UMARCO"))
    sender = office.sender()
    assert sender.pump() == 2
    assert sorted(office.said) == ["0", "other"]
    office.clock.passes(seconds=0.9)
    assert sender.pump() == 0
    assert sender.next_at() == office.clock.real_now() + timedelta(seconds=0.1)
    office.clock.passes(seconds=0.1)
    assert sender.pump() == 1
    office.clock.passes(seconds=1)
    assert sender.pump() == 1
    assert [text for text in office.said if text != "other"] == ["0", "1", "2"]


def test_a_message_in_trouble_is_not_overtaken_in_its_conversation(office: Office) -> None:
    office.owes("session.proposed", "first")
    office.owes("welcome", "urgent but second")
    office.owes("welcome", "elsewhere", person=office.person("UMARCO"))
    office.wire.script.extend([Sent("DUMARCO", "1.1"), Refused("service_unavailable")])
    sender = office.sender()
    sender.pump()
    assert office.said == ["elsewhere", "first"]
    assert sender.next_at() == office.row("first").not_before
    for _ in range(2):
        office.clock.passes(seconds=2)
        sender.pump()
    assert office.said == ["elsewhere", "first", "first", "urgent but second"]


# --- what Slack may answer -----------------------------------------------------------------------


def test_retry_after_holds_the_conversation_and_counts_as_no_attempt(office: Office) -> None:
    office.owes("welcome", "hello")
    office.owes("welcome", "elsewhere", person=office.person("UMARCO"))
    office.wire.script.append(Throttled(30, "conversation"))
    sender = office.sender()
    sender.pump()
    assert office.said == ["hello", "elsewhere"]
    assert office.row("hello").attempts == 0
    office.clock.passes(seconds=29)
    assert sender.pump() == 0
    office.clock.passes(seconds=1)
    assert sender.pump() == 1
    assert office.state("hello")[0] == "sent"


def test_retry_after_for_the_method_holds_all_replicas(office: Office) -> None:
    office.owes("welcome", "hello")
    office.owes("welcome", "elsewhere", person=office.person("UMARCO"))
    office.wire.script.append(Throttled(30, "method"))
    office.sender().pump()
    other_replica = office.sender()
    assert other_replica.pump() == 0
    assert office.said == ["hello"]
    assert other_replica.next_at() == office.clock.real_now() + timedelta(seconds=30)
    office.clock.passes(seconds=30)
    other_replica.pump()
    assert sorted(office.said) == ["elsewhere", "hello", "hello"]


def test_a_definite_failure_backs_off_longer_each_time(office: Office) -> None:
    office.timing = replace(office.timing, max_attempts=4, pace=0)
    office.owes("welcome", "hello")
    office.wire.script.extend([Refused("service_unavailable")] * 4)
    sender, waits = office.sender(), []
    for _ in range(3):
        sender.pump()
        until = office.row("hello").not_before
        assert until is not None
        waits.append((until - office.clock.real_now()).total_seconds())
        assert sender.pump() == 0
        office.clock.passes(seconds=waits[-1])
    sender.pump()
    assert office.state("hello") == ("dead", "service_unavailable")
    assert [0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits)] == [True] * 3


@pytest.mark.parametrize(
    ("code", "state"),
    [("user_disabled", "dead"), ("channel_not_found", "dead"), ("no_text", "dead"),
     ("restricted_action", "dead"), ("never_heard_of", "pending")],
)  # fmt: skip
def test_a_refusal_is_dealt_with_by_its_code(office: Office, code: str, state: str) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(Refused(code))
    office.sender().pump()
    assert office.state("hello") == (state, code)


def test_a_dead_letter_does_not_hold_up_the_next(office: Office) -> None:
    office.owes("welcome", "hello")
    office.owes("welcome", "next")
    office.wire.script.append(Refused("no_text"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.said == ["hello", "next"]


def test_without_the_installation_everything_waits_and_nothing_dies(office: Office) -> None:
    office.owes("welcome", "hello")
    office.owes("welcome", "elsewhere", person=office.person("UMARCO"))
    office.wire.script.append(Refused("token_revoked"))
    sender = office.sender()
    sender.pump()
    assert office.said == ["hello"]
    assert office.state("hello") == ("pending", "token_revoked")
    assert office.row("hello").attempts == 0
    office.clock.passes(seconds=office.timing.pause)
    sender.pump()
    assert sorted(office.said) == ["elsewhere", "hello", "hello"]


def test_blocks_that_slack_refuses_are_sent_plain_once(office: Office) -> None:
    office.owes("stats.picture", "figures")
    office.wire.script.append(Refused("invalid_blocks"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.wire.plain == [False, True]
    assert office.state("figures")[0] == "sent"


def test_plain_is_tried_at_once_and_once_where_there_is_a_plain_form(office: Office) -> None:
    office.owes("stats.picture", "figures")
    office.wire.script.extend([Refused("invalid_blocks")] * 2)
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.state("figures") == ("dead", "invalid_blocks")
    assert office.wire.plain == [False, True]


# --- unknown fates -------------------------------------------------------------------------------


def unclear_after_arriving(office: Office, says: str, kind: str = "session.proposed") -> None:
    office.owes(kind, says)
    office.wire.arrived[office.row(says).uid or ""] = "1772442000.000900"
    office.wire.script.append(Unclear("timeout"))
    office.sender().pump()


def test_an_unclear_message_is_looked_up_after_the_settle_time_and_found(office: Office) -> None:
    unclear_after_arriving(office, "offer")
    assert office.state("offer") == ("pending", "timeout")
    office.clock.passes(seconds=59)
    assert office.sender().pump() == 0
    office.clock.passes(seconds=1)
    assert office.sender().pump() == 1
    row = office.row("offer")
    assert (row.state, row.slack_ts, row.sent_at) == ("sent", "1772442000.000900", MONDAY)
    assert office.said == ["offer"]


def test_an_absent_message_is_posted_again(office: Office) -> None:
    office.owes("session.proposed", "offer")
    office.wire.script.append(Unclear("dropped"))
    sender = office.sender()
    sender.pump()
    for wait in (60, 1):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert office.said == ["offer", "offer"]
    assert office.state("offer")[0] == "sent"


def test_a_look_up_that_fails_leaves_the_fate_unknown(office: Office) -> None:
    unclear_after_arriving(office, "offer")
    office.wire.looks.extend([LookFailed("500"), LookFailed("ratelimited", 5)])
    sender = office.sender()
    for wait in (60, 60):
        office.clock.passes(seconds=wait)
        sender.pump()
        assert office.row("offer").unclear
    office.clock.passes(seconds=5)
    sender.pump()
    assert office.state("offer")[0] == "sent"
    assert office.said == ["offer"]


def test_a_look_up_goes_back_to_the_first_attempt(office: Office) -> None:
    office.owes("session.proposed", "offer")
    office.wire.script.extend([Unclear("dropped"), Unclear("dropped")])
    office.wire.looks.append(Absent())
    sender = office.sender()
    for wait in (0, 60, 3600, 60):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert [since <= MONDAY for since in office.wire.asked_since] == [True, True]


def test_a_look_up_reaches_far_enough_back_when_slack_follows_the_real_clock(
    office: Office,
) -> None:
    """In a demo the programme's clock is months ahead; Slack's timestamps may not be."""
    office.clock.programme += timedelta(days=100)
    unclear_after_arriving(office, "offer")
    office.clock.passes(seconds=60)
    office.sender().pump()
    assert office.wire.asked_since[0] < office.clock.real_now() - timedelta(seconds=60)


@pytest.mark.parametrize(
    ("kind", "posts", "state"), [("session.proposed", 2, "sent"), ("pause.over", 1, "sent")]
)
def test_where_nobody_may_look_each_kind_keeps_its_promise(
    office: Office, kind: str, posts: int, state: str
) -> None:
    office.wire.reads_dms = False
    unclear_after_arriving(office, "once", kind)
    sender = office.sender()
    for wait in (60, 1):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert len(office.said) == posts
    assert office.state("once")[0] == state


def test_an_unclear_message_is_looked_up_even_when_it_has_expired(office: Office) -> None:
    unclear_after_arriving(office, "nudge", "pause.over")
    office.clock.passes(days=8)
    office.sender().pump()
    assert office.state("nudge")[0] == "sent"


def test_an_absent_message_that_has_expired_is_not_posted_again(office: Office) -> None:
    office.owes("pause.over", "nudge")
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(days=8)
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.said == ["nudge"]
    assert office.state("nudge")[0] == "expired"


def test_a_wire_that_breaks_leaves_the_fate_unknown(office: Office) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(RuntimeError("who knows"))
    office.sender().pump()
    assert office.row("hello").unclear
    assert office.state("hello") == ("pending", "error: RuntimeError")


def test_an_internal_error_may_have_half_succeeded(office: Office) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(Refused("fatal_error"))
    office.sender().pump()
    assert office.row("hello").unclear


def test_a_person_that_was_never_written_to_is_looked_up_through_the_opened_dm(
    office: Office,
) -> None:
    unclear_after_arriving(office, "offer")
    office.clock.passes(seconds=60)
    office.sender().pump()
    assert office.wire.opened == [("UANNA",)]


def test_an_operators_text_to_a_person_or_a_conversation_is_looked_up(office: Office) -> None:
    for channel in ("UANNA", "D0PEN"):
        office.owes("operator.text", channel, channel=channel)
        office.words.verdicts["operator.text"].append(Send(Rendered(channel), channel))
        office.wire.script.append(Unclear("timeout"))
        office.wire.arrived[office.row(channel).uid or ""] = "1.1"
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=60)
    sender.pump()
    assert office.wire.opened == [("UANNA",)]
    assert {office.state(channel)[0] for channel in ("UANNA", "D0PEN")} == {"sent"}


def test_while_slack_is_out_of_reach_everything_waits_and_nothing_is_given_up(
    office: Office,
) -> None:
    office.owes("welcome", "hello")
    office.owes("welcome", "elsewhere", person=office.person("UMARCO"))
    tries = 50
    office.wire.script.extend([NotSent("ConnectionRefusedError")] * tries)
    sender = office.sender()
    for number in range(tries):
        assert sender.pump() == 1
        assert sender.next_at() == office.clock.real_now() + timedelta(seconds=5), number
        office.clock.passes(seconds=5)
    assert office.row("hello").attempts == 0
    assert sender.pump() == 2
    assert sorted(office.said[-2:]) == ["elsewhere", "hello"]


def test_an_attempt_before_the_clock_was_set_back_is_still_found(office: Office) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    posted = office.clock.now()
    office.clock.passes(hours=-3)
    office.changes("hello", due_at=office.clock.now())
    for _ in range(2):
        office.clock.passes(hours=2)
        sender.pump()
    assert office.wire.asked_since[0] <= posted - timedelta(hours=12)
