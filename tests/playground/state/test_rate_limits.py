"""Slack's rate limits, when they are switched on."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server.serve import Running
from playground.state.rate_limits import POSTS_A_MINUTE, RateLimits
from tests.playground.conftest import ANNA


class Elapsed:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


def post(rates: RateLimits, channel: str = "DANNA") -> int | None:
    return rates.retry_after("chat.postMessage", None, channel)


def test_off_unless_asked_for(elapsed: Elapsed) -> None:
    rates = RateLimits(elapsed=elapsed)
    assert {post(rates) for _ in range(1000)} == {None}


def test_one_message_a_second_and_conversation_after_a_short_burst(elapsed: Elapsed) -> None:
    rates = RateLimits(on=True, elapsed=elapsed)
    assert [post(rates) for _ in range(4)] == [None, None, None, 1]
    assert post(rates, "DMARCO") is None
    elapsed.seconds += 1
    assert [post(rates), post(rates)] == [None, 1]


def test_several_hundred_a_minute_for_the_workspace(elapsed: Elapsed) -> None:
    rates = RateLimits(on=True, elapsed=elapsed)
    answers = [post(rates, f"D{number}") for number in range(POSTS_A_MINUTE + 1)]
    assert answers == [None] * POSTS_A_MINUTE + [1]


def test_tiers_by_method(elapsed: Elapsed) -> None:
    rates = RateLimits(on=True, elapsed=elapsed)
    answers = [rates.retry_after("users.list", 2, "") for _ in range(21)]
    assert answers == [None] * 20 + [3]
    assert rates.retry_after("users.info", 4, "") is None


def test_a_factor_makes_it_quick(elapsed: Elapsed) -> None:
    rates = RateLimits(on=True, factor=100, elapsed=elapsed)
    assert [post(rates) for _ in range(4)] == [None, None, None, 1]
    elapsed.seconds += 0.01
    assert post(rates) is None


def test_over_http(running: Running, client: WebClient) -> None:
    running.workspace.rates.on = True
    for _ in range(3):
        client.chat_postMessage(channel=ANNA.id, text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ANNA.id, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert len(running.workspace.log) == 3
