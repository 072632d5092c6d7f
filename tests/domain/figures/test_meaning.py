"""Which sentence is said of which figures: each claim is checked for all that it is said of."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest

from bot.domain.figures.disclosure import Metric, TooFew, bounds
from bot.domain.figures.meaning import (
    HIGH,
    AnswersSay,
    MeetingsSay,
    PeopleSay,
    of_answers,
    of_meetings,
    of_people,
)

PEOPLE_CLAIMS: dict[PeopleSay, Callable[[int, int, int, int], bool]] = {
    PeopleSay.EMPTY: lambda a, b, c, d: a + b + c + d == 0,
    PeopleSay.ALL_PAIRED: lambda a, b, c, d: a > 0 and b + c + d == 0,
    PeopleSay.MOST_PAIRED: lambda a, b, c, d: a > b + c + d > 0,
    PeopleSay.MOST_ASKED: lambda a, b, c, d: a <= b + c + d and a + b > c + d,
    PeopleSay.MOST_UNPAIRED: lambda a, b, c, d: c > a + b + d,
    PeopleSay.MIXED: lambda a, b, c, d: a + b <= c + d and c <= a + b + d and c + d > 0,
}


def true_ones(claims: Iterable[tuple[str, bool]]) -> list[str]:
    return [name for name, is_true in claims if is_true]


def test_of_people_one_sentence_is_true_and_is_said() -> None:
    for a, b, c, d in product(range(6), repeat=4):
        said = of_people(paired=a, proposed=b, unpaired=c, on_a_break=d)
        claims = ((say, claim(a, b, c, d)) for say, claim in PEOPLE_CLAIMS.items())
        assert true_ones(claims) == [said], (a, b, c, d)


MEETING_CLAIMS: dict[MeetingsSay, Callable[[int, int], bool]] = {
    MeetingsSay.NONE_DUE: lambda held, due: held == due == 0,
    MeetingsSay.ALL: lambda held, due: 0 < held >= due,
    MeetingsSay.MOST: lambda held, due: 0.75 * due <= held < due,
    MeetingsSay.FEWER: lambda held, due: 0.5 * due <= held < 0.75 * due,
    MeetingsSay.FEW: lambda held, due: held < 0.5 * due,
}


def test_of_meetings_one_sentence_is_true_and_is_said() -> None:
    for held, due in product(range(25), repeat=2):
        claims = ((say, claim(held, due)) for say, claim in MEETING_CLAIMS.items())
        assert true_ones(claims) == [of_meetings(held, due)], (held, due)


def test_meetings_that_are_hidden_are_compared_with_nothing() -> None:
    assert {of_meetings(*two) for two in [(None, None), (3, None), (None, 3)]} == {
        MeetingsSay.HIDDEN
    }


def test_of_answers_each_mean_is_high_or_is_not() -> None:
    means = [tenths / 10 for tenths in range(10, 51)]
    for useful, open_ in product(means, repeat=2):
        high = (useful >= 3.5, open_ >= 3.5)
        assert (
            of_answers(useful, open_)
            == {
                (True, True): AnswersSay.BOTH,
                (True, False): AnswersSay.USEFUL,
                (False, True): AnswersSay.OPEN,
                (False, False): AnswersSay.NEITHER,
            }[high]
        )


def test_a_bound_stands_on_the_side_of_what_it_bounds() -> None:
    """Whatever hides behind "at least", or "at most", says the same as the bound itself."""
    for n in range(10, 2000):
        low, high = bounds(Metric.USEFUL, n)
        assert low < HIGH <= high
    with pytest.raises(TooFew):
        bounds(Metric.USEFUL, 3)
