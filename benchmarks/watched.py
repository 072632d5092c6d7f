"""What a piece of work asks of the database: seconds, statements, the longest it holds a lock."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Figures:
    """Of one piece of work, done by one thread; `locked` is its longest transaction, in seconds,
    from the first lock to the end: with SQLite of those that may write, else of those that did.

    `cpu` and `locked_cpu` are the processor's seconds of the same, which a busy machine does not
    stretch; of PostgreSQL without the server's own.
    """

    seconds: float = 0.0
    statements: int = 0
    locked: float = 0.0
    cpu: float = 0.0
    locked_cpu: float = 0.0


class Watch:
    """Watches an engine; of several threads that work at once each is counted by itself."""

    def __init__(self, engine: Engine) -> None:
        self._here = threading.local()
        self._lite = engine.dialect.name == "sqlite"
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._end)

    @contextmanager
    def on(self) -> Iterator[Figures]:
        figures = self._here.figures = Figures()
        began, worked = _both()
        try:
            yield figures
        finally:
            ended, done = _both()
            figures.seconds, figures.cpu = ended - began, done - worked
            self._here.figures = None

    def of(self, work: Callable[[], object]) -> Figures:
        with self.on() as figures:
            work()
        return figures

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        figures = getattr(self._here, "figures", None)
        if figures is None or statement.startswith("BEGIN"):
            return
        figures.statements += 1
        if statement.startswith(WRITES) or "FOR UPDATE" in statement:
            self._here.since = getattr(self._here, "since", None) or _both()

    def _begin(self, connection: Connection) -> None:
        reads = connection.get_execution_options().get("reading", False)
        self._here.since = _both() if self._lite and not reads else None

    def _end(self, *_: Any) -> None:
        since, self._here.since = getattr(self._here, "since", None), None
        figures = getattr(self._here, "figures", None)
        if figures is not None and since is not None:
            ended, done = _both()
            figures.locked = max(figures.locked, ended - since[0])
            figures.locked_cpu = max(figures.locked_cpu, done - since[1])


def _both() -> tuple[float, float]:
    """Seconds on the clock, and of the processor in this thread."""
    return time.perf_counter(), time.thread_time()
