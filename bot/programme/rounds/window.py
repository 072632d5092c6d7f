"""A lead looks at a round: its pairs, sorted, sifted and paged, who waits, and how far it has come.

What leads see, and what needs a look: docs/programme.md, Leads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Row

from bot.domain.lifecycle import ProposalState, RoundState
from bot.domain.listing import AS_DRAFTED, Listing
from bot.domain.refusals import NotYours
from bot.outbox.operator import trouble
from bot.outbox.operator.trouble import Unreached
from bot.outbox.work import Work
from bot.programme.pairs.kinds import INTRODUCTION
from bot.programme.people import leads
from bot.programme.rounds.kinds import OFFER
from bot.programme.rounds.results import (
    Categories,
    Common,
    DraftedPair,
    Listed,
    PairInRound,
    RoundView,
    WaitingPerson,
)
from bot.store.queries import drafted, people, round_window
from bot.store.queries import rounds as store
from bot.store.queries.round_window import Totals
from bot.store.tables import Participation, Proposal, Round

PAGE = 20
WAITING = 40
"""How many of those who wait the window names."""


def view(
    work: Work, round_id: int | None, page: int, listing: Listing = AS_DRAFTED
) -> RoundView | None:
    """For leads: a page (the first is 1) of a round's pairs; without an id the latest round's.

    Whoever reads it sees no category of a pair of their own, nor of their own waiting, and nothing
    goes by it. Pairs that need a look are asked for while there is something to decide. None
    before the first round. Raises NotALead, NotYours for a round that is not there.
    """
    programme = leads.require(work)
    round_ = store.find(work.db, round_id) if round_id else store.latest(work.db, programme.id)
    if round_ is None:
        if round_id:
            raise NotYours
        return None
    undecided = round_.state == RoundState.DRAFTED
    listing = replace(listing, doubtful=listing.doubtful and undecided)
    return _view(work, round_, page, listing)


def _view(work: Work, round_: Round, page: int, listing: Listing) -> RoundView:
    mine = people.side_of(work.db, round_.programme_id, work.me.id)
    totals = round_window.totals(work.db, round_, mine)
    pages = max(1, -(-(totals.doubtful if listing.doubtful else totals.pairs.total) // PAGE))
    page = min(max(page, 1), pages)
    shown = round_window.page(
        work.db, round_, mine, listing, work.rules, first=(page - 1) * PAGE, size=PAGE
    )
    waits = round_window.waits(work.db, round_, mine)
    not_reached, try_again = _not_reached(work, round_)
    return RoundView(
        round_id=round_.id,
        number=round_.number,
        state=round_.state,
        due_on=round_.due_on,
        pairs=_lines(work, round_, shown),
        page=page,
        pages=pages,
        counts=totals.pairs,
        waiting=_waiting(work, round_),
        total_waiting=waits.total,
        waiting_why=waits.why,
        decided_by=store.decided_by(work.db, round_),
        hold_until=round_.hold_until if round_.state == RoundState.APPROVED else None,
        last_round=_last(work, round_, mine),
        listing=listing,
        doubtful=totals.doubtful,
        common=_common(totals),
        has_own=totals.own > 0,
        queued=totals.queued,
        proven=bool(round_.certificate["proven"]),
        not_reached=not_reached,
        try_again=try_again,
    )


def _common(totals: Totals) -> Common:
    """Of one line alone it is said there."""
    if totals.described < 2:
        return Common()
    fewest, most = round(totals.fewest_hours or 0), round(totals.most_hours or 0)
    return Common(
        topics_fit={totals.described: "strong", 0: "fair"}.get(totals.strong),
        gives_back={totals.described: True, 0: False}.get(totals.give_back),
        common_hours=fewest if fewest == most else None,
        other_function=totals.other_function == totals.described,
        other_site=totals.other_site == totals.described,
    )


def _last(work: Work, round_: Round, mine: int | None) -> tuple[int, int] | None:
    last = store.sent_before(work.db, round_)
    if last is None:
        return None
    return drafted.offered(work.db, last.id), round_window.waits(work.db, last, mine).total


# --- its lines -----------------------------------------------------------------------------------


def _lines(
    work: Work, round_: Round, shown: Sequence[Row[Proposal, bool]]
) -> tuple[DraftedPair, ...]:
    return tuple(_line(work, row, _state(row, impossible, round_)) for row, impossible in shown)


def _line(work: Work, row: Proposal, state: PairInRound) -> DraftedPair:
    """Names and categories; once sent, nothing of who said what: the state stays 'sent'."""
    own = row.side_of(work.me.id) is not None
    return DraftedPair(
        proposal_id=row.id,
        mentor=_listed(work, row.mentor),
        mentee=_listed(work, row.mentee),
        state=state,
        own=own,
        categories=None if own else _categories(row),
    )


def _listed(work: Work, participation: Participation) -> Listed:
    rules = work.rules
    return Listed(
        participation.slack_id,
        rules.function_named(participation.function),
        rules.site_named(participation.site),
    )


def _state(row: Proposal, impossible: bool, round_: Round) -> PairInRound:
    if row.offered_at:
        return "sent"
    if row.state == ProposalState.DROPPED:
        return row.state
    if row.state in drafted.UNSENT and impossible:
        return "impossible"
    left_behind = row.state == ProposalState.DRAFTED and round_.state != RoundState.DRAFTED
    return row.state if row.state in drafted.UNSENT and not left_behind else "not_sent"


def _categories(row: Proposal) -> Categories | None:
    reasons = row.reasons
    if not reasons:
        return None
    return Categories(
        topics_fit=reasons["topic_fit"],
        gives_back=reasons["give_back"] is not None,
        common_hours=reasons["common_hours"],
        other_function=reasons["other_function"],
        other_site=reasons["other_site"],
    )


def _waiting(work: Work, round_: Round) -> tuple[WaitingPerson, ...]:
    return tuple(
        WaitingPerson(_listed(work, one), None if one.person_id == work.me.id else category)
        for one, category in round_window.waiting(work.db, round_, WAITING)
    )


# --- whom it did not reach -----------------------------------------------------------------------


def _not_reached(work: Work, round_: Round) -> tuple[int, bool]:
    """How many people of its pairs a message of the round was given up for, and whether any of
    these can still be sent."""
    given_up = trouble.unreached(work.db, (OFFER.key, INTRODUCTION.key), work.now)
    if not given_up:
        return 0, False
    offered = set(work.db.scalars(drafted.ids(round_.id)))
    sides = store.sides_of_round(work.db, round_.id)
    of_round = [m for m in given_up if m.proposal_id in offered or m.pair_id in sides]
    found = {person for message in of_round for person in _receivers(message, sides)}
    return len(found), any(message.in_time for message in of_round)


def _receivers(message: Unreached, sides: Mapping[int, tuple[int, int]]) -> tuple[int, ...]:
    if message.person_id is not None:
        return (message.person_id,)
    return sides.get(message.pair_id or 0, ())
