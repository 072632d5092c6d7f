"""That two people met, after the first of them is erased: a keyed code, until a month.

A code joins with nothing, and says nothing without the installation's key.
"""

from datetime import date

from sqlalchemy import delete, select

from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.secrets import keys
from bot.store.tables import MetCode


def remember(db: Db, one: str, other: str, until: date) -> None:
    """Two accounts are not to be brought together before `until`."""
    code = _code(db, one, other)
    if not insert_if_absent(db, MetCode, code=code, until=until):
        row = db.get_one(MetCode, code)
        row.until = max(row.until, until)


def known(db: Db) -> dict[str, date]:
    """Every code that is kept, and until when."""
    return {row.code: row.until for row in db.execute(select(MetCode.code, MetCode.until))}


def met(db: Db, codes: dict[str, date], one: str, other: str) -> date | None:
    """Until when these two are not to be brought together, by what `known` gave."""
    return codes.get(_code(db, one, other))


def forget_over(db: Db, today: date) -> int:
    """Codes whose month has come are gone; how many."""
    gone = db.scalars(delete(MetCode).where(MetCode.until <= today).returning(MetCode.code)).all()
    return len(gone)


def _code(db: Db, one: str, other: str) -> str:
    secrets = db.secrets
    hashed = (keys.pseudonym(secrets.installation, "person", account) for account in (one, other))
    return keys.pseudonym(secrets.codes, *sorted(hashed))
