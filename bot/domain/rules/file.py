"""Reading `programme.toml`: every finding at once, each with its place in the file."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from bot.domain.due.plan import Plan
from bot.domain.due.rounds import FEWEST_EXPIRY_DAYS, most_expiry_days
from bot.domain.fit.people import Weights
from bot.domain.rules import checks
from bot.domain.rules.findings import BadRules, Finding
from bot.domain.rules.lines import line_of, lines_of
from bot.domain.rules.model import Choice, Names, ProgrammeRules, Site
from bot.domain.rules.place import Place, default_file, parsed
from bot.domain.rules.topics_file import hidden_topics, own_topics

NONE: tuple[str, ...] = ()
SPOKEN = ("en", "it")
FEWEST_BANDS, MOST_BANDS, DEFAULT_BANDS = 2, 7, 5
MOST_CHOICES = 100  # what a Slack menu holds
MOST_POINTS = 1000


DEEPEST = 8
"""A prompt of a topic lies deepest, in the sixth layer; what goes on below is no programme."""


@lru_cache(maxsize=1)
def default_rules() -> ProgrammeRules:
    """The rules of a programme for which nobody has written a file."""
    return from_toml("")


def from_toml(text: str, catalogue: Collection[str] = ()) -> ProgrammeRules:
    """The rules that a programme file describes; what it leaves out is as in the default file.

    `catalogue` are the ids of the topics that there are for every programme.

    Raises BadRules with every finding, each with its line: unknown keys, wrong values, and anything
    that would sort people by age, birth date or gender.
    """
    try:
        written = parsed(text)
    except RecursionError:
        raise BadRules((Finding("", "nested"),)) from None
    if _is_too_deep(written):
        raise BadRules((Finding("", "nested"),))
    place = Place("", {**default_file(), **written}, [])
    given = _values(place, catalogue)
    if place.findings:
        lines = lines_of(text)
        raise BadRules(
            tuple(replace(one, line=line_of(one.where, lines)) for one in place.findings)
        )
    return ProgrammeRules(**given)


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


def _values(place: Place, catalogue: Collection[str]) -> dict[str, Any]:
    given = {
        "name": place.take("name", checks.name, ""),
        "zone": place.take("zone", checks.zone, ""),
        "language": place.take("language", checks.one_of(*SPOKEN), ""),
        "formal": place.take("formal", checks.flag, False),
        "leads": place.take("leads", checks.several(checks.slack_id), NONE),
        "contact": place.take("contact", checks.contact, ""),
        "notice_link": place.take("notice_link", checks.link, ""),
        "ai_rules_link": place.take("ai_rules_link", checks.link, ""),
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
    named = [one for one in SPOKEN if one in (*given["languages"], given["language"])]
    given["topics"] = own_topics(place, catalogue, named)
    given["hidden_topics"] = hidden_topics(place, catalogue, given["topics"])
    given |= _matching(place.inner("matching"), highest_gap=max(0, len(given["bands"]) - 1))
    place.finish()
    if given["contact"] in given["leads"]:
        place.note("contact", "contact_leads")
    return given


def led_by(admins: Collection[str], rules: ProgrammeRules) -> ProgrammeRules:
    """The same rules, where `admins` lead, too. Raises BadRules for a contact among them."""
    if rules.contact in admins:
        raise BadRules((Finding("contact", "contact_leads"),))
    return rules


def _round(place: Place) -> dict[str, Any]:
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


def _ends_in_time(place: Place, weeks: int | None, days: int) -> None:
    """A proposal must have ended when the next round is drafted: it holds places."""
    if weeks is not None and days > (most := most_expiry_days(weeks)):
        place.note("expiry_days", "outlives", weeks=weeks, days=most, needed=days // 5 + 1)


def _places(place: Place) -> dict[str, Any]:
    given = {
        "places_mentor": place.take("mentor", checks.number(1, 2), 1),
        "places_mentee": 1,
        "places_total": place.take("total", checks.number(1, 2), 1),
    }
    place.finish()
    return given


def _plan(place: Place) -> Plan:
    plan = Plan(
        weeks=place.take("weeks", checks.number(12, 52), 26),
        meetings=place.take("meetings", checks.number(3, 13), 7),
        minutes=place.take("minutes", checks.number(25, 90), 45),
    )
    place.finish()
    return plan


def _matching(place: Place, highest_gap: int) -> dict[str, Any]:
    gap = place.take("gap", checks.number(0, highest_gap), 0)
    inner = place.inner("weights")
    parts = ("topic", "give_back", "hours", "style", "mix")
    points = {part: inner.take(part, checks.number(0, MOST_POINTS), 0) for part in parts}
    inner.finish()
    place.finish()
    if not 0 < sum(points.values()) <= MOST_POINTS:
        inner.note("", "sum", sum=sum(points.values()), limit=MOST_POINTS)
    return {"gap": gap, "weights": Weights(**points)}


def _bands(place: Place) -> tuple[Names, ...]:
    rows = place.rows("bands")
    bands = tuple(_names(row) for row in rows)
    for row in rows:
        row.finish()
    if bands and not FEWEST_BANDS <= len(bands) <= MOST_BANDS:
        place.note("bands", "range", low=FEWEST_BANDS, high=MOST_BANDS)
    return bands or ({},) * DEFAULT_BANDS


C = TypeVar("C", bound=Choice)


def _choices(place: Place, key: str, read: Callable[[Place], C]) -> tuple[C, ...]:
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


def _function(row: Place) -> Choice:
    return Choice(_identifier(row), _names(row))


def _site(row: Place) -> Site:
    return Site(
        _identifier(row),
        _names(row),
        row.take("country", checks.country, None),
        row.take("zone", checks.zone, None),
    )


def _identifier(row: Place) -> str:
    if "id" not in row.left:
        row.note("id", "id")
    return row.take("id", checks.identifier, row.path)


def _names(row: Place) -> Names:
    spoken = [language for language in SPOKEN if language in row.left]
    if not spoken:
        row.note("", "nameless")
    return {language: row.take(language, checks.name, "") for language in spoken}
