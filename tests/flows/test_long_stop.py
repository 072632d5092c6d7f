"""The bot stood still for weeks: afterwards everybody gets one useful message, not a heap."""

import pytest

from tests.people import Colleague
from tests.world import World, moment

BEGINS_AGAIN = "2026-12-21 10:00"


def news(world: World, *people: Colleague) -> dict[str, list[str]]:
    """What each of them got since the bot is there again, in their DM and in their groups."""
    since = moment(BEGINS_AGAIN).timestamp()
    return {
        who.id: [
            world.kind_of(message)
            for message in world.slack.workspace.log
            if float(message.ts) >= since
            and who.id in world.slack.workspace.rooms.by_id[message.conversation].members
        ]
        for who in people
    }


def test_a_pair_without_a_date_hears_one_thing(world: World) -> None:
    """Two nudges and a hand fell due meanwhile."""
    anna, marco = world.paired()
    world.goes_to(BEGINS_AGAIN)
    world.lives_until("2026-12-22 18:00")
    heard = news(world, anna, marco)
    assert [len(kinds) for kinds in heard.values()] == [1, 1], heard


def test_an_agreed_date_that_has_passed_leads_to_one_thing(world: World) -> None:
    """A preparation, a question and a reminder of it fell due meanwhile."""
    anna, marco = world.paired()
    anna.proposes("2026-12-18 15:00")
    world.tick()
    marco.confirms()
    world.tick()
    world.goes_to(BEGINS_AGAIN)
    world.lives_until("2026-12-22 18:00")
    assert news(world, anna, marco) == {anna.id: ["checkin.ask"], marco.id: ["checkin.ask"]}


def test_an_offer_that_has_ended_leads_to_one_thing(world: World) -> None:
    anna, marco = world.proposed()
    anna.says_yes()
    world.goes_to(BEGINS_AGAIN)
    world.lives_until("2026-12-22 18:00")
    assert news(world, anna, marco) == {
        anna.id: ["proposal.did_not_go_ahead"],
        marco.id: ["proposal.did_not_go_ahead"],
    }


@pytest.mark.parametrize("until", ["2027-02-01 10:00", "2027-06-14 10:00"])
def test_however_long_it_was_the_first_day_is_quiet(world: World, until: str) -> None:
    anna, marco = world.paired()
    bea, carlo = world.joined("Bea", "Carlo")
    before = len(world.slack.workspace.log)
    world.goes_to(until)
    world.tick()
    log = world.slack.workspace.log[before:]
    rooms = world.slack.workspace.rooms.by_id
    for who in (anna, marco, bea, carlo):
        got = [world.kind_of(one) for one in log if who.id in rooms[one.conversation].members]
        assert len(got) <= 1, got
