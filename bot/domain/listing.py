"""How a lead looks at the pairs of a round: in which order, at which of them; and their counts.

Order and choice go by what the window shows anyway; what needs a look: docs/programme.md, Leads.
"""

from dataclasses import dataclass
from enum import StrEnum

FEW_HOURS = 3.5
"""Below, a pair has few working hours in common a week: what the window shows is rounded to 3."""


class Order(StrEnum):
    """As drafted; the best match first; as the programme lists its functions, or its sites."""

    DRAFTED = "drafted"
    FIT = "fit"
    FUNCTION = "function"
    SITE = "site"


@dataclass(frozen=True)
class Listing:
    """`doubtful`: only at pairs that need a look."""

    order: Order = Order.DRAFTED
    doubtful: bool = False


AS_DRAFTED = Listing()


@dataclass(frozen=True)
class PairCounts:
    """The pairs of a round, each counted once: what goes out, were it approved now or its hold
    over; what was sent; left out this time; dropped; no longer possible; not sent."""

    going: int = 0
    sent: int = 0
    held: int = 0
    dropped: int = 0
    impossible: int = 0
    not_sent: int = 0

    @property
    def total(self) -> int:
        return sum(vars(self).values())
