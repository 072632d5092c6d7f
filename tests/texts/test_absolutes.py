"""Every strong word that people read is listed with the test that makes it true."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.texts.strong import ROOT, STRONG, Promise, promises, strong_words, texts

LISTED = promises()


def test_every_strong_word_is_listed() -> None:
    """A new one needs an entry in absolutes.toml, or a weaker word."""
    pieces = [piece for one in LISTED for piece in one.says]
    loose = [
        f"{place}: …{text[max(0, start - 40) : end + 40]}…"
        for place, text, start, end in strong_words()
        if not any(covers(piece, text, start, end) for piece in pieces)
    ]
    assert loose == []


def covers(piece: str, text: str, start: int, end: int) -> bool:
    """Whether `piece` stands in `text` around what stands from `start` to `end`."""
    at = text.find(piece)
    while at >= 0:
        if at <= start and end <= at + len(piece):
            return True
        at = text.find(piece, at + 1)
    return False


def test_what_is_listed_is_still_said() -> None:
    said = [text for _, text in texts()]
    gone = [piece for one in LISTED for piece in one.says if not any(piece in t for t in said)]
    assert gone == []


def test_a_piece_is_more_than_its_strong_word() -> None:
    """Else it would cover whatever is said next with the same word."""
    assert [piece for one in LISTED for piece in one.says if len(piece.split()) < 2] == []


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one.says[0][:40])
def test_the_test_that_makes_it_true_exists(one: Promise) -> None:
    assert one.why.strip()
    if one.test is not None:
        assert exists(one.test), one.test


def exists(test: str) -> bool:
    file, _, name = test.partition("::")
    return (ROOT / file).exists() and name in names_in(ROOT / file)


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nobody will know.",
        "We never tell.",
        "Your answers are safe.",
        "Anonymous answers",
        "Nessuno lo saprà.",
        "Non lo diremo mai.",
        "I tuoi dati sono al sicuro.",
        "Le vedi solo tu.",
    ],
)
def test_a_strong_word_is_seen(text: str) -> None:
    assert STRONG.search(text)
