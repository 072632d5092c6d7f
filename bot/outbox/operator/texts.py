"""Texts that an operator puts in: sent once each, kept sealed until then."""

import json
from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.outbox.enqueue import enqueue
from bot.store.secrets import sealing

TEXT = "operator.text"
STEP = 4096
_FIELDS = ("key", "channel", "text")


class BadLine(ValueError):
    """Not a JSON object with the non-empty texts `key`, `channel` and `text`; says which part."""


def put(db: Db, line: str, now: datetime) -> bool:
    """Owes one line `{"key", "channel", "text"}`; False if its key was owed to it before.

    The text is kept encrypted until it is sent. `channel` is a Slack id of a person or of a
    conversation with the bot. Raises BadLine.
    """
    given = _parsed(line)
    return enqueue(
        db,
        TEXT,
        occasion=given["key"],
        now=now,
        channel=given["channel"],
        text=sealed(db, given["text"]),
    )


def sealed(db: Db, text: str) -> bytes:
    """An operator's text, in a blob that tells its length to the next `STEP` only."""
    size = STEP * (1 + len(json.dumps(text, ensure_ascii=False).encode()) // STEP)
    return sealing.fields(db).seal(text, about=TEXT, size=size)


def opened(db: Db, blob: bytes) -> str:
    """The text. Raises sealing.Unreadable when its key has gone."""
    text: str = sealing.fields(db).open(blob, about=TEXT)
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
