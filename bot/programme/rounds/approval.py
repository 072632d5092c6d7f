"""What a lead does with a drafted round: hold, drop, restore, approve, stop, postpone.

The rules: docs/programme.md, Rounds; what leads see: docs/programme.md, Leads.
"""

from datetime import date, timedelta

from bot.domain.due.rounds import off_holiday, round_due
from bot.domain.lifecycle import PROPOSAL, ProposalEvent, ProposalState, RoundEvent, RoundState
from bot.domain.refusals import NotYours, OwnPair, RoundNotOpen
from bot.domain.time.local_time import local_day
from bot.outbox.work import Work
from bot.programme.people import leads
from bot.programme.rounds import announced, drafting, sending
from bot.programme.rounds.results import DecidedAlready, RoundPostponed, RoundReady
from bot.store.db.session import Db
from bot.store.queries import drafted, people, round_window
from bot.store.queries import proposals as proposal_rows
from bot.store.queries import rounds as store
from bot.store.tables import Person, Proposal, Round
from bot.store.transitions import came_from, transition

POSTPONED_BY = timedelta(weeks=1)
_DECISIONS = {
    "hold": ProposalEvent.HOLD,
    "release": ProposalEvent.RELEASE,
    "drop": ProposalEvent.DROP,
    "restore": ProposalEvent.RESTORE,
}


def ready(db: Db, reader: Person, round_id: int, *, again: bool) -> RoundReady | None:
    """What a lead is told of a draft; None when the round no longer waits for a decision."""
    round_ = store.find(db, round_id)
    if round_ is None or round_.state != RoundState.DRAFTED:
        return None
    mine = people.side_of(db, round_.programme_id, reader.id)
    totals, waits = round_window.totals(db, round_, mine), round_window.waits(db, round_, mine)
    return RoundReady(
        round_id=round_.id,
        number=round_.number,
        due_on=round_.due_on,
        pairs=totals.pairs.going,
        held=totals.pairs.held,
        waiting=waits.total,
        waiting_why=waits.why,
        again=again,
    )


# --- deciding -------------------------------------------------------------------------------------


def decide_pair(work: Work, proposal_id: int, decision: str) -> int:
    """Hold a pair back this time, release it, drop it for two years, or restore it as it was;
    returns the round's id.

    Where another lead was first, or the round is not a draft any more, nothing happens: the window
    shows what was decided. Raises NotALead, NotYours, OwnPair.
    """
    leads.require(work)
    proposal = proposal_rows.proposal(work.db, proposal_id)
    if proposal is None or decision not in _DECISIONS:
        raise NotYours
    if proposal.side_of(work.me.id) is not None:
        raise OwnPair
    round_ = _found(work.db, proposal.round_id)
    proposal = proposal_rows.proposal(work.db, proposal_id, lock=True)
    if proposal is None or round_.state != RoundState.DRAFTED:
        return round_.id
    event = _event(work.db, proposal, decision)
    if PROPOSAL.may(proposal.state, event):
        transition(work.db, proposal, event, work.now, by=work.me.id)
        announced.progressed(work, round_)
    return round_.id


def _event(db: Db, proposal: Proposal, decision: str) -> ProposalEvent:
    """What was dropped is restored to what it was; held, where that is forgotten."""
    event = _DECISIONS[decision]
    if event is ProposalEvent.RESTORE:
        before = came_from(db, proposal, ProposalEvent.DROP)
        return event if before == ProposalState.DRAFTED else ProposalEvent.RESTORE_HELD
    return event


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
    return DecidedAlready(store.decided_by(work.db, round_), mine=mine)


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
