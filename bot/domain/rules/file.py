"""Reading `programme.toml`: every finding at once, each with its place in the file."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from bot.domain.due.plan import Plan
from bot.domain.due.rounds import FEWEST_EXPIRY_DAYS, most_expiry_days
from bot.domain.fit.people import Weights
from bot.domain.rules import checks
from bot.domain.rules.checks import AGE_WORDS_IN_KEYS, Wrong, speaks_of_age
from bot.domain.rules.findings import BadRules, Finding
from bot.domain.rules.model import Choice, Names, ProgrammeRules, Site

T = TypeVar("T")
NONE: tuple[str, ...] = ()
SPOKEN = ("en", "it")
FEWEST_BANDS, MOST_BANDS, DEFAULT_BANDS = 2, 7, 5
MOST_CHOICES = 100  # what a Slack menu holds
MOST_POINTS = 1000


DEEPEST = 8
"""Three layers are used; what goes on below these is no programme."""


@lru_cache(maxsize=1)
def default_rules() -> ProgrammeRules:
    """The rules of a programme for which nobody has written a file."""
    return from_toml("")


def from_toml(text: str) -> ProgrammeRules:
    """The rules that a programme file describes; what it leaves out is as in the default file.

    Raises BadRules with every finding: unknown keys, wrong values, and anything that would sort
    people by age, birth date or gender.
    """
    try:
        written = _parsed(text)
    except RecursionError:
        raise BadRules((Finding("", "nested"),)) from None
    if _is_too_deep(written):
        raise BadRules((Finding("", "nested"),))
    place = _Place("", {**_default_file(), **written}, [])
    given = _values(place)
    if place.findings:
        raise BadRules(tuple(place.findings))
    return ProgrammeRules(**given)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as wrong:  # a TOMLDecodeError, or a number longer than Python reads
        at = re.search(r"line (\d+)", str(wrong))
        line = int(at[1]) if at else _last_line(text)
        raise BadRules((Finding("", "syntax", {"line": line}),)) from None


def _is_too_deep(written: Mapping[str, Any]) -> bool:
    """Counted layer by layer: how deep Python itself may go depends on who calls."""
    layer: list[Any] = [written]
    for _ in range(DEEPEST):
        layer = [inner for one in layer for inner in _within(one)]
    return bool(layer)


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _last_line(text: str) -> int:
    """Where a file ends too early, or the number of that length stands."""
    number = re.search(r"[\d_]{4000}", text)
    return text.count("\n", 0, number.start() if number else None) + 1


@lru_cache(maxsize=1)
def _default_file() -> Mapping[str, Any]:
    return _parsed((files(__package__) / "programme.toml").read_text(encoding="utf-8"))


class _Place:
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

    def inner(self, key: str) -> "_Place":
        """A table inside, its missing keys as in the default file."""
        usual = _default_file() if not self.path else _default_file()[self.path]
        given: dict[str, Any] = self.take(key, checks.table, dict[str, Any]())
        return _Place(self.at(key), {**usual.get(key, {}), **given}, self.findings)

    def rows(self, key: str) -> list["_Place"]:
        """The entries of a list of tables."""
        found = []
        for number, entry in enumerate(self.take(key, checks.tables, list[Any]()), start=1):
            row = _Place(self.at(f"{key}[{number}]"), {}, self.findings)
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


def _values(place: _Place) -> dict[str, Any]:
    given = {
        "name": place.take("name", checks.name, ""),
        "zone": place.take("zone", checks.zone, ""),
        "language": place.take("language", checks.one_of(*SPOKEN), ""),
        "formal": place.take("formal", checks.flag, False),
        "leads": place.take("leads", checks.several(checks.slack_id), NONE),
        "contact": place.take("contact", checks.contact, ""),
        "notice_link": place.take("notice_link", checks.link, ""),
        "languages": place.take("languages", checks.languages, NONE),
        "account_days": place.take("account_days", checks.number(1, 20), 3),
        "dimension": place.take("dimension", checks.one_of("function", "site"), ""),
        "bands": _bands(place),
        "functions": _choices(place, "functions", _function),
        "sites": _choices(place, "sites", _site),
        **_round(place.inner("round")),
        **_places(place.inner("places")),
        "plan": _plan(place.inner("plan")),
    }
    given |= _matching(place.inner("matching"), highest_gap=max(0, len(given["bands"]) - 1))
    place.finish()
    return given


def _round(place: _Place) -> dict[str, Any]:
    weeks = place.take("repeat_weeks", checks.repeat, None)
    days = place.take("expiry_days", checks.number(FEWEST_EXPIRY_DAYS, 10), 0)
    given = {
        "first_round": place.take("first", checks.day, None),
        "repeat_weeks": weeks,
        "auto_approve": place.take("auto_approve", checks.flag, False),
        "hold_minutes": place.take("hold_minutes", checks.number(0, 60), 0),
        "expiry_days": days,
    }
    place.finish()
    _ends_in_time(place, weeks, days)
    return given


def _ends_in_time(place: _Place, weeks: int | None, days: int) -> None:
    """A proposal must have ended when the next round is drafted: it holds places."""
    if weeks is not None and days > (most := most_expiry_days(weeks)):
        place.note("expiry_days", "outlives", weeks=weeks, days=most, needed=days // 5 + 1)


def _places(place: _Place) -> dict[str, Any]:
    given = {
        "places_mentor": place.take("mentor", checks.number(1, 2), 1),
        "places_mentee": 1,
        "places_total": place.take("total", checks.number(1, 2), 1),
    }
    place.finish()
    return given


def _plan(place: _Place) -> Plan:
    plan = Plan(
        weeks=place.take("weeks", checks.number(12, 52), 26),
        meetings=place.take("meetings", checks.number(3, 13), 7),
        minutes=place.take("minutes", checks.number(25, 90), 45),
    )
    place.finish()
    return plan


def _matching(place: _Place, highest_gap: int) -> dict[str, Any]:
    gap = place.take("gap", checks.number(0, highest_gap), 0)
    inner = place.inner("weights")
    parts = ("topic", "give_back", "hours", "style", "mix")
    points = {part: inner.take(part, checks.number(0, MOST_POINTS), 0) for part in parts}
    inner.finish()
    place.finish()
    if not 0 < sum(points.values()) <= MOST_POINTS:
        inner.note("", "sum", sum=sum(points.values()), limit=MOST_POINTS)
    return {"gap": gap, "weights": Weights(**points)}


def _bands(place: _Place) -> tuple[Names, ...]:
    rows = place.rows("bands")
    bands = tuple(_names(row) for row in rows)
    for row in rows:
        row.finish()
    if bands and not FEWEST_BANDS <= len(bands) <= MOST_BANDS:
        place.note("bands", "range", low=FEWEST_BANDS, high=MOST_BANDS)
    return bands or ({},) * DEFAULT_BANDS


C = TypeVar("C", bound=Choice)


def _choices(place: _Place, key: str, read: Callable[[_Place], C]) -> tuple[C, ...]:
    chosen: dict[str, C] = {}
    for row in place.rows(key):
        one = read(row)
        row.finish()
        if one.id in chosen:
            row.note("id", "duplicate", id=one.id)
        chosen[one.id] = one
    if len(chosen) > MOST_CHOICES:
        place.note(key, "range", low=0, high=MOST_CHOICES)
    return tuple(chosen.values())


def _function(row: _Place) -> Choice:
    return Choice(_identifier(row), _names(row))


def _site(row: _Place) -> Site:
    return Site(
        _identifier(row),
        _names(row),
        row.take("country", checks.country, None),
        row.take("zone", checks.zone, None),
    )


def _identifier(row: _Place) -> str:
    if "id" not in row.left:
        row.note("id", "id")
    return row.take("id", checks.identifier, row.path)


def _names(row: _Place) -> Names:
    spoken = [language for language in SPOKEN if language in row.left]
    if not spoken:
        row.note("", "nameless")
    return {language: row.take(language, checks.name, "") for language in spoken}
