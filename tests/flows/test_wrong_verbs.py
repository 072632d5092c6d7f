"""A mistyped verb: the nearest one is offered as a button, and the button does it."""

import pytest

from bot.slack.edge.rows import VerbRow
from bot.slack.verbs import VERBS
from tests.flows.forged import dump
from tests.flows.scene import Scene
from tests.people import Colleague


def mistyped(word: str) -> str:
    """As fingers slip: one letter twice."""
    return word[:2] + word[1:]


def people(scene: Scene, verb: VerbRow) -> list[Colleague]:
    """Somebody in each situation, in both languages; leaving is for those who take part."""
    paired = [scene.anna, scene.marco]
    waiting = [scene.wanda, scene.will]
    if verb.leads:
        return [scene.lead]
    return [*paired, *waiting, scene.nives, scene.nick]


@pytest.mark.parametrize("word", ["name", "it"])
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_nearest_verb_is_a_button_that_does_it(scene: Scene, verb: VerbRow, word: str) -> None:
    """Pressed, it answers what the verb itself answers."""
    for who in people(scene, verb):
        who.types(mistyped(getattr(verb, word)))
        button = who.words.plain(f"button.verb.{verb.name}")
        assert button in who.hands.sees.last.buttons
        if verb.name == "leave":
            continue
        who.hands.presses(button, "ephemeral")
        pressed = who.answer
        who.closes()
        who.types(verb.name)
        assert pressed == who.answer
        assert not who.hands.notices
        who.closes()


@pytest.mark.parametrize("typed", ["pomodoro", "qwertyuiop", "???", "x"])
def test_where_no_verb_is_near_help_is(scene: Scene, typed: str) -> None:
    before = dump(scene.world)
    for who in (scene.anna, scene.nick, scene.wanda, scene.lead):
        who.types(typed)
        assert dump(scene.world) == before
        if typed != "???":  # nothing but marks is the bare command
            assert typed in who.answer
            assert who.hands.sees.last.buttons == [who.words.plain("button.verb.help")]


def test_a_leads_verb_is_not_offered_to_others(scene: Scene) -> None:
    for typed in ("statt", "rround", "statistichee"):
        scene.nick.types(typed)
        for verb in ("stats", "round"):
            label = scene.nick.words.plain(f"button.verb.{verb}")
            assert label not in scene.nick.hands.sees.last.buttons
