"""The join form: three windows, one after another, each says who sees its answers.

A draft is {"you": {...}, "topics": {...}, "levels": {...}}, the fields of `bot.domain.form`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain import form
from bot.domain.cadence import DAY, EVENING, MORNING, WORKDAYS
from bot.domain.people import Form, Role, Tenure
from bot.domain.refusals import FieldError
from bot.domain.rules import ProgrammeRules
from bot.slack import blocks
from bot.slack.blocks import Block, Choice, Element, Field, Group, View
from bot.slack.facts import plain_facts
from bot.texts.topics import topics as all_topics
from bot.texts.words import Words

Draft = Mapping[str, Mapping[str, Any]]
Entry = tuple[str, Mapping[str, str]]
Errors = Mapping[str, FieldError] | None
MOST_CHECKBOXES = 10
YOU = frozenset({"role", "band", "function", "site", "tenure", "languages", "form", "manager"})
"""The fields of the first step."""


@dataclass(frozen=True)
class Lists:
    """What a programme lets people choose from; a band without names has the catalogue's."""

    bands: tuple[Mapping[str, str], ...]
    functions: tuple[Entry, ...]
    sites: tuple[Entry, ...]
    languages: tuple[str, ...]
    notice_link: str


def lists_of(rules: ProgrammeRules) -> Lists:
    """The lists of a programme's rules."""
    return Lists(
        bands=rules.bands,
        functions=tuple((one.id, one.names) for one in rules.functions),
        sites=tuple((one.id, one.names) for one in rules.sites),
        languages=rules.languages,
        notice_link=rules.notice_link,
    )


def you(draft: Draft, lists: Lists, words: Words, errors: Errors = None, turn: int = 0) -> View:
    """Step 1: role, level band, place, languages.

    `turn` must change whenever the prefill of an open window does, so that Slack takes it.
    """
    kept = draft.get("you", {})

    def field(name: str, element: Element, optional: bool = False) -> Block:
        label = words.plain(f"join.{name}")
        hint = words.plain("join.manager.hint") if name == "manager" else None
        return blocks.input_(Field(name, turn), label, element, optional=optional, hint=hint)

    inputs = [
        field("role", blocks.radio(_roles(words), _text(kept, "role"))),
        field("band", blocks.radio(_bands(lists, words), _text(kept, "band"))),
        *_places(kept, lists, words, field),
        field("tenure", blocks.radio(_tenures(words), _text(kept, "tenure")), True),
        field("languages", _languages(kept, lists, words)),
        field("form", blocks.radio(_forms(words), _text(kept, "form") or Form.EITHER.value)),
        field("manager", blocks.users_select(_text(kept, "manager")), True),
    ]
    return _window(1, "join.you", inputs, words, errors, turn)


def topics(draft: Draft, lists: Lists, words: Words, errors: Errors = None, turn: int = 0) -> View:
    """Step 2: what to share, what to learn, working style and hours, the notice."""
    kept = draft.get("topics", {})
    role = _text(draft.get("you", {}), "role")
    read = [Choice("yes", words.plain("join.notice.yes"))]
    inputs = [
        *_offers_and_wishes(kept, role, words, turn),
        *(_style(name, kept, words, turn) for name in form.STYLES),
        *_hours(kept, words, turn),
        blocks.section(_notice(lists, words)),
        blocks.input_(
            Field("notice", turn),
            words.plain("join.notice"),
            blocks.checkboxes(read, _list(kept, "notice")),
        ),
    ]
    return _window(2, "join.topics", inputs, words, errors, turn)


def levels(draft: Draft, _lists: Lists, words: Words, errors: Errors = None, turn: int = 0) -> View:
    """Step 3: a level for each chosen topic, with its name in the label."""
    chosen, kept = draft.get("topics", {}), draft.get("levels", {})
    fields = [("offer", topic, 1) for topic in _list(chosen, "offers")]
    for topic in dict.fromkeys(one for name in form.WISHES if (one := _text(chosen, name))):
        fields += [("now", topic, 0), ("wanted", topic, 1)]
    inputs = [_level(kind, topic, least, kept, words, turn) for kind, topic, least in fields]
    none = [blocks.section(words("join.levels.none"))]
    return _window(3, "join.levels", inputs or none, words, errors, turn)


# --- the frame -----------------------------------------------------------------------------------


def _window(
    step: int, callback_id: str, inputs: list[Block], words: Words, errors: Errors, turn: int
) -> View:
    back = blocks.actions(blocks.button("join.back", str(step), words.plain("button.back")))
    return blocks.modal(
        callback_id,
        words.plain("title.join", n=step),
        [
            *_error_block(inputs, errors or {}, words),
            blocks.context(words(f"{callback_id}.who_sees")),
            *inputs,
            *([back] if step > 1 else []),
        ],
        submit=words.plain("button.join" if step == 3 else "button.next"),
        close=words.plain("button.close"),
        metadata={"step": step, "turn": turn},
    )


def _error_block(
    inputs: Sequence[Block], errors: Mapping[str, FieldError], words: Words
) -> list[Block]:
    """Errors of this step that a submission cannot be answered with, such as after the last one."""
    lines = [
        words(
            "join.error_at",
            field=block["label"]["text"],
            error=words.plain(error.key, **plain_facts(error.facts, words)),
        )
        for block in inputs
        if (error := errors.get(str(block.get("block_id")).partition("#")[0]))
    ]
    listed = "\n".join(f"• {line}" for line in lines)
    return [blocks.section(f"*{words('join.errors')}*\n{listed}")] if lines else []


# --- values of a draft, which may be of any shape ------------------------------------------------


def _text(kept: Mapping[str, Any], name: str) -> str | None:
    value = kept.get(name)
    return str(value) if isinstance(value, str | int) else None


def _list(kept: Mapping[str, Any], name: str) -> list[str]:
    value = kept.get(name)
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


# --- step 1 --------------------------------------------------------------------------------------


def _roles(words: Words) -> list[Choice]:
    cost = {role: words.plain("join.role.cost") for role in Role}
    cost[Role.BOTH] = words.plain("join.role.cost_both")
    return [Choice(role, words.plain(f"join.role.{role}"), cost[role]) for role in Role]


def _bands(lists: Lists, words: Words) -> list[Choice]:
    named = enumerate(lists.bands, start=1)
    return [
        Choice(str(n), words.named(names) if names else words.plain(f"band.{n}"))
        for n, names in named
    ]


def _places(
    kept: Mapping[str, Any],
    lists: Lists,
    words: Words,
    field: Callable[[str, Element, bool], Block],
) -> list[Block]:
    """Function and site; a list that the programme leaves empty is not asked."""
    choices = {"function": lists.functions, "site": lists.sites}
    return [
        field(name, blocks.select(_named(entries, words), _text(kept, name)), True)
        for name, entries in choices.items()
        if entries
    ]


def _named(entries: Sequence[Entry], words: Words) -> list[Choice]:
    return [Choice(id_, words.named(names)) for id_, names in entries]


def _tenures(words: Words) -> list[Choice]:
    return [Choice(one, words.plain(f"join.tenure.{one}")) for one in Tenure]


def _forms(words: Words) -> list[Choice]:
    return [Choice(one, words.plain(f"join.form.{one}")) for one in Form]


def _languages(kept: Mapping[str, Any], lists: Lists, words: Words) -> Element:
    choices = [Choice(code, words.tongue(code)) for code in lists.languages]
    values = _list(kept, "languages") if "languages" in kept else [words.language]
    if len(choices) <= MOST_CHECKBOXES:
        return blocks.checkboxes(choices, values)
    group = [Group(words.plain("join.languages"), tuple(choices))]
    return blocks.grouped_multi_select(group, values, len(choices))


# --- step 2 --------------------------------------------------------------------------------------


def _areas(words: Words) -> list[Group]:
    areas: dict[str, list[Choice]] = {}
    for topic in all_topics().values():
        areas.setdefault(topic.area, []).append(Choice(topic.id, words.topic(topic.id)))
    return [Group(words.plain(f"area.{area}"), tuple(choices)) for area, choices in areas.items()]


def _offers_and_wishes(
    kept: Mapping[str, Any], role: str | None, words: Words, turn: int
) -> list[Block]:
    """The list that the role needs is required; the other one is for giving back."""
    shares, learns = role != Role.MENTEE, role != Role.MENTOR
    hint = words.plain("join.give_back")
    offers = _offers(kept, words, turn, None if shares else hint)
    wishes = _wishes(kept, words, turn, None if learns else hint)
    return [offers, *wishes] if shares else [*wishes, offers]


def _offers(kept: Mapping[str, Any], words: Words, turn: int, hint: str | None) -> Block:
    """With a hint it may stay empty."""
    choice = blocks.grouped_multi_select(_areas(words), _list(kept, "offers"), form.MOST_OFFERS)
    return blocks.input_(
        Field("offers", turn),
        words.plain("join.offers"),
        blocks.with_placeholder(choice, words.plain("join.choose")),
        optional=hint is not None,
        hint=hint,
    )


def _wishes(kept: Mapping[str, Any], words: Words, turn: int, hint: str | None) -> list[Block]:
    """Three in order; the first is required unless there is a hint."""
    areas, first = _areas(words), form.WISHES[0]
    return [
        blocks.input_(
            Field(name, turn),
            words.plain(f"join.{name}"),
            blocks.with_placeholder(
                blocks.grouped_select(areas, _text(kept, name)), words.plain("join.choose")
            ),
            optional=hint is not None or name != first,
            hint=hint if name == first else None,
        )
        for name in form.WISHES
    ]


def _style(name: str, kept: Mapping[str, Any], words: Words, turn: int) -> Block:
    picks = [Choice(pick, words.plain(f"join.{name}.{pick}")) for pick in ("a", "b")]
    return blocks.input_(
        Field(name, turn),
        words.plain(f"join.{name}"),
        blocks.radio(picks, _text(kept, name)),
        optional=True,
    )


def _hours(kept: Mapping[str, Any], words: Words, turn: int) -> list[Block]:
    days = [Choice(str(day), words.weekday(day)) for day in range(7)]
    on = _list(kept, "days") if "days" in kept else [str(day) for day in sorted(WORKDAYS)]
    start, end = _text(kept, "from") or str(MORNING), _text(kept, "to") or str(EVENING)
    first, last = _half_hours(0, DAY - form.HALF_HOUR), _half_hours(form.HALF_HOUR, DAY)
    hint = words.plain("join.days.hint", zone=words.zone_name())
    elements = {
        "days": blocks.checkboxes(days, on),
        "from": blocks.select(first, start),
        "to": blocks.select(last, end),
    }
    return [
        blocks.input_(
            Field(name, turn),
            words.plain(f"join.{name}"),
            element,
            hint=hint if name == "days" else None,
        )
        for name, element in elements.items()
    ]


def _half_hours(first: int, last: int) -> list[Choice]:
    minutes = range(first, last + 1, form.HALF_HOUR)
    return [Choice(str(minute), f"{minute // 60:02}:{minute % 60:02}") for minute in minutes]


def _notice(lists: Lists, words: Words) -> str:
    text = words("join.notice_text")
    if not lists.notice_link:
        return text
    return f"{text}\n{words('join.notice_link', link=lists.notice_link)}"


# --- step 3 --------------------------------------------------------------------------------------


def _level(
    kind: str, topic: str, least: int, kept: Mapping[str, Any], words: Words, turn: int
) -> Block:
    name = f"level.{kind}.{topic}"
    steps = [
        Choice(str(n), words.plain(f"level.{n}"), words.plain(f"level.{n}.means"))
        for n in range(least, 5)
    ]
    select = blocks.select(steps, _text(kept, name))
    return blocks.input_(
        Field(name, turn),
        words.plain(f"join.level.{kind}", topic=words.topic(topic)),
        blocks.with_placeholder(select, words.plain("join.choose")),
    )
