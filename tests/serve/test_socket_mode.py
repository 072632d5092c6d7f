"""The line to Slack, against the playground: tokens, outages, and hanging up in good order."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.serve.socket_mode import Installation, SlackConnection, Socket
from bot.settings import BadSettings
from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.faults import Fault


def eventually(true: Callable[[], bool], seconds: float = 8) -> bool:
    """Whether it becomes true in time; threads are waited for, nothing is slept over."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while not true() and time.monotonic() < until:
        pause.wait(0.005)
    return true()


@pytest.fixture
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=seed.people(count=3, seed=7)), port=0)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serve.socket_mode._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.serve.socket_mode._LONGEST_PAUSE", 0.05)


def client(slack: Running, token: str | None = None) -> WebClient:
    return WebClient(
        token=token or slack.workspace.bot_token,
        base_url=slack.api_url,
        timeout=5,
        retry_handlers=[],
    )


class Bot:
    """A small bot on a socket: its one command waits until it is told to go on."""

    def __init__(self, slack: Running, app_token: str | None = None, sockets: int = 1) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.refused: list[BadSettings] = []
        app = App(
            client=client(slack),
            process_before_response=True,
            token_verification_enabled=False,
            request_verification_enabled=False,
        )
        app.command("/revmentor")(self._command)
        self.connection = SlackConnection(
            client(slack),
            sockets=[
                Socket(app, app_token or slack.workspace.app_token, client(slack))
                for _ in range(sockets)
            ],
            refused=self.refused.append,
        )
        self.connection.start()

    @property
    def connected(self) -> int:
        """How many sockets are up on the bot's side too; Slack knows of one a moment earlier."""
        return sum(one.client.is_connected() for one in self.connection._sockets)

    def _command(self, ack: Ack) -> None:
        self.begun.set()
        assert self.go_on.wait(5)
        ack("done")


def test_slack_says_who_we_are_and_what_is_granted(slack: Running) -> None:
    told: list[Installation] = []
    line = SlackConnection(client(slack), installed=told.append)
    line.start()
    assert eventually(lambda: line.ready)
    assert (told[0].team, told[0].bot_user) == (
        slack.workspace.team_id,
        slack.workspace.bot_user_id,
    )
    assert told[0].scopes >= {"commands", "chat:write"}
    assert line.hang_up(1)


def test_a_slack_that_stumbles_is_asked_again(slack: Running) -> None:
    slack.workspace.faults.add(Fault("http_502_html", method="auth.test", count=2))
    slack.workspace.faults.add(Fault("http_500", method="apps.connections.open", count=2))
    bot = Bot(slack)
    assert eventually(lambda: bot.connection.ready)
    assert bot.refused == []
    assert bot.connection.hang_up(1)


def test_a_socket_address_is_good_for_one_attempt(
    slack: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, attempts = Connection.connect, iter([True])

    def first_fails(self: Connection) -> None:
        if next(attempts, False):
            raise TimeoutError
        connect(self)

    monkeypatch.setattr(Connection, "connect", first_fails)
    bot = Bot(slack)
    assert eventually(lambda: bot.connection.ready)
    asked = [call for call in slack.workspace.calls if call.method == "apps.connections.open"]
    assert len(asked) == 2
    assert bot.connection.hang_up(1)


def test_a_slack_that_is_away_at_the_start_is_waited_for() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    workspace = Workspace(people=seed.people(count=3, seed=7))
    away = WebClient(
        token=workspace.bot_token, base_url=f"http://127.0.0.1:{port}/api/", retry_handlers=[]
    )
    line = SlackConnection(away)
    line.start()
    assert not line.ready
    slack = serve.start(workspace, port=port)
    try:
        assert eventually(lambda: line.ready)
    finally:
        assert line.hang_up(1)
        slack.stop()


def test_a_bot_token_that_slack_refuses_at_the_start_is_named(slack: Running) -> None:
    refused: list[BadSettings] = []
    line = SlackConnection(client(slack, "xoxb-of-another"), refused=refused.append)
    line.start()
    assert eventually(lambda: bool(refused))
    assert str(refused[0]).startswith("SLACK_BOT_TOKEN: Slack refuses it (invalid_auth)")
    assert not line.ready
    assert line.hang_up(1)


def test_an_app_token_that_slack_refuses_is_named(slack: Running) -> None:
    bot = Bot(slack, "xapp-of-another")
    assert eventually(lambda: bool(bot.refused))
    assert str(bot.refused[0]).startswith("SLACK_APP_TOKEN: Slack refuses it (invalid_auth)")
    assert bot.connection.hang_up(1)


def test_hanging_up_answers_what_is_in_hand(slack: Running) -> None:
    bot = Bot(slack)
    assert eventually(lambda: bot.connection.ready)
    slack.wait_for_socket()
    person = slack.actor(seed.people(count=3, seed=7)[0].id)
    replies: list[str] = []
    asking = threading.Thread(
        target=lambda: replies.append(person.types("/revmentor help").json()["text"])
    )
    asking.start()
    assert bot.begun.wait(5)
    threading.Timer(0.1, bot.go_on.set).start()
    assert bot.connection.hang_up(5)
    asking.join()
    assert replies == ["done"]
    assert not bot.connection.ready


def test_hanging_up_does_not_wait_for_ever(slack: Running) -> None:
    bot = Bot(slack)
    assert eventually(lambda: bot.connection.ready)
    slack.wait_for_socket()
    person = slack.actor(seed.people(count=3, seed=7)[0].id)
    asking = threading.Thread(target=lambda: person.types("/revmentor help"))
    asking.start()
    assert bot.begun.wait(5)
    assert not bot.connection.hang_up(0.1)
    bot.go_on.set()
    asking.join()


def test_of_two_sockets_one_goes_on_while_the_other_is_cut(slack: Running) -> None:
    bot = Bot(slack, sockets=2)
    bot.go_on.set()
    assert eventually(lambda: bot.connection.ready and bot.connected == 2)
    person = slack.actor(seed.people(count=3, seed=7)[0].id)
    first = slack.sockets.open[0]
    asyncio.run_coroutine_threadsafe(first.close(1011), slack.loop).result(5)
    slack.workspace.wait_until(lambda: first not in slack.sockets.open, 10)
    assert bot.connection.ready
    assert person.types("/revmentor help").json()["text"] == "done"
    assert eventually(lambda: len(slack.sockets.open) == 2, 20)
    assert bot.connection.hang_up(5)


def test_a_cut_is_noticed_within_seconds(slack: Running) -> None:
    """The SDK gives a link up after six pings without an answer, ten seconds apart by itself."""
    bot = Bot(slack)
    assert eventually(lambda: bot.connection.ready)
    (one,) = bot.connection._sockets
    assert one.client.ping_interval == 2
    assert bot.connection.hang_up(5)


def test_both_sockets_finish_what_is_in_hand(slack: Running) -> None:
    bot = Bot(slack, sockets=2)
    assert eventually(lambda: bot.connected == 2)
    person = slack.actor(seed.people(count=3, seed=7)[0].id)
    replies: list[str] = []
    asking = [
        threading.Thread(
            target=lambda: replies.append(person.types("/revmentor help").json()["text"])
        )
        for _ in range(4)
    ]
    for one in asking:
        one.start()
    assert eventually(lambda: sum(one._in_hand for one in bot.connection._sockets) == 4)
    threading.Timer(0.1, bot.go_on.set).start()
    assert bot.connection.hang_up(5)
    for one in asking:
        one.join()
    assert replies == ["done"] * 4
