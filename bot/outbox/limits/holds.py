"""Who must wait until when (technical time), shared by all replicas: docs/delivery.md, Pace."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Insert, and_, bindparam, delete, func, select

from bot.store.db.insert_if_absent import insert_into, rows_of
from bot.store.db.session import Db
from bot.store.tables import Hold

HOLDS = rows_of(Hold)

RATE = "rate:"
"""Begins the keys of budgets (bot.outbox.limits.rate_budget)."""
SEEN = "seen:"
"""Begins the keys of refusals that were seen (bot.outbox.deliver.evidence)."""
INSTALLATION = "installation"
NETWORK = "network"


def of_method(method: str) -> str:
    return f"method:{method}"


def of_conversation(conversation: str) -> str:
    return f"conversation:{conversation}"


def is_hold() -> ColumnElement[bool]:
    """Not one of the rows that only remember something: nobody waits for those."""
    return and_(~Hold.key.startswith(RATE), ~Hold.key.startswith(SEEN))


def drop_seen(db: Db, now: datetime) -> None:
    """Refusals that are remembered no longer (programme time)."""
    old = and_(HOLDS.c.key.startswith(SEEN), HOLDS.c.until < now)
    db.connection().execute(delete(HOLDS).where(old))


def hold(db: Db, key: str, until: datetime) -> None:
    """Not before `until`; a later hold that is there already stays."""
    db.connection().execute(_hold(db.get_bind().dialect.name), {"key": key, "until": until})


def known(db: Db, keys: Collection[str]) -> dict[str, datetime]:
    """Until when each of these lasts or lasted, as far as they are there."""
    found = db.connection().execute(_KNOWN, {"keys": list(keys)})
    return {row.key: row.until for row in found}


def held_until(db: Db, *keys: str, real_now: datetime) -> datetime | None:
    """Until when the longest of these holds lasts; None when all are free."""
    asked = select(func.max(Hold.until)).where(Hold.key.in_(keys), Hold.until > real_now)
    return db.scalars(asked).one()


_KNOWN = select(HOLDS.c.key, HOLDS.c.until).where(
    HOLDS.c.key.in_(bindparam("keys", expanding=True))
)


@cache  # every post holds its conversation
def _hold(dialect: str) -> Insert:
    new = insert_into(HOLDS, dialect)
    until = new.excluded.until
    return new.on_conflict_do_update(
        index_elements=[HOLDS.c.key], set_={"until": until}, where=HOLDS.c.until < until
    )
