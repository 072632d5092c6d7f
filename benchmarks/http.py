"""A slash command over HTTP: the whole bot beside bare Bolt apps, in one run.

The bot checks signature and form, asks who it is, opens a transaction, keeps the request's key,
changes a setting and answers in words. One bare app makes the same change in a transaction, the
other only acknowledges (benchmarks/bare.py). All stand behind the same web server, and take turns,
so that a busy machine slows them alike.

`python -m benchmarks.http open --against PATH`: a person who has an open proposal, and one who is
asked about a meeting, type `status`, open the Home tab and answer; the same before the build of
another checkout, request by request in turns (benchmarks/own_side.py).

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

from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
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
MORE, SLOWER = 2, 1.10
"""The goals of `open`: at most so many statements more, and so many times the seconds."""


def main() -> int:
    asked = _asked()
    return (_open if asked.what == "open" else _command)(asked)


# --- a command with an effect ---------------------------------------------------------------------


def _command(asked: argparse.Namespace) -> int:
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
    parser.add_argument("what", choices=("command", "open"), nargs="?", default="command")
    parser.add_argument("--database", choices=databases.BACKENDS, default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=800, help="a round, at sixteen clients")
    parser.add_argument("--against", type=Path, help="open: a checkout of an earlier build")
    parser.add_argument("--times", type=int, default=40, help="open: requests of each case")
    return parser.parse_args()


# --- somebody with something open -----------------------------------------------------------------

Figures = list[tuple[int, float, float]]
"""Of each request: SQL statements, seconds, and CPU seconds of the thread that answered."""


def _open(asked: argparse.Namespace) -> int:
    with ExitStack() as stack:
        if asked.database == "postgresql":
            os.environ["TEST_DATABASE_URL"] = databases.server()  # one for both builds
        where = [ROOT] if asked.against is None else [ROOT, asked.against.resolve()]
        builds = [stack.enter_context(_build(one, asked)) for one in where]
        names, *_ = [json.loads(_said(build)) for build in builds]
        found = [(case, _turns(builds, case, asked.times)) for case in names]
    print(f"database: {asked.database}, {asked.times} requests a case; medians")
    print("| | statements | ms | of it CPU |\n|---|---|---|---|")
    return max([_told_of(case, *figures) for case, figures in found])


def _turns(builds: "list[subprocess.Popen[str]]", case: str, times: int) -> list[Figures]:
    """The first few of a case are not counted."""
    found: list[Figures] = [[] for _ in builds]
    for number in range(WARM + times):
        turn = list(zip(builds, found, strict=True))
        for build, figures in turn[:: 1 if number % 2 else -1]:
            assert build.stdin is not None
            print(json.dumps([case, 1]), file=build.stdin, flush=True)
            figures += [tuple(one) for one in json.loads(_said(build))]
    return [figures[WARM:] for figures in found]


WARM = 5


def _told_of(case: str, now: Figures, before: Figures | None = None) -> int:
    statements, seconds, cpu = (statistics.median(column) for column in zip(*now, strict=True))
    if before is None:
        print(f"| {case} | {statements:.0f} | {1000 * seconds:.1f} | {1000 * cpu:.1f} |")
        return 0
    was = [statistics.median(column) for column in zip(*before, strict=True)]
    print(
        f"| {case} | {statements:.0f}, before {was[0]:.0f} "
        f"| {1000 * seconds:.1f}, {seconds / was[1]:.2f} of before "
        f"| {1000 * cpu:.1f}, {cpu / was[2]:.2f} of before |"
    )
    return int(statements > was[0] + MORE or seconds > SLOWER * was[1])


@contextmanager
def _build(checkout: Path, asked: argparse.Namespace) -> "Iterator[subprocess.Popen[str]]":
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", ROOT / "benchmarks" / "own_side.py", asked.database,
             str(asked.times + WARM + 1)],
            cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
        )  # fmt: skip
        try:
            yield process
        except RuntimeError:
            said.seek(0)
            print(checkout, *said.readlines()[-20:], sep="\n", file=sys.stderr)
            raise
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()


def _said(build: "subprocess.Popen[str]") -> str:
    assert build.stdout is not None
    line = build.stdout.readline()
    if not line:
        raise RuntimeError("a build gave up")
    return line


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
