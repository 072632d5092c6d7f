"""What happens without anybody clicking: ticks, and the sending of messages."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from bot import logs

T = TypeVar("T")
Pause = Callable[[float], bool]
"""Waits for so many seconds; False as soon as the process is stopping."""
_WATCH_SECONDS = 0.005
_A_MOMENT = 0.1  # seconds; a shorter rest only keeps the pace between two messages


class Background:
    """Threads: APScheduler's, which ticks, and the sender's, so that a slow post delays no tick;
    and `helpers`, who send as well while there is more than one message, so that a slow post does
    not delay the others.

    `tick` does what is due and returns how much it did; it is asked again until it did nothing.
    `send_one` sends one message and says whether there was one. `wait` says for how many seconds
    the sender may rest when nothing was to be sent; a tick or `wake` ends the rest. `mark`, where
    the clock can be moved from outside, is a value that changes with it: a tick follows at once.
    `sync` is work that may take minutes: it runs beside the ticks, at their pace, and waits by
    what it is given, which says False at once when the process is stopping.
    """

    def __init__(
        self,
        tick: Callable[[], int],
        send_one: Callable[[], bool],
        *,
        every: float,
        wait: Callable[[], float] | None = None,
        mark: Callable[[], object] | None = None,
        sync: Callable[[Pause], object] | None = None,
        helpers: int = 0,
    ) -> None:
        self._tick = tick
        self._send_one = send_one
        self._wait = wait or (lambda: every)
        self._every = every
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._ticking = threading.Lock()
        self._waking = threading.Lock()
        self._begun = self._ended = self._woken = self._rested = 0
        self._mark = mark
        self._sync = sync
        self._syncing = threading.Lock()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._sender = threading.Thread(target=self._send, name="sender", daemon=True)
        self._calling = threading.Condition()
        self._called = self._helping = 0
        self._helpers = [
            threading.Thread(target=self._help, name=f"helper {number}", daemon=True)
            for number in range(1, helpers + 1)
        ]

    def start(self) -> None:
        self._at_each_tick(self._run_tick)
        if self._sync is not None:
            self._at_each_tick(self._run_sync)
        self._scheduler.start()
        for sender in (self._sender, *self._helpers):
            sender.start()
        if self._mark is not None:
            threading.Thread(
                target=self._watch, args=(self._mark,), name="watch", daemon=True
            ).start()

    def _at_each_tick(self, work: Callable[[], None]) -> None:
        self._scheduler.add_job(
            work,
            "interval",
            seconds=self._every,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    @property
    def pulse(self) -> dict[str, int]:
        """How far the work has come: how many ticks have begun and ended, how often the sender was
        woken, and the last waking after which it found nothing more to send. All that an event
        caused is done once a tick that began after it has ended and `rested` equals `woken`."""
        with self._calling:
            helped = self._called == self._helping == 0
        rested = self._rested if helped else min(self._rested, self._woken - 1)
        return {
            "begun": self._begun,
            "ended": self._ended,
            "rested": rested,
            "woken": self._woken,
        }

    def wake(self) -> None:
        """Something may have been queued: the sender looks at once."""
        with self._waking:
            self._woken += 1
        self._awake.set()

    def more(self) -> None:
        """A message is in hand, and there may be another: one helper looks, if any is free."""
        with self._calling:
            if self._called + self._helping < len(self._helpers):
                self._called += 1
                self._calling.notify()

    def stop(self) -> None:
        """No new work; what is in hand goes on."""
        self._stopping.set()
        self._awake.set()
        with self._calling:
            self._calling.notify_all()
        self._scheduler.shutdown(wait=False)

    def join(self, seconds: float) -> bool:
        """Whether the work in hand ended in time."""
        until = time.monotonic() + seconds
        senders = (self._sender, *self._helpers)
        for sender in senders:
            sender.join(max(0.0, until - time.monotonic()))
        done = all(_is_free(work, until) for work in (self._ticking, self._syncing))
        return done and not any(sender.is_alive() for sender in senders)

    def _run_tick(self) -> None:
        with self._ticking:
            self._begun += 1
            while not self._stopping.is_set() and _safely(self._tick, 0):
                self.wake()
            self.wake()
            self._ended = self._begun

    def _run_sync(self) -> None:
        sync = self._sync
        assert sync is not None
        with self._syncing:
            if not self._stopping.is_set() and _safely(lambda: sync(self._pause), None):
                self.wake()

    def _pause(self, seconds: float) -> bool:
        return not self._stopping.wait(seconds)

    def _watch(self, mark: Callable[[], object]) -> None:
        seen = mark()
        while not self._stopping.wait(_WATCH_SECONDS):
            before, seen = seen, mark()
            if seen != before:
                self._run_tick()

    def _send(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            woken = self._woken
            while not self._stopping.is_set() and _safely(self._send_one, False):
                pass
            rest = self._rest()
            if rest >= min(self._every, _A_MOMENT):
                self._rested = woken
            self._awake.wait(rest)

    def _help(self) -> None:
        while self._is_called():
            while not self._stopping.is_set() and _safely(self._send_one, False):
                pass
            with self._calling:
                self._helping -= 1

    def _is_called(self) -> bool:
        """Waits for it; False when the process is stopping."""
        with self._calling:
            self._calling.wait_for(lambda: self._called > 0 or self._stopping.is_set())
            if self._stopping.is_set():
                return False
            self._called -= 1
            self._helping += 1
            return True

    def _rest(self) -> float:
        return min(max(_safely(self._wait, self._every), 0.01), self._every)


def _is_free(work: threading.Lock, until: float) -> bool:
    """Whether what holds the lock ended before then (monotonic seconds)."""
    free = work.acquire(timeout=max(0.0, until - time.monotonic()))
    if free:
        work.release()
    return free


def _safely(work: Callable[[], T], otherwise: T) -> T:
    try:
        return work()
    except Exception as error:  # the next tick tries again
        logs.failure(logs.error_code(), error)
        return otherwise
