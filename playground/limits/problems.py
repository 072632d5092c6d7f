"""Collecting what is wrong with a payload, each with the place where it is wrong."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule. `path` is a JSON pointer such as `/blocks/0/text/text`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.path}]"


@dataclass(slots=True)
class Place:
    """A value inside the payload, its path, and the list where problems are noted."""

    path: str
    value: Any
    problems: list[Problem] = field(default_factory=list)

    def says(self, message: str) -> None:
        """Note a problem here."""
        self.problems.append(Problem(self.path, message))

    def at(self, key: str | int) -> "Place":
        """The place of one key or index; its value is None when it is missing."""
        inner = None
        if isinstance(self.value, dict):
            inner = self.value.get(key)
        elif isinstance(self.value, list) and isinstance(key, int):
            inner = self.value[key]
        return Place(f"{self.path}/{key}", inner, self.problems)

    def items(self) -> "list[Place]":
        """The places of a list's items."""
        return [self.at(index) for index in range(len(self.value))]

    def has(self, key: str) -> bool:
        """Whether a key is there with something in it."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def needs(self, *keys: str) -> bool:
        """Note each missing key; whether all are there."""
        missing = [key for key in keys if not self.has(key)]
        for key in missing:
            self.says(f"missing required field: {key}")
        return not missing

    def knows_only(self, allowed: frozenset[str]) -> None:
        """Note every key that Slack would not know here."""
        for key in sorted(set(self.value) - allowed):
            self.says(f"invalid additional property: {key}")

    def string(self, most: int, least: int = 1) -> bool:
        """A string of `least` to `most` characters."""
        if not isinstance(self.value, str):
            self.says("must be a string")
            return False
        if len(self.value) > most:
            self.says(f"must be less than {most + 1} characters")
        if len(self.value) < least:
            self.says(f"must be more than {least - 1} characters")
        return True

    def listed(self, most: int, least: int = 1) -> bool:
        """A list of `least` to `most` items."""
        if not isinstance(self.value, list):
            self.says("must be an array")
            return False
        if len(self.value) > most:
            self.says(f"no more than {most} items allowed")
        if len(self.value) < least:
            self.says(f"no fewer than {least} items allowed")
        return True

    def object(self) -> bool:
        """A JSON object."""
        if not isinstance(self.value, dict):
            self.says("must be an object")
        return isinstance(self.value, dict)

    def number(self, least: float | None = None, most: float | None = None) -> bool:
        """A number within bounds, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.says("must be a number")
            return False
        if least is not None and self.value < least:
            self.says(f"must be at least {least}")
        if most is not None and self.value > most:
            self.says(f"must be at most {most}")
        return True

    def one_of(self, allowed: frozenset[str]) -> bool:
        """One of some words."""
        known = isinstance(self.value, str) and self.value in allowed
        if not known:
            self.says(f"must be one of {', '.join(sorted(allowed))}")
        return known
