"""The life of a message: pending → sending → sent, expired, cancelled or dead."""

from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    """To be sent; with `unclear` set: to be looked up before anything else."""
    SENDING = "sending"
    """In the hands of one sender until its lease ends."""
    SENT = "sent"
    """Slack has it (or, for what is sent at most once and cannot be looked up, may have it)."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    DEAD = "dead"
    """Given up, with a reason: an operator should look."""
    FORGOTTEN = "forgotten"
    """Long over: only the dedupe key is left."""


OPEN_STATES = (State.PENDING, State.SENDING)
CLOSED_STATES = (State.SENT, State.EXPIRED, State.CANCELLED, State.DEAD)
