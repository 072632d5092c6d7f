"""What the refusals of several targets say together, which one alone does not.

They are remembered among the holds (bot.outbox.throttles), one row a code and conversation, so that
all replicas know of them and what is over goes by itself. Codes are kept as a short hash: a key has
no room for them.
"""

from datetime import datetime, timedelta
from hashlib import blake2s

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session as Db

from bot.outbox import codes, throttles
from bot.outbox.throttles import HOLDS, SEEN

WINDOW = timedelta(minutes=10)
"""Refusals this close together belong together."""
ENOUGH_FOR_ALL = 2
"""So many targets refused with a code that nobody foresaw, and it is about the installation."""
_ANY = f"{SEEN}any"
_NEW = f"{SEEN}new:"


def everybody_is_meant(db: Db, code: str, conversation: str, real_now: datetime) -> bool:
    """Takes note of a refusal; whether it is about the installation, though its code is new to us.

    So it is once two targets were refused with it within the window and nothing was accepted in
    between, and stays so until something is.
    """
    if codes.is_foreseen(code):
        return False
    until = real_now + WINDOW
    _note(db, f"{_NEW}{_hash(code)}:{conversation}", until)
    alike = HOLDS.c.key.startswith(f"{_NEW}{_hash(code)}:", autoescape=True)
    if _count(db, alike, real_now) < ENOUGH_FOR_ALL:
        return False
    db.connection().execute(update(HOLDS).where(alike).values(until=until))
    return True


def accepted(db: Db) -> None:
    """Slack took a message: what it refuses elsewhere is not everybody's trouble."""
    if throttles.known(db, [_ANY]):
        new = HOLDS.c.key.startswith(_NEW, autoescape=True)
        db.connection().execute(delete(HOLDS).where(new))


def _note(db: Db, key: str, until: datetime) -> None:
    for one in sorted((_ANY, key)):
        throttles.hold(db, one, until)


def _count(db: Db, which: ColumnElement[bool], real_now: datetime) -> int:
    asked = select(func.count()).where(which, HOLDS.c.until > real_now)
    return db.connection().execute(asked).scalar_one()


def _hash(code: str) -> str:
    return blake2s(code.encode(), digest_size=5).hexdigest()
