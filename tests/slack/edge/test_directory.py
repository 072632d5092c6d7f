"""Everybody, page by page: pages that Slack holds back are waited for, and a stop ends the wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.slack.edge import directory as directories
from bot.slack.edge.directory import Directory
from bot.texts.clean import StandIn
from playground import Person, Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.faults import Fault

PEOPLE = seed.people(count=5, seed=7)


@pytest.fixture
def slack() -> Iterator[Running]:
    with running(*PEOPLE) as slack:
        yield slack


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directories, "PAGE", 2)


class Waits:
    """Waits for nothing, and remembers for how long it would have."""

    def __init__(self, patience: int = 100) -> None:
        self.seconds: list[float] = []
        self._patience = patience

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) <= self._patience


def directory(slack: Running) -> Directory:
    client = WebClient(
        token=slack.workspace.bot_token, base_url=slack.api_url, timeout=5, retry_handlers=[]
    )
    return Directory(client, Clock(), lambda: slack.workspace.team_id)


def test_everybody_comes_in_pages(slack: Running) -> None:
    waits = Waits()
    pages = list(directory(slack).everybody(waits))
    assert max(map(len, pages)) == 2
    found = {account.slack_id for page in pages for account in page}
    assert found >= {person.id for person in PEOPLE}
    assert waits.seconds == []


def test_a_page_that_is_held_back_is_waited_for_and_none_is_lost(slack: Running) -> None:
    slack.workspace.faults.add(
        Fault("rate_limited", method="users.list", nth=2, count=2, retry_after=7)
    )
    waits = Waits()
    pages = list(directory(slack).everybody(waits))
    assert waits.seconds == [7.0, 7.0]
    found = [account.slack_id for page in pages for account in page]
    assert len(found) == len(set(found))
    assert set(found) >= {person.id for person in PEOPLE}


def test_a_process_that_stops_asks_no_more(slack: Running) -> None:
    slack.workspace.faults.add(
        Fault("rate_limited", method="users.list", nth=2, count=None, retry_after=7)
    )
    pages = list(directory(slack).everybody(Waits(patience=1)))
    assert len(pages) == 1
    asked = [call for call in slack.workspace.calls if call.method == "users.list"]
    assert len(asked) == 3


def test_a_page_that_is_held_back_for_too_long_is_left_for_another_night(slack: Running) -> None:
    slack.workspace.faults.add(
        Fault("rate_limited", method="users.list", count=None, retry_after=100)
    )
    waits = Waits()
    with pytest.raises(SlackApiError):
        list(directory(slack).everybody(waits))
    assert sum(waits.seconds) == directories.LONGEST_WAIT


def test_another_error_is_not_waited_for(slack: Running) -> None:
    slack.workspace.faults.add(Fault("http_500", method="users.list"))
    waits = Waits()
    with pytest.raises(SlackApiError):
        list(directory(slack).everybody(waits))
    assert waits.seconds == []


@pytest.mark.parametrize(
    ("display", "real", "name"),
    [
        ("Marco", "Marco Rossi", "Marco"),
        ("", "Marco Rossi", "Marco Rossi"),
        ("\u3164", "Marco Rossi", StandIn("Marco Rossi")),
        ("\u2800\u200d", "\ufe0f", StandIn("")),
        ("", "\u3164", StandIn("")),
    ],
)
def test_a_name_without_ink_has_the_real_one_in_its_place(
    display: str, real: str, name: str
) -> None:
    person = replace(PEOPLE[0], display_name=display, real_name=real)
    with running(person) as slack:
        told = directory(slack).name(person.id)
    assert (told, type(told)) == (name, type(name))


@pytest.mark.parametrize(
    ("display", "real", "name"),
    [("Nino", "Antonio Rossi", "Antonio Rossi"), ("Nino", "", "Nino"),
     ("Nino", "\u200b", StandIn("Nino"))],
)  # fmt: skip
def test_a_full_name_is_the_real_one_where_there_is_one(display: str, real: str, name: str) -> None:
    person = replace(PEOPLE[0], display_name=display, real_name=real)
    with running(person) as slack:
        found = directory(slack).full_name(person.id)
    assert (found, type(found)) == (name, type(name))


@contextmanager
def running(*people: Person) -> Iterator[Running]:
    slack = serve.start(Workspace(people=list(people)), port=0)
    yield slack
    slack.stop()
