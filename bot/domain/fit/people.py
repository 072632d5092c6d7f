"""Who takes part in a round: levels, topics, offers, wishes, free places.

What each means: docs/programme.md, People.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a person came for; both means either role, within the total of places."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


SideRole = Literal[Role.MENTOR, Role.MENTEE]
"""What one of the two is in a pair, a proposal or a meeting."""


class Tenure(StrEnum):
    """Years in the company, in three classes."""

    UNDER_1 = "under_1"
    FROM_1_TO_3 = "1_to_3"
    OVER_3 = "over_3"


class Form(StrEnum):
    """How a person would like to meet."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    EITHER = "either"


@dataclass(frozen=True)
class Offer:
    """A topic somebody can share, with their own level, 1 to 4."""

    topic: str
    level: int


@dataclass(frozen=True)
class Wish:
    """A topic somebody would like to learn: level now and level wanted, 0 to 4."""

    topic: str
    now: int
    wanted: int


@dataclass(frozen=True)
class Weights:
    """The most each part can give, in points; 1000 together (docs/programme.md, Score)."""

    topic: int = 450
    give_back: int = 200
    hours: int = 150
    style: int = 100
    mix: int = 100

    @property
    def total(self) -> int:
        """The highest score a pair can reach."""
        return self.topic + self.give_back + self.hours + self.style + self.mix


@dataclass(frozen=True, kw_only=True)
class Participant:
    """One person as a round sees them.

    Wishes stand in the person's order. `slots` are quarter-hours (UTC epoch // 900) of
    working time in the Monday-to-Sunday week of the round date. The `free_` numbers are
    places free now, per role and in total. `waiting` counts the rounds left without a pair.
    `paired` says that the person is in a live pair already: a further pair then covers
    nobody new on their side, and without one they are not waiting. `newcomer` says that they chose
    the newcomers' track, on which they learn from somebody long in the company.
    """

    key: int
    role: Role
    band: int
    function: str | None
    site: str | None
    tenure: Tenure | None
    languages: frozenset[str]
    form: Form
    account: str
    manager: str | None
    offers: tuple[Offer, ...]
    wishes: tuple[Wish, ...]
    style: tuple[str | None, str | None, str | None]
    slots: frozenset[int]
    free_mentor: int
    free_mentee: int
    free_total: int
    waiting: int
    paired: bool = False
    newcomer: bool = False

    @property
    def may_give(self) -> int:
        """Places free as a mentor now, 0 for who came as a mentee only."""
        return 0 if self.role is Role.MENTEE else max(0, min(self.free_mentor, self.free_total))

    @property
    def may_take(self) -> int:
        """Places free as a mentee now, 0 for who came as a mentor only."""
        return 0 if self.role is Role.MENTOR else max(0, min(self.free_mentee, self.free_total))
