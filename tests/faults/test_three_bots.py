"""Three whole bots on one PostgreSQL send a round between them, and two of them are killed."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Select, func, select

from benchmarks import company
from bot.domain.lifecycle.outbox import OPEN_STATES
from bot.programme import unit_of_work
from bot.programme.people.accounts import Account
from bot.programme.rounds import approval
from bot.store.secrets import keys
from bot.store.secrets.sealing import Secrets
from bot.store.tables import Event, OutboxRow, Participation, Proposal, Round
from playground import Person, Workspace
from playground.server import serve
from playground.server.serve import Running
from tests.bots import ROOT, Bot
from tests.databases import Database

PEOPLE = 60
PAIRS = company.pairs_of(PEOPLE)
APPROVED = company.DRAFTED + timedelta(minutes=30)
QUICK = {
    "REVMENTOR_PACE": "0.02", "REVMENTOR_HTTP_TIMEOUT": "1", "REVMENTOR_SETTLE": "1.5",
    "REVMENTOR_LEASE": "4", "REVMENTOR_HEARTBEAT": "1", "REVMENTOR_BACKOFF_MAX": "2",
}  # fmt: skip
ONE_PAIR_AT_ONCE = """
from bot.operations import cli
from bot.programme.rounds import sending
sending.AT_ONCE = 1
cli.main()
"""


class SmallChunks(Bot):
    """A bot that offers pair by pair, so that there is something to share."""

    def _start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", ONE_PAIR_AT_ONCE, *arguments],
            cwd=ROOT, env=self.settings, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


@pytest.fixture
def slack() -> Iterator[Running]:
    ids = [*(f"U{n:06}" for n in range(1, PEOPLE + 1)), company.LEAD]
    people = [Person(id=one, name=one.lower(), real_name=one, tz="Europe/Rome") for one in ids]
    running = serve.start(Workspace(people=people))
    running.workspace.scopes.add("im:history")
    yield running
    running.stop()


def approved(database: Database, key: bytes) -> None:
    """A company with an approved round, its hold still to pass."""
    cipher = MultiFernet([Fernet(key)])
    with database.sessions.begin() as db:
        secrets = Secrets(cipher, keys.installation_key(db, cipher))
    database.sessions.configure(secrets=secrets)
    company.fill(database, PEOPLE)
    unit_of_work.run_once(
        database.sessions, Account(company.LEAD, "Europe/Rome", "en"), "a click", APPROVED,
        approval.approve, 2,
    )  # fmt: skip


def at(clock: Path, moment: datetime) -> None:
    """The bots' programme time from now on: a new file in the place of the old one."""
    new = clock.with_suffix(".new")
    new.write_text(str(moment.timestamp() - time.time()), encoding="ascii")
    new.replace(clock)


def eventually(database: Database, counted: Select[int], enough: Callable[[int], bool]) -> None:
    until, pause = time.monotonic() + 60, threading.Event()
    while time.monotonic() < until:
        with database.sessions() as db:
            if enough(db.scalars(counted).one()):
                return
        pause.wait(0.01)
    raise AssertionError("it does not go on")


def offers(slack: Running) -> Counter[str]:
    """How many messages each person got; they are offers, or words to those who wait."""
    rooms = slack.workspace.rooms.by_id
    return Counter(
        next(iter(rooms[message.conversation].members)) for message in slack.workspace.log
    )


def test_nothing_is_done_twice_and_nothing_is_lost(
    postgresql: Database, slack: Running, tmp_path: Path
) -> None:
    key, clock = Fernet.generate_key(), tmp_path / "clock"
    approved(postgresql, key)
    at(clock, APPROVED)
    settings = QUICK | {
        "DATABASE_URL": postgresql.url, "REVMENTOR_SECRET_KEY": key.decode(),
        "REVMENTOR_CLOCK_FILE": str(clock), "REVMENTOR_ADMINS": company.LEAD,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
    }  # fmt: skip
    offered = select(func.count(Proposal.id)).where(Proposal.offered_at > APPROVED)
    with ExitStack() as stack:
        bots = []
        for number in range(3):
            bots.append(SmallChunks(slack, tmp_path / str(number), **settings))
            stack.callback(bots[-1].close)
            bots[-1].logged("listening")
        at(clock, APPROVED + timedelta(minutes=11))
        for bot, least in zip(bots, (5, 15), strict=False):
            eventually(postgresql, offered, lambda count, least=least: count >= least)  # type: ignore[misc]
            bot.process.kill()
        at(clock, APPROVED + timedelta(hours=1))  # by then everybody is at work
        unsent = select(func.count(Round.id)).where(Round.state != "sent")
        eventually(postgresql, unsent, lambda count: count == 0)
        owed = select(func.count(OutboxRow.id)).where(OutboxRow.state.in_(OPEN_STATES))
        eventually(postgresql, owed, lambda count: count == 0)
    with postgresql.sessions() as db:
        events = select(Event.thing_id).where(Event.thing == "proposal", Event.event == "send")
        sends = Counter(db.scalars(events))
        waited = dict(db.execute(select(Participation.id, Participation.rounds_waited)).all())
    assert len(sends) == PAIRS
    assert set(sends.values()) == {1}
    assert {n for n, rounds in waited.items() if rounds} == set(range(2 * PAIRS + 1, PEOPLE + 1))
    assert set(waited.values()) == {0, 1}
    # Of the first pair one names the other as manager: it counts as sent, and nobody is told.
    assert offers(slack) == {f"U{n:06}": 1 for n in range(3, PEOPLE + 1)}
