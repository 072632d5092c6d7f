"""Concerns: who asks, whom, about what: one sealed blob of one length, under a random number.

Nothing beside it but the day. It is sealed anew every night; then the name goes of whoever does not
want to be contacted, which until then ends a flood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from secrets import randbelow

from bot.domain.concern import ConcernKind
from bot.store.db.session import Db
from bot.store.queries import administration as rows
from bot.store.secrets import sealing
from bot.store.tables import ConcernRow

SIZE = 192
_NUMBERS = 10**18
"""Eighteen digits, as the value of a button may have."""


@dataclass(frozen=True)
class Concern:
    """`receiver` and `author` are Slack ids; no author where it is not needed any more."""

    receiver: str
    kind: ConcernKind
    wants_contact: bool
    author: str | None


def raised(db: Db, concern: Concern, on: date) -> ConcernRow:
    """A row of its own, whose number tells no order."""
    row = ConcernRow(id=1 + randbelow(_NUMBERS - 1), raised_on=on)
    keep(db, row, concern)
    db.add(row)
    db.flush()
    return row


def read(db: Db, row: ConcernRow) -> Concern:
    """Raises sealing.Unreadable."""
    kept = db.secrets.fields.open(row.sealed, about=_about(row))
    return Concern(kept["receiver"], ConcernKind(kept["kind"]), kept["contact"], kept["author"])


def of(db: Db, row: ConcernRow) -> Concern | None:
    """The same; None where it does not open."""
    try:
        return read(db, row)
    except sealing.Unreadable:
        return None


def every(db: Db) -> Sequence[tuple[ConcernRow, Concern]]:
    """All that open, the newest first."""
    opened = [(row, of(db, row)) for row in rows.concerns(db)]
    return [(row, concern) for row, concern in opened if concern is not None]


def keep(db: Db, row: ConcernRow, concern: Concern) -> None:
    """Seal it anew, changed or not."""
    plain = {
        "receiver": concern.receiver,
        "kind": concern.kind,
        "contact": concern.wants_contact,
        "author": concern.author,
    }
    row.sealed = db.secrets.fields.seal(plain, about=_about(row), size=SIZE)


def keep_overnight(db: Db, row: ConcernRow, concern: Concern) -> None:
    """The same, without a name that nobody needs."""
    needed = concern.author if concern.wants_contact else None
    keep(db, row, replace(concern, author=needed))


def forget_author(db: Db, account: str) -> None:
    """Nothing is left that names this account as who raised it."""
    for row, concern in every(db):
        if concern.author == account and concern.wants_contact:
            db.delete(row)
        elif concern.author == account:
            keep_overnight(db, row, concern)


def _about(row: ConcernRow) -> str:
    return f"concern:{row.id}"
