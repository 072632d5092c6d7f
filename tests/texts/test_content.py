"""What two people can talk about: whole in each register, short, in tone, and each its own."""

import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.texts.catalogue import HERE
from bot.texts.topics import Content, areas, topics
from tests.texts import tone

FOLDER = HERE / "content"
TOPICS = tuple(topics().values())
SAID = {**{topic.id: topic.contents for topic in TOPICS}, **areas()}
"""By the id of a topic, or by an area's letter: in each register."""
REGISTERS = ("en", "it", "it_formal")
LONGEST = {"description": 110, "goals": 110, "proof": 120, "prompts": 160}
MOST_SHARED = 0.40
"""Of the words of the topic that has fewer."""
PROOF = {"en": "In the last month ", "it": "Nell'ultimo mese"}
COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text("utf-8").split())


def sentences(content: Content) -> Iterator[tuple[str, str]]:
    yield "description", content.description
    yield "proof", content.proof
    yield from (("goals", goal) for goal in content.goals)
    yield from (("prompts", prompt.says) for prompt in content.prompts)


def each() -> Iterator[tuple[str, str, Content]]:
    for name, contents in SAID.items():
        yield from ((name, register, contents[register]) for register in REGISTERS)


def test_three_goals_a_proof_and_five_prompts_of_both_sides() -> None:
    for name, register, content in each():
        place = f"{name} {register}"
        assert len(content.goals) == 3, place
        assert len(content.prompts) == 5, place
        assert {prompt.by for prompt in content.prompts} == {"mentor", "mentee"}, place
        assert content.proof.startswith(PROOF[register[:2]]), place
        whose = [prompt.by for prompt in content.prompts]
        assert whose == [prompt.by for prompt in SAID[name]["en"].prompts], place


def test_everything_is_short_enough_to_be_said() -> None:
    long = [
        f"{name} {register}: {text}"
        for name, register, content in each()
        for what, text in sentences(content)
        if not 0 < len(text) <= LONGEST[what]
    ]
    assert long == []


def words(content: Content) -> set[str]:
    text = " ".join(said for _, said in sentences(content)).lower()
    return set(re.findall(r"[a-zàèéìòù']{3,}", text)) - COMMON


def shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other))


@pytest.mark.parametrize("register", REGISTERS)
def test_two_topics_have_little_in_common(register: str) -> None:
    """No template with a name filled in."""
    said = {name: words(contents[register]) for name, contents in SAID.items()}
    alike = [
        (a, b, round(shared(said[a], said[b]), 2))
        for a, b in combinations(said, 2)
        if shared(said[a], said[b]) > MOST_SHARED
    ]
    assert alike == []


def test_a_template_would_be_found() -> None:
    def filled(name: str) -> set[str]:
        text = f"Show me how {name} saved an hour this week, and which habit stayed with the team."
        return words(Content(text, (), "", ()))

    assert shared(filled("passkeys"), filled("dashboards")) > MOST_SHARED


def spoken() -> Iterator[tuple[str, str, str]]:
    """Every text of the content, with its place and its register."""
    for name, register, content in each():
        yield from ((name, register, text) for _, text in sentences(content))
    for file in sorted(FOLDER.glob("*.toml")):
        yield from _of(file.name, tomllib.loads(file.read_text(encoding="utf-8")))


def _of(place: str, kept: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(kept, dict):
        for name, value in kept.items():
            if name in REGISTERS:
                texts = value if isinstance(value, list) else [value]
                yield from ((place, name, text) for text in texts)
            else:
                yield from _of(f"{place}: {name}", value)
    elif isinstance(kept, list):
        for value in kept:
            yield from _of(place, value)


def test_the_tone_is_the_bots() -> None:
    off = [
        (place, sorted(set(tone.offences(text, register[:2]))), text)
        for place, register, text in spoken()
        if set(tone.offences(text, register[:2]))
    ]
    assert off == []


def test_nothing_names_a_year() -> None:
    """It would age."""
    assert [(place, text) for place, _, text in spoken() if re.search(r"\b20\d\d\b", text)] == []


def test_nobody_is_addressed_with_tu_where_it_is_lei() -> None:
    off = [
        (place, text)
        for place, register, text in spoken()
        if register == "it_formal" and tone.TU.search(re.sub(r"«[^»]*»", "", text))
    ]
    assert off == []


def test_whatever_says_tu_has_its_formal_twin() -> None:
    for name, contents in SAID.items():
        it, formal = contents["it"], contents["it_formal"]
        for (what, text), (_, twin) in zip(sentences(it), sentences(formal), strict=True):
            if tone.TU.search(re.sub(r"«[^»]*»", "", text)):
                assert twin != text, (name, what, text)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_each_text_is_there_in_both_languages(file: Path) -> None:
    for node in _nodes(tomllib.loads(file.read_text(encoding="utf-8"))):
        if set(node) & set(REGISTERS):
            assert {"en", "it"} <= set(node), node
            assert {type(node[name]) for name in REGISTERS if name in node} <= {str, list, dict}


def _nodes(kept: Any) -> Iterator[dict[str, Any]]:
    if isinstance(kept, dict):
        yield kept
    for value in kept.values() if isinstance(kept, dict) else kept:
        if isinstance(value, (dict, list)):
            yield from _nodes(value)


def test_thirty_starters_in_four_phases() -> None:
    rows = tomllib.loads((FOLDER / "starters.toml").read_text(encoding="utf-8"))["starter"]
    assert len(rows) == 30
    phases = ["first", "building", "midway", "closing"]
    assert list(dict.fromkeys(row["phase"] for row in rows)) == phases
    assert {row["by"] for row in rows} <= {"mentor", "mentee", "either"}


def test_five_steps_from_two_below_to_two_above() -> None:
    rows = tomllib.loads((FOLDER / "steps.toml").read_text(encoding="utf-8"))["step"]
    assert [row["score"] for row in rows] == [-2, -1, 0, 1, 2]


def test_a_primer_takes_two_minutes() -> None:
    """At 110 to 130 words a minute, as one reads on a screen with thought."""
    for primer in tomllib.loads((FOLDER / "primers.toml").read_text(encoding="utf-8"))["primer"]:
        for register in REGISTERS:
            text = " ".join(primer["text"].get(register, primer["text"]["it"]))
            assert 180 <= len(text.split()) <= 270, (primer["id"], register)
