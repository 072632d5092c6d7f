"""One process from its start to its end: start the parts, wait for a signal, finish, leave."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import FrameType

from bot import logs
from bot.serve.background import Background
from bot.serve.socket_mode import SlackConnection
from bot.serve.web import Web
from bot.settings import BadSettings

log = logs.logger(__name__)

_LOOKS_UP = 0.5  # seconds; for a signal that came just before the main thread went to sleep


@dataclass
class Process:
    """The parts of a running bot. `web` and `line` are missing in a worker."""

    background: Background
    web: Web | None = None
    connection: SlackConnection | None = None
    dispose: Callable[[], None] = lambda: None
    finish_seconds: float = 8.5  # a supervisor waits ten; the rest is for the interpreter
    _leaving: bool = False
    # Not an event: a signal may come while its lock is held, and would wait for it for ever.
    _bell: "SimpleQueue[None]" = field(default_factory=SimpleQueue)
    _refused: BadSettings | None = None

    def refuse(self, reason: BadSettings) -> None:
        """End the process: a setting turned out to be wrong."""
        self._refused = reason
        self.stop()

    def stop(self) -> None:
        """End the process in good order."""
        self._leaving = True
        self._bell.put(None)

    def run(self) -> None:
        """Until SIGTERM, SIGINT or `stop`; returns when the work in hand is finished.

        Raises BadSettings when Slack refused a token at the start. Work that does not finish in
        time is left under its lease, and the process ends at once with status 0.
        """
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        spare_the_loaded()
        self._start()
        while not self._leaving:
            with suppress(Empty):
                self._bell.get(timeout=_LOOKS_UP)
        if not self._finish(time.monotonic() + self.finish_seconds):
            log.warning("stopped with work in hand")
            _end_now()
        self.dispose()
        log.info("stopped")
        if self._refused is not None:
            raise self._refused

    def _start(self) -> None:
        if self.web is not None:
            self.web.start()
            log.info("listening", port=self.web.port)
        self.background.start()
        if self.connection is not None:
            self.connection.start()

    def _finish(self, until: float) -> bool:
        self.background.stop()
        if self.web is not None:
            self.web.stop_accepting()
        done = self.connection is None or self.connection.hang_up(_left(until))
        done = (self.web is None or self.web.join(_left(until))) and done
        return self.background.join(_left(until)) and done

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._leaving and number == signal.SIGINT:
            _end_now()  # a person who presses Ctrl+C twice means it
        self.stop()


def spare_the_loaded() -> None:
    """What is loaded by now stays to the end: the garbage collector looks through it no more, which
    made people wait longer than their own requests (docs/performance.md)."""
    gc.collect()
    gc.freeze()


def _left(until: float) -> float:
    return max(0.05, until - time.monotonic())


def _end_now() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
