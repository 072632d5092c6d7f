"""People change in Slack: gone, guests, back again, renamed; however the bot learns of it."""

from collections.abc import Callable

import pytest

from bot import schedule
from bot.store.tables import Event, OutboxRow, Pair, Person, Proposal
from tests.flows.forged import dump
from tests.people import Colleague
from tests.world import NEW_YORK, World, moment

OFFER, NOT_AHEAD, ENDED = "proposal.offer", "proposal.did_not_go_ahead", "pair.ended"
GONE = {"deleted": True}
GUEST = {"is_restricted": True}

Way = Callable[[Colleague, dict[str, bool]], None]


def by_event(one: Colleague, flags: dict[str, bool]) -> None:
    one.world.slack.change_person(one.id, **flags)


def by_nightly_sync(one: Colleague, flags: dict[str, bool]) -> None:
    """The event was lost; the night finds it out."""
    world = one.world
    _called(world)
    _silently(one, flags)
    world.goes_to("2026-11-25 03:00")
    _called(world)


def by_refusal(one: Colleague, flags: dict[str, bool]) -> None:
    """Neither event nor night: the next message to this person does not arrive, that their
    suggestion has lapsed."""
    one.proposes("2026-11-24 15:00")
    one.world.tick()
    _silently(one, flags)


def _silently(one: Colleague, flags: dict[str, bool]) -> None:
    workspace = one.world.slack.workspace
    workspace.put_person(workspace.person(one.id).changed(**flags))


def _called(world: World) -> None:
    everybody = world.directory.everybody(lambda _: True)
    schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody, world.directory.account, world.now
    )


WAYS = {
    "deactivated, by its event": (by_event, GONE),
    "a guest now, by its event": (by_event, GUEST),
    "deactivated, found out at night": (by_nightly_sync, GONE),
    "a guest now, found out at night": (by_nightly_sync, GUEST),
    "deactivated, as Slack refuses a message": (by_refusal, GONE),
}


@pytest.mark.parametrize(("way", "flags"), WAYS.values(), ids=WAYS)
def test_whoever_is_gone_has_left_their_pair(lite: World, way: Way, flags: dict[str, bool]) -> None:
    """After three working days the partner hears it neutrally, in working hours, and comes first
    in the next round."""
    anna, marco = lite.paired()
    way(marco, flags)
    before = list(anna.heard)
    lite.lives_until("2026-11-25 12:00")
    assert marco.participation.state == "active"
    assert lite.one(Pair).state == "active"
    assert anna.heard == before
    lite.lives_until("2026-11-30 12:00")
    assert marco.participation.state == "ended"
    assert lite.one(Pair).state == "ended_early"
    assert anna.heard[-1] == ENDED
    read = anna.reads(ENDED)
    assert "Marco" in read
    assert "Succede per molti motivi" in read
    assert anna.participation.priority
    heard = list(marco.heard)
    lite.lives_until("2026-12-20 12:00")
    assert anna.heard.count(ENDED) == 1
    assert marco.heard == heard


def test_the_same_event_twice_ends_a_pair_once(world: World) -> None:
    anna, marco = world.paired()
    for _ in range(2):
        world.slack.change_person(marco.id, deleted=True)
    world.lives_until("2026-11-27 12:00")
    before = dump(world)
    world.slack.change_person(marco.id, deleted=True)
    world.tick()
    assert dump(world) == before
    assert anna.heard.count(ENDED) == 1
    assert len(world.rows(Event, event="account_gone")) == 1


def test_an_open_proposal_says_nothing_before_its_end(lite: World) -> None:
    anna, marco = lite.proposed()
    anna.says_yes()
    lite.slack.change_person(marco.id, deleted=True)
    lite.lives_until("2026-11-30 17:59")
    assert anna.heard == ["welcome", OFFER]
    lite.lives_until("2026-12-01 12:00")
    assert anna.heard[-1] == NOT_AHEAD
    assert anna.participation.rounds_waited == 1
    assert NOT_AHEAD not in marco.heard


def test_an_offer_that_has_not_left_yet_is_taken_back(lite: World) -> None:
    anna, marco = lite.owes_offers()
    lite.slack.change_person(marco.id, deleted=True)
    lite.lives_until("2026-12-04 12:00")
    assert anna.heard == ["welcome", NOT_AHEAD]
    assert marco.name not in anna.reads(NOT_AHEAD)
    assert marco.heard == ["welcome"]
    assert lite.one(Proposal).state == "closed"


def test_who_returns_may_join_again(world: World) -> None:
    """Nothing happens by itself; the form holds what was filled, and the two are not repeated."""
    _, marco = world.paired()
    world.slack.change_person(marco.id, deleted=True)
    world.lives_until("2026-11-27 12:00")
    world.slack.change_person(marco.id, deleted=False)
    world.tick()
    assert marco.participation.state == "ended"
    marco.types("status")
    marco.types("join")
    assert marco.shows("band") == marco.words.plain("band.4")
    marco.submits()
    marco.fills(notice=["yes"])
    marco.submits()
    marco.submits()
    world.tick()
    assert marco.takes_part
    assert marco.heard[-1] == "welcome"
    world.drafts_round()
    world.lives_until("2026-12-22 12:00")
    assert len(world.rows(Proposal)) == 1


def test_a_guest_who_was_in_is_told_why_they_cannot_be(lite: World) -> None:
    _, marco = lite.paired()
    lite.slack.change_person(marco.id, is_restricted=True)
    marco.types("status")
    assert marco.says_text("refusal.guests_cannot_join") in marco.answer
    marco.hands.opens_home()
    home = marco.hands.sees.home
    assert home is not None
    assert marco.says_text("refusal.guests_cannot_join") in home.shown


def test_somebody_renamed_has_the_new_name_in_the_next_message(lite: World) -> None:
    anna, marco = lite.joined()
    marco.types("status")
    anna.types("privacy")
    lite.slack.change_person(marco.id, display_name="Marcantonio", real_name="Marcantonio Verdi")
    lite.sends_round()
    lite.lives_until("2026-11-23 18:00")
    assert "Marcantonio" in anna.reads(OFFER)
    assert "Marco" not in anna.reads(OFFER)


def test_somebody_elsewhere_is_written_to_in_the_hours_there(lite: World) -> None:
    anna, marco = lite.joined()
    lite.slack.change_person(marco.id, tz=NEW_YORK)
    lite.sends_round()
    assert OFFER in anna.heard
    assert OFFER not in marco.heard
    lite.lives_until(f"2026-11-23 08:59 {NEW_YORK}")
    assert OFFER not in marco.heard
    lite.lives_until(f"2026-11-23 09:00 {NEW_YORK}")
    assert OFFER in marco.heard


@pytest.mark.parametrize("flags", [{}, {"tz": "Mars/Olympus"}, {"real_name": "Anna Verdi"}])
def test_what_does_not_concern_the_programme_changes_nothing(
    lite: World, flags: dict[str, str]
) -> None:
    anna, _ = lite.paired()
    before = dump(lite)
    lite.slack.change_person(anna.id, **flags)
    lite.tick()
    assert dump(lite) == before


def test_news_of_people_whom_the_bot_does_not_know_are_not_kept(lite: World) -> None:
    eva = lite.person("Eva")
    before = dump(lite)
    lite.slack.change_person(eva.id, tz=NEW_YORK)
    lite.slack.change_person(eva.id, deleted=True)
    assert dump(lite) == before
    assert not lite.rows(Person, slack_id=eva.id)


def test_leaving_and_then_losing_the_account_is_told_once(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.leaves()
    lite.passes(minutes=3)
    lite.slack.change_person(marco.id, deleted=True)
    lite.lives_until("2026-12-20 12:00")
    assert anna.heard.count(ENDED) == 1
    assert anna.participation.priority


def test_both_of_a_pair_gone_leaves_nothing_to_say(lite: World) -> None:
    anna, marco = lite.paired()
    for one in (anna, marco):
        lite.slack.change_person(one.id, deleted=True)
    lite.lives_until("2026-12-20 12:00")
    assert ENDED not in [*anna.heard, *marco.heard]
    assert not lite.rows(OutboxRow, state="pending")


def test_a_break_ends_with_the_account(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-11-26 10:00")
    lite.slack.change_person(marco.id, deleted=True)
    lite.lives_until("2026-12-20 12:00")
    assert anna.heard[-1] == ENDED
    assert "pause.over" not in marco.heard
    assert lite.one(Pair).ended_at == moment("2026-12-01 10:00")
