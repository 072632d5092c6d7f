"""The message about who leads."""

from dataclasses import dataclass
from datetime import date

from bot.outbox.kinds import NOTHING, Budget, Kind, Promise, days


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
class WasWithoutLead:
    """The same, looked back upon. `found`: somebody leads since."""

    found: bool


WITHOUT_LEAD = Kind(
    "programme.without_lead", about=NOTHING, facts=WithoutLead, budget=Budget.LEAD, priority=2,
    promise=Promise.AT_LEAST_ONCE, lives=days(14), to_participants=False,
)  # fmt: skip
WITHOUT_LEAD_LATER = WITHOUT_LEAD.becomes(WasWithoutLead)
KINDS = (WITHOUT_LEAD,)
