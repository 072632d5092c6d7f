"""The ladder of silence: its days, and in which order they come."""

from datetime import timedelta

import pytest

from bot.domain.due import silence
from bot.domain.due.plan import USUAL, Plan
from bot.domain.due.silence import BEFORE_THE_FIRST, Step
from bot.domain.time.working_hours import Hours
from tests.domain.time.moments import rome

OFFICE = Hours("Europe/Rome", country="IT")
START = rome("2026-11-23T09:11")


def test_before_the_first_meeting_days_count_from_the_start() -> None:
    due = {step: silence.due(BEFORE_THE_FIRST, step, START, OFFICE) for step in Step}
    assert due[Step.NUDGE] == rome("2026-11-30T09:11")
    assert due[Step.LAST_WORD] == rome("2026-12-07T09:11")
    assert due[Step.HAND] == rome("2026-12-11T09:00")  # the 8th is a holiday
    assert due[Step.REST] == rome("2027-01-11T09:11")
    assert due[Step.END] == rome("2027-03-08T09:11")


@pytest.mark.parametrize(
    ("gap", "days"), [(28, (21, 35, 49, 77, 133)), (21, (14, 28, 42, 70, 126))]
)
def test_after_a_meeting_they_follow_from_the_gap(gap: int, days: tuple[int, ...]) -> None:
    ladder = silence.after_a_meeting(gap)
    assert tuple(ladder[step] for step in Step) == days
    due = [silence.due(ladder, step, START, OFFICE) for step in Step]
    assert due == [START + timedelta(days=n) for n in days]


def test_each_step_is_followed_by_a_later_one() -> None:
    for ladder in (BEFORE_THE_FIRST, *map(silence.after_a_meeting, (21, 28, 171))):
        assert list(ladder.values()) == sorted(set(ladder.values()))
    steps = [silence.following(step) for step in Step]
    assert steps == [*list(Step)[1:], None]


@pytest.mark.parametrize(
    ("plan", "gap"), [(USUAL, 28), (Plan(12, 13), 21), (Plan(52, 3), 172), (Plan(26, 5), 41)]
)
def test_the_gap_is_the_longest_of_a_plan_and_three_weeks_at_least(plan: Plan, gap: int) -> None:
    assert plan.gap == gap
