"""Who must wait until when (technical time), shared by all replicas."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Db

from bot.store.once import insert_once
from bot.store.tables import Throttle

INSTALLATION = "installation"
NETWORK = "network"


def of_method(method: str) -> str:
    return f"method:{method}"


def of_conversation(conversation: str) -> str:
    return f"conversation:{conversation}"


def hold(db: Db, key: str, until: datetime) -> None:
    """Not before `until`; a later hold that is there already stays."""
    if not insert_once(db, Throttle, key=key, until=until):
        db.execute(
            update(Throttle).where(Throttle.key == key, Throttle.until < until).values(until=until),
            execution_options={"synchronize_session": False},
        )


def known(db: Db, keys: Collection[str]) -> dict[str, datetime]:
    """Until when each of these lasts or lasted, as far as they are there."""
    asked = select(Throttle.key, Throttle.until).where(Throttle.key.in_(keys))
    return {row.key: row.until for row in db.execute(asked)}


def held_until(db: Db, *keys: str, real_now: datetime) -> datetime | None:
    """Until when the longest of these holds lasts; None when all are free."""
    asked = select(func.max(Throttle.until)).where(
        Throttle.key.in_(keys), Throttle.until > real_now
    )
    return db.scalars(asked).one()
