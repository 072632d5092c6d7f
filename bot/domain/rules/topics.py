"""The topics that a programme adds to the catalogue's, by their ids and in their languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

AREAS = tuple("ABCDEFGH")
MOST_TOPICS = 50
"""Together with the catalogue's they stay below the 100 options of a Slack menu."""
FEWEST_OFFERED = 2
"""Whoever comes as mentor and as mentee shares one and wishes another."""


class Saying(NamedTuple):
    """What one of the two says to begin; `by` is mentor (who shares the topic) or mentee."""

    by: str
    says: str


@dataclass(frozen=True)
class TopicTexts:
    """What a programme writes under a topic in one language; what is empty is said by its area."""

    description: str = ""
    goals: tuple[str, ...] = ()
    proof: str = ""
    prompts: tuple[Saying, ...] = ()

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "TopicTexts":
        sayings = tuple(Saying(*one) for one in plain["prompts"])
        return cls(plain["description"], tuple(plain["goals"]), plain["proof"], sayings)


@dataclass(frozen=True)
class OwnTopic:
    """A topic of a programme's own. Its id has no dot, so that no later version of the catalogue,
    where each has one, can come to mean something else by it. `texts` are by language, or
    "it_formal".
    """

    id: str
    names: Mapping[str, str]
    area: str
    texts: Mapping[str, TopicTexts] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "OwnTopic":
        texts = {name: TopicTexts.from_plain(one) for name, one in plain["texts"].items()}
        return cls(plain["id"], plain["names"], plain["area"], texts)
