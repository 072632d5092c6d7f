"""An approved round on its way: its hold, its sending in chunks, who waits and why."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

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
from bot.programme.rounds import kinds, pool, proposals
from bot.store.queries import administration as programmes
from bot.store.queries import pairs, people
from bot.store.queries import rounds as store
from bot.store.tables import Participation, Person, Programme, Proposal, Round
from bot.store.transitions import transition


def approve(db: Db, round_: Round, now: datetime, *, by: int | None) -> None:
    """Drafted pairs are queued as they were drafted, whatever profiles say by now; the hold begins.

    Those that have become impossible stay where they are, and are named in the round's window.
    """
    transition(db, round_, RoundEvent.APPROVE, now, by=by)
    round_.decided_by, round_.approved_at = by, now
    rules = ProgrammeRules.from_plain(round_.rules)
    round_.hold_until = now + timedelta(minutes=rules.hold_minutes)
    gone = impossible(db, round_)
    for proposal in store.proposals_of(db, round_.id):
        if proposal.state == ProposalState.DRAFTED and proposal.id not in gone:
            transition(db, proposal, ProposalEvent.APPROVE, now)


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


def send_due(db: Db, now: datetime) -> int:
    """The hold is over: pairs are offered, each side in its hours; nobody sees which no longer fit.

    One of those stays sealed, is told to nobody and counts as proposed until its expiry.
    """
    one = store.HOLD_OVER.first(db, now)
    if one is None:
        return 0
    programme = programmes.current(db)
    rules = ProgrammeRules.from_plain(one.rules)
    transition(db, one, RoundEvent.HOLD_OVER, now)
    transition(db, programme, ProgrammeEvent.ROUND_SENT, now)
    one.sent_at = now
    one.expires_at = proposal_expiry(
        now, rules.zone, rules.own_country, rules.expiry_days, programme.next_round_at
    )
    one.remind_people_at = proposal_reminder(now, Hours(zone=rules.zone, country=rules.own_country))
    queued = [row for row in store.proposals_of(db, one.id) if row.state == ProposalState.QUEUED]
    _offer(db, one, queued, rules, now)
    _count_waiting(db, programme, one, now)
    cancel(db, subject=f"round:{one.id}")
    return 1


def _offer(
    db: Db, round_: Round, queued: list[Proposal], rules: ProgrammeRules, now: datetime
) -> None:
    gone = impossible(db, round_)
    for row in store.unsent_proposals_of(db, round_.id):
        if row.state != ProposalState.QUEUED or row.id in gone:
            transition(db, row, ProposalEvent.FALL_AWAY, now)
    admission = pool.still_fits(db, programmes.current(db), rules, round_.due_on, now)
    for proposal in queued:
        if proposal.id in gone:
            continue
        fits = admission.admits(proposal.mentor, proposal.mentee)
        transition(db, proposal, ProposalEvent.SEND, now)
        proposal.offered_at = now
        proposal.expires_at, proposal.remind_at = round_.expires_at, round_.remind_people_at
        proposals.offer(db, proposal, now, fits=fits)


def _count_waiting(db: Db, programme: Programme, round_: Round, now: datetime) -> None:
    """Whoever could have been paired and was not has waited one round more."""
    for row in store.waiting(db, round_.id):
        waiting = people.participation(db, row.participation_id)
        waiting.rounds_waited += 1
        still_looking(db, programme, round_, waiting, row.category, now)
    for proposal in store.proposals_of(db, round_.id):
        if proposal.offered_at is None:
            proposal.mentor.rounds_waited += 1
            proposal.mentee.rounds_waited += 1


def finish_sending(db: Db, now: datetime) -> int:
    """A round is sent when no offer of it is on its way any more."""
    done = 0
    for one in store.BEING_SENT.rows(db, now):
        ids = [f"proposal:{row.id}" for row in store.proposals_of(db, one.id)]
        if not unsettled(db, subjects=ids, kind=kinds.OFFER):
            done += transition(db, one, RoundEvent.ALL_SENT, now)
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
    db: Db,
    programme: Programme,
    one_round: Round,
    participation: Participation,
    category: str,
    now: datetime,
) -> None:
    """Why a round left somebody waiting; pointless once the next one is due."""
    nudge(
        Work(db, now),
        kinds.STILL_LOOKING,
        None,
        participation,
        f"round:{one_round.id}",
        arguments={"category": category},
        subject=f"participation:{participation.id}",
        expires_at=programme.next_round_at,
    )
