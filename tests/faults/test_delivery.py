"""Nothing is lost, nothing is doubled: the truth is the list of messages that Slack accepted.

A real process is killed at named points, and Slack's answers fail in every way; a naive sender
stands beside the real one and must lose or double.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.tables import Person
from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.faults import Fault
from tests.databases import Database
from tests.faults import worker
from tests.outbox.owing import owe

ROOT = Path(__file__).parents[2]
PEOPLE, EACH = 4, 3


@pytest.fixture
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=seed.people(count=PEOPLE, seed=7)))
    running.workspace.scopes.add("im:history")
    running.workspace.honours_client_msg_id = False
    yield running
    running.stop()


@pytest.fixture
def everybody(database: Database, slack: Running) -> list[str]:
    ids = [one.id for one in seed.people(count=PEOPLE, seed=7)][:PEOPLE]
    with database.sessions.begin() as db:
        for one in ids:
            db.add(
                Person(slack_id=one, zone="Europe/Rome", language="it",
                       first_seen_at=worker.Later().now())
            )  # fmt: skip
    return ids


def owe_some(database: Database, *, file: bool = False) -> list[str]:
    """A few messages to each person, in order, everything owed twice; each with a file or none."""
    said = []
    with database.sessions.begin() as db:
        for person in db.query(Person).order_by(Person.id):
            for number in range(EACH):
                says = f"{number} for {person.slack_id}"
                said.append(says)
                for _ in range(2):
                    owe(
                        db, "welcome", occasion=says, now=worker.Later().now(), person=person.id,
                        arguments={"says": says, "file": file},
                    )  # fmt: skip
    return said


def process(database: Database, slack: Running, role: str, point: str = "", nth: int = 1) -> int:
    settings = {
        "DATABASE_URL": database.url,
        "SLACK_API_URL": slack.api_url,
        "SLACK_TOKEN": slack.workspace.bot_token,
    }
    command = [sys.executable, "-m", "tests.faults.worker", role, point, str(nth)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, timeout=60, check=False
    )
    return done.returncode


def later(database: Database, slack: Running, times: int = 3) -> None:
    """Senders that come ten minutes apart: by then every lease and settle time is over."""
    wire = worker.transport(slack.api_url, slack.workspace.bot_token)
    for number in range(times):
        by = timedelta(minutes=10 * (number + 1))
        slack.workspace.clock.offset = by.total_seconds()
        worker.sender(database.sessions, wire, by).pump()


def heard(slack: Running) -> Counter[str]:
    return Counter(message.text for message in slack.workspace.log)


def in_order(slack: Running) -> bool:
    """Each person heard 0 before 1 before 2."""
    by_person: dict[str, list[str]] = {}
    for message in slack.workspace.log:
        number, _, person = message.text.partition(" for ")
        by_person.setdefault(person, []).append(number)
    return all(numbers == sorted(numbers) for numbers in by_person.values())


# --- killed at a named point ---------------------------------------------------------------------


@pytest.mark.parametrize("point", worker.POINTS)
def test_a_sender_that_is_killed_loses_and_doubles_nothing(
    database: Database, slack: Running, everybody: list[str], point: str
) -> None:
    said = owe_some(database)
    assert process(database, slack, "sender", point, nth=5) == -signal.SIGKILL
    assert 4 <= sum(heard(slack).values()) <= 5
    later(database, slack)
    assert heard(slack) == dict.fromkeys(said, 1)
    assert in_order(slack)


def test_the_naive_job_doubles_when_it_is_killed_after_a_post(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    owe_some(database)
    assert process(database, slack, "naive", "after post", nth=5) == -signal.SIGKILL
    assert process(database, slack, "naive") == 0
    assert max(heard(slack).values()) == 2


def test_what_is_committed_is_told_even_if_the_process_dies_before_it_sends(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    assert process(database, slack, "business", "after commit") == -signal.SIGKILL
    assert not heard(slack)
    later(database, slack)
    assert heard(slack) == {f"caused for {one}": 1 for one in everybody}


def test_the_obvious_way_loses_what_it_had_committed(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    assert process(database, slack, "handler", "after commit") == -signal.SIGKILL
    later(database, slack)
    assert not heard(slack)
    assert process(database, slack, "handler") == 0
    assert len(heard(slack)) == PEOPLE


def test_what_was_never_committed_is_never_told(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    assert process(database, slack, "business", "inside business transaction") == -signal.SIGKILL
    later(database, slack)
    assert not heard(slack)


# --- answers that fail ---------------------------------------------------------------------------


TROUBLES = {
    "429": [Fault("rate_limited", count=4, nth=2)],
    "500 before": [Fault("http_500", count=3)],
    "500 after": [Fault("http_500", after=True, count=3)],
    "HTML": [Fault("http_502_html", after=True, count=3)],
    "dropped before": [Fault("drop", count=3)],
    "dropped after": [Fault("drop", after=True, count=3)],
    "not JSON": [Fault("wrong_json", after=True, count=3)],
    "half succeeded": [Fault("error", code="fatal_error", after=True, count=3)],
    "everything": [
        Fault("drop", after=True, count=6, probability=0.3),
        Fault("http_500", count=4, probability=0.3),
        Fault("rate_limited", count=6, probability=0.3),
    ],
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_file_is_neither_lost_nor_doubled(
    database: Database, slack: Running, everybody: list[str], trouble: str
) -> None:
    """It is found by its name, since Slack takes no metadata with it."""
    said = owe_some(database, file=True)
    faults = [set_on(slack, fault, "files.completeUploadExternal") for fault in TROUBLES[trouble]]
    later(database, slack, times=20)
    assert sum(fault.met for fault in faults) >= 3
    assert heard(slack) == dict.fromkeys(said, 1)
    assert in_order(slack)
    contents = Counter(file.content for one in slack.workspace.log for file in one.files)
    assert contents == {one.encode(): 1 for one in said}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_answers_that_fail_lose_and_double_nothing(
    database: Database, slack: Running, everybody: list[str], trouble: str
) -> None:
    said = owe_some(database)
    faults = [set_on_posts(slack, fault) for fault in TROUBLES[trouble]]
    later(database, slack, times=20)
    assert sum(fault.met for fault in faults) >= 3
    assert heard(slack) == dict.fromkeys(said, 1)
    assert in_order(slack)


def set_on_posts(slack: Running, fault: Fault) -> Fault:
    return set_on(slack, fault, "chat.postMessage")


def set_on(slack: Running, fault: Fault, method: str) -> Fault:
    own = Fault(
        fault.kind, method=method, after=fault.after, nth=fault.nth,
        count=fault.count, probability=fault.probability, code=fault.code,
    )  # fmt: skip
    return slack.workspace.faults.add(own)


@pytest.mark.parametrize("trouble", ["dropped after", "500 after"])
def test_sending_again_what_is_unclear_doubles(
    database: Database, slack: Running, everybody: list[str], trouble: str
) -> None:
    owe_some(database)
    for fault in TROUBLES[trouble]:
        set_on_posts(slack, fault)
    wire = worker.transport(slack.api_url, slack.workspace.bot_token)
    for _ in range(3):
        worker.naive(database.sessions, wire, worker.End())
    assert max(heard(slack).values()) == 2


def test_a_look_up_that_fails_too_doubles_nothing(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    said = owe_some(database)
    set_on_posts(slack, Fault("drop", after=True, count=3))
    slack.workspace.faults.add(Fault("http_500", method="conversations.history", count=2))
    slack.workspace.faults.add(Fault("rate_limited", method="conversations.history", count=2))
    later(database, slack, times=12)
    assert heard(slack) == dict.fromkeys(said, 1)


def test_a_revoked_token_loses_nothing(
    database: Database, slack: Running, everybody: list[str]
) -> None:
    said = owe_some(database)
    slack.workspace.revoked = "token_revoked"
    later(database, slack)
    assert not heard(slack)
    slack.workspace.revoked = None
    wire = worker.transport(slack.api_url, slack.workspace.bot_token)
    worker.sender(database.sessions, wire, timedelta(hours=1)).pump()
    assert heard(slack) == dict.fromkeys(said, 1)
