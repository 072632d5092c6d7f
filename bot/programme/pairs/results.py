"""What a pair's use cases and messages say."""

from dataclasses import dataclass

from bot.domain.fit.people import SideRole


@dataclass(frozen=True)
class LivePair:
    """`on_a_break`: one of the two is, so no date can be found now."""

    pair_id: int
    partner: str
    my_role: SideRole
    on_a_break: bool = False
