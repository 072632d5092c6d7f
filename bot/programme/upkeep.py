"""Forgetting: what was kept only so that a request or a message happens once."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

from bot.store import inbox

REQUESTS_KEPT = timedelta(days=2)


def forget_requests_due(db: Db, now: datetime) -> int:
    """Request keys older than two days go: Slack retries for hours, replays pass for minutes."""
    return inbox.forget_older(db, now - REQUESTS_KEPT)
