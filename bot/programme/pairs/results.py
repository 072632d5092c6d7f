"""What a pair's use cases and messages say."""

from dataclasses import dataclass

from bot.domain.due.plan import NextMeeting
from bot.domain.fit.people import SideRole


@dataclass(frozen=True)
class LivePair:
    """`minutes` is how long they meet; `on_a_break`: one of the two is, so no date can be found;
    `next_meeting`: what their plan has next, where that is told.
    """

    pair_id: int
    partner: str
    my_role: SideRole
    minutes: int
    on_a_break: bool = False
    next_meeting: NextMeeting | None = None
