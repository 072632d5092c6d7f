"""One person, one contribution."""

import pytest

from bot.domain.figures.disclosure import Metric
from bot.domain.figures.measures import Answered, answer_rates, contributions, figures


def test_who_meets_often_weighs_no_more() -> None:
    answers = {
        "anna": [Answered(5, 4, 0, 1), Answered(3, 4, 2, -1), Answered(4, 1, 0, 0)],
        "marco": [Answered(2, 5, 0, 1)],
        "silent": [],
    }
    assert contributions(answers) == {
        Metric.USEFUL: {"anna": 4.0, "marco": 2.0},
        Metric.OPEN: {"anna": 3.0, "marco": 5.0},
        Metric.APPLIED: {"anna": 1.0, "marco": 0.0},
        Metric.BALANCE: {"anna": 1.0, "marco": 0.0},
    }


@pytest.mark.parametrize(
    ("picks", "balanced"),
    [
        ([0], 1.0),
        ([1], 0.0),
        ([1, 0, 0], 1.0),  # exactly a third
        ([-1, 0, 0], 1.0),
        ([1, 0], 0.0),
        ([1, -1, 1, -1], 1.0),
    ],
)
def test_balance_is_within_a_third_of_both(picks: list[int], balanced: float) -> None:
    answers = {"anna": [Answered(3, 3, 0, pick) for pick in picks]}
    assert contributions(answers)[Metric.BALANCE] == {"anna": balanced}


@pytest.mark.parametrize(("applied", "counts"), [(0, 0.0), (1, 1.0), (2, 1.0)])
def test_a_plan_counts_as_applied(applied: int, counts: float) -> None:
    assert contributions({1: [Answered(3, 3, applied, 0)]})[Metric.APPLIED] == {1: counts}


def test_nobody_answered() -> None:
    assert contributions({}) == {
        metric: {} for metric in Metric if metric is not Metric.ANSWER_RATE
    }


def test_the_answer_rate_is_each_persons_share() -> None:
    asked = {"anna": 2, "marco": 1, "new": 0, "quiet": 1}
    answered = {"anna": 1, "marco": 1}
    assert answer_rates(asked, answered) == {"anna": 0.5, "marco": 1.0, "quiet": 0.0}


def test_every_figure_of_a_window_comes_from_as_many_people() -> None:
    """Twelve of fifteen answered; the answer rate of fifteen is shown as of ten, too."""
    answers = {n: [Answered(3, 3, 1, 0)] for n in range(12)}
    shown = figures(answers, dict.fromkeys(range(15), 1), alone=True)
    assert {one.metric: one.n for one in shown} == dict.fromkeys(Metric, 10)


def test_a_window_that_others_rolled_over_into_has_no_answer_rate() -> None:
    answers = {n: [Answered(3, 3, 1, 0)] for n in range(12)}
    shown = figures(answers, dict.fromkeys(range(15), 1), alone=False)
    assert {one.metric for one in shown} == set(Metric) - {Metric.ANSWER_RATE}
