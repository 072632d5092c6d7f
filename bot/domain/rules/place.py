"""One table of a programme file while it is read."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from bot.domain.rules import checks
from bot.domain.rules.checks import AGE_WORDS_IN_KEYS, Wrong, speaks_of_age
from bot.domain.rules.findings import BadRules, Finding

T = TypeVar("T")


def parsed(text: str) -> dict[str, Any]:
    """A file as plain data. Raises BadRules where it is no TOML."""
    try:
        return tomllib.loads(text)
    except ValueError as wrong:  # a TOMLDecodeError, or a number longer than Python reads
        at = re.search(r"line (\d+)", str(wrong))
        line = int(at[1]) if at else _last_line(text)
        raise BadRules((Finding("", "syntax", {"line": line}),)) from None


def _last_line(text: str) -> int:
    """Where a file ends too early, or the number of that length stands."""
    number = re.search(r"[\d_]{4000}", text)
    return text.count("\n", 0, number.start() if number else None) + 1


@lru_cache(maxsize=1)
def default_file() -> Mapping[str, Any]:
    """What stands in a programme for which nobody has written a file."""
    return parsed((files(__package__) / "programme.toml").read_text(encoding="utf-8"))


class Place:
    """One table of the file: hands out checked values, notes what is wrong and what is left."""

    def __init__(self, path: str, table: Mapping[str, Any], findings: list[Finding]) -> None:
        self.path = path
        self.left = dict(table)
        self.findings = findings
        self.known: list[str] = []

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, key: str, problem: str, **facts: object) -> None:
        self.findings.append(Finding(self.at(key) if key else self.path, problem, facts))

    def take(self, key: str, check: Callable[[Any], T], default: T) -> T:
        """The checked value; the default if it is missing or wrong (wrong is noted)."""
        self.known.append(key)
        if key not in self.left:
            return default
        try:
            return check(self.left.pop(key))
        except Wrong as wrong:
            self.note(key, wrong.problem, **wrong.facts)
            return default

    def inner(self, key: str) -> "Place":
        """A table inside, its missing keys as in the default file."""
        usual = default_file() if not self.path else default_file()[self.path]
        given: dict[str, Any] = self.take(key, checks.table, dict[str, Any]())
        return Place(self.at(key), {**usual.get(key, {}), **given}, self.findings)

    def rows(self, key: str) -> list["Place"]:
        """The entries of a list of tables."""
        found = []
        for number, entry in enumerate(self.take(key, checks.tables, list[Any]()), start=1):
            row = Place(self.at(f"{key}[{number}]"), {}, self.findings)
            if isinstance(entry, dict):
                row.left = dict(entry)
                found.append(row)
            else:
                row.note("", "table")
        return found

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.left:
            if speaks_of_age(key.replace("_", " ").replace("-", " "), AGE_WORDS_IN_KEYS):
                self.note(key, "age")
            else:
                self.note(key, "unknown", near=checks.nearest(key, self.known))
