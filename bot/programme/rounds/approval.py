"""What a lead does with a drafted round: look, hold, drop, approve, stop, postpone.

The rules: docs/programme.md, Rounds; what leads see: docs/programme.md, Leads.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.due.rounds import off_holiday, round_due
from bot.domain.lifecycle import PROPOSAL, ProposalEvent, ProposalState, RoundEvent, RoundState
from bot.domain.refusals import NotYours, OwnPair, RoundNotOpen
from bot.domain.time.local_time import local_day
from bot.outbox.operator import trouble
from bot.outbox.operator.trouble import Unreached
from bot.outbox.work import Work
from bot.programme.pairs.kinds import INTRODUCTION
from bot.programme.people import leads
from bot.programme.rounds import announced, drafting, sending
from bot.programme.rounds.kinds import OFFER
from bot.programme.rounds.results import (
    Categories,
    DecidedAlready,
    DraftedPair,
    PairInRound,
    RoundPostponed,
    RoundReady,
    RoundView,
    WaitingPerson,
)
from bot.store.db.session import Db
from bot.store.queries import drafted, pairs
from bot.store.queries import proposals as proposal_rows
from bot.store.queries import rounds as store
from bot.store.queries.drafted import Totals
from bot.store.tables import Person, Proposal, Round
from bot.store.transitions import transition

PAGE = 20
WAITING = 40
"""How many of those who wait the window names."""
POSTPONED_BY = timedelta(weeks=1)
_DECISIONS = {
    "hold": ProposalEvent.HOLD,
    "release": ProposalEvent.RELEASE,
    "drop": ProposalEvent.DROP,
}


# --- looking --------------------------------------------------------------------------------------


def view(work: Work, round_id: int | None, page: int) -> RoundView | None:
    """For leads: a page (the first is 1) of a round's pairs; without an id the latest round's.

    Whoever reads it sees no category of a pair of their own, nor of their own waiting. None
    before the first round. Raises NotALead, NotYours for a round that is not there.
    """
    programme = leads.require(work)
    round_ = store.find(work.db, round_id) if round_id else store.latest(work.db, programme.id)
    if round_ is None:
        if round_id:
            raise NotYours
        return None
    totals = drafted.totals(work.db, round_)
    pages = max(1, -(-totals.pairs // PAGE))
    return _view(work, round_, totals, min(max(page, 1), pages), pages)


def _view(work: Work, round_: Round, totals: Totals, page: int, pages: int) -> RoundView:
    shown = drafted.page(work.db, round_, (page - 1) * PAGE, PAGE)
    not_reached, try_again = _not_reached(work, round_)
    return RoundView(
        round_id=round_.id,
        number=round_.number,
        state=round_.state,
        due_on=round_.due_on,
        pairs=tuple(_line(row, impossible, work.me) for row, impossible in shown),
        page=page,
        pages=pages,
        total_pairs=totals.pairs,
        total_held=totals.held,
        total_going=totals.going,
        total_offered=totals.offered,
        total_queued=totals.queued,
        waiting=_waiting(work.db, round_, work.me),
        total_waiting=sum(store.waiting_by_category(work.db, round_.id).values()),
        waiting_why=sending.waiting_why(work.db, round_, work.me),
        decided_by=announced.decider(work, round_),
        hold_until=round_.hold_until if round_.state == RoundState.APPROVED else None,
        last_round=_last(work.db, round_),
        proven=bool(round_.certificate["proven"]),
        not_reached=not_reached,
        try_again=try_again,
    )


def _not_reached(work: Work, round_: Round) -> tuple[int, bool]:
    """How many people of its pairs a message of the round was given up for, and whether any of
    these can still be sent."""
    given_up = trouble.unreached(work.db, (OFFER.key, INTRODUCTION.key), work.now)
    if not given_up:
        return 0, False
    offered = set(work.db.scalars(drafted.ids(round_.id)))
    sides = pairs.sides_of_round(work.db, round_.id)
    of_round = [m for m in given_up if m.proposal_id in offered or m.pair_id in sides]
    found = {person for message in of_round for person in _receivers(message, sides)}
    return len(found), any(message.in_time for message in of_round)


def _receivers(message: Unreached, sides: Mapping[int, tuple[int, int]]) -> tuple[int, ...]:
    if message.person_id is not None:
        return (message.person_id,)
    return sides.get(message.pair_id or 0, ())


def _line(row: Proposal, impossible: bool, reader: Person) -> DraftedPair:
    """Names and categories; once sent, nothing of who said what: the state stays 'sent'."""
    return DraftedPair(
        proposal_id=row.id,
        mentor=row.mentor.slack_id,
        mentee=row.mentee.slack_id,
        state=_state(row, impossible),
        own=_is_own(row, reader),
        categories=None if _is_own(row, reader) else _categories(row),
    )


def _state(row: Proposal, impossible: bool) -> PairInRound:
    if row.offered_at:
        return "sent"
    if row.state == ProposalState.DROPPED:
        return row.state
    if row.state in drafted.UNSENT:
        return "impossible" if impossible else row.state
    return "not_sent"


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


def _is_own(row: Proposal, person: Person) -> bool:
    return row.side_of(person.id) is not None


def _waiting(db: Db, round_: Round, reader: Person) -> tuple[WaitingPerson, ...]:
    return tuple(
        WaitingPerson(one.slack_id, None if one.person_id == reader.id else category)
        for one, category in store.waiting(db, round_.id, WAITING)
    )


def _last(db: Db, round_: Round) -> tuple[int, int] | None:
    last = store.sent_before(db, round_)
    if last is None:
        return None
    waited = store.waiting_by_category(db, last.id)
    return drafted.offered(db, last.id), sum(waited.values())


def ready(db: Db, reader: Person, round_id: int, *, again: bool) -> RoundReady | None:
    """What a lead is told of a draft; None when the round no longer waits for a decision."""
    round_ = store.find(db, round_id)
    if round_ is None or round_.state != RoundState.DRAFTED:
        return None
    return RoundReady(
        round_id=round_.id,
        number=round_.number,
        due_on=round_.due_on,
        pairs=drafted.unsent(db, round_.id),
        waiting=sum(store.waiting_by_category(db, round_.id).values()),
        waiting_why=sending.waiting_why(db, round_, reader),
        again=again,
    )


# --- deciding -------------------------------------------------------------------------------------


def decide_pair(work: Work, proposal_id: int, decision: str) -> int:
    """Hold a pair back this time, release it, or drop it for good; returns the round's id.

    Where another lead was first nothing happens: the window shows what they decided. Raises
    NotALead, NotYours, OwnPair.
    """
    leads.require(work)
    proposal = proposal_rows.proposal(work.db, proposal_id)
    if proposal is None or decision not in _DECISIONS:
        raise NotYours
    if _is_own(proposal, work.me):
        raise OwnPair
    round_ = _found(work.db, proposal.round_id)
    proposal = proposal_rows.proposal(work.db, proposal_id, lock=True)
    event = _DECISIONS[decision]
    if proposal and round_.state == RoundState.DRAFTED and PROPOSAL.may(proposal.state, event):
        transition(work.db, proposal, event, work.now, by=work.me.id)
    return round_.id


def approve(work: Work, round_id: int) -> None:
    """Approve what is drafted; it can be stopped until it is being sent.

    Where another lead was first nothing happens: the window shows what they decided. Raises
    NotALead, NotYours, RoundNotOpen for one that a newer draft has overtaken.
    """
    leads.require(work)
    round_ = _not_overtaken(work.db, round_id)
    if round_.state != RoundState.DRAFTED:
        return
    sending.approve(work, round_, by=work.me.id)
    round_.remind_at = None


def stop(work: Work, round_id: int) -> None:
    """Take an approval back until the round is being sent, also when its hold is over.

    Where it is too late nothing happens: the window shows how things are. Raises NotALead,
    NotYours, RoundNotOpen for one that a newer draft has overtaken.
    """
    leads.require(work)
    round_ = _not_overtaken(work.db, round_id)
    if round_.state != RoundState.APPROVED:
        return
    transition(work.db, round_, RoundEvent.STOP, work.now, by=work.me.id)
    sending.take_back(work, round_)
    round_.decided_by = round_.approved_at = round_.hold_until = None
    announced.changed(work, round_)
    if store.latest(work.db, round_.programme_id) is not round_:
        drafting.give_way(work, round_)


def postpone(work: Work, round_id: int) -> RoundPostponed | DecidedAlready:
    """Draft the round anew a week later, with the people there are then.

    Raises NotALead, NotYours, RoundNotOpen for one that a newer draft has overtaken.
    """
    leads.require(work)
    round_ = _not_overtaken(work.db, round_id)
    if round_.state != RoundState.DRAFTED:
        return _decided_already(work, round_)
    transition(work.db, round_, RoundEvent.CANCEL, work.now, by=work.me.id)
    round_.decided_by, round_.remind_at = work.me.id, None
    sending.fall_away(work, round_, *drafted.UNSENT)
    day = _a_week_later(work)
    announced.changed(work, round_)
    announced.decided(work, round_)
    drafting.keeps_waiting(round_)
    return RoundPostponed(day)


def _decided_already(work: Work, round_: Round) -> DecidedAlready:
    mine = round_.decided_by == work.me.id
    return DecidedAlready(announced.decider(work, round_), mine=mine)


def _a_week_later(work: Work) -> date:
    programme, rules = work.programme, work.rules
    nominal = local_day(work.now, rules.zone) + POSTPONED_BY
    day = off_holiday(nominal, rules.own_country)
    programme.next_round_on = nominal
    programme.next_round_at = round_due(day, rules.zone)
    return day


def _not_overtaken(db: Db, round_id: int) -> Round:
    round_ = _found(db, round_id)
    if round_.state == RoundState.SUPERSEDED:
        raise RoundNotOpen
    return round_


def _found(db: Db, round_id: int) -> Round:
    round_ = store.locked(db, round_id)
    if round_ is None:
        raise NotYours
    return round_
