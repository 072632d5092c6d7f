"""What a release needs: `make release` asks, and the release workflow.

`python -m tests.release ready` prints one sentence for each thing that is missing, with status 1;
`tagged TAG` the same for a tag that is there already; `notes` prints the changelog's section.
Only the standard library is used, so that it runs before anything is installed.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SECTION = re.compile(
    r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\S+))?\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S
)
_VERSION = re.compile(r'^__version__ = "([^"]*)"$', re.M)
_FILE = re.compile(r"revmentor-(\d[\w.]*?)-(?:py3-none-any\.whl|image\.tar\.gz)")


@dataclass(frozen=True)
class Section:
    """What the changelog says of one version; `day` as it is written, none for Unreleased."""

    name: str
    day: str | None
    text: str


@dataclass(frozen=True)
class Tree:
    """A checkout, and what its files say of the version."""

    root: Path

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    @property
    def version(self) -> str:
        """That of the code, which is the one that counts."""
        found = _VERSION.search(self.read("bot/__init__.py"))
        return found[1] if found else ""

    @property
    def sections(self) -> list[Section]:
        """The changelog's, the newest first."""
        found = _SECTION.finditer(self.read("CHANGELOG.md"))
        return [Section(one["name"], one["day"], one["text"].strip()) for one in found]

    def git(self, *words: str) -> str:
        """What Git answers. Raises CalledProcessError, and FileNotFoundError without Git."""
        return subprocess.run(
            ["git", *words], cwd=self.root, capture_output=True, text=True, check=True
        ).stdout.strip()


def disagreements(tree: Tree) -> Iterator[str]:
    """Where files of the tree say another version than its code; true between releases, too."""
    version = tree.version
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"bot/__init__.py has the version {version!r}, which is not of the form 1.2.3."
    named = [one for one in tree.sections if one.name != "Unreleased"]
    if not named or named[0].name != version:
        yield f"CHANGELOG.md has no section {version} below Unreleased, as its newest."
    elif not is_day(named[0].day):
        yield f"CHANGELOG.md does not say the day of {version}: write {example(version)}."
    if f"ARG VERSION={version}\n" not in tree.read("Dockerfile"):
        yield f"Dockerfile has another version: write ARG VERSION={version}."
    for page in sorted((tree.root / "docs").glob("*.md")):
        other = {one for one in _FILE.findall(page.read_text(encoding="utf-8")) if one != version}
        if other:
            yield f"docs/{page.name} names files of {', '.join(sorted(other))}, not of {version}."


def is_day(text: str | None) -> bool:
    """Whether this is a day of the calendar, as 2026-11-30."""
    try:
        return text is not None and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def example(version: str) -> str:
    return f"## [{version}] - YYYY-MM-DD"


def left_over(tree: Tree) -> Iterator[str]:
    """Changes that the changelog counts to no version."""
    first = tree.sections[0] if tree.sections else None
    if first is None or first.name != "Unreleased":
        yield "CHANGELOG.md does not begin with a section Unreleased."
    elif first.text:
        yield f"CHANGELOG.md has entries under Unreleased: move them into {tree.version}."


def of_git(tree: Tree) -> Iterator[str]:
    """What is in the way of a new tag."""
    try:
        changed = tree.git("status", "--porcelain")
        tagged = tree.git("tag", "--list", f"v{tree.version}")
    except (subprocess.CalledProcessError, FileNotFoundError):
        yield "This is no Git checkout: a release is made of a commit."
        return
    if changed:
        yield f"Something is not committed, {changed.splitlines()[0].split()[-1]} first of all."
    if tagged:
        yield f"The tag {tagged} is there already: give bot/__init__.py the next version."


def missing(tree: Tree) -> list[str]:
    """What a release lacks, one sentence each; none when it can be tagged."""
    return [*disagreements(tree), *left_over(tree), *of_git(tree)]


def missing_for(tree: Tree, tag: str) -> list[str]:
    """The same for a commit that somebody has tagged already."""
    other = [] if tag == f"v{tree.version}" else [f"The tag is {tag}, the code {tree.version}."]
    return [*other, *disagreements(tree), *left_over(tree)]


def notes(tree: Tree) -> str:
    """The changelog's section of this version, as the release's notes."""
    return next(one.text for one in tree.sections if one.name == tree.version)


def main(arguments: list[str], tree: Tree) -> int:
    """Status 0 when nothing is missing, 1 when something is, 2 for a wrong command."""
    match arguments:
        case ["ready"]:
            return _complained(missing(tree))
        case ["tagged", tag]:
            return _complained(missing_for(tree, tag))
        case ["notes"]:
            return _printed(notes(tree))
        case ["version"]:
            return _printed(tree.version)
    sys.stderr.write("Type one of: ready, tagged TAG, notes, version.\n")
    return 2


def _complained(sentences: list[str]) -> int:
    sys.stderr.writelines(f"{one}\n" for one in sentences)
    return 1 if sentences else 0


def _printed(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Tree(ROOT)))
