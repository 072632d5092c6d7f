"""Strong words in all that people read, and where each stands."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.texts import catalogue
from bot.texts.topics import Content, areas, topics
from playground.demo import words as desk_words
from playground.page import words as page_words

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("absolutes.toml")
STRONG = re.compile(
    r"\b(nobody|no one|never|always|nothing|is kept|are kept|safe|safely|secure|securely"
    r"|anonymous\w*"
    r"|impossible|guarantee\w*|untraceable|forever|nessun[oa]?|mai|sempre|nulla|niente"
    r"|sicur[oaie]|anonim\w*|impossibil[ei]|garanti\w*"
    r"|only you|only the two of you|solo tu|solo Lei|solo voi due)\b",
    re.IGNORECASE,
)
EVERYDAY = frozenset({"nothing", "secure", "is kept", "are kept"})
"""Weaker words, which pages for operators and developers use of machinery."""
FOR_THE_HOUSE = re.compile(
    r"docs/(architecture|delivery|operating|runbook|settings|slack|states)\.md|docs/decisions/|benchmarks/|\.env\.example"
)
_GENERATED = re.compile(r"<!-- generated: (\w+) -->.*?<!-- end: \1 -->", re.DOTALL)


@dataclass(frozen=True)
class Promise:
    """Sentences with a strong word, and the test that fails when they stop being true."""

    says: tuple[str, ...]
    test: str | None
    why: str


def promises() -> list[Promise]:
    """The list: first what is promised, then strong words that promise nothing (no test)."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [
        Promise(tuple(map(flat, one["says"])), one.get("test"), one["why"])
        for one in [*listed["promise"], *listed.get("no_promise", [])]
    ]


def flat(text: str) -> str:
    """On one line, without Markdown's emphasis, so that a sentence is found however it wraps."""
    return " ".join(re.sub(r"[*`>#]", "", text).split())


def texts() -> Iterator[tuple[str, str]]:
    """Everything that people read, each with the place where it stands."""
    yield from _of_the_bot()
    yield from _of_the_playground()
    for path in pages():
        written = _GENERATED.sub("", path.read_text(encoding="utf-8"))
        yield str(path.relative_to(ROOT)), flat(written)


def _of_the_bot() -> Iterator[tuple[str, str]]:
    for name in ("en", "it", "it_formal"):
        for key, forms in catalogue.catalogue(name).forms.items():
            yield from ((f"{name}:{key}", flat(form)) for form in forms)
    for topic in topics().values():
        yield from ((f"{lang}:{topic.id}", flat(said)) for lang, said in topic.names.items())
        yield from _of_content(topic.id, topic.contents)
    for area, contents in areas().items():
        yield from _of_content(area, contents)


def _of_content(name: str, contents: Mapping[str, Content]) -> Iterator[tuple[str, str]]:
    for register, content in contents.items():
        said = (content.description, content.proof, *content.goals)
        yield from ((f"{register}:{name}", flat(one)) for one in said)


def _of_the_playground() -> Iterator[tuple[str, str]]:
    for module in (page_words, desk_words):
        for language in ("EN", "IT"):
            said = getattr(module, language).items()
            yield from ((f"{module.__name__}:{language}:{key}", flat(one)) for key, one in said)
    for path in sorted((ROOT / "playground" / "story").rglob("*.py")):
        yield from ((str(path.relative_to(ROOT)), said) for said in written_in(path))


def pages() -> list[Path]:
    """Whole files: documents, the manifest, the examples of a programme and of settings."""
    named = (
        "README.md",
        "CHANGELOG.md",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "app_manifest.yml",
        ".env.example",
        "benchmarks/README.md",
    )
    return [
        *(ROOT / name for name in named),
        ROOT / "bot" / "domain" / "rules" / "programme.toml",
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "playground").rglob("*.html")),
    ]


def written_in(path: Path) -> Iterator[str]:
    """The sentences that a module of the story says: its strings, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {
        id(first.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.Expr)
        for first in (node.body if not isinstance(node, ast.Expr) else [node])
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield flat(node.value)


def strong_words() -> Iterator[tuple[str, str, int, int]]:
    """Every strong word in a sentence: where, the whole text, and from where to where in it."""
    for place, text in texts():
        for found in STRONG.finditer(text):
            everyday = found[0].lower() in EVERYDAY and FOR_THE_HOUSE.match(place)
            if everyday or found[0] == text:
                continue
            yield place, text, found.start(), found.end()
