"""A slash command over HTTP: the whole bot beside bare Bolt apps, in one run.

The bot checks signature and form, asks who it is, opens a transaction, keeps the request's key,
changes a setting and answers in words. One bare app makes the same change in a transaction, the
other only acknowledges (benchmarks/bare.py). All stand behind the same web server, and take turns,
so that a busy machine slows them alike.

`python -m benchmarks.http` (see README.md); status 1 when a goal is missed.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet

from playground import Workspace, seed, serve
from playground.serve import Running
from tests import databases

ROOT = Path(__file__).parents[1]
PEOPLE = seed.people(count=16, seed=7)[:16]
ACK, CHANGE, BOT = "Bolt, acknowledges", "Bolt, makes the change", "the whole bot"
SERVERS = {
    ACK: ("benchmarks.bare", "ack"), CHANGE: ("benchmarks.bare", "change"), BOT: ("bot", "run"),
}  # fmt: skip
SHARE, MILLISECONDS = 0.70, 5.0
"""The goals: of the throughput, at sixteen clients, of a bare app that makes the change; and, with
one client, at most so much later than a bare app that only acknowledges."""


def main() -> int:
    asked = _asked()
    with _slack() as slack, ExitStack() as stack:
        ports = {
            name: stack.enter_context(_server(what, slack, asked.database))
            for name, what in SERVERS.items()
        }
        for port in ports.values():
            _measured(slack, port, clients=4, requests=100)
        alone, together = _in_turns(slack, ports, asked)
    return _told(asked, alone, together)


def _in_turns(
    slack: Running, ports: dict[str, int], asked: argparse.Namespace
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """By server: the median in milliseconds with one client, and requests a second with sixteen,
    round by round."""
    alone: dict[str, list[float]] = {name: [] for name in ports}
    together: dict[str, list[float]] = {name: [] for name in ports}
    for _ in range(asked.rounds):
        for name, port in ports.items():
            took, _whole = _measured(slack, port, 1, asked.requests // 8)
            alone[name].append(1000 * statistics.median(took))
        for name, port in ports.items():
            took, whole = _measured(slack, port, 16, asked.requests)
            together[name].append(len(took) / whole)
    return alone, together


def _told(
    asked: argparse.Namespace, alone: dict[str, list[float]], together: dict[str, list[float]]
) -> int:
    p50 = {name: statistics.median(values) for name, values in alone.items()}
    rate = {name: statistics.median(values) for name, values in together.items()}
    print(f"database: {asked.database}, {asked.rounds} rounds of {asked.requests} requests")
    print("| | one client, p50 | sixteen clients |\n|---|---|---|")
    for name in SERVERS:
        print(f"| {name} | {p50[name]:.1f} ms | {rate[name]:.0f} requests/s |")
    shares = {
        bare: statistics.median(
            ours / theirs for ours, theirs in zip(together[BOT], together[bare], strict=True)
        )
        for bare in (ACK, CHANGE)
    }
    for bare, share in shares.items():
        later = p50[BOT] - p50[bare]
        print(
            f"the bot, held against *{bare}*: {share:.0%} of its throughput, {later:.1f} ms later"
        )
    return int(shares[CHANGE] < SHARE or p50[BOT] - p50[ACK] > MILLISECONDS)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.http")
    parser.add_argument("--database", choices=databases.BACKENDS, default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=800, help="a round, at sixteen clients")
    return parser.parse_args()


# --- the two servers, each in a process of its own ------------------------------------------------


@contextmanager
def _slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=PEOPLE))
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def _server(what: tuple[str, ...], slack: Running, backend: str) -> Iterator[int]:
    """Its port."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.url(backend, Path(folder), migrated=True) as database,
    ):
        settings = {
            "SLACK_BOT_TOKEN": slack.workspace.bot_token,
            "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database,
            "REVMENTOR_DATA": folder,
            "REVMENTOR_SECRET_KEY": Fernet.generate_key().decode(),
            "REVMENTOR_LOG_FORMAT": "json",
            "HOST": "127.0.0.1",
            "PORT": "0",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", *what], cwd=ROOT, env=os.environ | settings,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield _port(process)
        finally:
            process.terminate()
            process.wait(20)


def _port(process: "subprocess.Popen[str]") -> int:
    """What the log says; the rest of it is read on and forgotten."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if '"listening"' in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return int(json.loads(line)["port"])
    raise RuntimeError(f"the server did not start: {''.join(said[-20:])}")


# --- the clients ---------------------------------------------------------------------------------


def _measured(slack: Running, port: int, clients: int, requests: int) -> tuple[list[float], float]:
    """How long each request took, and all of them together (seconds)."""
    took: list[float] = []
    shares = [
        [_signed(slack, PEOPLE[client].id) for _ in range(requests // clients)]
        for client in range(clients)
    ]
    begin = threading.Barrier(clients + 1)

    def client(share: list[tuple[bytes, dict[str, str]]]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        begin.wait()
        for body, headers in share:
            began = time.perf_counter()
            connection.request("POST", "/slack/events", body, headers)
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            if answer.status != 200:
                raise RuntimeError(f"answered with {answer.status}")
        connection.close()

    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    begin.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if len(took) != clients * (requests // clients):
        raise RuntimeError("a client failed")
    return took, time.perf_counter() - began


def _signed(slack: Running, person: str) -> tuple[bytes, dict[str, str]]:
    """A new request to change the language, as Slack would send it."""
    ws = slack.workspace
    form: dict[str, Any] = {
        "command": "/revmentor",
        "text": f"language {secrets.choice(['en', 'it'])}",
        "user_id": person,
        "team_id": ws.team_id,
        "channel_id": "D0BENCHMARK",
        "trigger_id": secrets.token_hex(12),
        "response_url": f"{slack.url}/response/none",
    }
    body, timestamp = urlencode(form).encode(), str(int(time.time()))
    signed = hmac.new(
        ws.signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256
    )
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        databases.close()
