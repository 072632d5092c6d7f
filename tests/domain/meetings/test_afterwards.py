"""When somebody is asked if the match is good, and when two low answers run."""

from itertools import product

import pytest

from bot.domain.meetings.afterwards import asks_fit, two_low
from bot.domain.words import Fit

GOOD, TIME, CHANGE = Fit


def low(*meetings: tuple[int, int]) -> list[dict[str, int]]:
    return [{"useful": useful, "open": open_} for useful, open_ in meetings]


@pytest.mark.parametrize(
    ("said", "this", "asked"),
    [
        ([None], 0, True),
        ([GOOD], 0, False),
        ([TIME], 0, False),
        ([CHANGE], 0, False),
        ([TIME, None], 1, True),
        ([TIME, TIME], 1, False),
        ([TIME, TIME, None], 2, False),
        ([TIME, None, None], 2, False),
        ([GOOD, None], 1, False),
        ([CHANGE, None], 1, False),
        ([None, None], 0, True),
        ([None, None], 1, False),
        ([None, TIME], 0, False),
    ],
)
def test_asked_after_the_first_meeting_and_once_more_by_who_gives_it_time(
    said: list[Fit | None], this: int, asked: bool
) -> None:
    assert asks_fit(said, this) is asked


def test_nobody_is_asked_a_third_time_whatever_they_said() -> None:
    for said in product((None, *Fit), repeat=4):
        assert not any(asks_fit(said, this) for this in (2, 3))
        assert sum(asks_fit(said, this) for this in range(4)) <= 1


@pytest.mark.parametrize(
    ("answers", "this", "found"),
    [
        (low((2, 5), (5, 2)), 1, True),
        (low((2, 2), (1, 1)), 1, True),
        (low((2, 5), (3, 3)), 1, False),
        (low((3, 3), (2, 5)), 1, False),
        (low((1, 1)), 0, False),
        (low((1, 1), (3, 3), (1, 1)), 2, False),
        (low((1, 1), (1, 1), (3, 3)), 1, True),
    ],
)
def test_two_low_answers_are_about_meetings_that_follow_each_other(
    answers: list[dict[str, int]], this: int, found: bool
) -> None:
    assert two_low(answers, this) is found
