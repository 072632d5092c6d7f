"""A programme of thousands: what a lead's clicks, a round's sending and the night ask for.

`python -m benchmarks.programme` (see README.md) writes a company of each size and measures, on both
databases: seconds, statements, and the longest transaction. `--whole` takes the sizes of
docs/performance.md; `replicas` compares three bots on one PostgreSQL with one.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError

from benchmarks import company, replicas
from benchmarks.company import LEAD
from benchmarks.watched import Figures, Watch
from bot import logs, schedule
from bot.domain.lifecycle import ParticipationState, ProposalState, Undoable
from bot.programme import unit_of_work
from bot.programme.enrolment import joining
from bot.programme.people.accounts import Account
from bot.programme.rounds import approval, window
from bot.serve.process import spare_the_loaded
from bot.slack.rounds.screens import round as screens
from bot.store.tables import Participation, Proposal, Round
from bot.texts.topics import topics
from bot.texts.words import words_for
from tests import databases
from tests.databases import BOX, Database
from tests.people import form

SMALL, WHOLE = (100, 400), (200, 1_000, 5_000, 20_000)
HELD, STATUS = 1.0, 0.1
"""The goals: no transaction longer, no `status` slower while a round goes out (seconds)."""
ROUND = 2
WORDS = words_for("en", "Europe/Rome", formal=False, names=lambda slack_id: f"Name {slack_id}")
_QUEUED = select(func.count(Proposal.id)).where(Proposal.state == ProposalState.QUEUED)
Table = dict[str, Figures]


def click(people: int) -> float:
    """The goal of a click's answer: seconds."""
    return 1.0 if people <= 5_000 else 2.0


def main() -> int:
    asked = _asked()
    logs.configure("ERROR", "json", sys.stderr)
    if asked.what == "replicas":
        return replicas.main(asked.seconds)
    found: list[dict[str, Any]] = []
    for people in asked.people or (WHOLE if asked.whole else SMALL):
        for backend in asked.database or databases.BACKENDS:
            table = measured(backend, people)
            found.append({"people": people, "database": backend, "cases": _plain(table)})
            print(_told(backend, people, table), flush=True)
            if asked.json:
                asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(_missed(one) for one in found))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.programme")
    parser.add_argument("what", choices=("table", "replicas"), nargs="?", default="table")
    parser.add_argument("--whole", action="store_true", help="200 to 20,000 people")
    parser.add_argument("--people", type=int, action="append", help="only this many")
    parser.add_argument("--database", choices=databases.BACKENDS, action="append")
    parser.add_argument("--json", type=Path, help="keeps the figures, for benchmarks.plots")
    parser.add_argument("--seconds", type=float, default=5, help="replicas: of each measurement")
    return parser.parse_args()


def _plain(table: Table) -> dict[str, dict[str, Any]]:
    return {case: asdict(figures) for case, figures in table.items()}


def _told(backend: str, people: int, table: Table) -> str:
    lines = [
        f"\n{backend}, {people:,} people",
        f"{'':30} seconds (of it CPU) statements  longest transaction (CPU)",
    ]
    lines += [
        f"{case:30} {one.seconds:7.3f} ({one.cpu:.3f}) {one.statements:10,}"
        f" {one.locked:8.3f} ({one.locked_cpu:.3f})"
        for case, one in table.items()
    ]
    return "\n".join(lines)


def _missed(found: dict[str, Any]) -> bool:
    cases, most = found["cases"], click(found["people"])
    return (
        any(cases[name]["seconds"] > most for name in CLICKS)
        or any(one["locked"] > HELD for one in cases.values())
        or cases[SLOWEST]["seconds"] > STATUS
    )


# --- one company ----------------------------------------------------------------------------------

CLICKS = ("open the window", "drop a pair", "approve", "stop", "enrol one more")
SENDING, TICK = "send the round", "a tick while sending"
SLOWEST, USUAL = "status meanwhile, slowest", "status meanwhile, median"


def measured(backend: str, people: int) -> Table:
    """Each case of one company, by its name."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.database(backend, Path(folder)) as database,
    ):
        company.fill(database, people)
        return dict(_Company(database, people).lives())


@dataclass
class _Company:
    database: Database
    people: int
    now: datetime = company.DRAFTED + timedelta(minutes=30)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.database.engine)
        self._window()  # whatever is loaded and compiled at the first call
        spare_the_loaded()  # as the process does before its first request

    def lives(self) -> Iterator[tuple[str, Figures]]:
        yield "open the window", self.watch.of(self._window)
        drop = self._one(select(func.min(Proposal.id)).where(Proposal.round_id == ROUND))
        yield "drop a pair", self._clicked(approval.decide_pair, drop, "drop")
        yield "approve", self._clicked(approval.approve, ROUND)
        yield "stop", self._clicked(approval.stop, ROUND)
        self._clicked(approval.approve, ROUND)
        self.now += timedelta(minutes=11)
        yield from self._sent()
        yield TICK, self.watch.of(self._tick)
        yield "enrol one more", self._clicked(self._joins, account="UNEW", window=False)
        yield from self._nights()

    # --- requests ---

    def _window(self) -> None:
        account = Account(LEAD, "Europe/Rome", "en")
        done = unit_of_work.run(self.database.sessions, account, self.now, window.view, ROUND, 1)
        assert done.result is not None
        screens.round_(done.result, WORDS)

    def _clicked(
        self,
        use_case: Callable[..., object],
        *arguments: object,
        account: str = LEAD,
        window: bool = True,
    ) -> Figures:
        """A button and what it answers: the window, drawn anew."""

        def act() -> None:
            who, key = Account(account, "Europe/Rome", "en"), f"{use_case}{time.monotonic()}"
            sessions = self.database.sessions
            unit_of_work.run_once(sessions, who, key, self.now, use_case, *arguments)
            if window:
                self._window()

        return self.watch.of(act)

    @staticmethod
    def _joins(work: Any) -> object:
        return joining.join(work, form("mentee"), topics().keys())

    def _status(self) -> Figures:
        """Of one that the database refused the seconds count like those of any other."""
        who = Account("U000007", "Europe/Rome", "it")

        def act() -> None:
            with suppress(OperationalError):
                unit_of_work.stands(self.database.sessions, who, self.now)

        return self.watch.of(act)

    # --- the clock ---

    def _tick(self) -> None:
        schedule.run_due(self.database.sessions, BOX, self.now)

    def _only(self, name: str) -> Figures:
        (tick,) = (one for one in schedule.TICKS if one.name in (name, f"proposals.{name[7:]}"))

        def act() -> None:
            while tick.run(self.database.sessions, BOX, self.now):
                pass

        return self.watch.of(act)

    def _sent(self) -> Iterator[tuple[str, Figures]]:
        """The round goes out, and a colleague asks meanwhile where they stand."""
        asked, done = [self._status()], threading.Event()
        told: list[Figures] = []

        def sends() -> None:
            with self.watch.on() as figures:
                while self._one(_QUEUED):  # as the bot does: what failed is tried at the next tick
                    self._tick()
            told.append(figures)
            done.set()

        sender = threading.Thread(target=sends)
        sender.start()
        while not done.wait(0.02):
            asked.append(self._status())
        sender.join()
        yield SENDING, told[0]
        yield SLOWEST, max(asked, key=lambda one: one.seconds)
        yield USUAL, Figures(median(one.seconds for one in asked), asked[0].statements)

    def _nights(self) -> Iterator[tuple[str, Figures]]:
        with self.database.sessions.begin() as db:
            db.execute(text("UPDATE outbox SET state = 'sent'"))
            one = db.get_one(Round, ROUND)
        assert one.remind_people_at is not None
        assert one.expires_at is not None
        self.now = one.remind_people_at
        yield "remind everybody", self._only("expiry.remind_due")
        self.now = one.expires_at
        yield "expire everything", self._only("expiry.expire_due")
        self._leave(self.people // 100)
        yield "one in a hundred leaves", self._only("leaving.settle_due")
        self.now += timedelta(days=31)
        yield "they are erased", self._only("leaving.erase_due")

    def _leave(self, count: int) -> None:
        with self.database.sessions.begin() as db:
            db.execute(
                update(Participation)
                .where(Participation.id <= count)
                .values(
                    state=ParticipationState.LEFT, left_at=self.now, undo_until=self.now,
                    undo_what=Undoable.LEAVE,
                )
            )  # fmt: skip

    def _one(self, query: Any) -> Any:
        with self.database.sessions.begin() as db:
            return db.scalar(query)


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        databases.close()
