"""Processes at little cost: one that has imported everything, and forks.

`python -m tests.faults.chaos.nursery` reads a job a line and answers with the number of the
process that does it; when one has ended it says so. It ends with whoever started it, and with it
all that it forked.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
_PR_SET_PDEATHSIG = 1


class Nursery:
    """Starts processes for one run after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.chaos.nursery"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._born: list[int] = []
        self._gone: dict[int, int] = {}
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self, job: Any) -> int:
        """The number of a new process."""
        assert self._process.stdin is not None
        with self._news:
            before = len(self._born)
            self._process.stdin.write(json.dumps(asdict(job)) + "\n")
            self._process.stdin.flush()
            assert self._news.wait_for(lambda: len(self._born) > before, 60), "no process"
            return self._born[-1]

    def end_of(self, number: int) -> int | None:
        """How a process ended (0: in peace, -9: killed); None while it lives."""
        with self._news:
            return self._gone.get(number)

    def kill(self, number: int) -> None:
        """SIGKILL, and wait until it is gone."""
        with self._news:
            if number not in self._gone:
                with suppress(ProcessLookupError):  # it ended by itself, and the word is on its way
                    os.kill(number, signal.SIGKILL)
            assert self._news.wait_for(lambda: number in self._gone, 10), "does not end"

    def close(self) -> None:
        with self._process:
            self._process.kill()
            self._reader.join(10)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told, number, status = line.split()
            with self._news:
                if told == "born":
                    self._born.append(int(number))
                else:
                    self._gone[int(number)] = int(status)
                self._news.notify_all()


def main() -> None:
    from bot import logs
    from tests.faults.chaos.hands import Job, start
    from tests.faults.chaos.plan import Plan

    logs.configure("CRITICAL", "json", sys.stderr)
    _end_with_parent()
    signal.signal(signal.SIGCHLD, _reap)
    for line in iter(sys.stdin.readline, ""):
        told = json.loads(line)
        job = Job(**told | {"plan": Plan.from_json(told["plan"])})
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        number = os.fork()
        if number == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            _end_with_parent()
            _do(partial(start, job))
        _say("born", number)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _do(work: Any) -> None:
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _reap(*_: Any) -> None:
    while True:
        try:
            number, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if number == 0:
            return
        _say("gone", number, os.waitstatus_to_exitcode(status))


def _say(what: str, number: int, status: int = 0) -> None:
    os.write(1, f"{what} {number} {status}\n".encode())


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
