"""What may come of one try: what Slack said, what the last look said, and what failed here."""

from dataclasses import dataclass

from bot.outbox.ports import (
    Absent,
    Cancel,
    CannotLook,
    Defer,
    Edited,
    Found,
    LookFailed,
    NotSent,
    Refused,
    Sent,
    Split,
    Throttled,
    Unclear,
    Withhold,
)


@dataclass(frozen=True)
class LeaseTooShort:
    """There was no time left to post before the lease ends: nothing was sent."""


@dataclass(frozen=True)
class Broken:
    """Our own side failed before anything was sent: the words could not be made."""

    reason: str


@dataclass(frozen=True)
class NotOpened:
    """The conversation could not be opened this time; trying again does no harm."""

    reason: str


Result = (
    Sent | Edited | Throttled | Refused | NotSent | Unclear
    | Found | Absent | CannotLook | LookFailed
    | Defer | Cancel | Split | Withhold | LeaseTooShort | Broken | NotOpened
)  # fmt: skip

POSTED_NOTHING = Defer | Cancel | Split | LeaseTooShort | Broken | NotOpened | NotSent
