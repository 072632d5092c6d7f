"""The words of docs/glossary.md are the words of the code: the names before them are gone.

The last column of its second table has the names in older commits. None of them is the name of a
module, class, function, parameter, attribute, metric or log field any more, and the machinery's
proper names are gone from what is read, too.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.texts.test_citations import ROOT, files

GLOSSARY = ROOT / "docs" / "glossary.md"
PROSE = re.compile(
    r"(?<!\.)\b(?:houses?|grounds?|desks?|visits?|visited|visiting|mend(?:s|ed|ing)?)\b", re.I
)
"""Banned from sentences, too; the other old words are ordinary English there."""
ORDINARY = re.compile(r"house 🏠|The top of the house")
"""An emoji's name, and a company's upper floor."""


@dataclass(frozen=True)
class Name:
    """A name that the code gives: of what, and where."""

    name: str
    of: str
    place: str


# --- the table -----------------------------------------------------------------------------------


@cache
def old_words() -> frozenset[str]:
    """`listener`, `roll_call`, `House`: each as it was written in code."""
    table = GLOSSARY.read_text(encoding="utf-8").split("## Of the machinery")[1]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")]
    cells = [row[2].replace("`", "").strip() for row in rows[1:]]
    words = {word.strip() for cell in cells for word in cell.split(",") if word.strip()}
    return frozenset(word.replace(" ", "_") for word in words if not word.startswith("make "))


def is_old(name: str, of: str, word: str) -> bool:
    """`House` is a class; `roll_call` is a class `RollCall`, too, and metrics carry it inside."""
    bare = name.strip("_")
    if word[0].isupper():
        return bare == word or (bool(PROSE.fullmatch(word)) and bare.lower() == word.lower())
    if of == "metric":
        return f"_{word}_" in f"_{bare}_"
    return bare in (word, "".join(part.title() for part in word.split("_")))


# --- names ---------------------------------------------------------------------------------------


@cache
def names() -> tuple[Name, ...]:
    return tuple(
        name
        for room in ("bot", "playground")
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in names_in(path.read_text(encoding="utf-8"), path.relative_to(ROOT))
    )


def names_in(code: str, path: Path) -> Iterator[Name]:
    yield Name(path.parent.name if path.stem == "__init__" else path.stem, "module", str(path))
    for node in ast.walk(ast.parse(code)):
        for name, of in named_by(node):
            yield Name(name, of, f"{path}:{getattr(node, 'lineno', 0)}")


def named_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.ClassDef():
            yield node.name, "class"
            yield from ((name, "field") for name in fields_of(node))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, "function"
            yield from ((name, "parameter") for name in parameters_of(node.args))
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield name, "attribute"
        case ast.Call(func=func, keywords=keywords) if is_log(func):
            yield from ((keyword.arg, "log field") for keyword in keywords if keyword.arg)
        case ast.Constant(value=str(text)) if re.fullmatch(r"revmentor_\w+", text):
            yield text, "metric"


def fields_of(node: ast.ClassDef) -> list[str]:
    targets = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def parameters_of(node: ast.arguments) -> list[str]:
    several = [one for one in (node.vararg, node.kwarg) if one]
    return [one.arg for one in (*node.posonlyargs, *node.args, *node.kwonlyargs, *several)]


def is_log(called: ast.expr) -> bool:
    """`log.info(…)` and `logs.failure(…)`."""
    on = called.value if isinstance(called, ast.Attribute) else None
    return isinstance(on, ast.Name) and on.id in ("log", "logs")


@dataclass(frozen=True)
class Stays:
    """An old word that may be a name where the path begins so, and why."""

    word: str
    where: tuple[str, ...]
    why: str


ANOTHER_THING = (
    Stays(
        "kept",
        ("bot/domain/", "bot/operations/docgen/", "bot/programme/rounds/pool", "bot/slack/",
         "bot/store/secrets/", "bot/texts/", "playground/state/"),
        "what is stored, or left of a choice; the old name ran a use case",
    ),
    Stays("listener", ("bot/serve/web", "playground/server/"), "a socket that listens"),
    Stays(
        "look",
        ("bot/operations/doctor/", "bot/serve/connections", "playground/demo/tour/",
         "playground/page/"),
        "what the doctor, a guide or a page does with its eyes, not the last look at a message",
    ),
    Stays("met", ("bot/slack/meetings/",), "the verb `/revmentor met`, and its question"),
    Stays("met", ("bot/store/secrets/codes",), "whether two people know each other"),
    Stays("met", ("playground/state/faults",), "how often a fault was met"),
    Stays("move", ("bot/slack/meetings/screens/",), "people move a date"),
    Stays("move", ("bot/store/db/append_only",), "UPDATE and DELETE, which a trigger refuses"),
    Stays("move", ("playground/server/control", "playground/state/clock"), "the clock is moved"),
    Stays(
        "one",
        ("bot/domain/", "bot/operations/docgen/", "bot/store/secrets/codes", "playground/"),
        "the first of two, or any of several; the old name was a row of the database",
    ),
    Stays("record", ("bot/store/db/engine",), "what SQLAlchemy's pool calls a connection"),
    Stays(
        "seats",
        ("bot/domain/matching/", "bot/programme/rounds/pool"),
        "places for one pair, of which the matching is made; the old name was a role of the demo",
    ),
    Stays(
        "seen",
        ("bot/outbox/limits/", "playground/actor/", "playground/state/faults"),
        "what somebody saw; the old name ran a use case",
    ),
    Stays("settled", ("bot/domain/matching/",), "what the rounding has decided"),
    Stays("told", ("bot/store/secrets/answers",), "whether a side has said that they met"),
    Stays("told", ("playground/story/",), "a story is told"),
)  # fmt: skip


def found(word: str) -> list[Name]:
    return [name for name in names() if is_old(name.name, name.of, word)]


@pytest.mark.parametrize("word", sorted(old_words()))
def test_an_old_word_names_nothing(word: str) -> None:
    excepted = tuple(place for one in ANOTHER_THING if one.word == word for place in one.where)
    left = [name for name in found(word) if not name.place.startswith(excepted)]
    assert [f"{name.place}: {name.of} {name.name}" for name in left] == []


@pytest.mark.parametrize("one", ANOTHER_THING, ids=lambda one: one.word)
def test_an_exception_is_still_needed(one: Stays) -> None:
    places = [name.place for name in found(one.word)]
    idle = [where for where in one.where if not any(p.startswith(where) for p in places)]
    assert idle == []


def test_the_table_is_read() -> None:
    assert {"House", "Tell", "roll_call", "mend", "met", "meeting", "of_nobody"} <= old_words()
    assert len(old_words()) >= 40


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("class House: ...", "House"),
        ("def house(): ...", "House"),
        ("class RollCall: ...", "roll_call"),
        ("def _owe(): ...", "owe"),
        ("def f(a, *, box): ...", "box"),
        ("def f(*told): ...", "told"),
        ("class A:\n    mend: str", "mend"),
        ("self._box = None", "box"),
        ("log.info('late', throttle=3)", "throttle"),
        ("Gauge('revmentor_throttle_seconds')", "throttle"),
    ],
)
def test_an_old_name_is_seen(code: str, word: str) -> None:
    assert any(is_old(name.name, name.of, word) for name in names_in(code, Path("bot/planted.py")))


# --- prose ---------------------------------------------------------------------------------------


def test_sentences_use_the_new_words() -> None:
    """Docstrings, comments, pages, texts: whatever stands in a file that people read."""
    own = (GLOSSARY, Path(__file__))
    read = [one for one in files(".py", ".md", ".toml", ".yml", ".po") if one not in own]
    loose = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in [*read, ROOT / "Makefile"]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PROSE.search(line) and not ORDINARY.search(line)
    ]
    assert loose == []


@pytest.mark.parametrize("said", ["The House opens", "who mends it", "Mend the path", "a visit"])
def test_an_old_word_is_seen_in_a_sentence(said: str) -> None:
    assert PROSE.search(said)


@pytest.mark.parametrize("said", ["the visitor", "recommended", "household", "a desktop"])
def test_a_longer_word_is_another(said: str) -> None:
    assert not PROSE.search(said)
