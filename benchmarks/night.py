"""How long the night's work takes, how much memory, and for how long it keeps others from writing.

`python -m benchmarks.night` (see README.md) seals 100,000 answers of an open window anew, in a
process of its own. There is no goal but that it is told: nobody waits for the bot at half past
three. What it must not do is grow without being seen.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from benchmarks import sealing as window
from bot.programme.administration import night
from bot.programme.figures import ledger
from bot.store.copies import journal
from bot.store.db import engine
from bot.store.queries import administration as programmes
from bot.store.secrets.sealing import Secrets
from tests import databases

ROOT = Path(__file__).parents[1]
NIGHT = window.MET + timedelta(days=1)


def main() -> int:
    asked = _asked()
    if asked.works is not None:
        return _works(asked.works, Path(asked.journal))
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.database(asked.database, Path(folder)) as database,
    ):
        window._fill(database.sessions, asked.answers, asked.answers)
        with database.sessions.begin() as db:
            programmes.current(db).next_night_at = NIGHT
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.night", "--works", database.url,
             "--journal", str(Path(folder) / "journal")],
            cwd=ROOT, env=os.environ | {"BENCHMARK_KEY": window.KEY.decode()},
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    found = json.loads(told.stdout.splitlines()[-1])
    print(
        f"{asked.database}, {asked.answers:,} answers: {found['seconds']:.1f} s "
        f"({found['cpu']:.1f} s of processor), {found['mib']:.0f} MiB above idle; "
        f"its longest transaction that writes {found['locked']:.2f} s"
    )
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.night")
    parser.add_argument("--database", choices=databases.BACKENDS, default="sqlite")
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--works", help=argparse.SUPPRESS)
    parser.add_argument("--journal", help=argparse.SUPPRESS)
    return parser.parse_args()


def _works(url: str, book: Path) -> int:
    box = MultiFernet([Fernet(os.environ["BENCHMARK_KEY"])])
    built = engine.connect(url)
    sessions = engine.sessions(built)
    sessions.configure(
        secrets=Secrets(box, window.INSTALLATION), journal=journal.made(book, window.INSTALLATION)
    )
    ledger.begin_the_first(sessions, NIGHT)
    locks = window._Locks(built)
    idle, begun, cpu = window._mib("VmRSS"), time.monotonic(), time.process_time()
    assert night.night_due(sessions, box, NIGHT) == 1
    told = {
        "seconds": time.monotonic() - begun,
        "cpu": time.process_time() - cpu,
        "mib": window._mib("VmHWM") - idle,
        "locked": locks.longest,
    }
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        databases.close()
