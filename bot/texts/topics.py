"""The catalogue of topics, and what two people can talk about under each: data, by language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.texts.catalogue import HERE

FOLDER = HERE / "content" / "topics"
"""A file an area, in the order in which they are offered: docs/content.md, Topics."""


@dataclass(frozen=True)
class Prompt:
    """What one says to begin: `by` the mentor, who shares this topic, or the mentee."""

    by: str
    says: str


@dataclass(frozen=True)
class Content:
    """`description`: what one can do afterwards. `goals`: three that fit six months. `proof`: what
    one has done in the last month, or not. `prompts`: five, rising in depth."""

    description: str
    goals: tuple[str, ...]
    proof: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class Topic:
    """A topic: its area (A to H), its name per language, the DigComp 3.0 competence if any.

    `esco_uri` is empty until somebody maps the topic to the ESCO classification.
    `verify_together`: what an AI wrote is checked by the two, and the company's own rules apply.
    `contents` are by register: a language, or "it_formal".
    """

    id: str
    area: str
    names: Mapping[str, str]
    digcomp: str
    esco_uri: str
    verify_together: bool
    contents: Mapping[str, Content]


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by id, in the order in which they are offered."""
    rows = [row for file in sorted(FOLDER.glob("*.toml")) for row in _rows(file.read_text("utf-8"))]
    return {row["id"]: _topic(row) for row in rows}


def _rows(text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(text)["topic"]
    return rows


def _topic(row: Mapping[str, Any]) -> Topic:
    names = {language: row[language] for language in ("en", "it")}
    texts = row["text"]
    return Topic(
        row["id"], row["area"], names, row["digcomp"], row["esco_uri"], row["verify_together"],
        {
            "en": _content(texts["en"]),
            "it": _content(texts["it"]),
            "it_formal": _content({**texts["it"], **texts.get("it_formal", {})}),
        },
    )  # fmt: skip


def _content(text: Mapping[str, Any]) -> Content:
    prompts = tuple(Prompt(one["by"], one["says"]) for one in text["prompts"])
    return Content(text["description"], tuple(text["goals"]), text["proof"], prompts)
