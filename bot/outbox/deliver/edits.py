"""Where the message is that an edit rewrites."""

from dataclasses import dataclass

from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person


@dataclass(frozen=True)
class Place:
    """A message that arrived. `plain`: its blocks were refused, and so would an edit's be."""

    channel: str
    ts: str
    plain: bool


def place_of(db: Db, row: OutboxRow) -> Place | None:
    """None when the message did not arrive, nobody knows whether it did, or it is forgotten."""
    message = db.get(OutboxRow, row.edits_id)
    if message is None or message.slack_ts is None:
        return None
    channel = message.channel
    if channel is None and message.person_id is not None:
        channel = db.get_one(Person, message.person_id).dm_channel
    return Place(channel, message.slack_ts, message.plain) if channel else None
