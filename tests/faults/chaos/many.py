"""Many runs side by side, and what came of them as a table."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from tests import databases
from tests.faults.chaos.nursery import Nursery
from tests.faults.chaos.plan import PROMISES, Plan, Strategy, Trouble, plans
from tests.faults.chaos.run import Found, run

TRIES = 5
"""As often is a run begun that breaks a promise while the machine itself stands still."""


class Restarted:
    """A PostgreSQL that may be crashed: what it has confirmed, it keeps."""

    def __init__(self, home: Path) -> None:
        self._server = databases.new_server(home, synchronous_commit="on")
        self._server.start()
        with databases.connected(self._server.where) as admin:
            admin.execute("CREATE DATABASE chaos")
        where = make_url(self._server.where).set(database="chaos")
        self.url = where.render_as_string(hide_password=False)
        databases.migrated_to_head(self.url)
        self.alone = threading.Lock()

    def restart(self) -> None:
        self._server.stop()
        self._server.start()

    def close(self) -> None:
        self._server.stop()


@dataclass
class Many:
    """Runs, `lanes` of them at once, until they are done or the time is over."""

    lanes: int
    seconds: float
    told: Callable[[Found], None] = lambda _: None
    found: list[Found] = field(default_factory=list)
    repeated: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def go(self, wanted: Iterable[Plan]) -> list[Found]:
        """Raises what a run raised."""
        wanted = list(wanted)
        if any(plan.backend == "postgresql" for plan in wanted):
            databases.server()
        until, waiting = time.monotonic() + self.seconds, iter(wanted)
        wrong: list[BaseException] = []
        with TemporaryDirectory(prefix="revmentor-chaos-") as folder, ExitStack() as stack:
            Path(folder).chmod(0o755)
            restarted = _Lazily(Path(folder), stack)
            # A server ends with the thread that has started it: so all lanes end together.
            together = threading.Barrier(self.lanes)

            def lane() -> None:
                nursery = Nursery()
                try:
                    while time.monotonic() < until and not wrong:
                        with self._lock:
                            plan = next(waiting, None)
                        if plan is None:
                            return
                        self._keep(self._undisturbed(plan, nursery, restarted))
                except BaseException as error:
                    wrong.append(error)
                finally:
                    nursery.close()
                    together.wait()

            threads = [threading.Thread(target=lane) for _ in range(self.lanes)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        if wrong:
            raise wrong[0]
        return self.found

    def _undisturbed(self, plan: Plan, nursery: Nursery, restarted: "_Lazily") -> Found:
        for _ in range(TRIES - 1):
            found = _alone(plan, nursery, restarted, self._lock)
            if not (found.stalled and broken([found])):
                return found
            self.repeated += 1
        return _alone(plan, nursery, restarted, self._lock)

    def _keep(self, found: Found) -> None:
        with self._lock:
            self.found.append(found)
            self.told(found)


class _Lazily:
    """The database that is restarted, made when the first run asks for it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder / "server", stack
        self._made: Restarted | None = None
        self._lock = threading.Lock()

    def get(self) -> Restarted:
        with self._lock:
            if self._made is None:
                self._folder.mkdir()
                self._made = Restarted(self._folder)
                self._stack.callback(self._made.close)
            return self._made


def _alone(plan: Plan, nursery: Nursery, lazily: _Lazily, lock: threading.Lock) -> Found:
    with TemporaryDirectory(prefix="revmentor-run-") as folder:
        if plan.trouble is Trouble.RESTART:
            restarted = lazily.get()
            with restarted.alone:
                databases.wipe(restarted.url)
                return run(plan, restarted.url, nursery, Path(folder), restarted.restart)
        with _database(plan.backend, Path(folder), lock) as url:
            return run(plan, url, nursery, Path(folder), lambda: None)


@contextmanager
def _database(backend: str, folder: Path, lock: threading.Lock) -> Iterator[str]:
    """Made and wiped one at a time."""
    with ExitStack() as stack:
        with lock:
            url = stack.enter_context(databases.url(backend, folder, migrated=True))
        try:
            yield url
        finally:
            with lock:
                stack.close()


# --- the table -----------------------------------------------------------------------------------

HEAD = ("strategy", "trouble", "runs", "messages", "killed", "lost", "doubled", "ghosts",
        "out of order", "late", "unfinished")  # fmt: skip


def table(found: Iterable[Found]) -> str:
    """One line a strategy and trouble, in Markdown."""
    groups: dict[tuple[Strategy, Trouble], list[Found]] = {}
    for one in found:
        groups.setdefault((one.plan.strategy, one.plan.trouble), []).append(one)
    order = [(strategy, trouble) for strategy in Strategy for trouble in Trouble]
    lines = [
        HEAD, ("---",) * len(HEAD), *(_line(*key, groups[key]) for key in order if key in groups)
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line(strategy: Strategy, trouble: Trouble, some: list[Found]) -> tuple[str, ...]:
    lost, doubled = (str(sum(getattr(one, what) for one in some)) for what in ("lost", "doubled"))
    if strategy is Strategy.BLIND:
        lost += f" ({sum(one.promised[0] for one in some)} of *at least once*)"
        doubled += f" ({sum(one.promised[1] for one in some)} of *at most once*)"
    counts = (
        sum(getattr(one, what) for one in some)
        for what in ("ghosts", "out_of_order", "late", "unfinished")
    )
    return (
        strategy.value, trouble.value, str(len(some)), str(sum(one.of for one in some)),
        str(sum(one.killed for one in some)), lost, doubled, *map(str, counts),
    )  # fmt: skip


def broken(found: Iterable[Found]) -> list[Found]:
    """Runs in which the real sender broke a promise."""
    return [one for one in found if one.plan.strategy in PROMISES and not _kept(one)]


def _kept(one: Found) -> bool:
    if one.ghosts or one.out_of_order or one.unfinished or one.late:
        return False
    if one.plan.strategy is Strategy.BLIND:
        return one.promised == (0, 0)
    return one.lost == one.doubled == 0


def unmasked(found: Iterable[Found]) -> set[Strategy]:
    """Which of the others have lost or doubled, as they must."""
    return {
        one.plan.strategy
        for one in found
        if one.plan.strategy not in PROMISES and (one.lost or one.doubled)
    }


__all__ = ["Many", "broken", "plans", "table", "unmasked"]
