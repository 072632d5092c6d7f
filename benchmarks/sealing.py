"""How long a large window takes to be sealed, how much memory, and how long others wait.

`python -m benchmarks.sealing` (see README.md) seals 100,000 answers in a process of its own: once
they are published, and once they roll over, which writes every row. Meanwhile this process writes
as a request would. Status 1 when a goal is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import sessionmaker

from bot.domain.lifecycle import ProgrammeState
from bot.domain.rules import default_rules
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.figures import ledger, releases
from bot.store.copies import journal
from bot.store.db import engine
from bot.store.db.session import Db
from bot.store.queries import administration as programmes
from bot.store.queries import figures
from bot.store.secrets import answers
from bot.store.secrets.answers import Answer, Door, Kept
from bot.store.secrets.sealing import Secrets
from bot.store.tables import (
    Hold,
    Pair,
    Participation,
    Person,
    Proposal,
    Round,
    Session,
    Table,
)
from tests import databases

ROOT = Path(__file__).parents[1]
SECONDS, MIB, LOCKED = 30.0, 300.0, 1.0
"""The goals: to seal, above the idle process, and the longest that anybody else may wait."""
START = datetime(2026, 11, 1, 23, tzinfo=UTC)
MET, ENDS, SEALS = (START + timedelta(days=days) for days in (3, 28, 35))
MEETINGS = 2
FEW = 9
"""So many answer where the window is to roll over."""


def main() -> int:
    asked = _asked()
    if asked.seal is not None:
        return _seals(asked.seal, Path(asked.journal))
    missed = 0
    for answering, name in ((asked.answers, "published"), (FEW, "rolled over")):
        with (
            tempfile.TemporaryDirectory() as folder,
            databases.database(asked.database, Path(folder)) as database,
        ):
            _fill(database.sessions, asked.answers, answering)
            told, waited = _measured(database, Path(folder) / "journal")
            missed += _told(name, told, waited)
    return int(missed > 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sealing")
    parser.add_argument("--database", choices=databases.BACKENDS, default="sqlite")
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--seal", help=argparse.SUPPRESS)
    parser.add_argument("--journal", help=argparse.SUPPRESS)
    return parser.parse_args()


def _told(name: str, told: dict[str, Any], waited: float) -> int:
    print(
        f"{name}: {told['state']} in {told['seconds']:.1f} s ({told['cpu']:.1f} s of processor "
        f"with its start), {told['mib']:.0f} MiB above idle; "
        f"its longest transaction that writes {told['locked']:.2f} s; "
        f"the longest that a writer beside it took {waited:.2f} s",
        flush=True,
    )
    good = told["seconds"] < SECONDS and told["mib"] < MIB
    return int(not good or max(told["locked"], waited) > LOCKED)


# --- this process: a writer beside the sealing ----------------------------------------------------


def _measured(database: databases.Database, book: Path) -> tuple[dict[str, Any], float]:
    command = [
        *(sys.executable, "-m", "benchmarks.sealing"),
        *("--seal", database.url, "--journal", str(book)),
    ]
    environment = os.environ | {"BENCHMARK_KEY": KEY.decode()}
    done, longest = threading.Event(), [0.0]
    writer = threading.Thread(target=_writes, args=(database.sessions, done, longest))
    writer.start()
    told = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    done.set()
    writer.join()
    if told.returncode:
        raise SystemExit(told.stderr)
    return json.loads(told.stdout.splitlines()[-1]), longest[0]


def _writes(sessions: sessionmaker[Db], done: threading.Event, longest: list[float]) -> None:
    number = 0
    while not done.wait(0.01):
        number += 1
        begun = time.monotonic()
        with sessions.begin() as db:
            db.add(Hold(key=f"benchmark:{number}", until=SEALS))
        longest[0] = max(longest[0], time.monotonic() - begun)


# --- the process that seals -----------------------------------------------------------------------


def _seals(url: str, book: Path) -> int:
    box = MultiFernet([Fernet(os.environ["BENCHMARK_KEY"])])
    built = engine.connect(url)
    sessions = engine.sessions(built)
    sessions.configure(secrets=Secrets(box, INSTALLATION), journal=journal.made(book, INSTALLATION))
    ledger.begin_the_first(sessions, SEALS)
    locks = _Locks(built)
    idle, begun = _mib("VmRSS"), time.monotonic()
    assert releases.seal_due(sessions, box, SEALS) == 1
    seconds, cpu, mib = time.monotonic() - begun, time.process_time(), _mib("VmHWM") - idle
    with sessions() as db:
        window = figures.window(db, 1, 0)
        assert window is not None
        told = {
            "state": window.state,
            "seconds": seconds,
            "cpu": cpu,
            "mib": mib,
            "locked": locks.longest,
        }
    print(json.dumps(told))
    return 0


def _mib(what: str) -> float:
    """What the kernel says of this process: VmRSS is what it holds, VmHWM the most so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith(f"{what}:"))
    return int(line.split()[1]) / 1024


class _Locks:
    """How long the longest transaction lasted that may write."""

    def __init__(self, built: Any) -> None:
        self.longest = 0.0
        self._begun: dict[int, float] = {}
        event.listen(built, "begin", self._begin)
        event.listen(built, "commit", self._end)
        event.listen(built, "rollback", self._end)

    def _begin(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("reading", False):
            self._begun[id(connection)] = time.monotonic()

    def _end(self, connection: Connection) -> None:
        begun = self._begun.pop(id(connection), None)
        if begun is not None:
            self.longest = max(self.longest, time.monotonic() - begun)


# --- a window full of answers ---------------------------------------------------------------------

KEY = Fernet.generate_key()
INSTALLATION = b"of the benchmark's installation!"


def _fill(sessions: sessionmaker[Db], rows: int, answering: int) -> None:
    """So many rows of two meetings of every pair, of which the first `answering` are answered."""
    box, pairs = MultiFernet([Fernet(KEY)]), rows // 2 // MEETINGS
    with sessions.begin() as db:
        programme_rules.first_programme(Work(db, START), default_rules(), ["ULEAD"])
        programme = programmes.current(db)
        programme.state = ProgrammeState.RUNNING
        figures.add_window(db, programme.id, 0, START, ENDS, SEALS)
        figures.add_window(db, programme.id, 1, ENDS, ENDS + (ENDS - START), SEALS + (ENDS - START))
        for table, many in _tables(pairs):
            for start in range(0, len(many), 5000):
                db.execute(insert(table), many[start : start + 5000])
        many = list(_sealed(db, box, pairs, answering))
        for start in range(0, len(many), 5000):
            db.execute(insert(Answer), many[start : start + 5000])


def _tables(pairs: int) -> Iterator[tuple[type[Table], list[dict[str, Any]]]]:
    people = range(1, 2 * pairs + 1)
    yield Person, [
        {
            "id": n, "slack_id": f"U{n}", "zone": "UTC", "language": "en",
            "language_chosen": False, "first_seen_at": START - timedelta(days=60),
        }
        for n in people
    ]  # fmt: skip
    yield Participation, [
        {
            "id": n, "programme_id": 1, "person_id": n, "state": "active",
            "role": "mentor" if n % 2 else "mentee", "band": 1, "languages": ["en"],
            "form": "either", "style": [None] * 3, "work_days": [0], "work_from": 540,
            "work_to": 1080, "waiting_since": START, "joined_at": START, "notice_version": 1,
        }
        for n in people
    ]  # fmt: skip
    yield Round, [
        {
            "id": 1, "programme_id": 1, "number": 1, "state": "sent", "due_on": START.date(),
            "drafted_at": START, "seed": 1, "certificate": {}, "rules": {}, "sent_at": MET,
            "expires_at": MET + timedelta(days=7),
        }
    ]  # fmt: skip
    both = [{"id": n, "mentor_id": 2 * n - 1, "mentee_id": 2 * n} for n in range(1, pairs + 1)]
    here = {"programme_id": 1, "round_id": 1}
    yield (
        Proposal,
        [one | here | {"state": "accepted", "reasons": {}, "offered_at": START} for one in both],
    )
    yield Pair, [
        one | here | {
            "proposal_id": one["id"], "state": "active", "topics": [], "d0": START,
            "ends_at": START + timedelta(weeks=26), "due_at": (), "minutes": 45,
        }
        for one in both
    ]  # fmt: skip
    yield Session, [
        {
            "id": MEETINGS * n + k, "pair_id": n, "state": "held", "starts_at": MET,
            "ends_at": MET + timedelta(hours=1), "window_id": 1,
        }
        for n in range(1, pairs + 1)
        for k in range(MEETINGS)
    ]  # fmt: skip


def _sealed(db: Db, box: MultiFernet, pairs: int, answering: int) -> Iterator[dict[str, Any]]:
    door = Door(db, box, 1)
    for n in range(pairs * MEETINGS * 2):
        pair, rest = divmod(n, MEETINGS * 2)
        meeting, side = divmod(rest, 2)
        values = {"useful": 1 + n % 5, "open": 4, "applied": n % 3, "balance": n % 3 - 1}
        given = Kept(
            respondent=2 * pair + 1 + side, pair=pair + 1, session=MEETINGS * (pair + 1) + meeting,
            role=("mentor", "mentee")[side], dimension="Sales",
            values=values if n < answering else None,
        )  # fmt: skip
        row = door._id(given.session, given.respondent)
        sealed = answers._seal(door._cipher, row, given)
        yield {"id": row, "round": 1, "window": 1, "sealed": sealed}


if __name__ == "__main__":
    sys.exit(main())
