"""The operator's side over HTTP: another process plays people and looks around."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient

from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.pieces import actions, button, modal, text_field
from tests.playground.tiny_app import TinyApp


def ask(running: Running, path: str, given: Any = None) -> Any:
    """GET without a body, POST with one."""
    body = None if given is None else json.dumps(given).encode()
    request = urllib.request.Request(f"{running.url}/playground/{path}", data=body)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def refused(running: Running, path: str, given: Any) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as raised:
        ask(running, path, given)
    with raised.value as answer:
        return answer.code, json.load(answer)["error"]


def test_a_whole_form_from_another_process(
    running: Running, app: TinyApp, client: WebClient
) -> None:
    def on_command(payload: dict[str, Any]) -> None:
        client.views_open(trigger_id=payload["trigger_id"], view=modal(text_field()))

    app.answers["command"] = on_command
    anna = f"people/{ANNA.id}"
    assert ask(running, f"{anna}/types", {"text": "/revmentor join"})["status"] == 200
    assert ask(running, f"{anna}/sees")["view"]["title"] == "A form"
    assert ask(running, f"{anna}/fills", {"values": {"Name": "Anna"}}) == []
    assert ask(running, f"{anna}/field", {"wanted": "Name"}) == "Anna"
    assert ask(running, f"{anna}/submits", {})["error"] is None
    assert ask(running, f"{anna}/sees")["view"] is None


def test_pressing_in_a_named_message(running: Running, app: TinyApp, client: WebClient) -> None:
    posts = [
        client.chat_postMessage(
            channel=ANNA.id, text="?", blocks=[actions(button("Yes", "yes", value=value))]
        )
        for value in ("old", "new")
    ]
    where = {"wanted": "Yes", "in": f"ts:{posts[0]['ts']}"}
    ask(running, f"people/{ANNA.id}/presses", where)
    assert app.heard[-1]["actions"][0]["value"] == "old"


def test_what_cannot_be_done_says_why(running: Running, app: TinyApp) -> None:
    anna = f"people/{ANNA.id}"
    assert refused(running, f"{anna}/presses", {"wanted": "Yes"}) == (
        409,
        "Anna Rossi sees no 'Yes'; there is []",
    )
    assert refused(running, f"{anna}/dances", {})[0] == 409
    assert refused(running, "people/U0NOBODY/submits", {})[0] == 404
    assert refused(running, f"{anna}/types", {"words": "x"})[0] == 400
    assert refused(running, "app", {"log": []})[0] == 409


def test_log_and_calls(running: Running, client: WebClient) -> None:
    group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
    first = client.chat_postMessage(channel=group, text="one")
    client.chat_update(channel=group, ts=first["ts"], text="two")
    client.chat_postMessage(channel=ANNA.id, text="three")
    log = ask(running, "log")
    assert [(entry["number"], entry["text"]) for entry in log] == [(1, "two"), (2, "three")]
    assert log[0]["members"] == [ANNA.id, MARCO.id]
    assert [old["text"] for old in log[0]["earlier"]] == ["one"]
    assert [entry["text"] for entry in ask(running, "log?after=1")] == ["three"]
    calls = ask(running, "calls")
    assert [call["method"] for call in calls] == [
        "conversations.open", "chat.postMessage", "chat.update", "chat.postMessage",
    ]  # fmt: skip
    assert {call["status"] for call in calls} == {200}
    assert all("token" not in call["arguments"] for call in calls)


def test_people_clock_app_and_faults(
    running: Running, app: TinyApp, client: WebClient, anna: Actor
) -> None:
    ask(running, "people", {"id": "U0NINA00001", "name": "nina", "real_name": "Nina Nuova"})
    ask(running, "people/U0NINA00001", {"tz": "Europe/London"})
    assert [heard["event"]["type"] for heard in app.heard] == ["team_join", "user_change"]
    assert "U0NINA00001" in {person["id"] for person in ask(running, "people")}
    before = ask(running, "state")["slack_time"]
    assert ask(running, "clock", {"offset": 86_400})["slack_time"] >= before + 86_400
    ask(running, "app", {"request_url": None, "scopes": ["chat:write"]})
    assert running.workspace.request_url is None
    assert running.workspace.scopes == {"chat:write"}
    ask(running, "app", {"trigger_seconds": 9, "rate_limits": 100})
    assert running.workspace.triggers.seconds == 9
    assert (running.workspace.rates.on, running.workspace.rates.factor) == (True, 100)
    ask(running, "app", {"rate_limits": 0})
    assert running.workspace.rates.on is False
    ask(running, "faults", {"kind": "http_500", "method": "auth.test"})
    with pytest.raises(Exception, match="Internal Server Error"):
        client.auth_test()
    assert ask(running, "faults")[0]["met"] == 1
    ask(running, "faults/clear", {})
    assert ask(running, "faults") == []
