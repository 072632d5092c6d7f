"""Exact disclosure, by brute force: over every set of answers that a window can hold, whatever is
published of it leaves everybody's own answer in doubt, also to somebody who knows another's.

All vectors are tried by counting: the answers of the others matter only by their sum, so a set of
vectors is a set of sums, kept as the bits of one whole number.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TypeVar

import pytest

from bot.domain.figures import disclosure
from bot.domain.figures.disclosure import MIN_PEOPLE, Figure, Metric, publishable
from bot.domain.figures.measures import Answered, answer_rates, contributions, figures

SIZES = range(10, 31)
State = TypeVar("State", bound=Hashable)


class Sums:
    """Every sum that so many people can make, each in one of the states (which weighs so much)."""

    def __init__(self, weights: Mapping[State, int], most: int) -> None:
        self.of: list[int] = [1]
        for _ in range(most):
            self.of.append(_either(self.of[-1] << weight for weight in weights.values()))


def _either(sets: Iterable[int]) -> int:
    together = 0
    for one in sets:
        together |= one
    return together


def left(sums: int, of_others: int, weights: Mapping[State, int], known: int) -> frozenset[State]:
    """In which states one person can be, by the sums that fit and what is known of another."""
    return frozenset(
        state for state, weight in weights.items() if sums >> (weight + known) & of_others
    )


def worlds(published: Callable[[int], Hashable], reachable: int) -> Iterator[tuple[Hashable, int]]:
    """Each thing that can be published, with the set of sums that lead to it."""
    sets: dict[Hashable, int] = defaultdict(int)
    for total in bits(reachable):
        sets[published(total)] |= 1 << total
    yield from sets.items()


def bits(number: int) -> Iterator[int]:
    text = bin(number)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def spread(values: Iterable[Fraction | int]) -> Fraction:
    known = [Fraction(value) for value in values]
    return max(known) - min(known)


# --- one metric, and an observer who knows how many answered --------------------------------------

MEANS_OF_THREE = sorted({Fraction(k, n) for n in (1, 2, 3) for k in range(n, 5 * n + 1)})
"""What one person contributes who met up to three times: on the scale from 1 to 5."""
SHARES_OF_THREE = sorted({Fraction(k, n) for n in (1, 2, 3) for k in range(n + 1)})


def doubt(metric: Metric, contributed: Sequence[Fraction], n: int, people: int) -> Fraction:
    """The narrowest range of contributions that any figure leaves open about anybody."""
    weights: dict[Fraction | int, int] = {value: int(value * 6) for value in contributed}
    sums = Sums(weights, n)

    @cache
    def published(total: int) -> Figure:
        return disclosure.figure(metric, [float(Fraction(total, 6 * n))] * n, people)

    narrowest = Fraction(4)
    for _, fitting in worlds(published, sums.of[n]):
        narrowest = min(narrowest, spread(left(fitting, sums.of[n - 1], weights, 0)))
        for known in weights.values():
            open_to = left(fitting, sums.of[n - 2], weights, known)
            if open_to:
                narrowest = min(narrowest, spread(open_to))
    return narrowest


@pytest.mark.parametrize("n", SIZES)
def test_a_mean_leaves_two_steps_of_the_scale_in_doubt(n: int) -> None:
    people = disclosure.step(n, n + 2)
    for contributed in (list(map(Fraction, range(1, 6))), MEANS_OF_THREE):
        assert doubt(Metric.USEFUL, contributed, n, people) >= 2


@pytest.mark.parametrize("n", SIZES)
def test_a_share_leaves_yes_and_no_in_doubt(n: int) -> None:
    people = disclosure.step(n, n + 2)
    for contributed in ([Fraction(0), Fraction(1)], SHARES_OF_THREE):
        assert doubt(Metric.APPLIED, contributed, n, people) >= 1


def test_the_search_finds_what_a_bare_mean_tells() -> None:
    """Five people, whose mean is shown wherever it lies: a five of five tells everything."""
    weights = {value: value for value in range(1, 6)}
    sums = Sums(weights, 5)
    told = [len(left(fitting, sums.of[4], weights, 0)) for _, fitting in worlds(int, sums.of[5])]
    assert min(told) == 1


# --- everything that a window publishes, silence included ----------------------------------------

SILENT = 0
ANSWERS = range(SILENT, 6)
_WIDE = 160
"""More than thirty people's answers: a state weighs the people in units of it, and the answers."""


def one_window(asked: int) -> Callable[[int], Hashable]:
    """What is published, from how many answered and the sum of what they said."""

    def published(total: int) -> Hashable:
        answered, said = divmod(total, _WIDE)
        return of_window(asked, {"answered": answered, "said": Fraction(said)})

    return published


def of_window(asked: int, counts: Mapping[str, int | Fraction]) -> Hashable:
    """The figures of people who met once each, or that they were too few."""
    answered = int(counts["answered"])
    if not publishable(answered, asked // 2):
        return "rolled over"
    people = disclosure.step(answered, asked)
    mean = counts["said"] / Fraction(answered)
    rates = [1.0] * answered + [0.0] * (asked - answered)
    return (
        disclosure.figure(Metric.USEFUL, [float(mean)] * answered, people),
        disclosure.figure(Metric.ANSWER_RATE, rates, people),
    )


def seen_through(asked: int) -> Iterator[tuple[Hashable, int | None, frozenset[int]]]:
    """(what is published, what an insider did, in which states anybody else can be)."""
    weights = {state: _WIDE + state if state != SILENT else 0 for state in ANSWERS}
    sums = Sums(weights, asked)
    for told, fitting in worlds(one_window(asked), sums.of[asked]):
        yield told, None, left(fitting, sums.of[asked - 1], weights, 0)
        for insider, weight in weights.items():
            open_to = left(fitting, sums.of[asked - 2], weights, weight)
            if open_to:
                yield told, insider, open_to


@pytest.mark.parametrize("asked", range(12, 31))
def test_a_window_tells_of_nobody_what_they_answered_or_whether(asked: int) -> None:
    for told, insider, open_to in seen_through(asked):
        assert SILENT in open_to, (told, insider)
        assert spread(open_to - {SILENT}) >= 2, (told, insider)


@pytest.mark.parametrize("asked", [10, 11])
def test_of_ten_or_eleven_a_publication_tells_that_they_answered_but_not_what(asked: int) -> None:
    """The honest limit of ten people: figures of the ten who were asked say that all answered."""
    told_silence = False
    for told, insider, open_to in seen_through(asked):
        assert spread(open_to - {SILENT}) >= 2, (told, insider)
        told_silence |= SILENT not in open_to
    assert told_silence


def test_what_the_search_counts_is_what_a_window_publishes() -> None:
    """Ten of thirteen people answered: the real figures, from their real answers."""
    said = [5, 4, 4, 3, 5, 2, 4, 4, 3, 5]
    answers = {f"person {n}": [Answered(value, 3, 1, 0)] for n, value in enumerate(said)}
    asked = {f"person {n}": 1 for n in range(13)}
    by_metric = {figure.metric: figure for figure in figures(answers, asked, alone=True)}
    assert one_window(13)(len(said) * _WIDE + sum(said)) == (
        by_metric[Metric.USEFUL], by_metric[Metric.ANSWER_RATE],
    )  # fmt: skip
    assert {figure.n for figure in by_metric.values()} == {10}


# --- a window that rolled over, and the one that it counted in ------------------------------------


def two_windows(asked: int, *, with_rate: bool = False) -> Callable[[int], Hashable]:
    """What is published of two windows in which the same people met once each.

    In which of them they answered, and the sum of their contributions doubled: a person is one.
    """

    def published(total: int) -> Hashable:
        first, second, either, said = unpacked(total, asked)
        if publishable(first, asked // 2):
            return "not of interest here: the first window stands alone"
        if not publishable(either, asked // 2):
            return "both rolled over"
        people = disclosure.step(either, asked)
        mean = float(Fraction(said, 2 * either))
        useful_ = disclosure.figure(Metric.USEFUL, [mean] * either, people)
        if not with_rate:
            return useful_
        rate = float(Fraction(first + second, 2 * asked))
        return useful_, disclosure.figure(Metric.ANSWER_RATE, [rate] * asked, people)

    return published


def packed(asked: int, first: int, second: int) -> int:
    said = [value for value in (first, second) if value != SILENT]
    doubled = 2 * sum(said) // len(said) if said else 0
    digits = (int(first != SILENT), int(second != SILENT), int(bool(said)))
    number = 0
    for digit in digits:
        number = number * (asked + 1) + digit
    return number * (10 * asked + 1) + doubled


def unpacked(total: int, asked: int) -> tuple[int, int, int, int]:
    people, said = divmod(total, 10 * asked + 1)
    people, either = divmod(people, asked + 1)
    first, second = divmod(people, asked + 1)
    return first, second, either, said


def rolled_over(asked: int, *, with_rate: bool) -> Iterator[tuple[Hashable, frozenset[int]]]:
    """(what is published, how anybody can have answered in one of the two windows)."""
    states = [(first, second) for first in ANSWERS for second in ANSWERS]
    weights = {state: packed(asked, *state) for state in states}
    sums = Sums(weights, asked)
    for told, fitting in worlds(two_windows(asked, with_rate=with_rate), sums.of[asked]):
        for known, others in (
            (0, asked - 1),
            *((weight, asked - 2) for weight in weights.values()),
        ):
            if open_to := left(fitting, sums.of[others], weights, known):
                yield told, frozenset(first for first, _ in open_to)
                yield told, frozenset(second for _, second in open_to)


def test_a_roll_over_tells_of_nobody_either() -> None:
    tried = 0
    for told, open_to in rolled_over(12, with_rate=False):
        tried += 1
        assert SILENT in open_to, told
        assert spread(open_to - {SILENT}) >= 2, told
    assert tried > 1000


def test_with_an_answer_rate_a_roll_over_would_tell_who_answered_later() -> None:
    assert any(SILENT not in open_to for _, open_to in rolled_over(12, with_rate=True))


def test_halves_are_contributed_whole() -> None:
    """`packed` doubles what `contributions` gives a person who answered twice."""
    mine = {"me": [Answered(4, 3, 0, 0), Answered(5, 3, 0, 0)]}
    assert contributions(mine)[Metric.USEFUL] == {"me": 4.5}
    assert unpacked(packed(12, 4, 5), 12) == (1, 1, 1, 9)
    assert answer_rates({"me": 2}, {"me": 1}) == {"me": 0.5}


# --- a restore: the same figures, never new ones --------------------------------------------------


def test_figures_computed_again_with_one_answer_more_would_tell_that_answer() -> None:
    """Why a restored backup never computes: two steps of the same window, one answer apart.

    Somebody who saw the figures of `n` answers and of `n + 1` is left fewer than two steps."""
    n, weights = 15, {value: value for value in range(1, 6)}
    sums = Sums(weights, n)
    of_both: dict[tuple[Figure, Figure], set[int]] = defaultdict(set)
    for before in bits(sums.of[n]):
        for newcomer in weights:
            of_both[useful(before, n), useful(before + newcomer, n + 1)].add(newcomer)
    assert min(map(spread, of_both.values())) < 2


def useful(said: int, n: int) -> Figure:
    return disclosure.figure(Metric.USEFUL, [float(Fraction(said, n))] * n, MIN_PEOPLE)
