"""The join form and the profile: three windows, one after another; each says who sees what.

A draft is {"you": {...}, "topics": {...}, "levels": {...}}, the fields of
`bot.domain.enrolment.form`; the profile adds {"more": {...}} and, as "kept", what
somebody has chosen so far. With `editing` the windows are those
of the profile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.due.plan import Plan
from bot.domain.enrolment import form
from bot.domain.enrolment.step import SLACK_ID
from bot.domain.fit.people import Form, Role, Tenure
from bot.domain.form_errors import FieldError
from bot.domain.rules import ProgrammeRules
from bot.slack.enrolment.screens import join_more, join_topics
from bot.slack.kit import blocks, forms
from bot.slack.kit.blocks import Block, Choice, Element, Field, Group, View
from bot.slack.kit.facts import plain_facts
from bot.slack.kit.tell import plan_facts
from bot.texts.words import Words

Draft = Mapping[str, Mapping[str, Any]]
Entry = tuple[str, Mapping[str, str]]
Errors = Mapping[str, FieldError] | None
MOST_CHECKBOXES = 10
YOU = frozenset(
    {"role", "band", "function", "site", "tenure", "newcomer", "languages", "form", "manager"}
)
"""The fields of the first step."""
WITH_HINT = ("newcomer", "manager")
MORE = frozenset(join_more.FIELDS)
"""The fields that only the profile has, in its last step."""


@dataclass(frozen=True)
class Lists:
    """What a programme lets people choose from; a band without names has the catalogue's. And its
    plan, which says what taking part costs."""

    bands: tuple[Mapping[str, str], ...]
    functions: tuple[Entry, ...]
    sites: tuple[Entry, ...]
    languages: tuple[str, ...]
    notice_link: str
    plan: Plan


def lists_of(rules: ProgrammeRules) -> Lists:
    """The lists of a programme's rules."""
    return Lists(
        bands=rules.bands,
        functions=tuple((one.id, one.names) for one in rules.functions),
        sites=tuple((one.id, one.names) for one in rules.sites),
        languages=rules.languages,
        notice_link=rules.notice_link,
        plan=rules.plan,
    )


def you(
    draft: Draft,
    lists: Lists,
    words: Words,
    errors: Errors = None,
    turn: int = 0,
    editing: bool = False,
) -> View:
    """Step 1: role, level band, place, languages.

    `turn` must change whenever the prefill of an open window does, so that Slack takes it.
    """
    kept = draft.get("you", {})

    def field(name: str, element: Element, optional: bool = False) -> Block:
        label = words.plain(f"join.{name}")
        hint = words.plain(f"join.{name}.hint") if name in WITH_HINT else None
        return blocks.input_(Field(name, turn), label, element, optional=optional, hint=hint)

    inputs = [
        field("role", blocks.radio(_roles(lists.plan, words), forms.single(kept, "role"))),
        field("band", blocks.radio(_bands(lists, words), forms.single(kept, "band"))),
        *_places(kept, lists, words, field),
        field("tenure", blocks.radio(_tenures(words), forms.single(kept, "tenure")), True),
        field("newcomer", _newcomer(kept, words), True),
        field("languages", _languages(kept, lists, words)),
        field("form", blocks.radio(_forms(words), forms.single(kept, "form") or Form.EITHER.value)),
        field("manager", blocks.users_select(_manager(kept)), True),
    ]
    return _window(1, inputs, words, errors, turn, editing)


def topics(
    draft: Draft,
    lists: Lists,
    words: Words,
    errors: Errors = None,
    turn: int = 0,
    editing: bool = False,
) -> View:
    """Step 2: what to share, what to learn, working style and hours; when joining, the notice."""
    role, kept = forms.single(draft.get("you", {}), "role"), draft.get("topics", {})
    notice = [] if editing else join_topics.notice(kept, lists.notice_link, words, turn)
    areas = join_topics.areas(draft.get("kept", {}).get("topics", ()), words)
    inputs = [*join_topics.inputs(kept, role, areas, words, turn), *notice]
    return _window(2, inputs, words, errors, turn, editing)


def levels(
    draft: Draft,
    lists: Lists,
    words: Words,
    errors: Errors = None,
    turn: int = 0,
    editing: bool = False,
) -> View:
    """Step 3: a level for each chosen topic; in the profile also places and people to avoid."""
    chosen, kept = draft.get("topics", {}), draft.get("levels", {})
    offers = dict.fromkeys(forms.several(chosen, "offers")[: form.MOST_OFFERS])
    fields = [("offer", topic, 1) for topic in offers]
    for topic in dict.fromkeys(one for name in form.WISHES if (one := forms.single(chosen, name))):
        fields += [("now", topic, 0), ("wanted", topic, 1)]
    rated = [_level(kind, topic, least, kept, words, turn) for kind, topic, least in fields]
    inputs = rated or [blocks.section(words("join.levels.none"))]
    if editing:
        role = forms.single(draft.get("you", {}), "role")
        inputs += join_more.inputs(draft.get("more", {}), kept, role, lists.plan, words, turn)
    return _window(3, inputs, words, errors, turn, editing)


# --- the frame -----------------------------------------------------------------------------------


STEPS = {1: "you", 2: "topics", 3: "levels"}


def _window(
    step: int, inputs: list[Block], words: Words, errors: Errors, turn: int, editing: bool
) -> View:
    form_id, last = ("profile", "button.save") if editing else ("join", "button.join")
    back = blocks.button(f"{form_id}.back", str(step), words.plain("button.back"))
    return blocks.modal(
        f"{form_id}.{STEPS[step]}",
        words.plain(f"title.{form_id}", n=step),
        [
            *_error_block(inputs, errors or {}, words),
            blocks.context(words(f"join.{STEPS[step]}.who_sees")),
            *inputs,
            *([blocks.actions(back)] if step > 1 else []),
        ],
        submit=words.plain(last if step == 3 else "button.next"),
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


# --- step 1 --------------------------------------------------------------------------------------


def _roles(plan: Plan, words: Words) -> list[Choice]:
    takes = plan_facts(plan, words)
    cost = {role: words.plain("join.role.cost", **takes) for role in Role}
    cost[Role.BOTH] = words.plain("join.role.cost_both", **takes)
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
        field(name, blocks.select(_named(entries, words), forms.single(kept, name)), True)
        for name, entries in choices.items()
        if entries
    ]


def _named(entries: Sequence[Entry], words: Words) -> list[Choice]:
    return [Choice(id_, words.named(names)) for id_, names in entries]


def _tenures(words: Words) -> list[Choice]:
    return [Choice(one, words.plain(f"join.tenure.{one}")) for one in Tenure]


def _newcomer(kept: Mapping[str, Any], words: Words) -> Element:
    choice = Choice("yes", words.plain("join.newcomer.yes"), words.plain("join.newcomer.who"))
    return blocks.checkboxes([choice], forms.several(kept, "newcomer"))


def _forms(words: Words) -> list[Choice]:
    return [Choice(one, words.plain(f"join.form.{one}")) for one in Form]


def _manager(kept: Mapping[str, Any]) -> str | None:
    """Slack refuses a window that begins with an id of another shape."""
    slack_id = forms.single(kept, "manager") or ""
    return slack_id if SLACK_ID.fullmatch(slack_id) else None


def _languages(kept: Mapping[str, Any], lists: Lists, words: Words) -> Element:
    choices = [Choice(code, words.tongue(code)) for code in lists.languages]
    values = forms.several(kept, "languages") if "languages" in kept else [words.language]
    if len(choices) <= MOST_CHECKBOXES:
        return blocks.checkboxes(choices, values)
    group = [Group(words.plain("join.languages"), tuple(choices))]
    return blocks.grouped_multi_select(group, values, len(choices))


# --- step 3 --------------------------------------------------------------------------------------


def _level(
    kind: str, topic: str, least: int, kept: Mapping[str, Any], words: Words, turn: int
) -> Block:
    name = f"level.{kind}.{topic}"
    steps = [
        Choice(str(n), words.plain(f"level.{n}"), words.plain(f"level.{n}.means"))
        for n in range(least, 5)
    ]
    select = blocks.select(steps, forms.single(kept, name))
    return blocks.input_(
        Field(name, turn),
        words.plain(f"join.level.{kind}", topic=words.topic(topic)),
        blocks.with_placeholder(select, words.plain("join.choose")),
    )
