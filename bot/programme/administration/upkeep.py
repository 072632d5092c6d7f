"""Forgetting: what was kept only so that a request or a message happens once.

How long: docs/privacy.md, Deletion, and docs/delivery.md, Forgetting.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

from bot.outbox.operator import retention
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment, inbox

REQUESTS_KEPT = timedelta(days=2)
STRANGERS_KEPT = timedelta(days=21)


def forget_requests_due(db: Db, now: datetime) -> int:
    """Request keys older than two days go: Slack retries for hours, replays pass for minutes."""
    return inbox.forget_older(db, now - REQUESTS_KEPT)


def forget_strangers_due(db: Db, now: datetime) -> int:
    """Who only asked for help and never joined is forgotten after three weeks."""
    named = programmes.current(db).leads
    return enrolment.forget_strangers(db, now - STRANGERS_KEPT, named)


def forget_messages_due(db: Db, now: datetime) -> int:
    """Of messages that are over since three weeks only the key against repetition stays."""
    return retention.forget_older(db, now - retention.KEPT)
