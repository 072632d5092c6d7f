"""What helps a pair along, whatever its topic: read from `content/`, by register.

A register is a language, or "it_formal"; formal Italian has what speaks to a person and is plain
Italian elsewhere. `by` says who asks or thanks: a role, or `EITHER`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from bot.texts.catalogue import HERE

FOLDER = HERE / "content"
PHASES = ("first", "building", "midway", "closing")
EITHER = "either"

Said = Mapping[str, str]
"""A text in each register."""


@dataclass(frozen=True)
class Starter:
    """A question to begin with, in a phase of the pair: one of PHASES, or, on the newcomers' track,
    the meeting's."""

    phase: str
    by: str
    says: Said


@dataclass(frozen=True)
class Primer:
    """Two minutes to read before the first meeting, for one role; paragraphs by register."""

    role: str
    title: Said
    paragraphs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Step:
    """A step of a goal; `score` is -2 to 2, where 0 is what one may expect of six months."""

    score: int
    says: Said


@dataclass(frozen=True)
class GoalScale:
    """The question and its five steps, from the lowest up."""

    question: Said
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class WorksheetLine:
    """A line to fill in before a meeting."""

    id: str
    says: Said
    example: Said


@dataclass(frozen=True)
class ClosingPart:
    """A part of the last meeting, with its minutes."""

    id: str
    minutes: int
    says: Said


@dataclass(frozen=True)
class Thanks:
    """A phrase of thanks to pick from."""

    by: str
    says: Said


@dataclass(frozen=True)
class NewcomerMeeting:
    """A meeting of the newcomers' track, due on a day counted from the start of the pair."""

    id: str
    by_day: int
    title: Said
    prompts: tuple[Starter, ...]


NEWCOMERS_ROLES = {"newcomer": "mentee", "colleague": "mentor"}
"""As whom the two of the newcomers' track meet."""


@dataclass(frozen=True)
class AiRules:
    """Beside a topic with `verify_together`: how the two check what an AI wrote, and the card for
    the company's own rules. `with_link` has the placeholder {link}."""

    verify_title: Said
    verify_prompt: Said
    verify_steps: tuple[Said, ...]
    card_title: Said
    with_link: Said
    without_link: Said
    reminders: tuple[Said, ...]


@cache
def starters(phase: str, role: str) -> tuple[Starter, ...]:
    """Those of a phase that somebody in this role (or either of the two) may ask, as written."""
    return tuple(one for one in _of_phase(phase) if one.by in (role, EITHER))


def _of_phase(phase: str) -> tuple[Starter, ...]:
    if phase in PHASES:
        return tuple(one for one in all_starters() if one.phase == phase)
    return newcomer_meetings()[phase].prompts


@cache
def all_starters() -> tuple[Starter, ...]:
    return tuple(
        Starter(row["phase"], row["by"], _said(row)) for row in _file("starters")["starter"]
    )


def three(phase: str, of: str, page: int) -> tuple[Starter, ...]:
    """Three of a phase: each of the two roles can ask one of them at least.

    The `page`th three, and in the end the first again; `of` decides the order, and nothing else.
    """
    dealt = _dealt(phase, of)
    return tuple(dealt[(3 * page + n) % len(dealt)] for n in range(3))


def _dealt(phase: str, of: str) -> list[Starter]:
    """All of a phase: one of the mentor's, one of the mentee's, one of either's, and so on."""
    hands = [
        sorted(
            (one for one in starters(phase, by) if one.by == by),
            key=lambda one: sha256(f"{of}:{one.says['en']}".encode()).digest(),
        )
        for by in ("mentor", "mentee", EITHER)
    ]
    return [one for turn in zip_longest(*hands) for one in turn if one is not None]


@cache
def primers() -> Mapping[str, Primer]:
    """By the role that reads it."""
    found = (_primer(row) for row in _file("primers")["primer"])
    return {primer.role: primer for primer in found}


@cache
def goal_scale() -> GoalScale:
    written = _file("steps")
    steps = tuple(Step(row["score"], _said(row)) for row in written["step"])
    return GoalScale(_said(written["question"]), steps)


@cache
def worksheet() -> tuple[WorksheetLine, ...]:
    return tuple(
        WorksheetLine(row["id"], _said(row), _said(row["example"]))
        for row in _file("worksheet")["line"]
    )


@cache
def closing() -> tuple[ClosingPart, ...]:
    """The parts of the last meeting, in order."""
    return tuple(
        ClosingPart(row["id"], row["minutes"], _said(row)) for row in _file("closing")["part"]
    )


@cache
def thanks(role: str) -> tuple[Thanks, ...]:
    """The phrases for somebody in this role."""
    found = (Thanks(row["by"], _said(row)) for row in _file("closing")["thanks"])
    return tuple(one for one in found if one.by in (role, EITHER))


@cache
def newcomer_meetings() -> Mapping[str, NewcomerMeeting]:
    """By their ids, in order."""
    return {row["id"]: _newcomer_meeting(row) for row in _file("newcomers")["meeting"]}


def _newcomer_meeting(row: Mapping[str, Any]) -> NewcomerMeeting:
    id_ = row["id"]
    prompts = (Starter(id_, NEWCOMERS_ROLES[one["by"]], _said(one)) for one in row["prompts"])
    return NewcomerMeeting(id_, row["by_day"], _said(row), tuple(prompts))


@cache
def ai_rules() -> AiRules:
    written = _file("ai_rules")
    verify, card = written["verify_together"], written["card"]
    return AiRules(
        _said(verify["title"]),
        _said(verify["prompt"]),
        tuple(map(_said, verify["steps"])),
        _said(card["title"]),
        _said(card["with_link"]),
        _said(card["without_link"]),
        tuple(map(_said, card["reminders"])),
    )


def _primer(row: Mapping[str, Any]) -> Primer:
    text = {register: tuple(paragraphs) for register, paragraphs in _each(row["text"]).items()}
    return Primer(row["for"], _said(row["title"]), text)


def _said(row: Mapping[str, Any]) -> Said:
    return {register: str(text) for register, text in _each(row).items()}


def _each(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says in each register."""
    return {"en": row["en"], "it": row["it"], "it_formal": row.get("it_formal", row["it"])}


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
