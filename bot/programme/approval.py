"""What a lead does with a drafted round: look, hold, drop, approve, stop, postpone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

from bot.domain import cadence
from bot.domain.lifecycle import ProposalEvent, ProposalState, RoundEvent, RoundState
from bot.domain.refusals import NotYours, RoundNotOpen
from bot.outbox.owe import cancel, settled
from bot.programme import leads, rounds
from bot.programme.facts import (
    DraftedPair,
    RoundDecided,
    RoundReady,
    RoundView,
    WaitingPerson,
)
from bot.programme.hours import rules_now, rules_of
from bot.store import people
from bot.store import rounds as store
from bot.store.moves import move
from bot.store.tables import Person, Programme, Proposal, Round

PAGE = 20
POSTPONED_BY = timedelta(weeks=1)
_SHOWN = (ProposalState.CLOSED,)
_DECISIONS = {
    "hold": ProposalEvent.HOLD,
    "release": ProposalEvent.RELEASE,
    "drop": ProposalEvent.DROP,
}


# --- looking --------------------------------------------------------------------------------------


def view(db: Db, person: Person, round_id: int | None, page: int = 1) -> RoundView | None:
    """A1: a page (the first is 1) of a round's pairs; without an id the latest round's.

    None before the first round. Raises NotALead, NotYours for a round that is not there.
    """
    programme = leads.require(db, person)
    one = store.find(db, round_id) if round_id else store.latest(db, programme.id)
    if one is None:
        if round_id:
            raise NotYours
        return None
    shown = _shown(db, one)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 1), pages)
    return RoundView(
        round_id=one.id,
        number=one.number,
        state=one.state,
        due_on=one.due_on,
        pairs=tuple(_line(row) for row in shown[(page - 1) * PAGE : page * PAGE]),
        page=page,
        pages=pages,
        total_pairs=len(shown),
        total_held=sum(row.state == ProposalState.HELD for row in shown),
        waiting=_waiting(db, one),
        waiting_why=rounds.waiting_why(db, one),
        decided_by=people.person(db, one.decided_by).slack_id if one.decided_by else None,
        hold_until=one.hold_until if one.state == RoundState.APPROVED else None,
        last_round=_last(db, one),
        **_progress(db, one, shown),
        proven=bool(one.certificate["proven"]),
    )


def _shown(db: Db, one: Round) -> list[Proposal]:
    """Pairs of the round, without those that fell away because somebody left."""
    rows = store.proposals_of(db, one.id)
    return [row for row in rows if row.state not in _SHOWN or row.offered_at]


def _line(row: Proposal) -> DraftedPair:
    """Names and categories; once sent, nothing of who said what: the state stays 'sent'."""
    reasons = row.reasons
    return DraftedPair(
        proposal_id=row.id,
        mentor=row.mentor.person.slack_id,
        mentee=row.mentee.person.slack_id,
        state="sent" if row.offered_at else row.state,
        topics_fit=reasons["topic_fit"],
        gives_back=reasons["give_back"] is not None,
        common_hours=reasons["common_hours"],
        other_function=reasons["other_function"],
        other_site=reasons["other_site"],
    )


def _waiting(db: Db, one: Round) -> tuple[WaitingPerson, ...]:
    return tuple(
        WaitingPerson(people.participation(db, row.participation_id).person.slack_id, row.category)
        for row in store.waiting(db, one.id)
    )


def _last(db: Db, one: Round) -> tuple[int, int] | None:
    last = store.sent_before(db, one)
    if last is None:
        return None
    offered = sum(row.offered_at is not None for row in store.proposals_of(db, last.id))
    return offered, len(store.waiting(db, last.id))


def _progress(db: Db, one: Round, shown: Sequence[Proposal]) -> dict[str, int]:
    if one.state not in (RoundState.SENDING, RoundState.SENT):
        return {"delivered": 0, "owed": 0}
    subjects = [f"proposal:{row.id}" for row in shown if row.offered_at]
    owed = 2 * len(subjects)
    if one.state == RoundState.SENT:  # by then the outbox may have forgotten them
        return {"delivered": owed, "owed": owed}
    return {"delivered": settled(db, subjects=subjects, kind="proposal.offer"), "owed": owed}


def ready(db: Db, round_id: int, *, again: bool) -> RoundReady | None:
    """What D16 says; None when the round no longer waits for a decision."""
    one = store.find(db, round_id)
    if one is None or one.state != RoundState.DRAFTED:
        return None
    why = rounds.waiting_why(db, one)
    return RoundReady(
        round_id=one.id,
        number=one.number,
        due_on=one.due_on,
        pairs=len(store.unsent_proposals_of(db, one.id)),
        waiting=sum(why.values()),
        waiting_why=why,
        again=again,
    )


# --- deciding -------------------------------------------------------------------------------------


def decide_pair(db: Db, person: Person, proposal_id: int, decision: str, now: datetime) -> int:
    """Hold a pair back this time, release it, or drop it for good; returns the round's id.

    Raises NotALead, NotYours, RoundNotOpen.
    """
    leads.require(db, person)
    proposal = store.proposal(db, proposal_id, lock=True)
    if proposal is None or decision not in _DECISIONS:
        raise NotYours
    one = _open(db, proposal.round_id, RoundState.DRAFTED)
    move(db, proposal, _DECISIONS[decision], now, by=person.id)
    return one.id


def approve(db: Db, person: Person, round_id: int, now: datetime) -> RoundDecided:
    """Approve what is drafted; it can be stopped until the hold is over. The first lead decides.

    Raises NotALead, NotYours, RoundNotOpen.
    """
    programme = leads.require(db, person)
    one = _found(db, round_id)
    if one.state in (RoundState.APPROVED, RoundState.SENDING, RoundState.SENT):
        return _decided(db, "already", one)
    one = _open(db, round_id, RoundState.DRAFTED)
    rounds.approve(db, one, rules_of(programme), now, by=person.id)
    cancel(db, subject=f"round:{one.id}")
    one.remind_at = None
    return _decided(db, "approved", one)


def stop(db: Db, person: Person, round_id: int, now: datetime) -> RoundDecided:
    """Take an approval back while it is on hold. Raises NotALead, NotYours, RoundNotOpen."""
    leads.require(db, person)
    one = _open(db, round_id, RoundState.APPROVED)
    if one.hold_until is not None and now >= one.hold_until:
        raise RoundNotOpen(RoundState.SENDING)
    move(db, one, RoundEvent.STOP, now, by=person.id)
    for row in store.proposals_of(db, one.id):
        if row.state == ProposalState.QUEUED:
            move(db, row, ProposalEvent.STOP, now, by=person.id)
    one.decided_by = one.approved_at = one.hold_until = None
    if store.latest(db, one.programme_id) is not one:
        rounds.give_way(db, one, now)
    return _decided(db, "stopped", one)


def postpone(db: Db, person: Person, round_id: int, now: datetime) -> RoundDecided:
    """Draft the round anew a week later, with the people there are then.

    Raises NotALead, NotYours, RoundNotOpen.
    """
    programme = leads.require(db, person)
    one = _open(db, round_id, RoundState.DRAFTED)
    move(db, one, RoundEvent.CANCEL, now, by=person.id)
    one.decided_by, one.remind_at = person.id, None
    for row in store.unsent_proposals_of(db, one.id):
        move(db, row, ProposalEvent.FALL_AWAY, now)
    cancel(db, subject=f"round:{one.id}")
    _a_week_later(programme, now)
    return _decided(db, "postponed", one, programme)


def _a_week_later(programme: Programme, now: datetime) -> None:
    rules = rules_of(programme)
    nominal = cadence.local_day(now, rules.zone) + POSTPONED_BY
    programme.next_round_on = nominal
    programme.next_round_at = cadence.round_due(
        cadence.off_holiday(nominal, rules.own_country), rules.zone
    )


def _found(db: Db, round_id: int) -> Round:
    one = store.locked(db, round_id)
    if one is None:
        raise NotYours
    return one


def _open(db: Db, round_id: int, state: RoundState) -> Round:
    one = _found(db, round_id)
    if one.state != state:
        raise RoundNotOpen(one.state)
    return one


def _decided(db: Db, outcome: str, one: Round, programme: Programme | None = None) -> RoundDecided:
    next_at = programme.next_round_at if programme else None
    zone = rules_now(db).zone
    return RoundDecided(
        outcome=outcome,
        decided_by=people.person(db, one.decided_by).slack_id if one.decided_by else None,
        hold_until=one.hold_until,
        postponed_to=cadence.local_day(next_at, zone) if next_at else None,
        pairs=sum(row.state == ProposalState.QUEUED for row in store.proposals_of(db, one.id)),
    )
