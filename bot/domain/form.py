"""The join form: from raw values, step by step, to a complete form or an error beside each field.

A draft is {"you": {...}, "topics": {...}, "levels": {...}}, each step a mapping of field names to
plain values: a text, a list of texts, or None where nothing was chosen. Fields:

- you: role, band, function, site, tenure, languages, form, manager
- topics: offers, wish1 to wish3, style1 to style3, days, from, to (minutes), notice
- levels: level.offer.<topic>, level.now.<topic>, level.wanted.<topic>

Values may be forged, of the wrong shape or missing; nothing here trusts them. A field that Slack
left out because nobody touched its prefilled value (days, from, to, form) takes that value. What is
asked, and why: docs/programme.md, People.
"""

import re
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.cadence import DAY, EVENING, MORNING, WORKDAYS
from bot.domain.fit.people import Form, Offer, Role, Tenure, Wish
from bot.domain.refusals import FieldError, FormRefused
from bot.domain.rules import ProgrammeRules

MOST_OFFERS = 5
WISHES = ("wish1", "wish2", "wish3")
STYLES = ("style1", "style2", "style3")
HALF_HOUR = 30
SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")

REQUIRED = "form.required"
UNKNOWN = "form.unknown"
TOP_BAND = "form.top_band_as_mentor"
BOTTOM_BAND = "form.bottom_band_as_mentee"
MANAGER_IS_YOU = "form.manager_is_you"
TOO_MANY = "form.too_many"
OFFER_NEEDED = "form.offer_needed"
WISH_NEEDED = "form.wish_needed"
TWICE = "form.twice"
IN_BOTH = "form.in_both"
NO_DAY = "form.no_day"
ENDS_BEFORE = "form.ends_before"
NOTICE_NEEDED = "form.notice_needed"
LEVEL_NEEDED = "form.level_needed"
WANTED_TOO_LOW = "form.wanted_too_low"
MORE_PLACES_TAKEN = "form.more_places_taken"
AVOIDS_YOU = "form.avoids_you"

KEYS = (
    REQUIRED,
    UNKNOWN,
    TOP_BAND,
    BOTTOM_BAND,
    MANAGER_IS_YOU,
    TOO_MANY,
    OFFER_NEEDED,
    WISH_NEEDED,
    TWICE,
    IN_BOTH,
    NO_DAY,
    ENDS_BEFORE,
    NOTICE_NEEDED,
    LEVEL_NEEDED,
    WANTED_TOO_LOW,
    MORE_PLACES_TAKEN,
    AVOIDS_YOU,
)
"""Every text key of a field error. TOO_MANY has the fact `limit`; TOP_BAND and BOTTOM_BAND have
`other`, the role that would work ('mentee' or 'mentor')."""

Style = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, kw_only=True)
class JoinForm:
    """A form that can be accepted. `start` and `end` are minutes from local midnight."""

    role: Role
    band: int
    function: str | None
    site: str | None
    tenure: Tenure | None
    languages: frozenset[str]
    form: Form
    manager: str | None
    offers: tuple[Offer, ...]
    wishes: tuple[Wish, ...]
    style: Style
    days: frozenset[int]
    start: int
    end: int
    notice: bool


def check_you(raw: Mapping[str, Any], rules: ProgrammeRules, own: str = "") -> None:
    """Raises FormRefused for what is wrong in the first step; `own` is the person's Slack id."""
    step = _Step(raw)
    _you(step, rules, own)
    step.finish()


def check_topics(
    raw: Mapping[str, Any], role: str | None, topics: Collection[str] | None = None
) -> None:
    """Raises FormRefused for what is wrong in the second step, for who came in this role.

    Without `topics`, the ids of the catalogue, any topic is taken for real.
    """
    step = _Step(raw)
    _topics(step, role, topics)
    step.finish()


def complete(
    draft: Mapping[str, Any], rules: ProgrammeRules, topics: Collection[str], own: str = ""
) -> JoinForm:
    """The form of a whole draft. Raises FormRefused with every field that is wrong, at once."""
    you, chosen, rated = (_Step(draft.get(name)) for name in ("you", "topics", "levels"))
    first = _you(you, rules, own)
    second = _topics(chosen, str(you.raw.get("role")), topics)
    third = _levels(rated, _offered(chosen.raw), _wished(chosen.raw))
    errors = you.errors | chosen.errors | rated.errors
    if errors:
        raise FormRefused(errors)
    return JoinForm(**first, **second, **third)


class _Step:
    """The raw values of one step and the errors found so far, the first of each field."""

    def __init__(self, raw: object) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.errors: dict[str, FieldError] = {}

    def wrong(self, field: str, key: str, **facts: object) -> None:
        self.errors.setdefault(field, FieldError(key, facts))

    def finish(self) -> None:
        if self.errors:
            raise FormRefused(self.errors)

    def one(
        self, field: str, allowed: Container[str] | None, missing: str | None = None
    ) -> str | None:
        """A choice; `missing` is the error when there is none."""
        value = self.raw.get(field)
        if value is None or value == "":
            if missing:
                self.wrong(field, missing)
            return None
        text = str(value) if isinstance(value, str | int) else ""
        if text and (allowed is None or text in allowed):
            return text
        self.wrong(field, UNKNOWN)
        return None

    def several(self, field: str, allowed: Container[str] | None) -> list[str]:
        """Choices, each once, in the order given."""
        value = self.raw.get(field)
        texts = [str(one) for one in value] if isinstance(value, list | tuple) else []
        if value and (not texts or not all(allowed is None or one in allowed for one in texts)):
            self.wrong(field, UNKNOWN)
            return []
        return list(dict.fromkeys(texts))

    def number(self, field: str, low: int, high: int, missing: str | None = None) -> int | None:
        """A whole number of a closed range."""
        chosen = self.one(field, _numbers(low, high), missing)
        return None if chosen is None else int(chosen)


def _numbers(low: int, high: int, step: int = 1) -> frozenset[str]:
    return frozenset(map(str, range(low, high + 1, step)))


# --- you -----------------------------------------------------------------------------------------


def _you(step: _Step, rules: ProgrammeRules, own: str) -> dict[str, Any]:
    role = step.one("role", frozenset(Role), REQUIRED)
    band = step.number("band", 1, len(rules.bands), REQUIRED)
    tenure = step.one("tenure", frozenset(Tenure))
    languages = step.several("languages", rules.languages)
    if not languages:
        step.wrong("languages", REQUIRED)
    _refuse_hopeless(step, role, band, rules)
    return {
        "role": Role(role) if role else None,
        "band": band,
        "function": step.one("function", {one.id for one in rules.functions}),
        "site": step.one("site", {one.id for one in rules.sites}),
        "tenure": Tenure(tenure) if tenure else None,
        "languages": frozenset(languages),
        "form": Form(step.one("form", frozenset(Form)) or Form.EITHER),
        "manager": _manager(step, own),
    }


def _refuse_hopeless(
    step: _Step, role: str | None, band: int | None, rules: ProgrammeRules
) -> None:
    """Mentors stand below their mentees: the top cannot only share, the bottom not only learn."""
    if band is None:
        return
    if role == Role.MENTOR and band + rules.gap > len(rules.bands):
        step.wrong("role", TOP_BAND, other=Role.MENTEE.value)
    if role == Role.MENTEE and band - rules.gap < 1:
        step.wrong("role", BOTTOM_BAND, other=Role.MENTOR.value)


def _manager(step: _Step, own: str) -> str | None:
    manager = step.one("manager", None)
    if manager is None:
        return None
    if manager == own:
        step.wrong("manager", MANAGER_IS_YOU)
    elif not SLACK_ID.fullmatch(manager):
        step.wrong("manager", UNKNOWN)
    return manager


# --- topics --------------------------------------------------------------------------------------


def _topics(step: _Step, role: str | None, topics: Collection[str] | None) -> dict[str, Any]:
    offers = step.several("offers", topics)
    wishes = {field: one for field in WISHES if (one := step.one(field, topics))}
    if len(offers) > MOST_OFFERS:
        step.wrong("offers", TOO_MANY, limit=MOST_OFFERS)
    if not offers and role in (Role.MENTOR, Role.BOTH):
        step.wrong("offers", OFFER_NEEDED)
    if not wishes and role in (Role.MENTEE, Role.BOTH):
        step.wrong(WISHES[0], WISH_NEEDED)
    _refuse_twice(step, offers, wishes)
    if not step.several("notice", ("yes",)):
        step.wrong("notice", NOTICE_NEEDED)
    style = tuple(step.one(field, ("a", "b")) for field in STYLES)
    return {"style": style, "notice": True, **_hours(step)}


def _refuse_twice(step: _Step, offers: list[str], wishes: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for field, topic in wishes.items():
        if topic in offers:
            step.wrong(field, IN_BOTH)
        if topic in seen:
            step.wrong(field, TWICE)
        seen.add(topic)


def _hours(step: _Step) -> dict[str, Any]:
    half_hours = _numbers(0, DAY, HALF_HOUR)
    start = int(step.one("from", half_hours) or MORNING)
    end = int(step.one("to", half_hours) or EVENING)
    days = frozenset(map(int, step.several("days", _numbers(0, 6))))
    if step.raw.get("days") is None:
        days = WORKDAYS
    if not days:
        step.wrong("days", NO_DAY)
    if start >= end:
        step.wrong("to", ENDS_BEFORE)
    return {"days": days, "start": start, "end": end}


# --- levels --------------------------------------------------------------------------------------


def _offered(chosen: Mapping[str, Any]) -> list[str]:
    return _Step(chosen).several("offers", None)


def _wished(chosen: Mapping[str, Any]) -> list[str]:
    step = _Step(chosen)
    return list(dict.fromkeys(one for field in WISHES if (one := step.one(field, None))))


def _levels(step: _Step, offers: list[str], wishes: list[str]) -> dict[str, Any]:
    return {
        "offers": tuple(
            Offer(topic, level)
            for topic in offers
            if (level := step.number(f"level.offer.{topic}", 1, 4, LEVEL_NEEDED))
        ),
        "wishes": tuple(wish for topic in wishes if (wish := _wish(step, topic))),
    }


def _wish(step: _Step, topic: str) -> Wish | None:
    now = step.number(f"level.now.{topic}", 0, 4, LEVEL_NEEDED)
    wanted = step.number(f"level.wanted.{topic}", 0, 4, LEVEL_NEEDED)
    if now is None or wanted is None:
        return None
    if wanted <= now:
        step.wrong(f"level.wanted.{topic}", WANTED_TOO_LOW)
    return Wish(topic, now, wanted)


# --- what only the profile asks ------------------------------------------------------------------

MOST_PLACES = 2
MOST_AVOIDED = 10


@dataclass(frozen=True)
class Places:
    """Pairs at a time, as mentor and in total (1 or 2); `avoids` are Slack ids."""

    mentor: int
    total: int
    avoids: frozenset[str]


def places(raw: object, own: str = "") -> Places:
    """The profile's last fields: places_mentor, places_total, avoids.

    Raises FormRefused; the fact of MORE_PLACES_TAKEN is `n`, the pairs that take places now.
    """
    step = _Step(raw if isinstance(raw, Mapping) else None)
    numbers = [str(n) for n in range(1, MOST_PLACES + 1)]
    mentor = int(step.one("places_mentor", numbers) or "1")
    total = int(step.one("places_total", numbers) or "1")
    chosen = frozenset(step.several("avoids", None))
    if any(not SLACK_ID.fullmatch(one) for one in chosen):
        step.wrong("avoids", UNKNOWN)
    elif own and own in chosen:
        step.wrong("avoids", AVOIDS_YOU)
    elif len(chosen) > MOST_AVOIDED:
        step.wrong("avoids", TOO_MANY, limit=MOST_AVOIDED)
    step.finish()
    return Places(mentor, total, chosen)
