"""Who reads a message, and what the chapter of people answers."""

from collections.abc import Mapping
from dataclasses import dataclass

Named = Mapping[str, str]
"""Name per language, such as {"en": "Sales", "it": "Vendite"}."""


@dataclass(frozen=True)
class Reader:
    """Who will read; `also_in` is the zone of another one who reads the same text."""

    slack_id: str
    language: str
    zone: str
    also_in: str | None = None


@dataclass(frozen=True)
class Notice:
    """The privacy notice, to be read before something; `link` is to the company's own, or empty."""

    link: str


@dataclass(frozen=True)
class LanguageChosen:
    """`before` is what Undo brings back."""

    language: str
    before: str
