"""The catalogue of topics: data, in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.texts.catalogue import HERE


@dataclass(frozen=True)
class Topic:
    """A topic: its area (A to H), its name per language, the DigComp 3.0 competence if any.

    `esco_uri` is empty until somebody maps the topic to the ESCO classification.
    """

    id: str
    area: str
    names: Mapping[str, str]
    digcomp: str
    esco_uri: str


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by id, in the order in which they are offered."""
    with (HERE / "topics.toml").open("rb") as file:
        rows = tomllib.load(file)["topic"]
    return {row["id"]: _topic(row) for row in rows}


def _topic(row: Mapping[str, str]) -> Topic:
    names = {language: row[language] for language in ("en", "it")}
    return Topic(row["id"], row["area"], names, row["digcomp"], row["esco_uri"])
