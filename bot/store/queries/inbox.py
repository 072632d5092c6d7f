"""Requests that have had their effect: a second arrival of the same one changes nothing.

What makes two requests the same: docs/slack.md, The same request twice.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import CursorResult, delete

from bot.store.db.due import DueQuery
from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.tables import InboxKey


def first_time(db: Db, request_key: str, now: datetime) -> bool:
    """Whether this request has not been here before, remembered in the caller's transaction.

    Of two at once, the second waits for the first and then answers False, or True when the first
    was rolled back. Only a hash of the key is kept, and the hour, not the moment.
    """
    return insert_if_absent(db, InboxKey, key=_hashed(request_key), at=_hour(now))


def forget_older(db: Db, before: datetime) -> int:
    """Drops the keys of requests that came before a moment; how many they were."""
    gone: CursorResult[Any] = db.execute(delete(InboxKey).where(InboxKey.at < before))  # type: ignore[assignment]
    return gone.rowcount


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _hashed(request_key: str) -> str:
    return sha256(request_key.encode()).hexdigest()


OLD = DueQuery(InboxKey, lambda before: InboxKey.at < before)
"""Keys of requests that came before a moment."""
