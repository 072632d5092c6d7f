"""A playground with three people, a client of the bot, and a tiny app behind it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from playground import Person, Workspace
from playground.actor.actor import Actor
from playground.server import serve
from playground.server.serve import Running
from tests.playground.tiny_app import TinyApp

ANNA = Person("U0ANNA00001", "anna", "Anna Rossi", display_name="Anna")
MARCO = Person("U0MARCO0001", "marco", "Marco Conti", tz="Europe/London", locale="en-GB")
GIULIA = Person("U0GIULIA001", "giulia", "Giulia Neri", tz="America/New_York", locale="en-US")
GONE = Person("U0GONE00001", "gone", "Gaspare Gallo", deleted=True)
OTHER_BOT = Person("U0OTHERBOT1", "standup", "Standup", is_bot=True)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(people=[ANNA, MARCO, GIULIA, GONE, OTHER_BOT])


@pytest.fixture
def running(workspace: Workspace) -> Iterator[Running]:
    started = serve.start(workspace)
    yield started
    started.stop()


@pytest.fixture
def client(running: Running) -> WebClient:
    return WebClient(running.workspace.bot_token, base_url=running.api_url, retry_handlers=[])


@pytest.fixture
def app(running: Running) -> Iterator[TinyApp]:
    tiny = TinyApp(running.workspace.signing_secret)
    running.workspace.request_url = tiny.start()
    yield tiny
    tiny.stop()


@pytest.fixture
def anna(running: Running) -> Actor:
    return running.actor("Anna Rossi")


@pytest.fixture
def marco(running: Running) -> Actor:
    return running.actor("marco")
