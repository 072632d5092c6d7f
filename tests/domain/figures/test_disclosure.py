"""What a published figure tells about one person: never their answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.disclosure import Figure, Metric, TooFew, bounds, figure, publishable, step

MEANS = [Metric.USEFUL, Metric.OPEN]
SHARES = [Metric.APPLIED, Metric.BALANCE, Metric.ANSWER_RATE]


# --- enough people and pairs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "pairs", "enough"),
    [(9, 5, False), (10, 5, True), (10, 4, False), (60, 4, False), (12, 6, True)],
)
def test_ten_people_and_five_pairs(people: int, pairs: int, enough: bool) -> None:
    assert publishable(people, pairs) is enough


def test_the_threshold_can_be_raised_and_never_lowered() -> None:
    assert not publishable(19, 30, k=20)
    assert publishable(20, 20, k=20)
    assert publishable(6, 5, min_people=5)
    assert not publishable(4, 5, min_people=1)
    with pytest.raises(ValueError, match="raised"):
        publishable(50, 50, k=4)


# --- how many they were --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "asked", "shown"),
    [(10, 20, 10), (14, 20, 10), (15, 20, 15), (19, 40, 15), (100_003, 100_020, 100_000)],
)
def test_people_are_shown_in_steps_of_five(answered: int, asked: int, shown: int) -> None:
    assert step(answered, asked) == shown


@pytest.mark.parametrize(
    ("answered", "asked", "shown"),
    [(15, 15, 10), (15, 16, 10), (15, 17, 15), (20, 20, 15), (10, 10, 10), (11, 11, 10)],
)
def test_a_step_never_says_that_all_have_answered(answered: int, asked: int, shown: int) -> None:
    assert step(answered, asked) == shown


@given(st.integers(10, 60), st.integers(0, 60))
def test_a_step_is_never_more_than_have_answered(answered: int, silent: int) -> None:
    shown = step(answered, answered + silent)
    assert 10 <= shown <= answered
    assert shown % 5 == 0


def test_two_numbers_of_one_step_have_the_same_bound() -> None:
    """Or a bound would tell how many answered: 4.4 of ten, 4.5 of fourteen."""
    shown = {figure(Metric.USEFUL, [5] * n, 10).to_json() for n in range(10, 15)}
    assert len(shown) == 1


def test_a_step_of_more_people_than_there_are_is_refused() -> None:
    with pytest.raises(TooFew):
        figure(Metric.USEFUL, [3] * 12, 15)


# --- the extremes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "n", "low", "high"),
    [
        (Metric.USEFUL, 5, "2.2", "3.8"),
        (Metric.USEFUL, 10, "1.6", "4.4"),
        (Metric.OPEN, 20, "1.3", "4.7"),
        (Metric.APPLIED, 10, "0.2", "0.8"),
        (Metric.ANSWER_RATE, 20, "0.1", "0.9"),
    ],
)
def test_the_bounds(metric: Metric, n: int, low: str, high: str) -> None:
    assert bounds(metric, n) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("metric", "n"), [(Metric.USEFUL, 0), (Metric.USEFUL, 3), (Metric.APPLIED, 4)]
)
def test_too_few_have_no_figure(metric: Metric, n: int) -> None:
    with pytest.raises(TooFew):
        figure(metric, [1] * n, n)


def test_the_mean_is_that_of_the_real_answers() -> None:
    """Fourteen are shown as ten, and so is their bound; their mean stays theirs."""
    assert figure(Metric.USEFUL, [4] * 7 + [5] * 7, 10).relation == ">="
    assert figure(Metric.USEFUL, [4] * 10 + [3] * 4, 10).value == "3.7"


# --- how it is written ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "values", "relation", "value"),
    [
        (Metric.USEFUL, [5] * 10, ">=", "4.4"),
        (Metric.USEFUL, [1] * 10, "<=", "1.6"),
        (Metric.USEFUL, [4] * 6 + [5] * 4, ">=", "4.4"),  # on the bound is not inside it
        (Metric.USEFUL, [4] * 7 + [5] * 3, "=", "4.3"),
        (Metric.USEFUL, [5] * 5, ">=", "3.8"),
        (Metric.OPEN, [5] * 11, ">=", "4.4"),  # the bound is 4.4545…
        (Metric.OPEN, [3] * 11 + [4], "=", "3.1"),
        (Metric.APPLIED, [1] * 10, ">=", "80"),
        (Metric.APPLIED, [0] * 10, "<=", "20"),
        (Metric.APPLIED, [1] * 7 + [0] * 3, "=", "70"),
        (Metric.APPLIED, [1] * 3 + [0] * 9, "=", "30"),  # 25 is rounded half up to tens
        (Metric.APPLIED, [0] * 15, "<=", "20"),  # the bound is 13.3…
        (Metric.APPLIED, [0] * 20, "<=", "10"),
        (Metric.APPLIED, [1] * 20, ">=", "90"),
        (Metric.APPLIED, [1] * 5 + [0] * 15, "=", "25"),  # steps of five from 20 people on
        (Metric.APPLIED, [0] * 400, "<=", "5"),  # never nought
    ],
)
def test_a_figure_is_written(metric: Metric, values: list[int], relation: str, value: str) -> None:
    assert figure(metric, values, len(values)) == Figure(metric, len(values), relation, value)


def number_of(told: Figure) -> Fraction:
    shown = Fraction(told.value)
    return shown if Metric(told.metric).is_mean else shown / 100


def thirds(low: int, high: int) -> st.SearchStrategy[float]:
    """What a person contributes: the mean of up to four answers."""
    answers = st.lists(st.integers(low, high), min_size=1, max_size=4)
    return answers.map(lambda given: sum(given) / len(given))


@given(st.sampled_from(MEANS), st.lists(thirds(1, 5), min_size=5, max_size=45))
def test_no_mean_is_shown_beyond_the_bound(metric: Metric, values: list[float]) -> None:
    keeps_its_word(metric, values, grid=Fraction(1, 10))


@given(st.sampled_from(SHARES), st.lists(thirds(0, 1), min_size=5, max_size=45))
def test_no_share_is_shown_beyond_the_bound(metric: Metric, values: list[float]) -> None:
    keeps_its_word(metric, values, grid=Fraction(1, 10 if len(values) < 20 else 20))


def keeps_its_word(metric: Metric, values: list[float], grid: Fraction) -> None:
    """A value lies inside the bounds and near the mean; a bound is true, and says no more."""
    low, high = bounds(metric, len(values))
    mean = sum((Fraction(v).limit_denominator(12) for v in values), Fraction(0)) / len(values)
    told = figure(metric, values, len(values))
    shown = number_of(told)
    assert (shown / grid).denominator == 1
    if told.relation == "=":
        assert low < mean < high
        assert low < shown < high
        assert abs(shown - mean) < grid
    elif told.relation == ">=":
        assert mean >= high >= shown > high - grid
    else:
        assert told.relation == "<="
        assert mean <= low <= shown < low + grid


def test_a_value_that_would_round_onto_the_bound_stays_inside() -> None:
    values = [5, 5, 5, 5, 4, 4, 4, 4, 4, 3.8]  # a mean of 4.38 where 4.4 is the bound
    assert figure(Metric.USEFUL, values, 10).value == "4.3"
    rates = [0.5, 0.5, 0.5, 0.75] + [0.0] * 6  # 22.5% where 20% is the bound
    assert figure(Metric.ANSWER_RATE, rates, 10).value == "30"


# --- kept as text --------------------------------------------------------------------------------


def test_a_release_is_the_same_text_whenever_it_is_written() -> None:
    told = figure(Metric.APPLIED, [1] * 7 + [0] * 3, 10)
    assert told.to_json() == '{"metric":"applied","n":10,"relation":"=","value":"70"}'
    assert Figure.from_json(told.to_json()) == told
    assert Figure.from_json(told.to_json()).to_json() == told.to_json()
