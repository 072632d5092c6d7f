"""What the code cites is in the repository: pages and sections by name, messages by their key.

A citation is `docs/<page>.md, <Heading>`.
"""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".venv", ".git", "data", "demo"}
SECTION = "\u00a7"
CODE = re.compile(r"(?<![\w.#-])[DAH]\d{1,2}[a-cA-C]?(?![\w-])")
"""A letter and a number, by which pages outside the repository name a message or a screen."""
PAGE = re.compile(r"docs/([\w-]+)\.md")
CITED = re.compile(r"docs/([\w-]+)\.md, (?=[A-Z])")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def files(*suffixes: str) -> list[Path]:
    ours = [one for one in sorted(ROOT.iterdir()) if one.name not in NOT_OURS]
    return [
        path
        for one in ours
        for path in ([one] if one.is_file() else sorted(one.rglob("*")))
        if path.suffix in suffixes and path.is_file()
    ]


def found(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """Where a pattern stands, line by line."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files(*suffixes)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_what_is_cited_needs_no_page_from_elsewhere() -> None:
    assert found(re.compile(SECTION), ".py", ".md", ".toml", ".po") == []


def test_messages_and_screens_go_by_their_names() -> None:
    assert found(CODE, ".py", ".md", ".toml", ".po") == []


@pytest.mark.parametrize("code", ["D" + "3", "D" + "8b", "A" + "1", "H" + "10"])
def test_a_code_is_seen_and_an_id_is_not(code: str) -> None:
    assert CODE.search(f"{code}: told to both")
    assert not CODE.search(f"xapp-1-{code}-99, U{code}, {code}0WORKSPACE, {code}00 100")


# --- pages and sections --------------------------------------------------------------------------


def one_line(path: Path) -> str:
    """A module's text without what breaks a sentence: line ends, marks of comments, quotes."""
    text = path.read_text(encoding="utf-8")
    return " ".join(re.sub(r"^\s*#|[\"`]", " ", text, flags=re.MULTILINE).split())


@cache
def headings(page: str) -> frozenset[str]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return frozenset(heading.replace("`", "") for heading in HEADING.findall(FENCE.sub("", text)))


def stands(page: str, rest: str) -> bool:
    """Whether what follows the page's name begins with one of its headings."""
    return any(re.match(rf"{re.escape(one)}(?!\w)", rest) for one in headings(page))


def test_every_page_that_a_module_names_is_there() -> None:
    named = {page for path in files(".py") for page in PAGE.findall(one_line(path))}
    assert len(named) >= 6
    assert {page for page in named if not (ROOT / "docs" / f"{page}.md").exists()} == set()


def test_every_section_that_a_module_cites_is_there() -> None:
    loose, cited = [], 0
    for path in files(".py"):
        text = one_line(path)
        for match in CITED.finditer(text):
            cited += 1
            rest = text[match.end() :]
            if not stands(match[1], rest):
                loose.append(f"{path.relative_to(ROOT)}: docs/{match[1]}.md, {rest[:30]}…")
    assert loose == []
    assert cited >= 50


def test_a_section_is_known_by_its_whole_name() -> None:
    assert stands("programme", "Score. And more")
    assert not stands("programme", "Scores of them")
    assert not stands("programme", "Weather")
