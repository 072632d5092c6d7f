"""What the refusals of several targets say together, which one alone does not.

They are remembered among the holds, one row a code and conversation, so that all replicas know of
them. Their moments are programme time, as that of the tries that follow. Codes are kept as a short
hash: a key has no room for them. The rules: docs/delivery.md, Refusals.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.domain.lifecycle.outbox import State
from bot.outbox import codes
from bot.outbox.codes import Fate
from bot.outbox.limits import holds
from bot.outbox.limits.holds import HOLDS, SEEN
from bot.store.db.session import Db
from bot.store.tables import OutboxRow

WINDOW = timedelta(minutes=10)
"""Refusals this close together belong together."""
ENOUGH_FOR_ALL = 2
"""So many targets refused with a code that nobody foresaw, and it is about the installation."""
ENOUGH_FOR_AN_INCIDENT = 5
"""So many targets refused alike, and something is wrong with Slack or with us, not with them."""
_ANY = f"{SEEN}any"
_NEW = f"{SEEN}new:"
_ALIKE = f"{SEEN}alike:"
_PASSES = (Fate.INSTALLATION_GONE, Fate.UNCLEAR)


@dataclass(frozen=True)
class Evidence:
    """`everybody`: the refusal is about the installation. `incident`: many are refused alike, and
    nothing is given up for it."""

    everybody: bool = False
    incident: bool = False


def take_note(db: Db, row: OutboxRow, code: str, now: datetime, patience: timedelta) -> Evidence:
    """Remembers a refusal, and says what it means beside the others.

    A code that nobody foresaw is about the installation once two targets were refused with it
    within the window and nothing was accepted in between, and stays so until something is. Five
    targets refused alike within the window are an incident: it lasts as long as five of them are
    refused again within `patience`, which is longer than the time between two tries.
    """
    holds.drop_seen(db, now)
    foreseen = codes.is_foreseen(code)
    fate = codes.fate(code, in_dm=not row.to_group)
    # Accounts that are gone are waited for, however many at once: see `gone_accounts`.
    if fate in _PASSES or fate is Fate.PERSON_GONE or codes.only_later(code):
        return Evidence()
    new = not foreseen and _many(db, _NEW, row, code, now, ENOUGH_FOR_ALL, WINDOW)
    return Evidence(new, _many(db, _ALIKE, row, code, now, ENOUGH_FOR_AN_INCIDENT, patience))


def accepted(db: Db, conversation: str) -> None:
    """Slack took a message: what it refuses elsewhere is not everybody's trouble."""
    if holds.known(db, [_ANY]):
        new = HOLDS.c.key.startswith(_NEW, autoescape=True)
        mine = and_(
            HOLDS.c.key.startswith(_ALIKE, autoescape=True),
            HOLDS.c.key.endswith(f":{conversation}", autoescape=True),
        )
        db.connection().execute(delete(HOLDS).where(or_(new, mine)))


def take_up_again(db: Db, code: str, now: datetime, due_at: datetime) -> None:
    """What was given up for this code before it was known for an incident waits again."""
    given_up = (
        OutboxRow.state == State.DEAD,
        OutboxRow.last_error == code,
        OutboxRow.last_post_at > now - WINDOW,
        OutboxRow.uid.is_not(None),
        OutboxRow.kind != "operator.text",
    )
    again = {"state": State.PENDING, "due_at": due_at, "attempts": 1}
    db.execute(
        update(OutboxRow).where(*given_up).values(**again),
        execution_options={"synchronize_session": False},
    )


def _many(
    db: Db, what: str, row: OutboxRow, code: str, now: datetime, enough: int, lasts: timedelta
) -> bool:
    alike = f"{what}{blake2s(code.encode(), digest_size=5).hexdigest()}:"
    for key in (f"{alike}{row.conversation}", _ANY):
        holds.hold(db, key, now + WINDOW)
    these = HOLDS.c.key.startswith(alike, autoescape=True)
    if _count(db, these, now) < enough:
        return False
    db.connection().execute(update(HOLDS).where(or_(these, _is_any())).values(until=now + lasts))
    return True


def _is_any() -> ColumnElement[bool]:
    return HOLDS.c.key == _ANY


def _count(db: Db, which: ColumnElement[bool], now: datetime) -> int:
    asked = select(func.count()).where(which, HOLDS.c.until > now)
    return db.connection().execute(asked).scalar_one()
