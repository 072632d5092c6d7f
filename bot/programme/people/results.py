"""Who reads a message, and what the chapter of people answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.enrolment.other_role import Missing
from bot.domain.fit.people import SideRole

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


@dataclass(frozen=True)
class OtherRole:
    """The role in which somebody would like to be in the next round, where it is another one than
    so far; once what is `missing` of their profile is there."""

    role: SideRole
    missing: Missing | None
