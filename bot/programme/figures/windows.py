"""Reporting windows: four weeks each, counted from the first round date.

The rules: docs/programme.md, Windows.
"""

from datetime import date, datetime

from bot.domain.due.figures import window_bounds, window_number
from bot.domain.lifecycle import WindowState
from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.queries import figures
from bot.store.tables import Programme, Window


def counted_in(work: Work, ended_at: datetime) -> Window:
    """The window that a session counts in: that of its day, or the oldest that is still open.

    A window whose sealing is due takes nothing more, though nobody has sealed it yet.
    """
    number = max(0, _number(work, ended_at))
    window = ensure(work, number)
    ensure(work, max(0, _number(work, work.now)))
    if window.state == WindowState.COLLECTING and window.seal_at > work.now:
        return window
    oldest = figures.oldest_open_window(work.db, work.programme.id, work.now)
    assert oldest is not None, "the window of today is open"
    return oldest


def ensure(work: Work, number: int) -> Window:
    """The window with this number, written if it is not there yet."""
    programme_id = work.programme.id
    found = figures.window(work.db, programme_id, number)
    if found is None:
        bounds = window_bounds(_start(work.programme), number, work.rules.zone)
        figures.add_window(work.db, programme_id, number, *bounds)
        found = figures.window(work.db, programme_id, number)
    assert found is not None, "it was just written"
    return found


def open_until_today(work: Work) -> int:
    """Write the windows up to today's; returns how many were missing."""
    last, today = figures.last_window_number(work.db, work.programme.id), _number(work, work.now)
    for number in range(last + 1, today + 1):
        ensure(work, number)
    return max(0, today - last)


def first_sealed_at(work: Work) -> datetime:
    """When the first window is sealed; the first round has been sent."""
    return window_bounds(_start(work.programme), 0, work.rules.zone)[2]


def by_id(db: Db, window_id: int | None) -> Window:
    """A window by its key."""
    return figures.window_by_id(db, window_id)


def _start(programme: Programme) -> date:
    assert programme.first_round_on is not None, "a pair has begun, so a round has been"
    return programme.first_round_on


def _number(work: Work, moment: datetime) -> int:
    return window_number(_start(work.programme), moment, work.rules.zone)
