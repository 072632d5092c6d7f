"""Starters go with where a pair stands in its life, and stay the same until the next meeting."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.due.plan import USUAL_DAYS
from bot.domain.learning.phases import Phase, phase, phase_of_newcomers
from bot.texts import guidance

BEGUN = datetime(2026, 11, 24, 10, tzinfo=UTC)
DAY = timedelta(days=1)
ENDS = BEGUN + 182 * DAY


def test_on_the_default_days_the_last_of_seven_meetings_is_the_closing_one() -> None:
    before = [None, *(BEGUN + days * DAY for days in USUAL_DAYS[:-1])]
    assert [phase(last, BEGUN, ENDS) for last in before] == [
        *("first", "building", "building", "building", "midway", "midway", "closing"),
    ]


@given(days=st.lists(st.integers(0, 400), min_size=2), length=st.integers(84, 420))
def test_it_never_goes_back(days: list[int], length: int) -> None:
    order = list(Phase)
    met = [
        order.index(phase(BEGUN + one * DAY, BEGUN, BEGUN + length * DAY)) for one in sorted(days)
    ]
    assert met == sorted(met)
    assert Phase.FIRST not in {order[one] for one in met}


def test_the_content_knows_the_same_phases() -> None:
    assert tuple(Phase) == (*guidance.PHASES, *guidance.newcomer_meetings())


def test_a_newcomers_meetings_follow_each_other_and_the_last_one_stays() -> None:
    phases = [phase_of_newcomers(met) for met in range(5)]
    assert phases == ["arriving", "noticing", "staying", "staying", "staying"]
