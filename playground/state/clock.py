"""Two times: the machine's real time, and the time that Slack shows to people."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


def real_now() -> float:
    """Unix seconds of the machine, also inside a test that froze Python's clock.

    Trigger ids, signatures, response URLs and rate limits follow this clock only.
    """
    return time.clock_gettime(time.CLOCK_REALTIME)


def real_elapsed() -> float:
    """Seconds on a clock that never jumps, for measuring how long something took."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


class SlackClock:
    """The time of messages, dates and zones: a source, plus an offset, plus a file's offset.

    `path` names a file that holds decimal seconds and is read at each use, so that one file
    moves the bot and its Slack together; a missing or empty file counts as no offset. A clock
    that is moved writes its file, or its offset when it has none.
    """

    def __init__(
        self,
        path: Path | None = None,
        offset: float = 0.0,
        source: Callable[[], float] = real_now,
    ) -> None:
        self.path = path
        self.offset = offset
        self.source = source

    def now(self) -> float:
        """Unix seconds as Slack would show them."""
        return self.source() + self.offset + self._offset_of_file()

    def moment(self) -> datetime:
        """The same moment, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def start_at(self, moment: datetime) -> None:
        """Begin at `moment`, whatever the date of today."""
        self._move(moment.timestamp() - self.now())

    def move_to(self, moment: datetime) -> None:
        """Jump forward to `moment`; when it has passed, the file is written all the same."""
        self._move(max(moment.timestamp() - self.now() + 0.01, 0.0))

    def stay(self) -> None:
        """Write the file anew without moving: whoever watches it looks at what is due."""
        self._move(0.0)

    def _move(self, seconds: float) -> None:
        if self.path is None:
            self.offset += seconds
        else:
            self._write(self.path, self._offset_of_file() + seconds)

    def _write(self, path: Path, offset: float) -> None:
        # The two readers must never meet a half-written file.
        fresh = path.with_suffix(".new")
        fresh.write_text(f"{offset:.3f}", "ascii")
        fresh.replace(path)

    def _offset_of_file(self) -> float:
        if self.path is None:
            return 0.0
        try:
            return float(self.path.read_text(encoding="ascii").strip() or 0)
        except FileNotFoundError:
            return 0.0
