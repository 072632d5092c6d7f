"""The hard rules of a pair: what forbids that one mentors the other.

All of them: docs/programme.md, Who may be paired.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.domain.fit.people import Participant, Role, Tenure, Weights

QUARTERS_NEEDED = 8  # two working hours in common a week


@dataclass(frozen=True)
class Rules:
    """A programme's rules: level bands between mentor and mentee (0 in a flat company), weights."""

    gap: int = 1
    weights: Weights = field(default_factory=Weights)


class Obstacle(StrEnum):
    """One hard rule that a mentor and a mentee do not meet."""

    SAME_PERSON = "same_person"
    ROLE = "role"
    PLACES = "places"
    LEVEL = "level"
    LINE = "line"
    FORBIDDEN = "forbidden"
    LANGUAGE = "language"
    HOURS = "hours"
    TOPICS = "topics"


def obstacles(
    mentor: Participant,
    mentee: Participant,
    rules: Rules,
    forbidden: frozenset[frozenset[int]] = frozenset(),
    managers: Mapping[str, str | None] | None = None,
) -> frozenset[Obstacle]:
    """Every hard rule between the two; empty when they may be paired in this direction.

    Source: docs/programme.md, Who may be paired. `forbidden` holds pairs of keys: avoided, or to be
    left apart for a time (docs/programme.md, Not again).
    `managers` maps an account to their manager's and gives the second step of the
    reporting line; without it only the managers of the two themselves are known.
    """
    met = {
        Obstacle.SAME_PERSON: mentor.account != mentee.account,
        Obstacle.ROLE: mentor.role is not Role.MENTEE and mentee.role is not Role.MENTOR,
        Obstacle.PLACES: mentor.may_give > 0 and mentee.may_take > 0,
        Obstacle.LEVEL: levels_fit(mentor, mentee, rules.gap),
        Obstacle.LINE: not in_line(mentor, mentee, managers or {}),
        Obstacle.FORBIDDEN: frozenset((mentor.key, mentee.key)) not in forbidden,
        Obstacle.LANGUAGE: bool(mentor.languages & mentee.languages),
        Obstacle.HOURS: len(mentor.slots & mentee.slots) >= QUARTERS_NEEDED,
        Obstacle.TOPICS: bool(teachable(mentor, mentee)),
    }
    return frozenset(rule for rule, holds in met.items() if not holds)


STILL = frozenset({Obstacle.ROLE, Obstacle.PLACES, Obstacle.LINE, Obstacle.FORBIDDEN})
"""What can still forbid a pair that was drafted. The rest of a profile counts as it was then: a
lead who changes their own, to see whether their pair still goes out, learns nobody's level."""


def levels_fit(mentor: Participant, mentee: Participant, gap: int) -> bool:
    """The mentee stands at least `gap` bands higher; on the newcomers' track years count instead.

    There the mentee is less than a year in the company, the mentor more than three. Source:
    docs/programme.md, Who may be paired.
    """
    if mentee.newcomer:
        return mentee.tenure is Tenure.UNDER_1 and mentor.tenure is Tenure.OVER_3
    return mentee.band >= mentor.band + gap


class InALine(Protocol):
    """An account, and whom this person names as their manager."""

    @property
    def account(self) -> str: ...

    @property
    def manager(self) -> str | None: ...


def in_line(one: InALine, other: InALine, managers: Mapping[str, str | None]) -> bool:
    """One of the two is the other's manager, or their manager's manager.

    Who is unknown is in no line. Source: docs/programme.md, Who may be paired.
    """
    return other.account in above(one, managers) or one.account in above(other, managers)


def above(person: InALine, managers: Mapping[str, str | None]) -> frozenset[str]:
    """Accounts of the people known to stand one and two steps above."""
    first = person.manager
    second = managers.get(first) if first else None
    return frozenset(manager for manager in (first, second) if manager)


def teachable(giver: Participant, learner: Participant) -> tuple[tuple[int, int, str], ...]:
    """What the learner wishes and the giver shares at a higher level.

    Each as (place in the learner's order from 0, steps between the levels, topic).
    """
    levels: dict[str, int] = {}
    for offer in giver.offers:
        levels[offer.topic] = max(offer.level, levels.get(offer.topic, 0))
    return tuple(
        (place, levels[wish.topic] - wish.now, wish.topic)
        for place, wish in enumerate(learner.wishes)
        if levels.get(wish.topic, 0) > wish.now
    )
