"""Slack's limits as a budget that all replicas share: how often each method may be used.

One row a method says when its budget would be full again: each use moves that moment one interval
on, and a use is allowed while the moment lies less than a burst ahead. This is the generic cell
rate algorithm (ITU-T I.371): a token bucket that needs a single value. It is kept among the holds
(bot.outbox.throttles), so that what is over goes with them.
Source of the figures: Slack's rate limits. Posts: "several hundred a minute" for a workspace;
conversations.open and conversations.history: tier 3, fifty a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from bot.outbox.ports import HISTORY, OPEN, POST
from bot.store.once import insert_once
from bot.store.tables import Throttle

PREFIX = "rate:"
"""Begins the keys of these rows, which are no holds."""


@dataclass(frozen=True)
class Limit:
    """`a_minute` uses in the long run, and `burst` at once after a pause."""

    a_minute: float
    burst: int


LIMITS = {POST: Limit(300, 20), OPEN: Limit(50, 5), HISTORY: Limit(50, 5)}


def key_of(method: str) -> str:
    return f"{PREFIX}{method}"


def free_at(full_at: datetime | None, method: str, real_now: datetime, pace: float) -> datetime:
    """When the next use is allowed, `real_now` at the earliest.

    `full_at` is the method's row, `pace` the seconds between two posts to one conversation: all
    limits are as much faster as it is shorter than Slack's one second, and 0 observes none.
    """
    if full_at is None or pace <= 0:
        return real_now
    interval, burst = _interval(method, pace), LIMITS[method].burst
    # Never further ahead than one use beyond the burst, unless the clock was set back since.
    ahead = min(full_at, real_now + burst * interval)
    return max(real_now, ahead - (burst - 1) * interval)


def spend(db: Db, method: str, real_now: datetime, pace: float) -> datetime | None:
    """Uses the method once; None if that is allowed, else when it will be. To be called last in a
    transaction: other replicas wait from here to its end."""
    if pace <= 0:
        return None
    row = _row(db, method, real_now)
    free = free_at(row.until, method, real_now, pace)
    if free > real_now:
        return free
    interval = _interval(method, pace)
    row.until = max(real_now, min(row.until, real_now + LIMITS[method].burst * interval)) + interval
    db.flush()
    return None


def give_back(db: Db, method: str, real_now: datetime, pace: float) -> None:
    """What was spent in vain. To be called last in a transaction, like `spend`."""
    if pace > 0:
        _row(db, method, real_now).until -= _interval(method, pace)
        db.flush()


def _interval(method: str, pace: float) -> timedelta:
    return timedelta(minutes=1) / LIMITS[method].a_minute * pace


def _row(db: Db, method: str, real_now: datetime) -> Throttle:
    this = select(Throttle).where(Throttle.key == key_of(method)).with_for_update()
    found = db.scalars(this).one_or_none()
    if found is None:
        insert_once(db, Throttle, key=key_of(method), until=real_now)
        found = db.scalars(this).one()
    return found
