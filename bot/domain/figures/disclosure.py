"""What of a group's answers may be shown, and in which form.

A class of n people may show its mean only where nobody's own answer follows from it, not even
for somebody who knows one answer of the class; nearer to the ends of the scale it shows a bound.
How many people they were is shown in steps of five, and bounds and grid come from that step: a
bound that came from the very number would tell it. The mean itself is that of the real answers.
Rules and formula: docs/programme.md, What may be shown.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

K = 5
MIN_PEOPLE = 10
MIN_PAIRS = 5
KNOWN_TO_AN_INSIDER = 1
FINER_SHARES_FROM = 20
STEP = 5
LEFT_IN_DOUBT = 2
"""Of those asked, so many at least may have been silent, whatever is shown."""
LONGEST_DENOMINATOR = 1000  # a contribution is a mean of a few whole answers


class Metric(StrEnum):
    """The check-in's figures: two means on 1..5, three shares on 0..1."""

    USEFUL = "useful"
    OPEN = "open"
    APPLIED = "applied"
    BALANCE = "balance"
    ANSWER_RATE = "answer_rate"

    @property
    def is_mean(self) -> bool:
        """Shown as a mean with one decimal; otherwise as a share in per cent."""
        return self in (Metric.USEFUL, Metric.OPEN)


class TooFew(ValueError):
    """So few people that no mean lies inside the bounds."""


@dataclass(frozen=True)
class Figure:
    """A publishable figure: relation '=', '>=' or '<='; value '4.1' (of 5) or '70' (per cent).

    `n` is a step: so many people, or up to four more.
    """

    metric: str
    n: int
    relation: str
    value: str

    def to_json(self) -> str:
        """The same text for the same figure, always."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Figure":
        """The figure that `to_json` wrote."""
        return cls(**json.loads(text))


def publishable(
    people: int,
    pairs: int,
    *,
    k: int = K,
    min_people: int = MIN_PEOPLE,
    min_pairs: int = MIN_PAIRS,
) -> bool:
    """Enough distinct people and pairs answered (docs/programme.md, Windows).

    Raises ValueError for a k below 5.
    """
    if k < K:
        raise ValueError("k can be raised, never lowered")
    return people >= max(k, min_people) and pairs >= max(k, min_pairs)


def step(answered: int, asked: int) -> int:
    """How many people every figure of a window says that it comes from: the lower end of a step.

    A full step would tell that all who were asked have answered, which the answer rate takes care
    not to tell; so two of them stay in doubt. Where only ten or eleven were asked that cannot be:
    there a publication itself tells it. Source: docs/programme.md, What may be shown.
    """
    doubtful = min(answered, asked - LEFT_IN_DOUBT)
    return max(MIN_PEOPLE, doubtful // STEP * STEP)


def bounds(metric: Metric, n: int) -> tuple[Fraction, Fraction]:
    """The open interval in which a class of n may show its mean.

    With R the width of the scale, t = 1 insider and w steps (2; 1 for shares):
    lo + (R·t + w)/n < mean < hi − (R·t + w)/n. Raises TooFew when nothing lies between.
    Source: docs/programme.md, What may be shown.
    """
    low, high, steps = (1, 5, 2) if metric.is_mean else (0, 1, 1)
    margin = Fraction((high - low) * KNOWN_TO_AN_INSIDER + steps, n) if n else Fraction(high)
    if 2 * margin >= high - low:
        raise TooFew(f"{n} people are too few for a figure")
    return low + margin, high - margin


def figure(metric: Metric, values: Sequence[float], people: int) -> Figure:
    """The figure of one class, one value a person: a rounded mean, or a bound near the ends.

    `people` is the step that is shown, never more than there are values. Means have one decimal;
    shares whole steps of 10 points below 20 people, of 5 from 20 on. A value is rounded half up
    and kept strictly inside the bounds; a bound is rounded towards the middle, so that it stays
    true and never says more than the bound itself. Raises TooFew. Source: docs/programme.md, What
    may be shown.
    """
    if people > len(values):
        raise TooFew(f"{len(values)} people cannot be shown as {people}")
    low, high = bounds(metric, people)
    grid = _grid(metric, people)
    total = sum((_exact(value) * times for value, times in Counter(values).items()), Fraction(0))
    mean = total / len(values)
    if mean <= low:
        return _shown(metric, people, "<=", ceil(low / grid) * grid)
    if mean >= high:
        return _shown(metric, people, ">=", floor(high / grid) * grid)
    inside = (floor(low / grid) + 1, ceil(high / grid) - 1)
    nearest = floor(mean / grid + Fraction(1, 2))
    return _shown(metric, people, "=", min(max(nearest, inside[0]), inside[1]) * grid)


def _exact(value: float) -> Fraction:
    return Fraction(value).limit_denominator(LONGEST_DENOMINATOR)


def _grid(metric: Metric, n: int) -> Fraction:
    if metric.is_mean:
        return Fraction(1, 10)
    return Fraction(1, 20) if n >= FINER_SHARES_FROM else Fraction(1, 10)


def _shown(metric: Metric, n: int, relation: str, value: Fraction) -> Figure:
    text = f"{float(value):.1f}" if metric.is_mean else str(int(value * 100))
    return Figure(metric.value, n, relation, text)
