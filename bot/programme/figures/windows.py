"""Reporting windows: four weeks each, counted from the first round date.

The rules: docs/programme.md, Windows.
"""

from datetime import date, datetime

from bot.domain.due.figures import window_bounds, window_number
from bot.domain.lifecycle import WindowState
from bot.outbox.work import Work
from bot.programme.people.hours import rules_of
from bot.store.db.session import Db
from bot.store.queries import figures
from bot.store.tables import Programme, Window


def counted_in(work: Work, ended_at: datetime) -> Window:
    """The window that a session counts in: that of its day, or the oldest that is still open.

    A window whose sealing is due takes nothing more, though nobody has sealed it yet.
    """
    programme = work.programme
    number = max(0, _number(programme, ended_at))
    ensure(work.db, programme, number)
    ensure(work.db, programme, max(0, _number(programme, work.now)))
    window = figures.window(work.db, programme.id, number)
    if window is not None and window.state == WindowState.COLLECTING and window.seal_at > work.now:
        return window
    oldest = figures.oldest_open_window(work.db, programme.id, work.now)
    assert oldest is not None, "the window of today is open"
    return oldest


def ensure(db: Db, programme: Programme, number: int) -> Window:
    """The window with this number, written if it is not there yet."""
    found = figures.window(db, programme.id, number)
    if found is None:
        bounds = window_bounds(_start(programme), number, rules_of(programme).zone)
        figures.add_window(db, programme.id, number, *bounds)
        found = figures.window(db, programme.id, number)
    assert found is not None, "it was just written"
    return found


def open_until(work: Work, programme: Programme) -> int:
    """Write the windows up to today's; returns how many were missing."""
    last, today = figures.last_window_number(work.db, programme.id), _number(programme, work.now)
    for number in range(last + 1, today + 1):
        ensure(work.db, programme, number)
    return max(0, today - last)


def first_sealed_at(programme: Programme) -> datetime:
    """When the first window is sealed; the first round has been sent."""
    return window_bounds(_start(programme), 0, rules_of(programme).zone)[2]


def by_id(db: Db, window_id: int | None) -> Window:
    """A window by its key."""
    return figures.window_by_id(db, window_id)


def _start(programme: Programme) -> date:
    assert programme.first_round_on is not None, "a pair has begun, so a round has been"
    return programme.first_round_on


def _number(programme: Programme, moment: datetime) -> int:
    return window_number(_start(programme), moment, rules_of(programme).zone)
