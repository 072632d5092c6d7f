"""The catalogue of topics."""

from collections import Counter

import pytest

from bot.domain.rules.topics import AREAS, MOST_TOPICS
from bot.slack.kit import limits
from bot.texts.topics import (
    Content,
    Topic,
    areas,
    catalogue_topics,
    own_topic,
    topics,
)
from bot.texts.words import LANGUAGES, words_for


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


# --- a programme's own ---------------------------------------------------------------------------


def own(area: str = "G", **contents: Content) -> Topic:
    return own_topic("robot_welding", area, {"en": "Robot welding"}, contents)


def test_a_topic_without_texts_has_those_of_its_area() -> None:
    assert own("C").contents == areas()["C"]
    assert not own("C").verify_together
    assert own("A").verify_together


def test_what_a_topic_says_itself_comes_before_its_area() -> None:
    mine = Content(proof="In the last month I welded.", goals=("One seam",))
    content = own(en=mine).contents["en"]
    assert (content.proof, content.goals) == (mine.proof, mine.goals)
    assert content.description == areas()["G"]["en"].description
    assert content.prompts == areas()["G"]["en"].prompts


def test_formal_italian_says_what_plain_italian_says_before_it_asks_the_area() -> None:
    plain, formal = Content(description="piana", proof="prova"), Content(description="formale")
    content = own(it=plain, it_formal=formal).contents["it_formal"]
    assert (content.description, content.proof) == ("formale", "prova")
    assert content.goals == areas()["G"]["it_formal"].goals


def test_every_area_of_the_catalogue_says_something() -> None:
    assert list(areas()) == list(AREAS) == sorted({topic.area for topic in topics().values()})


def test_it_stands_behind_the_others_of_its_area() -> None:
    order = [topic.id for topic in catalogue_topics().with_own([own("C")], ()).choices()]
    assert order[order.index("robot_welding") - 1] == "data.sources"
    assert order[order.index("robot_welding") + 1] == "media.profile"


def test_a_hidden_topic_is_for_those_alone_who_have_it() -> None:
    found = catalogue_topics().with_own([own()], ["ai.verify", "robot_welding"])
    assert {"ai.verify", "robot_welding"} & {topic.id for topic in found.choices()} == set()
    kept = {topic.id for topic in found.choices(["ai.verify"])}
    assert "ai.verify" in kept
    assert "robot_welding" not in kept


def test_the_longest_list_fits_a_menu_of_slack() -> None:
    assert len(topics()) + MOST_TOPICS <= limits.OPTIONS


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_each_of_the_two_has_prompts_to_ask(role: str) -> None:
    content = topics()["ai.verify"].contents["en"]
    assert content.asked_by(role) == tuple(one.says for one in content.prompts if one.by == role)
    assert content.asked_by(role)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Robot welding (no longer in the list)"),
        ("it", "Robot welding (non è più in elenco)"),
    ],
)
def test_a_hidden_topic_keeps_its_name_and_is_said_to_be_one(language: str, said: str) -> None:
    known = catalogue_topics().with_own([own()], ["robot_welding"])
    words = words_for(language, "UTC", formal=False, names=lambda _: None, topics=known)
    assert words.topic("robot_welding") == said
    assert words.also("en").topic("robot_welding") == "Robot welding (no longer in the list)"


def test_however_long_its_name_what_is_said_of_it_fits_an_option() -> None:
    long = own_topic("long", "A", {"en": "x" * 75, "it": "x" * 75}, {})
    known = catalogue_topics().with_own([long], ["long"])
    for language in LANGUAGES:
        words = words_for(language, "UTC", formal=False, names=lambda _: None, topics=known)
        assert len(words.topic("long")) <= limits.OPTION
        assert words.topic("long").endswith(")")
