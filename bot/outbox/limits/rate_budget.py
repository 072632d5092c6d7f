"""Slack's limits as a budget that all replicas share: how often each method may be used.

One row a method says when its budget would be full again: each use moves that moment one interval
on, and a use is allowed while the moment lies less than a burst ahead. This is the generic cell
rate algorithm (ITU-T I.371): a token bucket that needs a single value. It is kept among the holds
(bot.outbox.limits.holds), so that what is over goes with them.
Source of the figures: Slack's rate limits. Posts: "several hundred a minute" for a workspace;
conversations.open,
conversations.history and chat.update: tier 3, fifty a minute. See docs/delivery.md, Pace.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from bot.outbox.limits.holds import HOLDS, RATE
from bot.outbox.ports import HISTORY, OPEN, POST, UPDATE
from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.tables import Hold


@dataclass(frozen=True)
class Limit:
    """`a_minute` uses in the long run, and `burst` at once after a pause."""

    a_minute: float
    burst: int


LIMITS = {POST: Limit(300, 20), OPEN: Limit(50, 5), HISTORY: Limit(50, 5), UPDATE: Limit(50, 5)}


def key_of(method: str) -> str:
    return f"{RATE}{method}"


def free_at(full_at: datetime | None, method: str, real_now: datetime, pace: float) -> datetime:
    """When the next use is allowed, `real_now` at the earliest.

    `full_at` is the method's row, `pace` the seconds between two posts to one conversation: all
    limits are as much faster as it is shorter than Slack's one second, and 0 observes none. See
    docs/delivery.md, Pace.
    """
    if full_at is None or pace <= 0:
        return real_now
    interval, burst = _interval(method, pace), LIMITS[method].burst
    # Never further ahead than one use beyond the burst, unless the clock was set back since.
    ahead = min(full_at, real_now + burst * interval)
    return max(real_now, ahead - (burst - 1) * interval)


def used(full_at: datetime, method: str, real_now: datetime, pace: float) -> datetime:
    """What the method's row says after one more use (docs/delivery.md, Pace)."""
    interval = _interval(method, pace)
    return max(real_now, min(full_at, real_now + LIMITS[method].burst * interval)) + interval


def spend(
    db: Db, method: str, real_now: datetime, pace: float, seen: datetime | None = None
) -> datetime | None:
    """Uses the method once; None if that is allowed, else when it will be. To be called last in a
    transaction: other replicas wait from here to its end.

    `seen` is what the method's row said a moment ago: while it still does, it is not read again.
    """
    if pace <= 0:
        return None
    at = (method, real_now, pace)
    if seen and free_at(seen, *at) <= real_now and _moved(db, method, seen, used(seen, *at)):
        return None
    full_at = _locked(db, method, real_now)
    free = free_at(full_at, *at)
    if free > real_now:
        return free
    _moved(db, method, full_at, used(full_at, *at))
    return None


def give_back(db: Db, method: str, real_now: datetime, pace: float) -> None:
    """What was spent in vain. To be called last in a transaction, like `spend`."""
    if pace > 0:
        full_at = _locked(db, method, real_now)
        _moved(db, method, full_at, full_at - _interval(method, pace))


def _interval(method: str, pace: float) -> timedelta:
    return timedelta(minutes=1) / LIMITS[method].a_minute * pace


def _moved(db: Db, method: str, seen: datetime, until: datetime) -> bool:
    """Whether the method's row still said `seen`; if so, it says `until` now."""
    at = {"method": key_of(method), "seen": seen, "until": until}
    return db.connection().execute(_MOVE, at).rowcount == 1


def _locked(db: Db, method: str, real_now: datetime) -> datetime:
    """What the method's row says, and nobody else changes it before this transaction ends."""
    this = {"method": key_of(method)}
    found: datetime | None = db.connection().execute(_LOCKED, this).scalar_one_or_none()
    if found is None:
        insert_if_absent(db, Hold, key=key_of(method), until=real_now)
        found = db.connection().execute(_LOCKED, this).scalar_one()
    return found


_THIS = HOLDS.c.key == bindparam("method")
_LOCKED = select(HOLDS.c.until).where(_THIS).with_for_update()
_MOVE = update(HOLDS).where(_THIS, HOLDS.c.until == bindparam("seen"))
