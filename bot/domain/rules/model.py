"""A programme's configuration, frozen, and its plain form for the database."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.domain.due.plan import USUAL, NewcomersPlan, Plan
from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Weights
from bot.domain.rules.topics import OwnTopic
from bot.domain.time.calendar import country_of

Names = Mapping[str, str]
"""A name per language, such as {"en": "Sales", "it": "Vendite"}; empty: the catalogue's."""
BESIDE = "other"
"""The id of the function or site beside those listed: a choice in the form, no fact to tell."""


@dataclass(frozen=True)
class Choice:
    """One entry of a programme's list (a function): stored by `id`, shown by name."""

    id: str
    names: Names


@dataclass(frozen=True)
class Site(Choice):
    """A site; country (ISO 3166) and zone say whose holidays count there."""

    country: str | None = None
    zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeRules:
    """Everything that a programme decides for itself (`programme.toml` beside this file).

    `bands` runs from the lowest level to the top, one entry each. `repeat_weeks` None is a
    single round; `first_round` None follows from the opening day. `leads` and `contact` are
    Slack ids. `dimension` is the one division of group figures: 'function' or 'site'.
    `account_days` is for how many working days an account that is gone is waited for.
    `ai_rules_link` is where the company's rules on AI stand, or empty.
    `hidden_topics` are the ids of those, the catalogue's or its own, that are offered no longer.
    `plan` is that of pairs which begin from now on.
    """

    name: str
    zone: str
    language: str
    formal: bool
    leads: tuple[str, ...]
    contact: str
    notice_link: str
    languages: tuple[str, ...]
    dimension: str
    first_round: date | None
    repeat_weeks: int | None
    auto_approve: bool
    hold_minutes: int
    expiry_days: int
    gap: int
    weights: Weights
    places_mentor: int
    places_mentee: int
    places_total: int
    bands: tuple[Names, ...]
    functions: tuple[Choice, ...]
    sites: tuple[Site, ...]
    account_days: int = 3
    ai_rules_link: str = ""
    topics: tuple[OwnTopic, ...] = ()
    hidden_topics: tuple[str, ...] = ()
    plan: Plan = USUAL

    @property
    def matching(self) -> Rules:
        """What the matcher needs of these rules."""
        return Rules(gap=self.gap, weights=self.weights)

    def plan_for(self, *, newcomers: bool) -> Plan:
        """The plan of a pair that begins now, of the newcomers' track or not."""
        return NewcomersPlan(minutes=self.plan.minutes) if newcomers else self.plan

    @property
    def own_country(self) -> str | None:
        """The country whose holidays move rounds and expiry dates."""
        return country_of(self.zone)

    def function_named(self, key: str | None) -> Names | None:
        """The names of the function with this id; None if that is the one beside the list."""
        return next((one.names for one in self.functions if one.id == key != BESIDE), None)

    def site_named(self, key: str | None) -> Names | None:
        """The names of the site with this id; None if that is the one beside the list."""
        return next((one.names for one in self.sites if one.id == key != BESIDE), None)

    def country_of_site(self, key: str | None) -> str | None:
        """Whose holidays are kept at a site; None: those of the person's own zone decide."""
        place = next((one for one in self.sites if one.id == key), None)
        if place is None:
            return None
        return place.country or (country_of(place.zone) if place.zone else None)

    def topics_offered(self, catalogue: Collection[str]) -> frozenset[str]:
        """The ids of the topics from which people choose here, of the catalogue's and its own."""
        return frozenset((*catalogue, *(one.id for one in self.topics))) - {*self.hidden_topics}

    def to_plain(self) -> dict[str, Any]:
        """As plain JSON data, dates as ISO text."""
        plain = asdict(self)
        plain["first_round"] = self.first_round.isoformat() if self.first_round else None
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "ProgrammeRules":
        """The rules that `to_plain` wrote, also after a way through JSON."""
        first = plain["first_round"]
        rebuilt = {
            "leads": tuple(plain["leads"]),
            "languages": tuple(plain["languages"]),
            "first_round": date.fromisoformat(first) if first else None,
            "weights": Weights(**plain["weights"]),
            "plan": Plan(**plain.get("plan", {})),
            "bands": tuple(dict(names) for names in plain["bands"]),
            "functions": tuple(Choice(**one) for one in plain["functions"]),
            "sites": tuple(Site(**one) for one in plain["sites"]),
            "topics": tuple(OwnTopic.from_plain(one) for one in plain.get("topics", ())),
            "hidden_topics": tuple(plain.get("hidden_topics", ())),
        }
        return cls(**{**plain, **rebuilt})
