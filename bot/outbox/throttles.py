"""Who must wait until when (technical time), shared by all replicas."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Db

from bot.store.once import insert_once
from bot.store.tables import Throttle

INSTALLATION = "installation"


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


def held_until(db: Db, *keys: str, real_now: datetime) -> datetime | None:
    """Until when the longest of these holds lasts; None when all are free."""
    asked = select(func.max(Throttle.until)).where(
        Throttle.key.in_(keys), Throttle.until > real_now
    )
    return db.scalars(asked).one()
