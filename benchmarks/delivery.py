"""How fast messages leave, and whether a full outbox is as quick as an empty one.

`python -m benchmarks.delivery rate` sends messages through real worker processes to a Slack with
its limits on, all of them as many times faster as asked; it must come to 95 % of what is allowed,
without a single 429. `python -m benchmarks.delivery depth` takes messages out of outboxes of ten
thousand to a million rows. See README.md; status 1 when a goal is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert, text

from bot.domain.lifecycle.outbox import State
from bot.outbox.deliver import claim as claims
from bot.outbox.deliver.settle import settle
from bot.outbox.deliver.timing import Timing
from bot.outbox.limits import rate_budget
from bot.outbox.ports import POST, Sent
from bot.programme.administration.kinds import KINDS
from bot.store.db import engine
from bot.store.tables import OutboxRow
from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from tests import databases

ROOT = Path(__file__).parents[1]
SHARE, SLOWER = 0.95, 2.0
"""The goals: of the allowed rate; and a million rows at most twice as slow as ten thousand."""


def main() -> int:
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        measure = _rate if asked.what == "rate" else _depth
        return measure(asked, Path(folder))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("what", choices=("rate", "depth"))
    parser.add_argument("--database", choices=databases.BACKENDS, default="sqlite")
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--factor", type=float, default=10, help="as much faster than Slack")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    return parser.parse_args()


# --- the rate ------------------------------------------------------------------------------------


def _rate(asked: argparse.Namespace, folder: Path) -> int:
    people = seed.people(count=asked.people, seed=7)[: asked.people]
    running = serve.start(Workspace(people=people))
    rates = running.workspace.rates
    rates.on, rates.factor = True, asked.factor
    heard: list[float] = []
    running.workspace.watchers.append(
        lambda kind, _: heard.append(time.monotonic()) if kind == "message" else None
    )
    key = Fernet.generate_key()
    with databases.url(asked.database, folder, migrated=True) as url:
        _owe(url, key, [one.id for one in people], asked.messages)
        with _workers(asked, running, url, key, folder):
            while len(heard) < asked.messages:
                time.sleep(0.2)
    running.stop()
    limit = rate_budget.LIMITS[POST]
    allowed = limit.a_minute / 60 * asked.factor
    rate = (len(heard) - limit.burst) / (heard[-1] - heard[0])  # the burst comes on top
    refused = sum(
        call.method == POST and call.error == "ratelimited" for call in running.workspace.calls
    )
    print(
        f"{asked.database}, {asked.workers} workers: {len(heard)} messages to {asked.people} "
        f"people, {rate:.1f} a second of {allowed:.1f} allowed: {rate / allowed:.1%} "
        f"(goal {SHARE:.0%}); refused by 429: {refused}"
    )
    return int(rate / allowed < SHARE)


def _owe(url: str, key: bytes, people: list[str], messages: int) -> None:
    box, now = Fernet(key), datetime.now(UTC)
    built = engine.connect(url)
    sealed = box.encrypt(b"benchmark")
    rows = [
        {
            "uid": str(uuid4()), "dedupe_key": f"{number}", "kind": "operator.text",
            "conversation": f"channel:{people[number % len(people)]}",
            "channel": people[number % len(people)], "arguments": {}, "sealed_text": sealed,
            "priority": 2, "state": State.PENDING, "due_at": now, "attempts": 0,
            "posting": False, "unclear": False, "plain": False,
        }
        for number in range(messages)
    ]  # fmt: skip
    with engine.sessions(built).begin() as db:
        db.execute(insert(OutboxRow), rows)
    built.dispose()


@contextmanager
def _workers(
    asked: argparse.Namespace, running: Running, url: str, key: bytes, folder: Path
) -> Iterator[None]:
    settings = {
        "SLACK_BOT_TOKEN": running.workspace.bot_token,
        "SLACK_SIGNING_SECRET": running.workspace.signing_secret,
        "SLACK_API_URL": running.api_url,
        "DATABASE_URL": url,
        "REVMENTOR_DATA": str(folder),
        "REVMENTOR_SECRET_KEY": key.decode(),
        "REVMENTOR_PACE": str(1 / asked.factor),
        "REVMENTOR_LOG_LEVEL": "ERROR",
    }
    processes = [
        subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT,
                         env=os.environ | settings)
        for _ in range(asked.workers)
    ]  # fmt: skip
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


# --- the depth -----------------------------------------------------------------------------------


def _depth(asked: argparse.Namespace, folder: Path) -> int:
    print(f"database: {asked.database}; milliseconds of a claim and its record, and of looking")
    print("| rows | claim, p50 | claim, p95 | nothing due, p50 |\n|---|---|---|---|")
    medians = []
    for rows in asked.rows:
        with databases.url(asked.database, folder, migrated=True) as url:
            built = engine.connect(url)
            _fill(built, rows)
            took, idle = _taken(built, 200), _looked(built, 200)
            built.dispose()
        medians.append(statistics.median(took))
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"| {rows:,} | {medians[-1]:.2f} | {p95:.2f} | {statistics.median(idle):.2f} |")
    return int(medians[-1] > SLOWER * medians[0])


def _fill(built: Engine, rows: int) -> None:
    """Of ten rows, seven are over, two wait for next month, and one is due."""
    now = datetime.now(UTC)
    on_postgresql = built.dialect.name == "postgresql"
    numbers = (
        "SELECT generate_series(1, :rows) AS n"
        if on_postgresql
        else "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :rows) "
        "SELECT n FROM c"
    )
    columns = (
        "uid, dedupe_key, kind, conversation, arguments, priority, state, due_at, attempts, "
        "posting, unclear, plain, expires_at, lease_until"
    )
    fill = text(
        f"INSERT INTO outbox ({columns}) SELECT 'u' || n, 'k' || n, 'welcome', "
        "'channel:U' || (n / 10 % 20000), '{}', n % 6, "
        "CASE WHEN n % 10 < 7 THEN 'sent' ELSE 'pending' END, "
        "CASE WHEN n % 10 = 9 THEN :now ELSE :later END, 0, false, false, false, NULL, NULL "
        f"FROM ({numbers}) AS numbers"
    ).bindparams(
        rows=rows,
        now=now - timedelta(days=1) if on_postgresql else _plain(now - timedelta(days=1)),
        later=now + timedelta(days=30) if on_postgresql else _plain(now + timedelta(days=30)),
    )
    with built.begin() as connection:
        connection.execute(fill)
    with built.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _plain(moment: datetime) -> str:
    """As the column type writes it into SQLite."""
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _taken(built: Engine, count: int) -> list[float]:
    sessions, timing, took = engine.sessions(built), Timing(pace=0.001), []
    now = datetime.now(UTC)
    for number in range(count):
        began = time.perf_counter()
        real_now = now + timedelta(seconds=number)
        with sessions.begin() as db:
            claim = claims.claim(db, KINDS, now, real_now, timing)
        assert claim is not None
        with sessions.begin() as db:
            settle(db, claim, Sent("D001", "1.1"), now, real_now, timing)
        took.append(1000 * (time.perf_counter() - began))
    return took


def _looked(built: Engine, count: int) -> list[float]:
    """Before anything is due: what an idle sender asks at each tick."""
    sessions, timing, took = engine.sessions(built), Timing(), []
    long_ago = datetime.now(UTC) - timedelta(days=2)
    for _ in range(count):
        began = time.perf_counter()
        with sessions() as db:
            engine.reading(db)
            claims.next_at(db, long_ago, long_ago, timing)
        took.append(1000 * (time.perf_counter() - began))
    return took


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        databases.close()
