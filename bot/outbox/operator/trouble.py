"""What goes wrong with the sending: what is overdue, and what was given up.

Never what is queued in time: a queue's length would answer somebody's question about somebody.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.codes import fate
from bot.store.db.session import Db
from bot.store.tables import OutboxRow

LATE = timedelta(minutes=15)
"""From then on a message that is due is overdue."""


@dataclass(frozen=True)
class Trouble:
    """`late` messages are overdue, the first since `late_since` (programme time); `given_up` by
    what Slack's refusal means."""

    late: int
    late_since: datetime | None
    given_up: dict[str, int]


def trouble(db: Db, now: datetime, kinds: Collection[str] | None = None) -> Trouble:
    """How it stands now; with `kinds`, of these alone."""
    among = [] if kinds is None else [OutboxRow.kind.in_(kinds)]
    late, since = db.execute(
        select(func.count(), func.min(OutboxRow.due_at)).where(
            OutboxRow.state.in_(OPEN_STATES),
            OutboxRow.due_at < now - LATE,
            OutboxRow.edits_id.is_(None),  # it may wait for its message's hour
            *among,
        )
    ).one()
    return Trouble(late, since, _given_up(db, *among))


def given_up_between(
    db: Db, kinds: Collection[str], since: datetime, until: datetime
) -> dict[str, int]:
    """Of these kinds, due in a period (programme time), by what the refusal means."""
    due = (OutboxRow.due_at >= since, OutboxRow.due_at < until)
    return _given_up(db, OutboxRow.kind.in_(kinds), *due)


@dataclass(frozen=True)
class Unreached:
    """Whom a message did not reach: a person, or both of a pair (`person_id` None).

    `in_time`: it can still be sent.
    """

    person_id: int | None
    pair_id: int | None
    proposal_id: int | None
    in_time: bool


def unreached(db: Db, kinds: Collection[str], now: datetime) -> list[Unreached]:
    """Of the messages of these kinds, those that were given up and are still kept."""
    rows = db.execute(
        select(
            OutboxRow.person_id, OutboxRow.pair_id, OutboxRow.arguments, OutboxRow.expires_at
        ).where(OutboxRow.state == State.DEAD, OutboxRow.kind.in_(kinds))
    )
    return [
        Unreached(person, pair, (arguments or {}).get("proposal"), not expires or expires > now)
        for person, pair, arguments, expires in rows
    ]


def _given_up(db: Db, *among: ColumnElement[bool]) -> dict[str, int]:
    reasons = db.execute(
        select(OutboxRow.last_error, func.count())
        .where(OutboxRow.state == State.DEAD, *among)
        .group_by(OutboxRow.last_error)
    )
    found = Counter[str]()
    for reason, count in reasons:
        found[str(fate(reason or "", in_dm=True))] += count
    return dict(found)
