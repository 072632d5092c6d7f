"""`python -m tests.faults.chaos`: a thousand runs and more, and their table (`make chaos`)."""

import argparse
import sys
import time
from pathlib import Path

from bot import logs
from tests import databases
from tests.faults.chaos.many import Many, broken, plans, table, unmasked
from tests.faults.chaos.plan import PROMISES, Strategy
from tests.faults.chaos.run import Found


def main() -> int:
    """0 when every promise was kept and every other strategy has failed."""
    asked = _asked()
    logs.configure("CRITICAL", "json", sys.stderr)
    began = time.monotonic()
    many = Many(asked.lanes, asked.minutes * 60, _told)
    try:
        found = many.go(plans(asked.runs, asked.seed))
    finally:
        databases.close()
    written = table(found)
    real = sum(one.plan.strategy in PROMISES for one in found)
    seconds = time.monotonic() - began
    _say(
        f"{written}\n\n{real} runs of the real sender, {len(found)} in all, {seconds:.0f} s, "
        f"seed {asked.seed}; repeated because the machine stood still: {many.repeated}\n"
    )
    if asked.into:
        asked.into.write_text(f"{written}\n", encoding="utf-8")
    wrong, others = broken(found), set(Strategy) - set(PROMISES) - unmasked(found)
    for other in others:
        _say(f"has not failed, so that the test proves nothing: {other}\n")
    return int(bool(wrong or others or real < asked.runs))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="of the real sender")
    parser.add_argument("--minutes", type=float, default=60, help="no run begins after that")
    parser.add_argument("--lanes", type=int, default=6, help="runs side by side")
    parser.add_argument("--seed", type=int, default=1, help="the same plans for the same seed")
    parser.add_argument("--into", type=Path, help="a file for the table")
    return parser.parse_args()


def _told(found: Found) -> None:
    sys.stderr.write(f"\nbroken: {found}\n" if broken([found]) else ".")
    sys.stderr.flush()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
