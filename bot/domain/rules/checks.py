"""Checks of single values of a programme file: the value, or `Wrong` with the problem."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from bot.domain.time.calendar import known_zone, knows_country

LONGEST_NAME = 75  # what Slack shows of an option
EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)
"""Any other day is a slip of the pen."""
SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
TOPIC_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MARKS = re.compile(r"[<>*~`]|(?<![^\W_])_|_(?![^\W_])")
"""What Slack reads as a mention, a link or formatting."""
LANGUAGE = re.compile(r"[a-z]{2}")
WORD = re.compile(r"[^\W\d_]+")
AGE_RANGE = re.compile(r"\b(under|over|sotto i|sopra i)\W*\d\d", re.IGNORECASE)
AGE_WORDS = frozenset(
    {"age", "ages", "aged", "birth", "birthday", "birthdate", "dob", "born", "gender", "sex"}
    | {"età", "eta", "nascita", "anagrafica", "genere", "sesso"}
)
AGE_WORDS_IN_KEYS = AGE_WORDS | {"young", "youngest", "old", "oldest", "generation", "generazione"}


class Wrong(Exception):
    """The value has this problem."""

    def __init__(self, problem: str, **facts: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.facts = facts


def speaks_of_age(text: str, words: frozenset[str] = AGE_WORDS) -> bool:
    """A name or a key that would sort people by age, birth date or gender."""
    spoken = {word.casefold() for word in WORD.findall(text)}
    return bool(spoken & words) or AGE_RANGE.search(text) is not None


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was probably meant, or nothing."""
    near = get_close_matches(word, known, n=1)
    return near[0] if near else ""


def nearest_few(word: str, known: Sequence[str]) -> str:
    """The three known words that are most like it."""
    return ", ".join(get_close_matches(word, known, n=3, cutoff=0))


def text(value: Any, limit: int = LONGEST_NAME) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise Wrong("text")
    if len(value) > limit:
        raise Wrong("length", limit=limit)
    return value.strip()


def unmarked(limit: int) -> Callable[[Any], str]:
    """A text of at most so many characters that Slack shows as it stands."""

    def check(value: Any) -> str:
        words = text(value, limit)
        if MARKS.search(words):
            raise Wrong("marks")
        return words

    return check


def name(value: Any) -> str:
    words = text(value)
    if speaks_of_age(words):
        raise Wrong("age")
    return words


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("flag")
    return value


def number(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong("number")
        if not low <= value <= high:
            raise Wrong("range", low=low, high=high)
        return value

    return check


def one_of(*allowed: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            raise Wrong("choice", allowed=", ".join(allowed), near=nearest(str(value), allowed))
        return str(value)

    return check


def zone(value: Any) -> str:
    if not isinstance(value, str) or not known_zone(value, ""):
        raise Wrong("zone")
    return value


def country(value: Any) -> str:
    if not isinstance(value, str) or not knows_country(value):
        raise Wrong("country")
    return value


def day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong("date")
    if not EARLIEST <= value <= LATEST:
        raise Wrong("range", low=EARLIEST.isoformat(), high=LATEST.isoformat())
    return value


def repeat(value: Any) -> int | None:
    return None if value == "single" else number(1, 26)(value)


def link(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"(https://[^\s<>|]{3,})?", value):
        raise Wrong("link")
    return value


def slack_id(value: Any) -> str:
    if not isinstance(value, str) or not SLACK_ID.fullmatch(value):
        raise Wrong("slack_id")
    return value


def contact(value: Any) -> str:
    return "" if value == "" else slack_id(value)


def identifier(value: Any) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Wrong("id")
    if speaks_of_age(value.replace("_", " ").replace("-", " ")):
        raise Wrong("age")
    return value


def topic_id(value: Any) -> str:
    if not isinstance(value, str) or not TOPIC_ID.fullmatch(value):
        raise Wrong("topic_id")
    return value


def several(check: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def check_all(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise Wrong("list")
        return tuple(dict.fromkeys(check(one) for one in value))

    return check_all


def at_most(limit: int, check: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def check_all(value: Any) -> tuple[str, ...]:
        texts = several(check)(value)
        if len(texts) > limit:
            raise Wrong("too_many", limit=limit)
        return texts

    return check_all


def languages(value: Any) -> tuple[str, ...]:
    codes = several(text)(value)
    if not codes or not all(LANGUAGE.fullmatch(code) for code in codes):
        raise Wrong("list")
    return codes


def table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong("table")
    return value


def tables(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("list")
    return value
