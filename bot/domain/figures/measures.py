"""From one person's answers in one window to one contribution per metric.

One person, one contribution: who meets often weighs no more than who meets once. Formulas:
docs/programme.md, Measures.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.figures import disclosure
from bot.domain.figures.disclosure import Figure, Metric

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True)
class Answered:
    """One check-in: useful 1..5, open 1..5, applied 0 | 1 | 2, balance -1 | 0 | +1."""

    useful: int
    open: int
    applied: int
    balance: int


def figures(
    answers: Mapping[P, Sequence[Answered]], asked: Mapping[P, int], *, alone: bool
) -> tuple[Figure, ...]:
    """What is published of a window, one figure a metric, all of them with the same `n`.

    `answers`: of each person, those that they gave; `asked`: of how many meetings each was asked.
    Not `alone` is a window that others rolled over into: it has no answer rate, since that they
    rolled over says how many were silent in them, and the rate would tell who was in the last.
    Raises disclosure.TooFew.
    """
    answered = {person: len(said) for person, said in answers.items() if said}
    n = disclosure.step(len(answered), sum(times > 0 for times in asked.values()))
    of_metric = contributions(answers)
    if alone:
        of_metric[Metric.ANSWER_RATE] = answer_rates(asked, answered)
    return tuple(
        disclosure.figure(metric, list(by_person.values()), n)
        for metric, by_person in of_metric.items()
    )


def contributions(answers: Mapping[P, Sequence[Answered]]) -> dict[Metric, dict[P, float]]:
    """Per metric, one value a person; people without an answer contribute nothing.

    useful, open: the mean of the person's answers, 1..5. applied: 1 when they will use or
    already use something of any session, else 0. balance: 1 when their mean lies within a third
    of zero, so that they gave about as much as they received, else 0. Source: docs/programme.md,
    Measures.
    """
    given = {person: said for person, said in answers.items() if said}
    return {
        Metric.USEFUL: {p: _mean([a.useful for a in said]) for p, said in given.items()},
        Metric.OPEN: {p: _mean([a.open for a in said]) for p, said in given.items()},
        Metric.APPLIED: {p: float(any(a.applied for a in said)) for p, said in given.items()},
        Metric.BALANCE: {p: float(_balanced(said)) for p, said in given.items()},
    }


def answer_rates(asked: Mapping[P, int], answered: Mapping[P, int]) -> dict[P, float]:
    """Per person the share, 0..1, of the check-ins opened to them that they answered.

    People to whom none was opened contribute nothing. Source: docs/programme.md, Measures.
    """
    return {p: min(answered.get(p, 0), n) / n for p, n in asked.items() if n > 0}


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _balanced(said: Sequence[Answered]) -> bool:
    return 3 * abs(sum(a.balance for a in said)) <= len(said)
