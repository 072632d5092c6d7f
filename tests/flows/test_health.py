"""How the bot runs, for the leads: asked by a verb, and told when messages were given up."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot import __version__
from bot.outbox.operator import dead_letters
from bot.store.queries import people
from bot.store.tables import OutboxRow
from playground import Fault
from tests.flows.forged import dump
from tests.people import Colleague
from tests.world import World

UNDELIVERED = "trouble.undelivered"


def gives_up_offers(world: World, *codes: str) -> None:
    """Slack refuses the offers of the round, each for a reason of its own."""
    world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.approves()
    world.lead.closes()
    world.passes(minutes=11)
    for code in codes:
        world.slack.workspace.faults.add(Fault("error", method="chat.postMessage", code=code))
    world.tick()


def gives_up(world: World, code: str, name: str = "Anna") -> None:
    """The welcome of somebody is refused by Slack."""
    world.slack.workspace.faults.add(Fault("error", method="chat.postMessage", code=code))
    world.person(name).joins("mentor")
    world.tick()
    assert world.rows(OutboxRow, kind="welcome")[-1].state == "dead"


def spoilt(one: Colleague, kind: str, state: str, due_at: datetime) -> OutboxRow:
    """A message to somebody, in this state since its due time."""
    with one.world.db() as db:
        person = people.known(db, one.id)
        assert person is not None
        return OutboxRow(
            uid=str(uuid4()), dedupe_key=uuid4().hex, kind=kind, state=state, due_at=due_at,
            conversation=f"person:{person.id}", person_id=person.id, arguments={}, priority=2,
            attempts=0, posting=False, unclear=False, plain=False,
            last_error="restricted_action" if state == "dead" else None,
        )  # fmt: skip


def test_a_round_says_how_many_it_did_not_reach(world: World) -> None:
    gives_up_offers(world, "no_text", "restricted_action")
    world.lives_until("2026-11-23 12:00")
    world.lead.opens_round()
    assert "2 people weren't reached" in world.lead.view.shown
    assert "outbox dead" in world.lead.view.shown
    with world.db() as db:
        assert dead_letters.retry(db, world.now).again == 2
    world.tick()
    world.lead.opens_round()
    assert "not reached" not in world.lead.view.shown


def test_a_round_counts_people_not_messages(world: World) -> None:
    """The introduction is one message to two; that they were offered each other arrived."""
    anna, marco = world.proposed()
    for one in (anna, marco):
        one.says_yes()
    world.slack.workspace.faults.add(Fault("error", method="chat.postMessage", code="no_text"))
    world.slack.workspace.faults.add(Fault("error", method="chat.postMessage", code="no_text"))
    world.lives_until("2026-11-25 12:00")
    world.lead.opens_round()
    assert "2 people weren't reached" in world.lead.view.shown


def test_a_welcome_that_was_given_up_is_not_the_rounds(lite: World) -> None:
    gives_up(lite, "restricted_action", "Zoe")
    lite.proposed()
    lite.lead.opens_round()
    assert "not reached" not in lite.lead.view.shown


@pytest.mark.parametrize("typed", ["health", "salute", "HEALTH"])
def test_a_lead_reads_that_all_is_well(lite: World, typed: str) -> None:
    lite.joined()
    lite.tick()
    lite.lead.types(typed)
    said = lite.lead.answer_plain
    assert said.startswith("All is well.")
    for line in (
        *("Slack: OK", "Database: OK", "Tables: OK", "Messages that are late: none"),
        *("Messages given up: 0", "Next round: Monday 23 November", f"Version: {__version__}"),
    ):
        assert line in said


def test_it_changes_nothing(lite: World) -> None:
    lite.lead.types("status")
    before = dump(lite)
    lite.lead.types("health")
    lite.lead.hands.opens_home()
    lite.lead.presses("button.verb.health", "home")
    assert "All is well." in lite.lead.answer
    assert dump(lite) == before


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_others_are_told_whom_to_ask(lite: World, locale: str) -> None:
    anna = lite.person("Anna", locale=locale)
    anna.types("health")
    assert "Giulia" in anna.answer
    assert __version__ not in anna.answer
    anna.types("help")
    assert anna.words.plain("button.verb.health") not in anna.hands.sees.last.buttons
    assert "/revmentor health" not in anna.answer


def test_what_was_given_up_is_counted_by_reason(lite: World) -> None:
    gives_up(lite, "no_text")
    gives_up(lite, "restricted_action", "Marco")
    lite.lead.types("health")
    assert "Messages given up: 2" in lite.lead.answer
    assert "not allowed by the workspace (1) and a fault of the bot (1)" in lite.lead.answer
    for name in ("Anna", "Marco"):
        assert name not in lite.lead.answer


def test_messages_that_are_late_need_a_look(lite: World) -> None:
    """Due since a quarter of an hour, and the sender has not sent them."""
    lite.person("Anna").joins("mentor")
    lite.passes(minutes=15)
    lite.lead.types("health")
    assert lite.lead.answer_plain.startswith("All is well.")
    lite.passes(minutes=1)
    lite.lead.types("health")
    assert lite.lead.answer_plain.startswith("Something needs a look.")
    assert "since Monday 2 November at 09:00" in lite.lead.answer
    lite.tick()
    lite.lead.types("health")
    assert lite.lead.answer_plain.startswith("All is well.")


def test_the_next_morning_leads_hear_what_was_not_delivered(world: World) -> None:
    """How many and why, never whose; once."""
    gives_up_offers(world, "no_text", "restricted_action")
    paolo = world.another_lead("Paolo")
    paolo.types("status")
    world.lives_until("2026-11-23 18:00")
    assert UNDELIVERED not in world.lead.heard
    world.goes_to("2026-11-24 00:01")
    world.tick()
    assert UNDELIVERED not in world.lead.heard
    world.lives_until("2026-11-24 09:00")
    assert world.lead.heard == ["round.ready", UNDELIVERED]
    assert paolo.heard == [UNDELIVERED]
    for lead in (world.lead, paolo):
        read = lead.reads(UNDELIVERED)
        assert "2 messages couldn't be delivered." in read
        assert "a fault of the bot (1)" in read
        assert "Anna" not in read
        assert "Marco" not in read
    world.lives_until("2026-11-30 18:00")
    assert world.lead.heard == ["round.ready", UNDELIVERED]
    world.lead.answers_to(UNDELIVERED, "button.verb.health")
    assert "Messages given up: 2" in world.lead.answer


def test_messages_to_accounts_that_are_gone_are_counted_too(lite: World) -> None:
    gives_up_offers(lite, "user_disabled")
    lite.goes_to("2026-11-24 00:01")
    lite.tick()
    lite.lives_until("2026-11-24 09:00")
    read = lite.lead.reads(UNDELIVERED)
    assert "1 message couldn't be delivered." in read
    assert "account deactivated or out of reach (1)" in read
    assert "no longer active" not in read  # it is waited for
    assert "Anna" not in read
    assert "Marco" not in read


def test_other_messages_that_were_given_up_are_the_operators_business(lite: World) -> None:
    """`health` counts a welcome, nobody is written to for it."""
    gives_up(lite, "no_text")
    lite.lives_until("2026-11-04 09:00")
    assert UNDELIVERED not in lite.lead.heard
    lite.lead.types("health")
    assert "Messages given up: 1" in lite.lead.answer


def test_a_message_that_depends_on_an_answer_is_no_lead_to_it(lite: World) -> None:
    """A reminder goes to who has said nothing: that one was late or given up says who that is."""
    anna, _ = lite.proposed()
    anna.says_yes()
    lite.lead.types("health")
    before = lite.lead.answer_plain
    with lite.db() as db:
        db.add(spoilt(anna, "proposal.reminder", "dead", lite.now))
        db.add(spoilt(anna, "proposal.reminder", "pending", lite.now - timedelta(hours=1)))
    lite.lead.types("health")
    assert lite.lead.answer_plain == before
    with lite.db() as db:
        db.add(spoilt(anna, "proposal.offer", "pending", lite.now - timedelta(hours=1)))
    lite.lead.types("health")
    assert "Messages that are late: since" in lite.lead.answer_plain


def test_what_waits_in_time_is_counted_nowhere(lite: World) -> None:
    """However many messages are queued, `health` and the round's window read the same."""
    lite.joined()
    lite.sends_round()
    lite.lead.opens_round()
    window = lite.lead.view.shown
    lite.lead.closes()
    lite.lead.types("health")
    before = lite.lead.answer_plain
    with lite.db() as db:
        for hours in range(1, 30):
            due = lite.now + timedelta(hours=hours)
            db.add(spoilt(lite.cast["Anna"], "session.near", "pending", due))
    lite.lead.types("health")
    assert lite.lead.answer_plain == before
    lite.lead.opens_round()
    assert lite.lead.view.shown == window


def test_a_day_without_trouble_is_not_spoken_of(lite: World) -> None:
    lite.paired()
    lite.lives_until("2026-11-26 12:00")
    assert UNDELIVERED not in lite.lead.heard
