"""The two readings of the clock."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from bot.clock import Clock

MOMENT = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


def test_programme_time_follows_the_file_at_each_use(tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    clock = Clock(offset)
    with freeze_time(MOMENT):
        assert clock.now() == MOMENT
        offset.write_text("86400.5\n")
        assert clock.now() == MOMENT + timedelta(days=1, milliseconds=500)
        offset.write_text("-60")
        assert clock.now() == MOMENT - timedelta(minutes=1)


def test_a_file_caught_while_it_is_written_changes_nothing(tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    offset.write_text("3600")
    clock = Clock(offset)
    with freeze_time(MOMENT):
        assert clock.now() == MOMENT + timedelta(hours=1)
        offset.write_text("")
        assert clock.now() == MOMENT + timedelta(hours=1)
        offset.unlink()
        assert clock.now() == MOMENT + timedelta(hours=1)


def test_the_mark_changes_when_the_file_is_written_anew(tmp_path: Path) -> None:
    offset, fresh = tmp_path / "offset", tmp_path / "fresh"
    clock = Clock(offset)
    assert clock.mark() is None
    assert Clock().mark() is None
    marks = []
    for _ in range(2):
        fresh.write_text("3600")
        fresh.replace(offset)
        marks.append(clock.mark())
    assert None not in marks
    assert marks[0] != marks[1]


def test_technical_time_is_neither_moved_nor_frozen(tmp_path: Path) -> None:
    (tmp_path / "offset").write_text("1e6")
    with freeze_time("1999-12-31"):
        told = Clock(tmp_path / "offset").real_now()
        real = time.clock_gettime(time.CLOCK_REALTIME)
    assert abs(told.timestamp() - real) < 5
    assert told.utcoffset() == timedelta(0)


def test_both_are_aware() -> None:
    assert Clock().now().tzinfo is UTC
    assert Clock().real_now().tzinfo is UTC
