"""The catalogue of topics."""

from collections import Counter

from bot.texts.topics import topics
from bot.texts.words import LANGUAGES


def test_there_are_48_topics_in_eight_areas() -> None:
    found = topics()
    assert len(found) == 48
    assert Counter(topic.area for topic in found.values()) == Counter(
        A=7, B=8, C=4, D=5, E=6, F=6, G=5, H=7
    )


def test_every_topic_has_both_names_and_fits_a_menu() -> None:
    for topic in topics().values():
        assert set(topic.names) == set(LANGUAGES)
        assert all(0 < len(name) <= 75 for name in topic.names.values()), topic.id


def test_names_are_unique_in_each_language() -> None:
    for language in LANGUAGES:
        names = [topic.names[language] for topic in topics().values()]
        assert len(set(names)) == len(names)


def test_competences_are_of_digcomp() -> None:
    """21 competences in five areas; what the company and its leaders know stands outside."""
    known = {
        f"{area}.{n}" for area, most in enumerate((3, 6, 4, 4, 4), 1) for n in range(1, most + 1)
    }
    assert {topic.digcomp for topic in topics().values()} - {""} <= known
    assert {topic.digcomp for topic in topics().values() if topic.area in "GH"} == {""}
