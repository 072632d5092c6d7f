"""What the administration's use cases and messages say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Undelivered:
    """To a lead: messages given up yesterday, by reason class, and how many are gone."""

    messages: int
    by_reason: Mapping[str, int]
    people_gone: int


@dataclass(frozen=True)
class WithoutLead:
    """To the owner of the workspace: nobody leads the programme; the day of the next round.

    `gone` are named, and have no full account; 0 where nobody is named. `automatic`: rounds go out
    without an approval.
    """

    next_round_on: date | None
    gone: int
    automatic: bool


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
