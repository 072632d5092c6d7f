"""One thing at a time, beside the pages that stay alive: moving the clock, or showing a step."""

import threading
from collections.abc import Callable

Job = Callable[[], None]


class Worker:
    """Runs a job in a thread of its own. `busy` names it, `progress` goes from 0 to 1."""

    def __init__(self, changed: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self.busy = ""
        self.progress = 0.0
        self.stopping = threading.Event()
        self._changed = changed
        self._failed = failed
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, name: str, job: Job) -> bool:
        """Start it; False, and nothing begun, while another one runs."""
        with self._lock:
            if self.busy:
                return False
            self.busy, self.progress = name, 0.0
            self.stopping.clear()
            self._thread = threading.Thread(target=self._run, args=(job,), name=name, daemon=True)
            self._thread.start()
        self._changed()
        return True

    def has_come(self, share: float) -> None:
        """Note how much of the job is done."""
        self.progress = share
        self._changed()

    def pause(self, seconds: float) -> None:
        """Real seconds in which somebody may look; over at once when the job is to stop."""
        self.stopping.wait(seconds)

    def stop(self, patience: float = 0.0) -> None:
        """Ask the job to end at its next stop, and wait for so many seconds."""
        self.stopping.set()
        thread = self._thread
        if thread is not None and patience:
            thread.join(patience)

    def _run(self, job: Job) -> None:
        try:
            job()
        except Exception as error:
            self._failed(error)
        finally:
            self.busy = ""
            self._changed()
