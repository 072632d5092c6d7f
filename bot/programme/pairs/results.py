"""What a pair's use cases and messages say."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.due.plan import NextMeeting
from bot.domain.fit.people import SideRole


@dataclass(frozen=True)
class LivePair:
    """`minutes` is how long they meet; `on_a_break`: one of the two is, so no date can be found;
    `rests`: it does, until one of them goes on; `next_meeting`: what their plan has next, where
    that is told; `ends_on`: its last day, in its last four weeks; `asked`: so are both, what they
    would like after it.
    """

    pair_id: int
    partner: str
    my_role: SideRole
    minutes: int
    on_a_break: bool = False
    rests: bool = False
    next_meeting: NextMeeting | None = None
    ends_on: date | None = None
    asked: bool = False


@dataclass(frozen=True)
class Completed:
    """A pair that came to its last day, as one of the two knows it."""

    partner: str
    weeks: int
    meetings: int


@dataclass(frozen=True)
class WhatNext:
    """What somebody would like after a pair is asked of them; `over`: it has ended."""

    pair_id: int
    partner: str
    over: bool


@dataclass(frozen=True)
class WhichPair:
    """Of several pairs one is to be chosen, before the window about it."""

    pairs: tuple[LivePair, ...]


@dataclass(frozen=True)
class SwapForm:
    """What the window of `swap` needs; `me` is whom the partner reads of."""

    pair_id: int
    partner: str
    me: str


@dataclass(frozen=True)
class SwapAsked:
    """Asked for: both hear of it from `told_at` on, until when it can be undone."""

    pair_id: int
    partner: str
    told_at: datetime


@dataclass(frozen=True)
class SwapUndone:
    partner: str
