"""What a round comes to: its pairs, who waits and why, and what is proven of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from bot.domain.fit.scoring import Reasons


class Waiting(StrEnum):
    """Why somebody has no pair this time, from roles, levels, languages and hours alone.

    Too few topics in common, places taken, what was proposed before, who is above whom and whom
    people avoid all read `NOT_THIS_TIME`: where two wait and no pair was drafted, a category of
    its own for those who would fit would tell that something keeps them apart. Source:
    docs/programme.md, Matching.
    """

    NOBODY_FITTING = "nobody_fitting"
    NO_LANGUAGE = "no_language"
    NO_HOURS = "no_hours"
    NOT_THIS_TIME = "not_this_time"


class Tiers(NamedTuple):
    """The objective of a round, strictest first; `fewer` is the number of pairs, negated."""

    people: float
    waiting: float
    fewer: float
    score: float
    lottery: float


@dataclass(frozen=True)
class Match:
    """One drafted pair, by the keys of its two people."""

    mentor: int
    mentee: int
    reasons: Reasons


@dataclass(frozen=True)
class Certificate:
    """What was reached, and the most that could have been.

    `asked` counts the people with a free place and no live pair, `people` those covered.
    `bound` is what no set of pairs exceeds, compared tier by tier; with `proven` it equals what
    was reached in the first four tiers. `drawn` says that the last tier, the seeded lottery
    among equals, is exact as well.
    """

    asked: int
    people: int
    waiting_points: int
    pairs: int
    score: int
    lottery: int
    bound: Tiers
    proven: bool
    drawn: bool
    seed: int

    @property
    def tiers(self) -> Tiers:
        """What was reached, in the order of the objective."""
        return Tiers(self.people, self.waiting_points, -self.pairs, self.score, self.lottery)

    def to_facts(self) -> dict[str, Any]:
        """What may be kept of it, as plain JSON values.

        Counts that the draft shows, and whether it is proven. Not the sums, which would tell of
        people long gone; not a bound above what was reached, which would tell that somebody
        avoids somebody.
        """
        kept = ("asked", "people", "pairs", "proven", "drawn", "seed")
        return {name: getattr(self, name) for name in kept}


@dataclass(frozen=True)
class Outcome:
    """Pairs in the order of their keys, and a category for everybody left without one."""

    pairs: tuple[Match, ...]
    waiting: dict[int, Waiting]
    certificate: Certificate


class Inadmissible(Exception):
    """A result breaks a rule or its own certificate: a fault of ours, never to be sent."""
