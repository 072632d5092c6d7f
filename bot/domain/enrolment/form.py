"""The join form: from raw values, step by step, to a complete form or an error beside each field.

A draft is {"you": {...}, "topics": {...}, "levels": {...}}, each step a mapping of field names to
plain values: a text, a list of texts, or None where nothing was chosen. Fields:

- you: role, band, function, site, tenure, newcomer, languages, form, manager
- topics: offers, wish1 to wish3, style1 to style3, days, from, to (minutes), notice
- levels: level.offer.<topic>, level.now.<topic>, level.wanted.<topic>

A field that Slack left out because nobody touched its prefilled value (days, from, to, form) takes
that value. What is asked, and why: docs/programme.md, People.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.enrolment.field_errors import (
    BOTTOM_BAND,
    ENDS_BEFORE,
    IN_BOTH,
    LEVEL_NEEDED,
    MANAGER_IS_YOU,
    NEW_AS_MENTOR,
    NO_DAY,
    NOT_NEW,
    NOTICE_NEEDED,
    OFFER_NEEDED,
    REQUIRED,
    TOO_MANY,
    TOP_BAND,
    TWICE,
    UNKNOWN,
    WANTED_TOO_LOW,
    WISH_NEEDED,
)
from bot.domain.enrolment.step import SLACK_ID, Step, whole_numbers
from bot.domain.fit.people import Form, Offer, Role, Tenure, Wish
from bot.domain.form_errors import FormRefused
from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import DAY, EVENING, MORNING, WORKDAYS

MOST_OFFERS = 5
WISHES = ("wish1", "wish2", "wish3")
STYLES = ("style1", "style2", "style3")
HALF_HOUR = 30

Style = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, kw_only=True)
class JoinForm:
    """A form that can be accepted. `newcomer`: on the newcomers' track. `start` and `end` are
    minutes from local midnight."""

    role: Role
    band: int
    function: str | None
    site: str | None
    tenure: Tenure | None
    newcomer: bool
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
    step = Step(raw)
    _you(step, rules, own)
    step.finish()


def check_topics(
    raw: Mapping[str, Any], role: str | None, topics: Collection[str] | None = None
) -> None:
    """Raises FormRefused for what is wrong in the second step, for who came in this role.

    Without `topics`, the ids of the catalogue, any topic is taken for real.
    """
    step = Step(raw)
    _topics(step, role, topics)
    step.finish()


def complete(
    draft: Mapping[str, Any], rules: ProgrammeRules, topics: Collection[str], own: str = ""
) -> JoinForm:
    """The form of a whole draft. Raises FormRefused with every field that is wrong, at once."""
    you, chosen, rated = (Step(draft.get(name)) for name in ("you", "topics", "levels"))
    first = _you(you, rules, own)
    second = _topics(chosen, str(you.raw.get("role")), topics)
    third = _levels(rated, _offered(chosen.raw), _wished(chosen.raw))
    errors = you.errors | chosen.errors | rated.errors
    if errors:
        raise FormRefused(errors)
    return JoinForm(**first, **second, **third)


# --- you -----------------------------------------------------------------------------------------


def _you(step: Step, rules: ProgrammeRules, own: str) -> dict[str, Any]:
    role = step.one("role", frozenset(Role), REQUIRED)
    band = step.number("band", 1, len(rules.bands), REQUIRED)
    tenure = step.one("tenure", frozenset(Tenure))
    newcomer = _newcomer(step, role, tenure)
    languages = step.several("languages", rules.languages)
    if not languages:
        step.wrong("languages", REQUIRED)
    _refuse_hopeless(step, role, band, rules, newcomer=newcomer)
    return {
        "role": Role(role) if role else None,
        "band": band,
        "function": step.one("function", {one.id for one in rules.functions}),
        "site": step.one("site", {one.id for one in rules.sites}),
        "tenure": Tenure(tenure) if tenure else None,
        "newcomer": newcomer,
        "languages": frozenset(languages),
        "form": Form(step.one("form", frozenset(Form)) or Form.EITHER),
        "manager": _manager(step, own),
    }


def _newcomer(step: Step, role: str | None, tenure: str | None) -> bool:
    """The newcomers' track: for who would learn, in their first year."""
    if not step.several("newcomer", ("yes",)):
        return False
    if tenure != Tenure.UNDER_1:
        step.wrong("newcomer", NOT_NEW)
    elif role == Role.MENTOR:
        step.wrong("newcomer", NEW_AS_MENTOR, other=Role.MENTEE.value)
    return True


def _refuse_hopeless(
    step: Step, role: str | None, band: int | None, rules: ProgrammeRules, *, newcomer: bool
) -> None:
    """Mentors stand below their mentees: the top cannot only share, the bottom not only learn,
    unless on the newcomers' track, where levels do not count."""
    if band is None:
        return
    if role == Role.MENTOR and band + rules.gap > len(rules.bands):
        step.wrong("role", TOP_BAND, other=Role.MENTEE.value)
    if role == Role.MENTEE and band - rules.gap < 1 and not newcomer:
        step.wrong("role", BOTTOM_BAND, other=Role.MENTOR.value)


def _manager(step: Step, own: str) -> str | None:
    manager = step.one("manager", None)
    if manager is None:
        return None
    if manager == own:
        step.wrong("manager", MANAGER_IS_YOU)
    elif not SLACK_ID.fullmatch(manager):
        step.wrong("manager", UNKNOWN)
    return manager


# --- topics --------------------------------------------------------------------------------------


def _topics(step: Step, role: str | None, topics: Collection[str] | None) -> dict[str, Any]:
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
    return {"style": style, "notice": True, **hours(step)}


def _refuse_twice(step: Step, offers: list[str], wishes: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for field, topic in wishes.items():
        if topic in offers:
            step.wrong(field, IN_BOTH)
        if topic in seen:
            step.wrong(field, TWICE)
        seen.add(topic)


def hours(step: Step) -> dict[str, Any]:
    """`days` of the week from Monday, 0, `start` and `end`; what is wrong is noted."""
    half_hours = whole_numbers(0, DAY, HALF_HOUR)
    start = int(step.one("from", half_hours) or MORNING)
    end = int(step.one("to", half_hours) or EVENING)
    days = frozenset(map(int, step.several("days", whole_numbers(0, 6))))
    if step.raw.get("days") is None:
        days = WORKDAYS
    if not days:
        step.wrong("days", NO_DAY)
    if start >= end:
        step.wrong("to", ENDS_BEFORE)
    return {"days": days, "start": start, "end": end}


# --- levels --------------------------------------------------------------------------------------


def _offered(chosen: Mapping[str, Any]) -> list[str]:
    return Step(chosen).several("offers", None)


def _wished(chosen: Mapping[str, Any]) -> list[str]:
    step = Step(chosen)
    return list(dict.fromkeys(one for field in WISHES if (one := step.one(field, None))))


def _levels(step: Step, offers: list[str], wishes: list[str]) -> dict[str, Any]:
    return {
        "offers": tuple(
            Offer(topic, level)
            for topic in offers
            if (level := step.number(f"level.offer.{topic}", 1, 4, LEVEL_NEEDED))
        ),
        "wishes": tuple(wish for topic in wishes if (wish := _wish(step, topic))),
    }


def _wish(step: Step, topic: str) -> Wish | None:
    now = step.number(f"level.now.{topic}", 0, 4, LEVEL_NEEDED)
    wanted = step.number(f"level.wanted.{topic}", 0, 4, LEVEL_NEEDED)
    if now is None or wanted is None:
        return None
    if wanted <= now:
        step.wrong(f"level.wanted.{topic}", WANTED_TOO_LOW)
    return Wish(topic, now, wanted)
