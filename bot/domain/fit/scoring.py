"""The soft score of a pair, in integer parts, and the facts that explain it.

The formula, part by part: docs/programme.md, Score.
"""

from dataclasses import dataclass
from typing import Any

from bot.domain.fit.eligibility import Rules, teachable
from bot.domain.fit.people import Form, Participant, Weights

__all__ = ["STRONG_FIT", "Reasons", "Weights", "score"]

BY_PLACE = (10, 8, 6)  # tenths, by the place of the wish; any later one counts as the third
BY_STEPS = (0, 7, 10, 9, 8)  # tenths, by the steps between the two levels
STRONG_FIT = 80  # hundredths of the topic part from which a fit is called strong
FULL_HOURS = 80  # quarter-hours in common a week from which more adds nothing
OTHER_FUNCTION, SITE = 60, 40  # hundredths of the mix part


@dataclass(frozen=True)
class Reasons:
    """Why these two: facts for the words, integer parts for the sum.

    `topics` are the wished topics that the mentor shares at a higher level, best first;
    `give_back` the best the other way; `common_hours` working hours in common a week;
    `topic_fit` is "strong" from 80 hundredths of the topic part, else "fair". `newcomers`: the two
    would meet on the newcomers' track.
    """

    topics: tuple[str, ...]
    give_back: str | None
    common_hours: float
    other_function: bool
    other_site: bool
    topic_fit: str
    parts: dict[str, int]
    newcomers: bool

    @property
    def score(self) -> int:
        """The sum of the parts, 0 to the sum of the weights (1000 by default)."""
        return sum(self.parts.values())

    def to_facts(self) -> dict[str, Any]:
        """What the draft shows of the reasons, as plain JSON values.

        No part of the score, and topics in no telling order: both would give levels away.
        """
        return {
            "topics": sorted(self.topics),
            "give_back": self.give_back,
            "common_hours": self.common_hours,
            "other_function": self.other_function,
            "other_site": self.other_site,
            "topic_fit": self.topic_fit,
            "newcomers": self.newcomers,
        }


def score(mentor: Participant, mentee: Participant, rules: Rules) -> Reasons:
    """Reasons and parts of a pair, in points; says nothing about the hard rules.

    Source: docs/programme.md, Score.
    """
    topics = _by_value(mentor, mentee)
    returned = _by_value(mentee, mentor)
    fit = topic_fit([value for value, _ in topics])
    quarters = len(mentor.slots & mentee.slots)
    weights = rules.weights
    return Reasons(
        topics=tuple(topic for _, topic in topics),
        give_back=returned[0][1] if returned else None,
        common_hours=quarters / 4,
        other_function=differ(mentor.function, mentee.function),
        other_site=differ(mentor.site, mentee.site),
        topic_fit="strong" if fit >= 4 * STRONG_FIT else "fair",
        parts={
            "topic": half_up(weights.topic * fit, 400),
            "give_back": half_up(weights.give_back * (returned[0][0] if returned else 0), 100),
            "hours": half_up(weights.hours * min(quarters, FULL_HOURS), FULL_HOURS),
            "style": half_up(weights.style * _style(mentor, mentee), 6),
            "mix": half_up(weights.mix * _mix(mentor, mentee), 100),
        },
        newcomers=mentee.newcomer,
    )


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two integers ≥ 0, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def topic_fit(values: list[int]) -> int:
    """Best value whole plus a quarter of the second, in four-hundredths, capped at one.

    `values` are hundredths, best first. Source: docs/programme.md, Score.
    """
    best, second, *_ = [*values, 0, 0]
    return min(400, 4 * best + second)


def differ(one: str | None, other: str | None) -> bool:
    """Both are known and not the same; an unknown one counts as the same."""
    return one is not None and other is not None and one != other


def _by_value(giver: Participant, learner: Participant) -> list[tuple[int, str]]:
    """Teachable topics with their value in hundredths, best first, then in wished order."""
    valued = [
        (BY_PLACE[min(place, 2)] * BY_STEPS[min(steps, 4)], topic)
        for place, steps, topic in teachable(giver, learner)
    ]
    return sorted(valued, key=lambda one: -one[0])


def _style(mentor: Participant, mentee: Participant) -> int:
    """Equal picks among those that both gave, in sixths; half when there is none."""
    both = [(a, b) for a, b in zip(mentor.style, mentee.style, strict=True) if a and b]
    return 6 * sum(a == b for a, b in both) // len(both) if both else 3


def _mix(mentor: Participant, mentee: Participant) -> int:
    """Hundredths: other function, and other site (or the same, when both want to meet)."""
    other_site = differ(mentor.site, mentee.site)
    in_person = mentor.form is Form.IN_PERSON and mentee.form is Form.IN_PERSON
    other_function = differ(mentor.function, mentee.function)
    return OTHER_FUNCTION * other_function + SITE * (other_site != in_person)
