"""Reporting windows, what was published of them, and what waits to be sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.domain.lifecycle import (
    ProgrammeState,
    WindowState,
)
from bot.store.db.due import DueQuery
from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.queries.pairs import LIVE
from bot.store.secrets import keys
from bot.store.tables import (
    Pair,
    Programme,
    Release,
    Window,
    WindowCount,
    WrappedKey,
)


def _all_over(before: BindParameter[datetime]) -> ColumnElement[bool]:
    of_round = select(Pair.id).where(
        literal(keys.OF_ROUND).concat(cast(Pair.round_id, String)) == WrappedKey.name
    )
    still = or_(Pair.state.in_(LIVE), func.coalesce(Pair.ended_at, Pair.ends_at) > before)
    return and_(of_round.exists(), ~of_round.where(still).exists())


KEYS_OF_ROUNDS_OVER = DueQuery(WrappedKey, _all_over)
"""Keys of rounds whose last pair had ended before a moment."""


def window(db: Db, programme_id: int, number: int) -> Window | None:
    return db.scalar(
        select(Window).where(Window.programme_id == programme_id, Window.number == number)
    )


def window_by_id(db: Db, window_id: int | None) -> Window:
    """A window that is there. Raises NoResultFound."""
    return db.get_one(Window, window_id)


def add_window(
    db: Db,
    programme_id: int,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    seal_at: datetime,
) -> None:
    """Write a window if it is not there yet."""
    insert_if_absent(
        db, Window, programme_id=programme_id, number=number, state=WindowState.COLLECTING,
        covers_from=starts_at, starts_at=starts_at, ends_at=ends_at, seal_at=seal_at,
    )  # fmt: skip


def last_window_number(db: Db, programme_id: int) -> int:
    """-1 before the first."""
    last = db.scalar(select(func.max(Window.number)).where(Window.programme_id == programme_id))
    return -1 if last is None else last


def oldest_open_window(db: Db, programme_id: int, now: datetime) -> Window | None:
    """The oldest whose sealing is not due yet."""
    return db.scalar(
        select(Window)
        .where(
            Window.programme_id == programme_id,
            Window.state == WindowState.COLLECTING,
            Window.seal_at > now,
        )
        .order_by(Window.number)
        .limit(1)
    )


def closed_windows(db: Db, programme_id: int) -> Sequence[Window]:
    """Those that take nothing more, whatever became of them, the oldest first."""
    return db.scalars(
        select(Window)
        .where(Window.programme_id == programme_id, Window.state != WindowState.COLLECTING)
        .order_by(Window.number)
    ).all()


def close_window(db: Db, window: Window, state: WindowState, covers_from: datetime) -> bool:
    """Compare and set: False when another has closed it."""
    return (
        _change(db, Window.id == window.id, state=state, covers_from=covers_from, unreadable=None)
        == 1
    )


def close_unpublished(db: Db, programme_id: int, now: datetime) -> int:
    """Close every window whose sealing is due, without figures; how many they were."""
    return _change(
        db, Window.programme_id == programme_id, Window.seal_at <= now,
        state=WindowState.UNPUBLISHED, unreadable=None,
    )  # fmt: skip


def waits_no_more(db: Db, window_id: int) -> None:
    """What does not open was given up: it can be sealed."""
    _change(db, Window.id == window_id, unreadable=None, try_again_at=None)


def _change(db: Db, *which: Any, **values: Any) -> int:
    changed: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(Window).where(Window.state == WindowState.COLLECTING, *which).values(**values)
    )
    return changed.rowcount


def waiting_windows(db: Db) -> Sequence[Window]:
    """Windows that hold answers which do not open."""
    return db.scalars(
        select(Window)
        .where(Window.state == WindowState.COLLECTING, Window.unreadable.is_not(None))
        .order_by(Window.number)
    ).all()


def releases_of(db: Db, window_ids: Collection[int]) -> Sequence[Release]:
    """What these windows published, the oldest first."""
    return db.scalars(
        select(Release)
        .where(Release.window_id.in_(window_ids))
        .order_by(Release.ends_at, Release.id)
    ).all()


def counts_of(db: Db, window_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """By window what was counted when it closed."""
    found: dict[int, dict[str, int]] = {}
    rows = db.scalars(
        select(WindowCount)
        .where(WindowCount.window_id.in_(window_ids))
        .order_by(WindowCount.window_id, WindowCount.name)
    )
    for row in rows:
        found.setdefault(row.window_id, {})[row.name] = row.value
    return found


def last_release_of(db: Db, windows: Collection[int]) -> datetime | None:
    """When the last figure of these windows was published."""
    return db.scalar(select(func.max(Release.published_at)).where(Release.window_id.in_(windows)))


def still_collecting(db: Db, windows: Collection[int]) -> bool:
    """Whether any of these windows is not sealed yet."""
    waiting = select(Window.id).where(
        Window.id.in_(windows), Window.state == WindowState.COLLECTING
    )
    return db.scalar(waiting.limit(1)) is not None


def open_windows(db: Db, programme_id: int, now: datetime) -> Sequence[int]:
    """The windows whose answers may have changed since the last night: those that are not sealed,
    and those that were sealed not long ago, also where the bot stood still for a while."""
    return db.scalars(
        select(Window.id).where(
            Window.programme_id == programme_id,
            or_(Window.state == WindowState.COLLECTING, Window.seal_at > now - timedelta(days=30)),
        )
    ).all()


_EARLIER = aliased(Window)


TO_SEAL = DueQuery(
    Window,
    lambda now: and_(
        Window.state == WindowState.COLLECTING,
        Window.seal_at <= now,
        ~select(_EARLIER.id)
        .where(_EARLIER.state == WindowState.COLLECTING, _EARLIER.try_again_at > now)
        .exists(),
    ),
    order=Window.number,
)
"""Windows whose last check-in has closed; none as long as one of them waits to be tried again."""


_LAST_END = (
    select(func.max(Window.ends_at)).where(Window.programme_id == Programme.id).scalar_subquery()
)


LAST_WINDOW_OVER = DueQuery(
    Programme,
    lambda now: and_(
        Programme.state != ProgrammeState.ENROLLING, or_(_LAST_END.is_(None), now >= _LAST_END)
    ),
)
"""The window of today is not there yet, and rounds have begun."""
