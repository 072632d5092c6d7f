"""Trouble on demand, as the real client meets it."""

import http.client
import json
import random
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Fault
from playground.server.serve import Running
from playground.state.faults import FaultPlan
from tests.playground.conftest import ANNA, MARCO

LOST = (http.client.RemoteDisconnected, URLError, ConnectionError, TimeoutError)


def post(client: WebClient, **more: Any) -> Any:
    return client.chat_postMessage(**{"channel": ANNA.id, "text": "hello", **more})


class TestAnswers:
    def test_429_with_retry_after(self, running: Running, client: WebClient) -> None:
        running.workspace.faults.add(
            Fault("rate_limited", method="chat.postMessage", retry_after=7)
        )
        with pytest.raises(SlackApiError) as refused:
            post(client)
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
        assert running.workspace.log == []
        post(client)

    @pytest.mark.parametrize(
        ("kind", "status"), [("http_500", 500), ("http_502_html", 502), ("wrong_json", 200)]
    )
    def test_what_is_no_json(
        self, running: Running, client: WebClient, kind: Any, status: int
    ) -> None:
        running.workspace.faults.add(Fault(kind))
        with pytest.raises(SlackApiError) as refused:
            post(client)
        assert refused.value.response.status_code == status
        assert running.workspace.calls[-1].fault == kind

    def test_any_code(self, running: Running, client: WebClient) -> None:
        running.workspace.faults.add(Fault("error", code="fatal_error", after=True))
        with pytest.raises(SlackApiError, match="fatal_error"):
            post(client)
        assert len(running.workspace.log) == 1

    def test_the_token_is_revoked_from_now_on(self, running: Running, client: WebClient) -> None:
        running.workspace.faults.add(Fault("revoke"))
        for _ in range(2):
            with pytest.raises(SlackApiError, match="token_revoked"):
                post(client)
        running.workspace.revoked = None
        post(client)


class TestConnection:
    @pytest.mark.parametrize(("after", "accepted"), [(False, 0), (True, 1)])
    def test_dropped_before_and_after_accepting(
        self, running: Running, client: WebClient, after: bool, accepted: int
    ) -> None:
        running.workspace.faults.add(Fault("drop", after=after))
        with pytest.raises(LOST):
            post(client)
        assert len(running.workspace.log) == accepted
        assert running.workspace.calls[-1].status == 0

    @pytest.mark.parametrize(("after", "accepted"), [(False, 0), (True, 1)])
    def test_hanging_longer_than_the_client_waits(
        self, running: Running, after: bool, accepted: int
    ) -> None:
        running.workspace.faults.add(Fault("hang", after=after, seconds=30))
        client = WebClient(
            running.workspace.bot_token, base_url=running.api_url, retry_handlers=[], timeout=1
        )
        client.timeout = 0.1  # type: ignore[assignment]
        with pytest.raises(LOST):
            post(client)
        assert len(running.workspace.log) == accepted

    def test_a_delay_changes_nothing_else(self, running: Running, client: WebClient) -> None:
        running.workspace.faults.add(Fault("delay", seconds=0.02))
        assert post(client)["ok"]

    def test_accepted_late(self, running: Running, client: WebClient) -> None:
        running.workspace.faults.add(Fault("late", seconds=0.05))
        with pytest.raises(LOST):
            post(client)
        assert running.workspace.log == []
        running.workspace.wait_until(lambda: len(running.workspace.log) == 1)


class TestWhichCalls:
    def happens(self, fault: Fault, *calls: str, **arguments: Any) -> list[bool]:
        plan = FaultPlan(faults=[fault])
        return [plan.for_call(call, arguments) is not None for call in calls]

    def test_by_method(self) -> None:
        fault = Fault("drop", method="users.info", count=None)
        assert self.happens(fault, "users.list", "users.info") == [False, True]

    def test_the_nth_and_how_often(self) -> None:
        fault = Fault("drop", nth=2, count=2)
        assert self.happens(fault, *"abcde") == [False, True, True, False, False]

    def test_by_channel(self) -> None:
        fault = Fault("drop", channel=MARCO.id, count=None)
        assert self.happens(fault, "a", channel=ANNA.id) == [False]
        assert self.happens(fault, "a", channel=MARCO.id) == [True]

    def test_by_chance_the_same_for_the_same_seed(self) -> None:
        def run(seed: int) -> list[bool]:
            plan = FaultPlan(seed, [Fault("drop", probability=0.3, count=None)])
            return [plan.for_call("a", {}) is not None for _ in range(1000)]

        assert run(1) == run(1) != run(2)
        assert 250 < sum(run(1)) < 350

    def test_the_first_that_fits_and_only_one(self) -> None:
        first, second = Fault("drop"), Fault("delay", count=None)
        plan = FaultPlan(faults=[first, second])
        kinds = [fault.kind for _ in range(2) if (fault := plan.for_call("a", {}))]
        assert kinds == ["drop", "delay"]
        plan.clear()
        assert plan.for_call("a", {}) is None

    def test_dice_are_only_thrown_for_calls_that_fit(self) -> None:
        fault = Fault("drop", method="a", probability=0.5, count=None)
        quiet, noisy = random.Random(5), random.Random(5)
        plain = [fault.meets("a", {}, quiet) for _ in range(50)]
        mixed = []
        for _ in range(50):
            fault.meets("b", {}, noisy)
            mixed.append(fault.meets("a", {}, noisy))
        assert plain == mixed


def test_a_response_url_can_fail_too(running: Running) -> None:
    url = running.workspace.response_urls.make(ANNA.id, running.workspace.direct(ANNA.id).id)
    running.workspace.faults.add(Fault("http_500", method="response_url"))
    host = running.url.removeprefix("http://")
    link = http.client.HTTPConnection(host, timeout=5)
    statuses = []
    for _ in range(2):
        link.request("POST", f"/response/{url.key}", json.dumps({"text": "x"}))
        answer = link.getresponse()
        answer.read()
        statuses.append(answer.status)
    link.close()
    assert statuses == [500, 200]
