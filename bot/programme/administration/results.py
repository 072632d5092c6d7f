"""What the administration's use cases and messages say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.concern import ConcernKind


@dataclass(frozen=True)
class Health:
    """How the bot runs, for leads. `checks`: 'slack', 'database', 'schema' → holds or not.

    `late_since` is since when the longest overdue message waits, None when none is late;
    `given_up` messages could not be delivered. Nothing of what waits in time, and of messages
    that depend on what somebody does in private only those that everybody is owed. `leads` lead,
    `leads_gone` (Slack ids) are named and have no full account.
    """

    checks: Mapping[str, bool]
    version: str
    leads: int
    leads_gone: tuple[str, ...]
    given_up: int
    given_up_by_reason: Mapping[str, int]
    late_since: datetime | None
    next_round_on: date | None


@dataclass(frozen=True)
class ConcernKept:
    """One that was raised to who asks, on a day."""

    concern_id: int
    raised_on: date


@dataclass(frozen=True)
class ConcernForm:
    """`receivers` are the Slack ids of whom a concern can go to, the contact first; `owner` is the
    workspace's, whether among them or not, if known. `mine` were raised to who asks, the newest
    first."""

    receivers: tuple[str, ...]
    owner: str | None
    mine: tuple[ConcernKept, ...] = ()


@dataclass(frozen=True)
class ConcernRaised:
    receiver: str
    wants_contact: bool


@dataclass(frozen=True)
class ConcernShown:
    """To whom it went, alone. `author` (a Slack id) wants to be contacted; None: not."""

    kind: ConcernKind
    raised_on: date
    author: str | None
    deleted_on: date
