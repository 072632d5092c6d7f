"""Response URLs, used by Slack's own webhook client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from playground.actor.actor import Actor
from playground.server.serve import Running
from playground.state.clock import real_now
from tests.playground.conftest import ANNA
from tests.playground.pieces import actions, button, section
from tests.playground.tiny_app import TinyApp


def url_of(app: TinyApp) -> WebhookClient:
    return WebhookClient(app.heard[-1]["response_url"], retry_handlers=[])


def test_from_a_command_a_private_answer_or_one_for_all(
    anna: Actor, marco: Actor, app: TinyApp
) -> None:
    anna.types("/revmentor", channel="#general")
    hook = url_of(app)
    assert hook.send(text="for you").status_code == 200
    hook.send(text="for all", response_type="in_channel")
    assert [seen.text for seen in anna.sees.messages] == ["for you", "for all"]
    assert [seen.text for seen in marco.sees.messages] == ["for all"]


def test_five_uses(anna: Actor, app: TinyApp) -> None:
    anna.types("/revmentor")
    hook = url_of(app)
    assert [hook.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
    assert "used_url" in hook.send(text="x").body


def test_thirty_minutes_of_real_time(
    running: Running, anna: Actor, app: TinyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.types("/revmentor")
    running.workspace.clock.offset = 86_400
    assert url_of(app).send(text="x").status_code == 200
    now = real_now()
    monkeypatch.setattr("playground.state.response_urls.real_now", lambda: now + 30 * 60 + 1)
    answer = url_of(app).send(text="x")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


class TestFromAButton:
    @pytest.fixture
    def hook(self, anna: Actor, app: TinyApp, client: WebClient) -> WebhookClient:
        client.chat_postMessage(channel=ANNA.id, text="?", blocks=[actions(button("Go", "go"))])
        anna.presses("Go")
        return url_of(app)

    def test_replaces_the_message(self, anna: Actor, hook: WebhookClient) -> None:
        hook.send(text="done", blocks=[section("Done")], replace_original=True)
        assert [seen.shown for seen in anna.sees.messages] == ["Done"]

    def test_deletes_it(self, anna: Actor, hook: WebhookClient) -> None:
        hook.send(delete_original=True)
        assert anna.sees.messages == []

    def test_or_adds_a_private_one(self, anna: Actor, hook: WebhookClient) -> None:
        hook.send(text="noted")
        assert [seen.is_private for seen in anna.sees.messages] == [False, True]

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ({"text": ""}, "no_text"),
            ({"text": "x", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ],
    )
    def test_refusals(self, hook: WebhookClient, body: dict[str, Any], error: str) -> None:
        answer = hook.send_dict(body)
        assert (answer.status_code, error in answer.body) == (400, True)


def test_a_private_answer_replaces_itself(anna: Actor, app: TinyApp) -> None:
    app.answers["command"] = lambda payload: {
        "text": "?",
        "blocks": [actions(button("Undo", "undo"))],
    }
    anna.types("/revmentor leave")
    anna.presses("Undo")
    assert app.heard[-1]["container"]["is_ephemeral"] is True
    url_of(app).send(text="back again", replace_original=True, blocks=[])
    assert [(seen.text, seen.buttons) for seen in anna.sees.messages] == [("back again", [])]


def test_a_made_up_url(running: Running) -> None:
    answer = WebhookClient(f"{running.url}/response/none", retry_handlers=[]).send(text="x")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)
