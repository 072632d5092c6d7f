"""Where the message is that an edit rewrites."""

from dataclasses import dataclass

from bot.domain.lifecycle.outbox import State
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person


@dataclass(frozen=True)
class Place:
    """A message that arrived; one that was withheld is nowhere, and has no `ts`. `plain`: its
    blocks were refused, and so would an edit's be."""

    channel: str
    ts: str | None
    plain: bool


def place_of(db: Db, row: OutboxRow) -> Place | None:
    """None when the message did not arrive, or nobody knows whether it did.

    Of a message that is forgotten the edit itself knows it (`retention.forget_older`).
    """
    message = db.get(OutboxRow, row.edits_id)
    known = row if row.slack_ts else message
    if known is None:
        return None
    if known.slack_ts is None:
        withheld = known.state is State.SENT and known.last_error is None
        return Place("", None, known.plain) if withheld else None
    channel = known.channel
    if channel is None and known.person_id is not None:
        channel = db.get_one(Person, known.person_id).dm_channel
    return Place(channel, known.slack_ts, known.plain) if channel else None
