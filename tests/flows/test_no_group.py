"""Slack opens no group to the two of a pair: each is introduced in their own conversation."""

import pytest

from playground import Fault
from tests.people import Colleague
from tests.world import World, moment

INTRODUCED, AGREED = "pair.introduction", "session.agreed"


def refuses_groups(world: World, code: str) -> None:
    world.slack.workspace.faults.add(
        Fault("error", method="conversations.open", code=code, count=None)
    )


def become_a_pair(world: World) -> list[Colleague]:
    two = world.proposed()
    for one in two:
        one.says_yes()
    world.tick()
    return two


@pytest.mark.parametrize("code", ["restricted_action", "invalid_user_combination"])
def test_both_are_introduced_by_their_own_conversations(world: World, code: str) -> None:
    refuses_groups(world, code)
    anna, marco = become_a_pair(world)
    world.lives_until("2026-11-24 18:00")
    for one, other in ((anna, "Marco"), (marco, "Anna")):
        assert one.heard.count(INTRODUCED) == 1
        read = one.reads(INTRODUCED)
        assert one.says_text("introduction.apart") in read
        assert other in read
        assert one.words.plain("button.another_time") in read


def test_what_the_pair_is_told_later_goes_there_too_and_its_buttons_work(world: World) -> None:
    refuses_groups(world, "restricted_action")
    anna, marco = become_a_pair(world)
    world.lives_until("2026-11-24 12:00")
    asked = opened(world)
    anna.answers_to(INTRODUCED, "button.another_time")
    anna.fills(starts_at=int(moment("2026-12-03 15:00").timestamp()))
    anna.submits()
    anna.closes()
    world.tick()
    marco.confirms()
    world.lives_until("2026-11-25 18:00")
    for one in (anna, marco):
        assert one.heard.count(AGREED) == 1
        assert one.words.plain("button.move") in one.reads(AGREED)
    marco.answers_to(AGREED, "button.move")
    assert marco.view is not None
    assert opened(world) == asked


def opened(world: World) -> int:
    """How often a conversation was asked for."""
    return sum(call.method == "conversations.open" for call in world.slack.workspace.calls)


def test_one_refusal_is_not_for_good(world: World) -> None:
    world.slack.workspace.faults.add(
        Fault("error", method="conversations.open", code="restricted_action")
    )
    anna, marco = become_a_pair(world)
    world.lives_until("2026-11-24 18:00")
    assert world.heard_together(anna, marco) == [INTRODUCED]
    assert INTRODUCED not in anna.heard
