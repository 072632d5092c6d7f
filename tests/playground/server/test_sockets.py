"""Socket Mode, with Slack's own client."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.pieces import modal, text_field
from tests.playground.tiny_app import TinyApp


class SocketApp(TinyApp):
    """The same tiny app behind Slack's Socket Mode client; `deaf` keeps acks back."""

    deaf = False

    def connect(self, running: Running) -> SocketModeClient:
        web = WebClient(running.workspace.bot_token, base_url=running.api_url)
        client = SocketModeClient(
            running.workspace.app_token, web_client=web, ping_interval=0.2, concurrency=2
        )
        client.socket_mode_request_listeners.append(self.hear)
        client.connect()
        return client

    def hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request.payload)
        self.headers.append({"retry": str(request.retry_attempt)})
        if self.deaf:
            return
        said = self.react(request.payload)
        answer = {"text": said} if isinstance(said, str) else said
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))


def hang_up(running: Running, client: SocketModeClient) -> None:
    """End a client at once: left alone it waits for its next read to time out."""
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    running.sockets.cut()
    client.close()


@pytest.fixture
def socket_app(running: Running) -> SocketApp:
    running.workspace.request_url = None
    return SocketApp(running.workspace.signing_secret)


@pytest.fixture
def connected(running: Running, socket_app: SocketApp) -> Iterator[SocketModeClient]:
    client = socket_app.connect(running)
    running.wait_for_socket()
    yield client
    hang_up(running, client)


def test_a_command_and_a_form(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    def on_command(payload: dict[str, str]) -> str:
        connected.web_client.views_open(trigger_id=payload["trigger_id"], view=modal(text_field()))
        return "Opening"

    socket_app.answers["command"] = on_command
    assert anna.types("/revmentor join").error is None
    assert anna.sees.last.text == "Opening"
    socket_app.answers["view_submission"] = lambda payload: {
        "response_action": "errors",
        "errors": {"name": "No"},
    }
    anna.fills({"Name": "x"})
    anna.submits()
    assert anna.sees.view is not None
    assert anna.sees.view.errors == {"name": "No"}


def test_an_event_without_ack_comes_again(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    running.workspace.answer_seconds = 0.1
    socket_app.deaf = True
    replies = anna.opens_home()
    assert [reply.error for reply in replies] == ["operation_timeout"] * 4
    assert [headers["retry"] for headers in socket_app.headers] == ["0", "1", "2", "3"]


def test_a_command_without_ack_is_an_error_to_the_person(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    running.workspace.answer_seconds = 0.1
    socket_app.deaf = True
    anna.types("/revmentor join")
    assert [notice.code for notice in anna.notices] == ["operation_timeout"]


def test_nobody_connected(running: Running, anna: Actor) -> None:
    anna.types("/revmentor join")
    assert [notice.code for notice in anna.notices] == ["dispatch_failed"]


def test_told_to_come_again_it_comes_again(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    before = list(running.sockets.open)
    running.sockets.disconnect()
    running.workspace.wait_until(
        lambda: bool(running.sockets.open) and running.sockets.open[0] not in before
    )
    assert anna.types("/revmentor join").error is None
    opened = [call for call in running.workspace.calls if call.method == "apps.connections.open"]
    assert len(opened) >= 2


def test_two_replicas_share_the_work(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    second = SocketApp(running.workspace.signing_secret)
    client = second.connect(running)
    try:
        running.workspace.wait_until(lambda: len(running.sockets.open) == 2)
        for _ in range(4):
            anna.types("/revmentor")
        assert (len(socket_app.heard), len(second.heard)) == (2, 2)
    finally:
        hang_up(running, client)


def test_a_socket_that_breaks_instead_of_delivering(
    running: Running, anna: Actor, socket_app: SocketApp, connected: SocketModeClient
) -> None:
    running.workspace.answer_seconds = 0.2
    running.sockets.drops_next = 1
    anna.types("/revmentor")
    assert [notice.code for notice in anna.notices] == ["operation_timeout"]
    assert socket_app.heard == []
    running.wait_for_socket()
    anna.types("/revmentor")
    assert len(socket_app.heard) == 1
