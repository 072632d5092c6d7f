"""Texts that an operator puts in: sent once each, kept sealed until then."""

import json

from bot.outbox.enqueue import enqueue
from bot.outbox.kinds import NOTHING, Budget, Kind, Promise
from bot.outbox.work import Work
from bot.store.db.session import Db

TEXT = Kind(
    "operator.text", about=NOTHING, facts=str, budget=Budget.OPERATOR, priority=2,
    promise=Promise.AT_LEAST_ONCE, to_participants=False,
)  # fmt: skip
STEP = 4096
_FIELDS = ("key", "channel", "text")


class BadLine(ValueError):
    """Not a JSON object with the non-empty texts `key`, `channel` and `text`; says which part."""


def put(work: Work, line: str) -> bool:
    """Owes one line `{"key", "channel", "text"}`; False if its key was owed to it before.

    The text is kept encrypted until it is sent. `channel` is a Slack id of a person or of a
    conversation with the bot. Raises BadLine.
    """
    given = _parsed(line)
    return enqueue(
        work, TEXT, None, to=given["channel"], occasion=given["key"],
        sealed=sealed(work.db, given["text"]),
    )  # fmt: skip


def sealed(db: Db, text: str) -> bytes:
    """An operator's text, in a blob that tells its length to the next `STEP` only."""
    size = STEP * (1 + len(json.dumps(text, ensure_ascii=False).encode()) // STEP)
    return db.secrets.fields.seal(text, about=TEXT.key, size=size)


def opened(db: Db, blob: bytes) -> str:
    """The text. Raises sealing.Unreadable when its key has gone."""
    text: str = db.secrets.fields.open(blob, about=TEXT.key)
    return text


def _parsed(line: str) -> dict[str, str]:
    try:
        given = json.loads(line)
    except ValueError:
        raise BadLine("not JSON") from None
    if not isinstance(given, dict):
        raise BadLine("not an object")
    for name in _FIELDS:
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise BadLine(name)
    if len(given["channel"]) > 32:
        raise BadLine("channel")
    return {name: given[name] for name in _FIELDS}
