"""What the administration's use cases and messages say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


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
