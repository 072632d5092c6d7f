"""The messages of proposals, of waiting, and of a round that a lead decides about."""

from dataclasses import dataclass
from datetime import date

from bot.outbox.kinds import NOTHING, Budget, Kind, Promise, Subject, days
from bot.programme.rounds.results import Offered, RoundNow, RoundReady
from bot.store.queries import proposals, rounds
from bot.store.tables import Proposal, Round

PROPOSAL = Subject[Proposal]("proposal", lambda one: one.id, proposals.proposal)
ROUND = Subject[Round]("round", lambda one: one.id, rounds.find)


@dataclass(frozen=True)
class DidNotGoAhead:
    """A proposal of the round of `round_on` closed at its expiry, told to both alike; without
    `partner` to whom the offer never reached."""

    partner: str | None
    next_round_on: date | None
    round_on: date


@dataclass(frozen=True)
class StillLooking:
    """After the round of `round_on`, to who waits; `category` as in a round's waiting list."""

    round_on: date
    category: str
    next_round_on: date | None
    wishes: int
    offers: int


@dataclass(frozen=True)
class RoundLate:
    """The round of `round_on` was postponed, or is still to be decided `today`, which stands in
    it, since nothing edits it later."""

    round_on: date
    today: date
    postponed_to: date | None


OFFER = Kind(
    "proposal.offer", about=PROPOSAL, facts=Offered, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, conditional=True, failure_is_told=True, essential=True,
)  # fmt: skip
REMINDER = Kind(
    "proposal.reminder", about=PROPOSAL, facts=Offered, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_MOST_ONCE, conditional=True, essential=True,
)  # fmt: skip
DID_NOT_GO_AHEAD = Kind(
    "proposal.did_not_go_ahead", about=NOTHING, facts=DidNotGoAhead, budget=Budget.OTHER,
    priority=3, promise=Promise.AT_LEAST_ONCE, lives=days(14), conditional=True, essential=True,
)  # fmt: skip
STILL_LOOKING = Kind(
    "nudge.still_looking", about=NOTHING, facts=StillLooking, budget=Budget.OTHER, priority=5,
    promise=Promise.AT_MOST_ONCE, lives=days(27), conditional=True, is_nudge=True,
)  # fmt: skip
LATE = Kind(
    "round.late", about=ROUND, facts=RoundLate, budget=Budget.SESSION, priority=4,
    promise=Promise.AT_MOST_ONCE, lives=days(14),
)  # fmt: skip
READY = Kind(
    "round.ready", about=ROUND, facts=RoundReady, budget=Budget.LEAD, priority=1,
    promise=Promise.AT_LEAST_ONCE, to_participants=False,
)  # fmt: skip
STILL_WAITING = Kind(
    "round.still_waiting", about=ROUND, facts=RoundReady, budget=Budget.LEAD, priority=2,
    promise=Promise.AT_MOST_ONCE, to_participants=False,
)  # fmt: skip
DECIDED = Kind(
    "round.decided", about=ROUND, facts=RoundNow, budget=Budget.LEAD, priority=2,
    promise=Promise.AT_LEAST_ONCE, lives=days(14), to_participants=False,
)  # fmt: skip
READY_LATER = READY.becomes(RoundNow, priority=0)
STILL_WAITING_LATER = STILL_WAITING.becomes(RoundNow, priority=0)
DECIDED_LATER = DECIDED.becomes(RoundNow, priority=0)
"""Before the offers of the round, whose progress they show; they have a budget of their own."""
KINDS = (OFFER, REMINDER, DID_NOT_GO_AHEAD, STILL_LOOKING, LATE, READY, STILL_WAITING, DECIDED)
