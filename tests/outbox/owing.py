"""Owes a message of any kind by its key, about nothing: for tests of what becomes of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.outbox.enqueue import Receiver, enqueue
from bot.outbox.kinds import NOTHING
from bot.outbox.work import Work
from bot.programme.administration.kinds import KINDS
from bot.store.db.session import Db
from bot.store.tables import Pair, Person


def owe(
    db: Db,
    kind: str,
    *,
    occasion: str,
    now: datetime,
    person: int | None = None,
    pair: int | None = None,
    channel: str | None = None,
    **more: Any,
) -> bool:
    about_nothing = replace(KINDS[kind], about=NOTHING)
    to = channel or _receiver(db, person, pair)
    return enqueue(Work(db, now), about_nothing, None, to=to, occasion=occasion, **more)


def _receiver(db: Db, person: int | None, pair: int | None) -> Receiver:
    return db.get_one(Person, person) if person is not None else db.get_one(Pair, pair)
