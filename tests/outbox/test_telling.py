"""What the sender tells of its work: one line for each attempt, no person, no words."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import logs
from bot.outbox.deliver.sender import Sender
from bot.outbox.ports import Defer, Delivery, Refused, Throttled
from bot.programme.administration.kinds import KINDS
from tests.outbox.office import MONDAY, Office

Lines = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The lines of one event that were logged so far."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure("INFO", "json", stream)

    def of(event: str) -> list[dict[str, Any]]:
        told = map(json.loads, stream.getvalue().splitlines())
        return [line for line in told if line["event"].startswith(event)]

    yield of
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def sender(office: Office, told: list[Delivery]) -> Sender:
    return Sender(
        office.database.sessions, KINDS, office.words, office.wire, office.clock,
        office.timing, told.append,
    )  # fmt: skip


def test_each_attempt_is_one_line_and_one_figure(office: Office, lines: Lines) -> None:
    told: list[Delivery] = []
    office.owes("welcome", "a secret word")
    office.clock.passes(seconds=90)
    office.wire.script.append(Throttled(2))
    sender(office, told).pump()
    office.clock.passes(seconds=10)
    sender(office, told).pump()
    assert [(one.kind, one.outcome) for one in told] == [
        ("welcome", "throttled"),
        ("welcome", "sent"),
    ]
    assert [one.late_seconds for one in told] == [None, 100.0]
    logged = lines("delivery")
    assert [(line["kind"], line["outcome"]) for line in logged] == [
        ("welcome", "throttled"),
        ("welcome", "sent"),
    ]
    assert "secret word" not in json.dumps(logged)
    assert "UANNA" not in json.dumps(logged)


def test_what_is_refused_or_put_off_says_why(office: Office, lines: Lines) -> None:
    told: list[Delivery] = []
    office.owes("welcome", "first")
    office.wire.script.append(Refused("user_disabled"))
    sender(office, told).pump()
    office.clock.passes(seconds=10)
    office.owes("welcome", "second")
    office.words.verdicts["welcome"].append(Defer(MONDAY.replace(hour=23), "hours"))
    sender(office, told).pump()
    assert [(one.outcome, one.reason) for one in told] == [
        ("refused", "user_disabled"),
        ("defer", "hours"),
    ]
    assert [line["reason"] for line in lines("delivery")] == ["user_disabled", "hours"]


def test_an_installation_that_is_gone_is_told_once_and_so_is_its_return(
    office: Office, lines: Lines
) -> None:
    working = sender(office, [])
    office.owes("welcome", "waits")
    office.wire.script.extend([Refused("token_revoked")] * 3)
    for _ in range(4):
        working.pump()
        office.clock.passes(minutes=2)
    assert [line["code"] for line in lines("slack refuses the installation")] == ["token_revoked"]
    assert office.state("waits") == ("sent", None)
    office.owes("welcome", "another")
    working.pump()
    assert office.state("another") == ("sent", None)
    assert len(lines("slack accepts the installation again")) == 1
