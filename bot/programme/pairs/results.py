"""What a pair's use cases and messages say."""

from dataclasses import dataclass
from datetime import date

from bot.domain.fit.people import SideRole


@dataclass(frozen=True)
class Introduction:
    """The group DM's first message; topics are what each shares.

    `apart`: Slack opens no group to the two, and each reads it in their own conversation.
    """

    pair_id: int
    mentor: str
    mentee: str
    mentor_shares: tuple[str, ...]
    mentee_shares: str | None
    ends_on: date
    apart: bool = False


@dataclass(frozen=True)
class PairEnded:
    partner: str
    next_round_on: date | None


@dataclass(frozen=True)
class PairPaused:
    """The partner is on a break; why is nobody's business. `until` is its last day but one."""

    partner: str
    until: date


@dataclass(frozen=True)
class PairResumed:
    pair_id: int
    partner: str


@dataclass(frozen=True)
class NeedsAHand:
    """To a lead: a pair without a date; never who is silent."""

    pair_id: int
    mentor: str
    mentee: str
    since: date


@dataclass(frozen=True)
class LivePair:
    """`on_a_break`: one of the two is, so no date can be found now."""

    pair_id: int
    partner: str
    my_role: SideRole
    on_a_break: bool = False
