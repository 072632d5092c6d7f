"""The same thing twice, and by two at once, happens once."""

import pytest

from bot import schedule
from bot.store.tables import Event, OutboxRow, Proposal, Round
from tests.world import World


def test_a_tick_run_again_does_nothing(world: World) -> None:
    world.paired()
    world.lives_until("2026-12-01 12:00")
    before = world.fingerprint()
    assert world.ticks_only() == 0
    assert world.sends() == 0
    assert world.fingerprint() == before


@pytest.mark.parametrize("day", ["2026-11-23 09:00", "2026-11-25 09:11", "2026-12-01 09:00"])
def test_two_replicas_ticking_at_once_do_nothing_twice(shared: World, day: str) -> None:
    """At the draft, at the reminder, at the expiry: each message is owed and sent once."""
    if day == "2026-11-23 09:00":
        shared.joined()
        shared.goes_to(day)
    else:
        shared.proposed()
        shared.goes_to(day)
    ground = shared.ground

    def tick() -> None:
        schedule.run_due(ground.sessions, ground.box, shared.now)

    shared.at_once(tick, tick, tick)
    shared.at_once(shared.sends, shared.sends)
    assert len(shared.rows(Round)) == 1
    assert len(shared.rows(Proposal)) == 1
    keys = [row.dedupe_key for row in shared.rows(OutboxRow)]
    assert len(keys) == len(set(keys))
    once = [(row.thing, row.thing_id, row.event, row.to_state) for row in shared.rows(Event)]
    assert len(once) == len(set(once))
    for one in shared.cast.values():
        assert len(one.heard) == len(set(one.heard)), one.heard


def test_ten_clicks_of_one_person_at_once_have_one_effect(shared: World) -> None:
    anna, marco = shared.proposed()
    shared.at_once(*[anna.says_yes] * 5)
    shared.at_once(*[marco.says_yes] * 5)
    shared.tick()
    assert shared.heard_together(anna, marco) == ["pair.introduction"]
    assert [row.event for row in shared.rows(Event, thing="proposal") if "yes" in row.event][
        :1
    ] == ["first_yes"]
    assert len(shared.rows(Event, event="second_yes")) == 1


def test_leaving_and_saying_yes_at_once_end_well(shared: World) -> None:
    """Whichever is first: a pair that ended, or a proposal that was withdrawn; never an error."""
    anna, marco = shared.proposed()
    anna.says_yes()
    shared.at_once(marco.says_yes, marco.leaves)
    shared.passes(minutes=10)
    shared.tick()
    assert not marco.takes_part
    assert shared.one(Proposal).state in ("accepted", "withdrawn")
    assert shared.heard_together(anna, marco) == []
