"""What rounds and proposals say, to leads and to the two of a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.due.plan import Plan
from bot.domain.fit.people import SideRole
from bot.domain.lifecycle import ProposalState, RoundState
from bot.domain.listing import AS_DRAFTED, Listing, PairCounts
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
    """To a lead. `pairs` would go out, were it approved now; `held` are left out, and may be put
    back. `again` is true for the second and last time it is said."""

    round_id: int
    number: int
    due_on: date
    pairs: int
    waiting: int
    waiting_why: Mapping[str, int]
    again: bool
    held: int = 0


@dataclass(frozen=True)
class RoundNow:
    """To a lead: what has become of a round that they were told of.

    Without `state` the message is edited no more, and says nothing that ages. `pairs` go out or
    went, `done` of them were passed on to be sent; with all of them the state is `sent`.
    `going_at`: until then it can be stopped. `not_reached`: to so many people no offer could be
    delivered.
    """

    round_id: int
    due_on: date
    state: RoundState | None
    decided_by: str | None = None
    going_at: datetime | None = None
    pairs: int = 0
    done: int = 0
    not_reached: int = 0
    postponed_to: date | None = None


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


Outcome = Word | Literal["paired", "already"]


@dataclass(frozen=True)
class ProposalAnswered:
    """`outcome`: that they are a pair, or one's word. `until` it may be changed; `may_help`:
    leads, after someone else."""

    outcome: Outcome
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


@dataclass(frozen=True)
class Common:
    """What holds of every pair of a round that has categories, said once; None or False: it does
    not hold of all. `gives_back` is of one kind; `common_hours` is the same number when rounded."""

    topics_fit: str | None = None
    gives_back: bool | None = None
    common_hours: float | None = None
    other_function: bool = False
    other_site: bool = False


NOTHING_IN_COMMON = Common()


@dataclass(frozen=True)
class Listed:
    """Somebody in a round's window: names may be shared, places tell them apart."""

    slack_id: str
    function: Named | None
    site: Named | None


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
    mentor: Listed
    mentee: Listed
    state: PairInRound
    own: bool
    categories: Categories | None


@dataclass(frozen=True)
class WaitingPerson:
    """`category` is None for the reader; "dropped" where a lead dropped their pair."""

    who: Listed
    category: str | None


@dataclass(frozen=True)
class RoundView:
    """A lead's window of a round; `decided_by` when another lead was first; paged by 20 pairs.

    `hold_until` of an approved one, and of no other: from when on its proposals go out. While it
    goes out, `queued` pairs come next. `listing` is how they are listed: then `pages` are of those
    pairs alone; of all, `doubtful` need a look, and all say what they have in `common`, save the
    reader's own, if there is one (`has_own`). `waiting` has the first of those who wait,
    `waiting_why` counts all but the reader. To `not_reached` people of a pair of this round its
    offer or the introduction was not delivered; `try_again`: one of these messages can still be
    sent.
    """

    round_id: int
    number: int
    state: RoundState
    due_on: date
    pairs: tuple[DraftedPair, ...]
    page: int
    pages: int
    counts: PairCounts
    waiting: tuple[WaitingPerson, ...]
    total_waiting: int
    waiting_why: Mapping[str, int]
    decided_by: str | None
    hold_until: datetime | None
    last_round: tuple[int, int] | None
    listing: Listing = AS_DRAFTED
    doubtful: int = 0
    common: Common = NOTHING_IN_COMMON
    has_own: bool = False
    queued: int = 0
    proven: bool = True
    not_reached: int = 0
    try_again: bool = False


@dataclass(frozen=True)
class RoundPostponed:
    """The round is drafted anew on this day."""

    postponed_to: date


@dataclass(frozen=True)
class DecidedAlready:
    """Somebody was first: `decided_by`, or nobody who could be named; `mine`: the reader was."""

    decided_by: str | None
    mine: bool = False
