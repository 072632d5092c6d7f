"""The topics of a programme, and what two people can talk about under each: data, by language."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.texts.catalogue import HERE

FOLDER = HERE / "content" / "topics"
"""A file an area, in the order in which they are offered: docs/content.md, Topics."""
WITH_AI = "A"
"""The area whose topics are about AI."""


@dataclass(frozen=True)
class Prompt:
    """What one says to begin: `by` the mentor, who shares this topic, or the mentee."""

    by: str
    says: str


@dataclass(frozen=True)
class Content:
    """`description`: what one can do afterwards. `goals`: up to three that fit six months. `proof`:
    what one has done in the last month, or not. `prompts`: up to five, rising in depth. The
    catalogue has all of them."""

    description: str = ""
    goals: tuple[str, ...] = ()
    proof: str = ""
    prompts: tuple[Prompt, ...] = ()

    def asked_by(self, role: str) -> tuple[str, ...]:
        """The prompts that somebody in this role asks, in their order."""
        return tuple(prompt.says for prompt in self.prompts if prompt.by == role)

    def over(self, other: "Content") -> "Content":
        """The same, and what is empty in it as in the other."""
        return Content(
            self.description or other.description,
            self.goals or other.goals,
            self.proof or other.proof,
            self.prompts or other.prompts,
        )


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


@dataclass(frozen=True)
class Topics:
    """The topics that a programme knows, by id, area by area; `hidden` are those it offers no
    longer: who chose one before keeps it."""

    known: Mapping[str, Topic]
    hidden: frozenset[str] = field(default_factory=frozenset)

    def choices(self, kept: Collection[str] = ()) -> list[Topic]:
        """What somebody may choose who has `kept` these so far, in the order of the menu."""
        return [one for one in self.known.values() if one.id not in self.hidden or one.id in kept]

    def with_own(self, own: Iterable[Topic], hidden: Iterable[str]) -> "Topics":
        """The same with a programme's own, each behind the others of its area."""
        together = sorted((*self.known.values(), *own), key=lambda topic: topic.area)
        return Topics({topic.id: topic for topic in together}, frozenset(hidden))


def own_topic(
    id_: str, area: str, names: Mapping[str, str], contents: Mapping[str, Content]
) -> Topic:
    """A programme's own topic: what it leaves out, its area says."""
    said = areas()[area]
    plain = contents.get("it", Content())
    return Topic(
        id_, area, names, "", "", area == WITH_AI,
        {
            "en": contents.get("en", Content()).over(said["en"]),
            "it": plain.over(said["it"]),
            "it_formal": contents.get("it_formal", Content()).over(plain).over(said["it_formal"]),
        },
    )  # fmt: skip


@cache
def catalogue_topics() -> Topics:
    """Those that there are for every programme."""
    return Topics(topics())


@cache
def topics() -> Mapping[str, Topic]:
    """All topics of the catalogue by id, in the order in which they are offered."""
    rows = [row for written in _files().values() for row in written["topic"]]
    return {row["id"]: _topic(row) for row in rows}


@cache
def areas() -> Mapping[str, Mapping[str, Content]]:
    """What two people can talk about in an area (A to H), by register: for a topic of a programme's
    own, which may come with a name and no more."""
    return {area: _contents(written["area"]["text"]) for area, written in _files().items()}


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """What is written of each area."""
    return {
        file.stem.upper(): tomllib.loads(file.read_text("utf-8"))
        for file in sorted(FOLDER.glob("*.toml"))
    }


def _topic(row: Mapping[str, Any]) -> Topic:
    names = {language: row[language] for language in ("en", "it")}
    return Topic(
        row["id"], row["area"], names, row["digcomp"], row["esco_uri"], row["verify_together"],
        _contents(row["text"]),
    )  # fmt: skip


def _contents(texts: Mapping[str, Any]) -> Mapping[str, Content]:
    return {
        "en": _content(texts["en"]),
        "it": _content(texts["it"]),
        "it_formal": _content({**texts["it"], **texts.get("it_formal", {})}),
    }


def _content(text: Mapping[str, Any]) -> Content:
    prompts = tuple(Prompt(one["by"], one["says"]) for one in text["prompts"])
    return Content(text["description"], tuple(text["goals"]), text["proof"], prompts)
