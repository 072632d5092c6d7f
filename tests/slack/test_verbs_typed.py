"""What a verb's button says can be typed, in every language and tone, with what may follow it."""

import pytest

from bot.slack.verbs import VERBS, read
from bot.texts.catalogue import catalogue

LABELS = [
    (verb.name, label)
    for name in ("en", "it", "it_formal")
    for verb in VERBS
    for label in catalogue(name).forms.get(f"button.verb.{verb.name}", ())
]


@pytest.mark.parametrize(("name", "label"), LABELS)
def test_the_words_of_a_button_are_understood(name: str, label: str) -> None:
    typed = read(label)
    assert typed.verb is not None
    assert (typed.verb.name, typed.argument) == (name, "")


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("we met yesterday", "met", "yesterday"),
        ("Take a break, 2 weeks please", "pause", "2 weeks"),
        ("fai una pausa fino al 7/1", "pause", "fino al 7/1"),
        ("leave the programme now", "leave", "now"),
        ("leave now", "leave", "now"),
        ("join mentor", "join", "mentor"),
    ],
)
def test_the_longest_way_to_say_it_counts(text: str, name: str, argument: str) -> None:
    typed = read(text)
    assert typed.verb is not None
    assert (typed.verb.name, typed.argument) == (name, argument)


def test_a_part_of_such_words_is_no_verb() -> None:
    assert read("take a").verb is None
    assert read("trova").verb is None
