"""Requests to the app: signatures, retries of events, replays, anything by hand."""

import json

import pytest

from playground.actor.actor import Actor
from playground.server.requests import signature
from playground.server.serve import Running
from tests.playground.conftest import ANNA
from tests.playground.tiny_app import TinyApp


def test_the_signature_is_the_one_of_slacks_documentation() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


class TestEvents:
    def test_home_opened(self, anna: Actor, app: TinyApp) -> None:
        (reply,) = anna.opens_home()
        heard = app.heard[0]
        assert reply.status == 200
        assert (heard["event"]["user"], heard["event"]["tab"]) == (ANNA.id, "home")
        assert heard["event_id"].startswith("Ev")
        assert heard["authorizations"][0]["is_bot"]

    def test_until_the_app_says_200(self, anna: Actor, app: TinyApp) -> None:
        statuses = iter([500, 503, 200])
        app.answers["app_home_opened"] = lambda payload: (next(statuses), "text/plain", "")
        assert [reply.status for reply in anna.opens_home()] == [500, 503, 200]
        assert [headers.get("x-slack-retry-num") for headers in app.headers] == [None, "1", "2"]
        assert app.headers[1]["x-slack-retry-reason"] == "http_error"
        assert len({heard["event_id"] for heard in app.heard}) == 1

    def test_three_retries_at_most(self, anna: Actor, app: TinyApp) -> None:
        app.answers["app_home_opened"] = lambda payload: (500, "text/plain", "")
        assert len(anna.opens_home()) == 4

    def test_nobody_listens(self, running: Running, anna: Actor) -> None:
        running.workspace.request_url = "http://127.0.0.1:9/slack/events"
        assert {reply.error for reply in anna.opens_home()} == {"not_reachable"}

    def test_only_subscribed_types(self, running: Running, anna: Actor, app: TinyApp) -> None:
        running.workspace.subscriptions.discard("app_home_opened")
        assert anna.opens_home() == []
        assert app.heard == []

    def test_people_come_and_change(self, running: Running, app: TinyApp) -> None:
        from playground import Person

        running.add_person(Person("U0NEW000001", "new", "Nina Nuova"))
        running.change_person("new", tz="Europe/London", deleted=False)
        joined, changed = (heard["event"] for heard in app.heard)
        assert (joined["type"], changed["type"]) == ("team_join", "user_change")
        assert joined["user"]["locale"] == "it-IT"
        assert changed["user"]["tz"] == "Europe/London"


class TestAgainAndByHand:
    def test_a_replay_is_the_same_to_the_byte(self, anna: Actor, app: TinyApp) -> None:
        reply = anna.types("/revmentor join")
        again = anna.replays(reply)
        assert again.status == 200
        assert app.heard[0] == app.heard[1]
        assert app.headers[0] == app.headers[1]

    def test_a_fresh_signature_for_the_same_body(self, anna: Actor, app: TinyApp) -> None:
        reply = anna.types("/revmentor join")
        assert anna.replays(reply, fresh=True).status == 200

    @pytest.mark.parametrize(
        ("how", "status"),
        [
            ({}, 200),
            ({"sign": False}, 401),
            ({"secret": "another"}, 401),
            ({"timestamp": "1500000000"}, 401),
            ({"headers": {"X-Slack-Signature": "v0=00"}}, 401),
        ],
    )
    def test_any_bytes_with_any_signature(
        self, running: Running, app: TinyApp, how: dict[str, object], status: int
    ) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "x"}).encode()
        reply = running.raw(body, content_type="application/json", **how)  # type: ignore[arg-type]
        assert reply.status == status
