"""A programme's own topics in the form, and as many of them as there may be."""

from importlib.resources import files
from typing import Any

import pytest

from bot.domain.rules import from_toml
from bot.domain.rules.topics import MOST_TOPICS
from bot.slack.enrolment.screens import join
from bot.slack.kit import limits
from bot.slack.kit.topics import topics_of
from bot.texts.topics import catalogue_topics, topics
from bot.texts.words import LANGUAGES, words_for
from tests.slack.screens.samples import LISTS


def many(area: str) -> str:
    """As many topics as a file may add, all in one area, with the longest ids and names."""
    return "\n".join(
        f'[[topics]]\nid = "{n:x<40}"\narea = "{area}"\nen = "{n:x<75}"\nit = "{n:è<75}"'
        for n in range(MOST_TOPICS)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hidden", [True, False])
def test_the_longest_list_that_a_programme_can_have_is_taken_by_slack(
    language: str, hidden: bool
) -> None:
    ids = [f"{n:x<40}" for n in range(MOST_TOPICS)]
    hides = f"hidden_topics = {ids}\n" if hidden else ""
    known = topics_of(from_toml(hides + many("B"), topics()))
    words = words_for(language, "UTC", formal=False, names=lambda _: None, topics=known)
    draft: dict[str, dict[str, Any]] = {
        "you": {"role": "both"},
        "topics": {"offers": ids[:5], **{f"wish{n}": ids[n + 5] for n in (1, 2, 3)}},
        "kept": {"topics": ids},
    }
    for screen in (join.topics, join.levels):
        assert limits.problems(screen(draft, LISTS, words, editing=True)) == []
    (offers,) = [
        block for block in join.topics(draft, LISTS, words)["blocks"]
        if block.get("block_id") == "offers"
    ]  # fmt: skip
    assert len(offers["element"]["initial_options"]) == 5


def test_an_area_of_which_everything_is_hidden_has_no_heading() -> None:
    hidden = [topic.id for topic in topics().values() if topic.area == "C"]
    known = topics_of(from_toml(f"hidden_topics = {hidden}", topics()))
    words = words_for("en", "UTC", formal=False, names=lambda _: None, topics=known)
    view = join.topics({"you": {"role": "mentor"}}, LISTS, words)
    assert limits.problems(view) == []
    groups = view["blocks"][1]["element"]["option_groups"]
    assert "Data" not in [group["label"]["text"] for group in groups]
    assert len(groups) == 7


def test_a_programme_without_any_of_its_own_has_the_catalogue() -> None:
    assert topics_of(from_toml("")) is catalogue_topics()


def test_the_example_in_the_default_file_can_be_used() -> None:
    text = (files("bot.domain.rules") / "programme.toml").read_text("utf-8")
    begin, end = text.index("# [[topics]]"), text.index("\n[[functions]]")
    example = "\n".join(line.removeprefix("# ") for line in text[begin:end].splitlines())
    hidden = next(line for line in text.splitlines() if line.startswith("# hidden_topics"))
    known = topics_of(from_toml(hidden.removeprefix("# ") + "\n" + example, topics()))
    own = known.known["robot_welding"]
    assert own.contents["en"].goals[0].startswith("Set up one part")
    assert own.contents["it"].goals
    assert known.hidden == {"green.digital", "robot_welding"}
