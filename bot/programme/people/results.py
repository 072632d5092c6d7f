"""Who reads a message, and what the chapter of people answers."""

from collections.abc import Mapping
from dataclasses import dataclass

Named = Mapping[str, str]
"""Name per language, such as {"en": "Sales", "it": "Vendite"}."""


@dataclass(frozen=True)
class Reader:
    """Who will read: `shares_language` is false for a group that needs both languages."""

    slack_id: str
    language: str
    zone: str


@dataclass(frozen=True)
class LanguageChosen:
    """`before` is what Undo brings back."""

    language: str
    before: str
