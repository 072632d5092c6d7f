"""A programme's own topics in its file, and those that it offers no longer."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rules import (
    BadRules,
    Finding,
    ProgrammeRules,
    breaks_live,
    difference,
    from_toml,
    to_toml,
)
from bot.domain.rules.topics import AREAS, MOST_TOPICS, OwnTopic, Saying, TopicTexts

CATALOGUE = ("ai.assistants", "ai.verify", "back.lead", "safe.scams")
WELDING = """
[[topics]]
id = "robot_welding"
area = "G"
en = "Robot welding"
it = "Saldatura robotizzata"
"""
RICH = f"""
hidden_topics = ["ai.verify"]
{WELDING}
[topics.text.en]
description = "Set up the cell for a new part."
goals = ["Teach the robot one seam by myself"]
proof = "In the last month I set up the cell without calling anybody."
prompts = [
  {{ by = "mentor", says = "Which seam gives you trouble?" }},
  {{ by = "mentee", says = "What does that noise mean?" }},
]

[topics.text.it_formal]
description = "Preparare la cella per un pezzo nuovo."
"""


def findings(text: str) -> list[Finding]:
    with pytest.raises(BadRules) as refused:
        from_toml(text, CATALOGUE)
    return list(refused.value.findings)


def problems(text: str) -> list[tuple[str, str, int | None]]:
    return [(one.where, one.problem, one.line) for one in findings(text)]


def entry(**changes: object) -> str:
    fields = {"id": "x", "area": "A", "en": "X", "it": "X", **changes}
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items() if value is not None]
    return "\n".join(["[[topics]]", *lines])


# --- reading -------------------------------------------------------------------------------------


def test_a_name_is_enough() -> None:
    rules = from_toml(WELDING, CATALOGUE)
    names = {"en": "Robot welding", "it": "Saldatura robotizzata"}
    assert rules.topics == (OwnTopic("robot_welding", names, "G", {}),)
    assert rules.topics_offered(CATALOGUE) == {*CATALOGUE, "robot_welding"}


def test_texts_are_read_as_they_are_written_in_the_content() -> None:
    rules = from_toml(RICH, CATALOGUE)
    (topic,) = rules.topics
    assert topic.texts["en"] == TopicTexts(
        "Set up the cell for a new part.",
        ("Teach the robot one seam by myself",),
        "In the last month I set up the cell without calling anybody.",
        (
            Saying("mentor", "Which seam gives you trouble?"),
            Saying("mentee", "What does that noise mean?"),
        ),
    )
    assert topic.texts["it_formal"] == TopicTexts("Preparare la cella per un pezzo nuovo.")
    assert "it" not in topic.texts
    assert rules.topics_offered(CATALOGUE) == {*CATALOGUE, "robot_welding"} - {"ai.verify"}


def test_a_topic_of_its_own_can_be_hidden_and_keeps_its_name() -> None:
    rules = from_toml('hidden_topics = ["robot_welding"]\n' + WELDING, CATALOGUE)
    assert rules.topics_offered(CATALOGUE) == {*CATALOGUE}
    assert rules.topics[0].names["en"] == "Robot welding"


def test_a_programme_in_one_language_names_its_topics_in_that_one() -> None:
    only = 'languages = ["it"]\nlanguage = "it"\n'
    assert from_toml(only + entry(en=None), CATALOGUE).topics[0].names == {"it": "X"}
    assert problems(only + entry(it=None)) == [("topics[1].it", "topic_nameless", 3)]


# --- what is refused, and where ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        (entry(it=None), "topics[1].it", "topic_nameless"),
        (entry(en="", it="X"), "topics[1].en", "text"),
        (entry(id="ai.verify"), "topics[1].id", "topic_exists"),
        (entry(id="our.own"), "topics[1].id", "topic_id"),
        (entry(id=["a"]), "topics[1].id", "topic_id"),
        (entry(id="x" * 41), "topics[1].id", "topic_id"),
        (entry(id=None), "topics[1].id", "topic_id"),
        (entry(area="Z"), "topics[1].area", "choice"),
        (entry(area=None), "topics[1].area", "choice"),
        (entry(en="<!channel> look"), "topics[1].en", "marks"),
        (entry(en="*Bold*"), "topics[1].en", "marks"),
        (entry(en="_slanted_"), "topics[1].en", "marks"),
        (entry(en="`code`"), "topics[1].en", "marks"),
        (entry(en="~struck~"), "topics[1].en", "marks"),
        (entry(en="two\nlines"), "topics[1].en", "text"),
        (entry(en="right\u202eleft"), "topics[1].en", "text"),
        (entry(en="x" * 76), "topics[1].en", "length"),
        (entry(colour="red"), "topics[1].colour", "unknown"),
        (entry(text="a text"), "topics[1].text", "table"),
        ("topics = 3", "topics", "list"),
        ("topics = [3]", "topics[1]", "table"),
    ],
)
def test_a_topic_that_cannot_be_shown_is_refused(text: str, where: str, problem: str) -> None:
    assert [one[:2] for one in problems(text)] == [(where, problem)]


@pytest.mark.parametrize(
    "name", ["snake_case in Python", "C++ & C", "Q&A: how to ask", "50 % faster"]
)
def test_signs_that_do_nothing_are_let_through(name: str) -> None:
    assert from_toml(entry(en=name), CATALOGUE).topics[0].names["en"] == name


@pytest.mark.parametrize(
    ("line", "where", "problem"),
    [
        ('description = "' + "x" * 111 + '"', "topics[1].text.en.description", "length"),
        ('description = "<@U1>"', "topics[1].text.en.description", "marks"),
        ('goals = ["a", "b", "c", "d"]', "topics[1].text.en.goals", "too_many"),
        ('goals = "a"', "topics[1].text.en.goals", "list"),
        ("proof = 1", "topics[1].text.en.proof", "text"),
        ('prompts = ["Why?"]', "topics[1].text.en.prompts[1]", "table"),
        ('prompts = [{ by = "mentor" }]', "topics[1].text.en.prompts[1].says", "saying"),
        ('prompts = [{ by = "boss", says = "x" }]', "topics[1].text.en.prompts[1].by", "choice"),
        ("prompts = [" + '{ by = "mentor", says = "x" },' * 6 + "]", "topics[1].text.en.prompts",
         "too_many"),
        ('colour = "red"', "topics[1].text.en.colour", "unknown"),
    ],
)  # fmt: skip
def test_a_text_that_does_not_fit_is_refused_on_its_line(
    line: str, where: str, problem: str
) -> None:
    text = entry() + "\n[topics.text.en]\n" + line
    assert problems(text) == [(where, problem, 7)]


def test_a_register_that_nobody_reads_is_refused() -> None:
    text = entry() + "\n[topics.text.fr]\n"
    assert problems(text) == [("topics[1].text.fr", "unknown", 6)]


def test_the_same_id_twice_is_refused_at_the_second() -> None:
    assert problems(entry() + "\n" + entry()) == [("topics[2].id", "duplicate", 7)]


def test_two_hundred_topics_are_too_many() -> None:
    most = "\n".join(entry(id=f"t{n}") for n in range(MOST_TOPICS))
    assert len(from_toml(most, CATALOGUE).topics) == MOST_TOPICS
    (finding,) = findings("\n".join(entry(id=f"t{n}") for n in range(200)))
    assert (finding.where, finding.problem) == ("topics", "too_many_topics")
    assert finding.facts == {"n": 200, "limit": MOST_TOPICS}


def test_a_hidden_topic_has_to_be_one_and_the_finding_says_which_are_alike() -> None:
    (finding,) = findings('name = "A"\nhidden_topics = ["ai.verfy", "back.lead"]\n')
    assert (finding.where, finding.problem, finding.line) == ("hidden_topics", "no_topic", 2)
    assert finding.facts["id"] == "ai.verfy"
    assert str(finding.facts["near"]).startswith("ai.verify, ")


def test_something_is_left_to_choose_from() -> None:
    hidden = json.dumps(list(CATALOGUE[:3]))
    assert problems(f"hidden_topics = {hidden}") == [("hidden_topics", "few_topics", 1)]
    assert from_toml(f"hidden_topics = {hidden}\n{entry()}", CATALOGUE).topics


# --- keeping and changing ------------------------------------------------------------------------


def test_rules_that_an_older_version_kept_have_no_topics_of_their_own() -> None:
    old = from_toml("").to_plain()
    del old["topics"], old["hidden_topics"]
    rules = ProgrammeRules.from_plain(json.loads(json.dumps(old)))
    assert rules == from_toml("")
    assert rules.topics_offered(CATALOGUE) == {*CATALOGUE}


def test_a_hidden_id_that_a_later_catalogue_lost_hurts_nothing() -> None:
    rules = from_toml('hidden_topics = ["ai.verify"]', CATALOGUE)
    assert rules.topics_offered(["back.lead", "safe.scams"]) == {"back.lead", "safe.scams"}


def test_a_difference_names_what_changed_of_a_topic() -> None:
    old = from_toml(RICH, CATALOGUE)
    new = from_toml(RICH.replace("Robot welding", "Welding by robot"), CATALOGUE)
    assert difference(old, new) == [
        ("topics.robot_welding.names.en", "Robot welding", "Welding by robot")
    ]
    assert {one.field for one in difference(from_toml(""), old)} >= {
        "hidden_topics",
        "topics.robot_welding.area",
        "topics.robot_welding.texts.en.prompts",
    }


def test_a_topic_that_somebody_chose_cannot_go_but_can_be_hidden() -> None:
    old, without = from_toml(WELDING, CATALOGUE), from_toml("", CATALOGUE)
    hidden = from_toml('hidden_topics = ["robot_welding"]\n' + WELDING, CATALOGUE)
    none: frozenset[str] = frozenset()
    assert breaks_live(old, without, none, none, (), {"robot_welding", "ai.verify"}) == [
        Finding("topics.robot_welding", "breaks_topic", {"id": "robot_welding"})
    ]
    assert breaks_live(old, without, none, none, (), {"ai.verify"}) == []
    assert breaks_live(old, hidden, none, none, (), {"robot_welding"}) == []


LETTERS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"],
                                exclude_characters="<>*~`_"), min_size=1, max_size=60)  # fmt: skip
TEXTS = st.builds(
    TopicTexts,
    description=st.just("") | LETTERS,
    goals=st.lists(LETTERS, max_size=3, unique=True).map(tuple),
    proof=st.just("") | LETTERS,
    prompts=st.lists(
        st.builds(Saying, st.sampled_from(["mentor", "mentee"]), LETTERS), max_size=5
    ).map(tuple),
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True)


@given(
    st.dictionaries(
        IDS,
        st.tuples(
            st.fixed_dictionaries({"en": LETTERS, "it": LETTERS}),
            st.sampled_from(AREAS),
            st.dictionaries(st.sampled_from(["en", "it", "it_formal"]), TEXTS),
        ),
        max_size=4,
    )
)
def test_topics_survive_the_file_and_the_database(
    written: Mapping[str, tuple[Any, Any, Any]],
) -> None:
    own = tuple(OwnTopic(id_, *rest) for id_, rest in written.items())
    rules = ProgrammeRules(**{**vars(from_toml("")), "topics": own})
    assert ProgrammeRules.from_plain(json.loads(json.dumps(rules.to_plain()))) == rules
    assert from_toml(to_toml(rules), CATALOGUE) == rules
