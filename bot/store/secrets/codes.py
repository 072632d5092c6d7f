"""That two people met, after the first of them is erased: a keyed code, until a month.

A code joins with nothing, and says nothing without the installation's key.
"""

from collections.abc import Iterable, Iterator
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


def met(
    db: Db, codes: dict[str, date], one: str, others: Iterable[str]
) -> Iterator[tuple[str, date]]:
    """With whom of these the first is not to be brought together, and until when, by what `known`
    gave."""
    mine = _hashed(db, one)
    for other in others:
        until = codes.get(_of_two(db, mine, _hashed(db, other)))
        if until is not None:
            yield other, until


def forget_over(db: Db, today: date) -> int:
    """Codes whose month has come are gone; how many."""
    gone = db.scalars(delete(MetCode).where(MetCode.until <= today).returning(MetCode.code)).all()
    return len(gone)


def _code(db: Db, one: str, other: str) -> str:
    return _of_two(db, _hashed(db, one), _hashed(db, other))


def _hashed(db: Db, account: str) -> str:
    return keys.pseudonym(db.secrets.installation, "person", account)


def _of_two(db: Db, *hashed: str) -> str:
    return keys.pseudonym(db.secrets.codes, *sorted(hashed))
