"""An approved round on its way: its hold, its sending in chunks, who waits and why."""

from collections import Counter
from datetime import timedelta

from bot.domain.due.rounds import proposal_expiry, proposal_reminder
from bot.domain.lifecycle import (
    ParticipationState,
    ProgrammeEvent,
    ProposalEvent,
    ProposalState,
    RoundEvent,
)
from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import Hours
from bot.outbox.enqueue import cancel, unsettled
from bot.outbox.work import Work
from bot.programme.meetings.nudges import nudge
from bot.programme.rounds import announced, kinds, pool, proposals
from bot.store.db.session import Db
from bot.store.queries import pairs, people
from bot.store.queries import rounds as store
from bot.store.tables import Participation, Person, Programme, Proposal, Round
from bot.store.transitions import transition


def approve(work: Work, round_: Round, *, by: int | None) -> None:
    """Drafted pairs are queued as they were drafted, whatever profiles say by now; the hold begins.

    Those that have become impossible stay where they are, and are named in the round's window.
    """
    transition(work.db, round_, RoundEvent.APPROVE, work.now, by=by)
    round_.decided_by, round_.approved_at = by, work.now
    rules = ProgrammeRules.from_plain(round_.rules)
    round_.hold_until = work.now + timedelta(minutes=rules.hold_minutes)
    gone = impossible(work.db, round_)
    for proposal in store.proposals_of(work.db, round_.id):
        if proposal.state == ProposalState.DRAFTED and proposal.id not in gone:
            transition(work.db, proposal, ProposalEvent.APPROVE, work.now)
    announced.changed(work, round_)


def impossible(db: Db, round_: Round) -> frozenset[int]:
    """Ids of pairs, not sent yet, of which somebody has left, is on a break or was paired since.

    All of that everybody can see. A profile that has changed is nobody's business: it does not
    count here.
    """
    unsent = store.unsent_proposals_of(db, round_.id)
    paired = (
        pairs.paired_since(db, round_.programme_id, round_.drafted_at) if unsent else frozenset()
    )
    return frozenset(
        row.id
        for row in unsent
        for side in row.sides
        if side.state != ParticipationState.ACTIVE or side.id in paired
    )


def send_due(work: Work) -> int:
    """The hold is over: pairs are offered, each side in its hours; nobody sees which no longer fit.

    One of those stays sealed, is told to nobody and counts as proposed until its expiry.
    """
    one = store.HOLD_OVER.first(work.db, work.now)
    if one is None:
        return 0
    programme = work.programme
    rules = ProgrammeRules.from_plain(one.rules)
    transition(work.db, one, RoundEvent.HOLD_OVER, work.now)
    transition(work.db, programme, ProgrammeEvent.ROUND_SENT, work.now)
    one.sent_at = work.now
    one.expires_at = proposal_expiry(
        work.now, rules.zone, rules.own_country, rules.expiry_days, programme.next_round_at
    )
    one.remind_people_at = proposal_reminder(
        work.now, Hours(zone=rules.zone, country=rules.own_country)
    )
    queued = [
        row for row in store.proposals_of(work.db, one.id) if row.state == ProposalState.QUEUED
    ]
    _offer(work, one, queued, rules)
    _count_waiting(work, programme, one)
    cancel(work.db, subject=f"round:{one.id}")
    announced.progressed(work, one)
    return 1


def _offer(work: Work, round_: Round, queued: list[Proposal], rules: ProgrammeRules) -> None:
    gone = impossible(work.db, round_)
    for row in store.unsent_proposals_of(work.db, round_.id):
        if row.state != ProposalState.QUEUED or row.id in gone:
            transition(work.db, row, ProposalEvent.FALL_AWAY, work.now)
    admission = pool.still_fits(work, work.programme, rules, round_.due_on)
    for proposal in queued:
        if proposal.id in gone:
            continue
        fits = admission.admits(proposal.mentor, proposal.mentee)
        transition(work.db, proposal, ProposalEvent.SEND, work.now)
        proposal.offered_at = work.now
        proposal.expires_at, proposal.remind_at = round_.expires_at, round_.remind_people_at
        proposals.offer(work, proposal, fits=fits)


def _count_waiting(work: Work, programme: Programme, round_: Round) -> None:
    """Whoever could have been paired and was not has waited one round more."""
    for row in store.waiting(work.db, round_.id):
        waiting = people.participation(work.db, row.participation_id)
        waiting.rounds_waited += 1
        still_looking(work, programme, round_, waiting, row.category)
    for proposal in store.proposals_of(work.db, round_.id):
        if proposal.offered_at is None:
            proposal.mentor.rounds_waited += 1
            proposal.mentee.rounds_waited += 1


def finish_sending(work: Work) -> int:
    """A round is sent when no offer of it is on its way any more."""
    done = 0
    for one in store.BEING_SENT.rows(work.db, work.now):
        ids = [f"proposal:{row.id}" for row in store.proposals_of(work.db, one.id)]
        if not unsettled(work.db, subjects=ids, kind=kinds.OFFER):
            done += transition(work.db, one, RoundEvent.ALL_SENT, work.now)
    return done


def waiting_why(db: Db, round_: Round, reader: Person) -> dict[str, int]:
    """How many wait, by category, the reader not counted."""
    mine = people.participation_of(db, round_.programme_id, reader.id)
    return dict(
        Counter(
            row.category
            for row in store.waiting(db, round_.id)
            if mine is None or row.participation_id != mine.id
        )
    )


def still_looking(
    work: Work, programme: Programme, one_round: Round, participation: Participation, category: str
) -> None:
    """Why a round left somebody waiting; pointless once the next one is due."""
    nudge(
        work,
        kinds.STILL_LOOKING,
        None,
        participation,
        f"round:{one_round.id}",
        arguments={"category": category, "round_on": one_round.due_on.isoformat()},
        subject=f"participation:{participation.id}",
        expires_at=programme.next_round_at,
    )
