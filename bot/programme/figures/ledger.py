"""What closes a window, once: its figures and its counts, in the journal first, then here.

The journal's word is the first and the last: of several who close the same window, and of a
database that was restored from before, each takes over what stands in the journal.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.lifecycle import WindowState
from bot.domain.time.local_time import month_of
from bot.outbox.work import Work, run_as_system
from bot.programme.figures import windows
from bot.store.copies.journal import Entry, Pen, Unusable
from bot.store.db.engine import in_one_transaction, reading
from bot.store.db.session import Db, Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import figures as figures_rows
from bot.store.secrets import answers
from bot.store.tables import Programme, Release, Window, WindowCount

KIND = "window"
WHOLE = "whole"
AT_ONCE = 2000
"""So many answers are moved in one transaction."""


class Behind(Unusable):
    """The database has closed a window of which the journal knows nothing."""

    reason = "behind the database"


@dataclass(frozen=True)
class Closed:
    """A window that is closed for good; `figures` are (metric, text) of what was published."""

    number: int
    state: WindowState
    covers_from: datetime
    starts_at: datetime
    ends_at: datetime
    seal_at: datetime
    closed_at: datetime
    figures: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]

    def to_entry(self) -> Entry:
        """As a line of the journal."""
        return {
            "kind": KIND,
            "number": self.number,
            "state": str(self.state),
            **{name: getattr(self, name).isoformat() for name in _MOMENTS},
            "figures": [list(figure) for figure in self.figures],
            "counts": dict(self.counts),
        }

    @classmethod
    def from_entry(cls, entry: Entry) -> "Closed":
        moments: dict[str, Any] = {
            name: datetime.fromisoformat(entry[name]) for name in _MOMENTS
        }  # fmt: skip
        figures = tuple((metric, figure) for metric, figure in entry["figures"])
        return cls(
            number=entry["number"], state=WindowState(entry["state"]), figures=figures,
            counts=entry["counts"], **moments,
        )  # fmt: skip


_MOMENTS = ("covers_from", "starts_at", "ends_at", "seal_at", "closed_at")


def known(entries: Iterable[Entry]) -> list[Closed]:
    """The windows that a journal closes, in its order; of one that stands twice the first."""
    found: dict[int, Closed] = {}
    for entry in entries:
        if entry["kind"] == KIND:
            found.setdefault(entry["number"], Closed.from_entry(entry))
    return list(found.values())


def check(entries: Iterable[Entry], closed_here: Collection[int]) -> None:
    """Raises Behind when the database has closed more windows than the journal knows of."""
    if set(closed_here) - {one.number for one in known(entries)}:
        raise Behind


def first(pen: Pen, closed: Closed) -> Closed:
    """What the journal says of this window, which is what it is told now if it said nothing."""
    for one in known(pen.entries):
        if one.number == closed.number:
            return one
    pen.add(closed.to_entry())
    return closed


def close(sessions: Sessions, closed: Closed) -> bool:
    """Close a window as it stands in the journal; False when it is closed already.

    To close it is one short compare-and-set. What rolls over is moved before, in parts: whoever
    is interrupted goes on next time, since the journal has said so.
    """
    ids = run_as_system(sessions, closed.closed_at, _both, closed)
    if closed.state == WindowState.ROLLED_OVER:
        while in_one_transaction(sessions, lambda db: answers.pass_on(db, *ids, AT_ONCE)):
            pass
    return run_as_system(sessions, closed.closed_at, _close, ids[0], closed)


def _both(work: Work, closed: Closed) -> tuple[int, int]:
    """The window and the one after it, written if they are not there."""
    db, programme_id = work.db, work.programme.id
    figures_rows.add_window(
        db, programme_id, closed.number, closed.starts_at, closed.ends_at, closed.seal_at
    )
    window = figures_rows.window(db, programme_id, closed.number)
    assert window is not None, "it was there, or was just written"
    return window.id, windows.ensure(work, closed.number + 1).id


def _close(work: Work, window_id: int, closed: Closed) -> bool:
    db, window = work.db, windows.by_id(work.db, window_id)
    if not figures_rows.close_window(db, window, closed.state, closed.covers_from):
        return False
    for metric, figure in closed.figures:
        db.add(_release(window, closed, metric, figure))
    for name, value in closed.counts.items():
        db.add(WindowCount(window_id=window.id, name=name, value=value))
    if closed.state == WindowState.ROLLED_OVER:
        windows.ensure(work, closed.number + 1).covers_from = closed.covers_from
    return True


def _release(window: Window, closed: Closed, metric: str, figure: str) -> Release:
    return Release(
        programme_id=window.programme_id, window_id=window.id, metric=metric, people=WHOLE,
        figure=figure, starts_at=closed.covers_from, ends_at=closed.ends_at,
        published_at=closed.closed_at,
    )  # fmt: skip


def of_database(work: Work, programme: Programme) -> list[Closed]:
    """What the database has closed, for a journal that begins."""
    return [
        Closed(
            number=window.number, state=window.state, covers_from=window.covers_from,
            starts_at=window.starts_at, ends_at=window.ends_at, seal_at=window.seal_at,
            closed_at=max((row.published_at for row in published), default=work.now),
            figures=tuple((row.metric, row.figure) for row in published),
            counts=figures_rows.counts_of(work.db, [window.id]).get(window.id, {}),
        )
        for window in figures_rows.closed_windows(work.db, programme.id)
        for published in [figures_rows.releases_of(work.db, [window.id])]
    ]  # fmt: skip


def begin_the_first(sessions: Sessions, now: datetime) -> None:
    """An installation that has never had a journal begins one. Raises Unusable."""
    with sessions() as db:
        begun = programmes.current(reading(db)).journal_begun_at
    if begun is None:
        begin(sessions, now)


def begin(sessions: Sessions, now: datetime) -> None:
    """Begin a journal with what the database has closed, unless the file is there. Raises
    Unusable.

    The database keeps the month: the moment is that at which somebody first left."""
    with sessions() as db:
        programme = programmes.current(reading(db))
        db.journal.begin([one.to_entry() for one in of_database(Work(db, now), programme)])

    def begun(db: Db) -> None:
        programmes.locked(db).journal_begun_at = month_of(now)

    in_one_transaction(sessions, begun)
