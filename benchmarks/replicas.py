"""How many commands a second three bots on one PostgreSQL answer, beside one.

Each bot is a process, `python -m bot run`, as an operator would start it; the clients are spread
over all of them. A command changes something: the language, one's own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks import http
from playground.server.serve import Running
from tests import databases

ROOT = Path(__file__).parents[1]
BOTS, ROUNDS = (1, 3), 3
CLIENTS = 12
AT_LEAST, ON_CORES = 2.0, 4
"""The goal: so many times the commands of one bot, where there are so many cores."""


def main(seconds: float) -> int:
    """Measures in turns, prints a table; 1 when the goal is missed on a machine that is large
    enough."""
    found: dict[int, list[float]] = {count: [] for count in BOTS}
    with http._slack() as slack, ExitStack() as stack:
        ports = {count: stack.enter_context(_bots(slack, count)) for count in BOTS}
        for several in ports.values():
            _rate(slack, several, seconds / 5)
        for _ in range(ROUNDS):
            for count, several in ports.items():
                found[count].append(_rate(slack, several, seconds))
    rates = {count: statistics.median(values) for count, values in found.items()}
    times = rates[3] / rates[1]
    cores = os.cpu_count() or 1
    for count, rate in rates.items():
        print(f"postgresql, bots: {count}; {rate:.0f} commands/s")
    print(f"three beside one: {times:.2f} times as many, on {cores} cores")
    return int(cores >= ON_CORES and times < AT_LEAST)


@contextmanager
def _bots(slack: Running, count: int) -> Iterator[list[int]]:
    """So many on one database; their ports."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.url("postgresql", Path(folder), migrated=True) as database,
        ExitStack() as stack,
    ):
        key = Fernet.generate_key().decode()
        yield [
            stack.enter_context(_bot(slack, database, key, Path(folder) / str(number)))
            for number in range(count)
        ]


@contextmanager
def _bot(slack: Running, database: str, key: str, folder: Path) -> Iterator[int]:
    settings = {
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database,
        "REVMENTOR_DATA": str(folder),
        "REVMENTOR_SECRET_KEY": key,
        "REVMENTOR_LOG_FORMAT": "json",
        "HOST": "127.0.0.1",
        "PORT": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=os.environ | settings,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield http._port(process)
    finally:
        process.terminate()
        process.wait(20)


def _rate(slack: Running, ports: list[int], seconds: float) -> float:
    """Commands a second, of clients that are spread over the bots."""
    until, done = time.monotonic() + seconds, [0] * CLIENTS

    def client(number: int) -> None:
        port = ports[number % len(ports)]
        while time.monotonic() < until:
            took, _ = http._measured(slack, port, 1, 10)
            done[number] += len(took)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began)
