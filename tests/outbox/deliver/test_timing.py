"""Waits grow, have an end, and differ by chance."""

import random
from datetime import timedelta

import pytest

from bot.outbox.deliver.timing import Timing, seconds


def test_the_wait_doubles_up_to_its_limit() -> None:
    timing = Timing(backoff_min=1, backoff_max=900, dice=random.Random(1))
    for attempts, most in ((1, 1), (2, 2), (5, 16), (10, 512), (11, 900), (500, 900)):
        wait = timing.backoff(attempts).total_seconds()
        assert most / 2 <= wait <= most


def test_two_replicas_do_not_come_back_at_the_same_instant() -> None:
    timing = Timing(dice=random.Random(1))
    assert len({timing.backoff(5) for _ in range(20)}) > 10


def test_a_wait_of_nothing_is_still_a_wait() -> None:
    assert seconds(0) > timedelta(0)


@pytest.mark.parametrize("wrong", [{"settle": 10.0}, {"lease": 30.0}])
def test_values_that_could_double_a_message_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Timing(timeout=10.0, **wrong)  # type: ignore[arg-type]
