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
    """None when the message did not arrive, nobody knows whether it did, or it is forgotten."""
    message = db.get(OutboxRow, row.edits_id)
    if message is None:
        return None
    if message.slack_ts is None:
        withheld = message.state is State.SENT and message.last_error is None
        return Place("", None, message.plain) if withheld else None
    channel = message.channel
    if channel is None and message.person_id is not None:
        channel = db.get_one(Person, message.person_id).dm_channel
    return Place(channel, message.slack_ts, message.plain) if channel else None
