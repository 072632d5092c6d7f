"""What the outbox asks of the application, and what it may be answered.

`Renderer` is asked at the last moment, when a message is about to leave: does it still make
sense, and in which words? `Transport` is the way to Slack. Neither may retry by itself: what to
do next is decided here, from the answer's type.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from bot.outbox.work import Work
from bot.store.tables import OutboxRow

T = TypeVar("T")
Owed = OutboxRow
"""A message that is owed, as a renderer sees it."""

POST = "chat.postMessage"
OPEN = "conversations.open"
HISTORY = "conversations.history"
UPDATE = "chat.update"


# --- the last look -------------------------------------------------------------------------------


@dataclass(frozen=True)
class File:
    """What goes with a message; `name` with its ending, `title` as people read it."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """Words in the receiver's language. `text` stands alone: it is also the plain form.

    A `file` goes with the text; the blocks are what is said where Slack takes no file.
    """

    text: str
    blocks: list[dict[str, Any]] | None = None
    file: File | None = None


@dataclass(frozen=True)
class Send(Generic[T]):
    """Send this, to `channel` (a person's or a conversation's id), or, when that is None, to the
    conversation that the people `open_with` have in common with the bot.

    Of an edit only the content counts, and `again_at`: when (programme time) it is to be looked at
    anew.
    """

    content: T
    channel: str | None = None
    open_with: tuple[str, ...] = ()
    again_at: datetime | None = None


@dataclass(frozen=True)
class Defer:
    """Ask again at `until` (programme time): out of working hours, paused."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Cancel:
    """Its cause is gone: the person has left, the proposal was answered."""

    reason: str


@dataclass(frozen=True)
class Split:
    """Slack opens no group to these two: to each of them, in their own conversation."""

    reason: str


@dataclass(frozen=True)
class Withhold:
    """Its receiver wants none like it: nothing leaves, and whoever looks on sees it sent."""


Verdict = Send[T] | Defer | Cancel | Split | Withhold


class Renderer(Protocol):
    """Knows what messages say, and whether they are still true."""

    def revalidate(self, work: Work, row: Owed) -> Verdict[Rendered]:
        """Reads only; `row` belongs to no session. An exception counts as a failed attempt."""
        ...


# --- what came of a call -------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """Slack has it, in `channel`, as message `ts`; None where Slack does not say (a file)."""

    channel: str
    ts: str | None


@dataclass(frozen=True)
class Edited:
    """Slack shows the message anew; it is to be edited once more at `again_at` (programme time)."""

    again_at: datetime | None = None


@dataclass(frozen=True)
class Throttled:
    """Refused by 429: not before `seconds` from now, for the whole method or this conversation."""

    seconds: float
    scope: Literal["method", "conversation"] = "conversation"
    method: str = POST


@dataclass(frozen=True)
class Refused:
    """Slack said `ok: false` with this code (see bot.outbox.codes)."""

    code: str


@dataclass(frozen=True)
class NotSent:
    """It never left: connection refused, name not resolved, no file left to connect with.

    Slack is out of reach for all.
    """

    reason: str


@dataclass(frozen=True)
class Unclear:
    """It may have arrived: a timeout, a dropped connection, 5xx, an answer that is not JSON."""

    reason: str


Outcome = Sent | Throttled | Refused | NotSent | Unclear


@dataclass(frozen=True)
class Opened:
    """The conversation is there, with this id."""

    channel: str


@dataclass(frozen=True)
class Found:
    """It had arrived, as message `ts`; in `channel`, where that was not known."""

    ts: str
    channel: str | None = None


@dataclass(frozen=True)
class Absent:
    """The conversation was read back to the first attempt, and it is not there."""


@dataclass(frozen=True)
class CannotLook:
    """It can never be looked up: a missing scope, or a conversation that we do not read."""

    reason: str


@dataclass(frozen=True)
class LookFailed:
    """Not this time: ask again; when Slack named `seconds`, nobody uses `method` before."""

    reason: str
    seconds: float | None = None
    method: str = HISTORY


@dataclass(frozen=True)
class Delivery:
    """What came of one attempt, for logs and figures: no person, no words.

    `outcome` names the result's type (`sent`, `throttled`, `not_now`…), `reason` is a code or
    None; `seconds` is how long the attempt took, `late_seconds` how long after its due time a
    message was sent. Of a conditional message only that it is `finished`, or will be tried
    `again`: what became of it, and how long that took, would tell what somebody did.
    """

    kind: str
    outcome: str
    reason: str | None
    seconds: float | None = None
    late_seconds: float | None = None
    given_up: bool = False


class Transport(Protocol):
    """Calls without retries, each with a timeout well below the lease."""

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        """Posts with `uid` in the metadata and as client_msg_id, or in the name of the file that
        goes with it, to the conversation itself; only the text when `plain`."""
        ...

    def update(
        self, channel: str, ts: str, rendered: Rendered, *, plain: bool
    ) -> Edited | Throttled | Refused | NotSent | Unclear:
        """Puts this in the place of a message of ours; doing it twice changes nothing."""
        ...

    def open(self, slack_ids: tuple[str, ...]) -> Opened | Throttled | Refused | NotSent | Unclear:
        """The conversation of the bot with these people; the same people, the same one."""
        ...

    def find(
        self, channel: str, uid: str, since: datetime
    ) -> Found | Absent | CannotLook | LookFailed:
        """Looks for the message with this `uid` in its metadata, not older than `since`."""
        ...
