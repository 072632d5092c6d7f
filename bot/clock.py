"""The one place that asks what time it is."""

import contextlib
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Time(Protocol):
    """What the sender and the edges need of a clock: two readings, aware and in UTC."""

    def now(self) -> datetime: ...

    def real_now(self) -> datetime: ...


class Clock:
    """*Programme time* is what people notice; *technical time* is what machines need.

    Programme time is real time plus the offset that stands in `offset_file` as decimal seconds.
    The file is read at each use; while it is missing or holds no number, the offset read last
    stays (zero before the first).
    """

    def __init__(self, offset_file: Path | None = None) -> None:
        self._offset_file = offset_file
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Programme time: due times, dates, windows, whatever a person sees."""
        return datetime.now(UTC) + self._read_offset()

    def real_now(self) -> datetime:
        """Technical time, never moved and never frozen: leases, pacing, back-off, signatures."""
        return datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC)

    def mark(self) -> tuple[int, int] | None:
        """A value that changes whenever the offset file is written; None while there is none."""
        try:
            file = self._offset_file.stat() if self._offset_file is not None else None
        except OSError:
            return None
        return (file.st_ino, file.st_mtime_ns) if file is not None else None

    def _read_offset(self) -> timedelta:
        if self._offset_file is not None:
            # OSError: not there yet. ValueError: being written at this very moment.
            with contextlib.suppress(OSError, ValueError):
                text = self._offset_file.read_text(encoding="ascii")
                self._offset = timedelta(seconds=float(text))
        return self._offset
