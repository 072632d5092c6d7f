"""What rounds and proposals say, to leads and to the two of a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.due.plan import Plan
from bot.domain.fit.people import SideRole
from bot.domain.lifecycle import ProposalState, RoundState
from bot.domain.words import Word
from bot.programme.people.results import Named


@dataclass(frozen=True)
class Offered:
    """A proposal as its receiver may read it in a DM: the partner's offers, never a wish."""

    proposal_id: int
    partner: str
    partner_role: SideRole
    function: Named | None
    site: Named | None
    partner_shares: tuple[str, ...]
    languages: tuple[str, ...]
    expires_at: datetime
    plan: Plan


@dataclass(frozen=True)
class RoundReady:
    """To a lead. `again` is true for the second and last time it is said."""

    round_id: int
    number: int
    due_on: date
    pairs: int
    waiting: int
    waiting_why: Mapping[str, int]
    again: bool


@dataclass(frozen=True)
class WhyUs:
    """Shown in a modal to the two people only; topics, never levels, before both said yes."""

    partner: str
    my_role: SideRole
    they_share: tuple[str, ...]
    i_share: tuple[str, ...]
    common_hours: float
    other_function: bool
    other_site: bool


@dataclass(frozen=True)
class ProposalAnswered:
    """`outcome`: that they are a pair, or one's word. `until` it may be changed; `may_help`:
    leads, after someone else."""

    outcome: Word | Literal["paired"]
    proposal_id: int
    partner: str
    until: datetime | None
    may_help: tuple[str, ...] = ()


@dataclass(frozen=True)
class MyAnswer:
    """One's own word about an open proposal; None before it was said."""

    proposal_id: int
    partner: str
    word: Word | None
    not_again: bool
    expires_at: datetime


@dataclass(frozen=True)
class Categories:
    """What a lead learns of a drafted pair: never a topic or a level."""

    topics_fit: str
    gives_back: bool
    common_hours: float
    other_function: bool
    other_site: bool


PairInRound = ProposalState | Literal["sent", "not_sent", "impossible"]


@dataclass(frozen=True)
class DraftedPair:
    """One line of the round's window.

    `state`: sent from the offer on, whatever was said; not_sent when the round went without it;
    impossible, before that, when somebody of the two has left, is on a break or was paired since;
    else the proposal's. `categories` is None for a pair of the reader's `own`,
    and once one of the two is erased.
    """

    proposal_id: int
    mentor: str
    mentee: str
    state: PairInRound
    own: bool
    categories: Categories | None


@dataclass(frozen=True)
class WaitingPerson:
    """`category` is None for the reader."""

    slack_id: str
    category: str | None


@dataclass(frozen=True)
class RoundView:
    """A lead's window of a round; `decided_by` when another lead was first; paged by 20 pairs.

    `hold_until` of an approved one, and of no other: from when on its proposals go out.
    `total_going` pairs an approval would send; while it goes out, `total_offered` are on their way,
    each in its people's hours, and `total_queued` come next. `waiting` has the first of those who
    wait, `waiting_why` counts all but the reader. To `not_reached` people of a pair of this round
    its offer or the introduction was not delivered; `try_again`: one of these messages can still be
    sent.
    """

    round_id: int
    number: int
    state: RoundState
    due_on: date
    pairs: tuple[DraftedPair, ...]
    page: int
    pages: int
    total_pairs: int
    total_held: int
    total_going: int
    waiting: tuple[WaitingPerson, ...]
    waiting_why: Mapping[str, int]
    decided_by: str | None
    hold_until: datetime | None
    last_round: tuple[int, int] | None
    total_waiting: int
    total_offered: int = 0
    total_queued: int = 0
    proven: bool = True
    not_reached: int = 0
    try_again: bool = False


@dataclass(frozen=True)
class RoundPostponed:
    """The round is drafted anew on this day."""

    postponed_to: date


@dataclass(frozen=True)
class DecidedAlready:
    """Somebody was first: `decided_by`, or nobody who could be named."""

    decided_by: str | None
