"""An approved round on its way: its hold, its sending in chunks, who is told that they wait.

Each chunk is a transaction of its own. What is still queued is still to be offered, and
`waiting_after` says who was told last: so whoever goes on after a crash knows from where.
"""

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
from bot.outbox.enqueue import Owed, cancel, enqueue_many
from bot.outbox.history import any_unsettled
from bot.outbox.work import Work
from bot.programme.people.hours import reachable_at
from bot.programme.rounds import announced, kinds, offers, pool
from bot.store.queries import drafted, people
from bot.store.queries import rounds as store
from bot.store.tables import Participation, Proposal, Round
from bot.store.transitions import transition, transition_all

MAY_BE_HERE = (ParticipationState.ACTIVE, ParticipationState.PAUSED, ParticipationState.LEFT)
"""Who is on a break hears it afterwards; a break or leaving may still be undone. Whoever has left
for good gets nothing: that is looked at when a message leaves."""
AT_ONCE = 50
"""How many pairs one transaction offers, or people it tells: it is over in a twentieth of a second,
so that whoever asks the bot for something meanwhile hardly waits."""


def approve(work: Work, round_: Round, *, by: int | None) -> None:
    """Drafted pairs are queued as they were drafted, whatever profiles say by now; the hold begins.

    Those that have become impossible stay where they are, and are named in the round's window.
    """
    transition(work.db, round_, RoundEvent.APPROVE, work.now, by=by)
    round_.decided_by, round_.approved_at = by, work.now
    round_.waiting_after = None
    rules = ProgrammeRules.from_plain(round_.rules)
    round_.hold_until = work.now + timedelta(minutes=rules.hold_minutes)
    transition_all(
        work.db, Proposal, ProposalEvent.APPROVE, work.now,
        Proposal.round_id == round_.id, ~drafted.impossible(round_),
    )  # fmt: skip
    announced.changed(work, round_)


def take_back(work: Work, round_: Round) -> None:
    """What was queued is a draft again."""
    transition_all(
        work.db, Proposal, ProposalEvent.STOP, work.now,
        Proposal.round_id == round_.id, by=work.me.id,
    )  # fmt: skip


def fall_away(work: Work, round_: Round, *states: ProposalState) -> None:
    """Pairs in these states are not offered any more."""
    transition_all(
        work.db, Proposal, ProposalEvent.FALL_AWAY, work.now,
        Proposal.round_id == round_.id, Proposal.state.in_(states),
    )  # fmt: skip


# --- sending --------------------------------------------------------------------------------------


def send_due(work: Work) -> int:
    """The hold is over: from now on the round goes out, some pairs at a time."""
    one = store.HOLD_OVER.first(work.db, work.now)
    if one is None:
        return 0
    programme = work.programme
    rules = ProgrammeRules.from_plain(one.rules)
    transition(work.db, one, RoundEvent.HOLD_OVER, work.now)
    transition(work.db, programme, ProgrammeEvent.ROUND_SENT, work.now)
    one.sent_at, one.waiting_after = work.now, 0
    one.expires_at = proposal_expiry(
        work.now, rules.zone, rules.own_country, rules.expiry_days, programme.next_round_at
    )
    one.remind_people_at = proposal_reminder(
        work.now, Hours(zone=rules.zone, country=rules.own_country)
    )
    fall_away(work, one, ProposalState.DRAFTED, ProposalState.HELD)
    cancel(work.db, subject=f"round:{one.id}")
    announced.decided(work, one)
    announced.progressed(work, one)
    return 1


def go_on_due(work: Work) -> int:
    """Some more pairs of a round are offered, each side in its hours; nobody sees which no longer
    fit. Then those who wait are told.

    A pair that no longer fits stays sealed, is told to nobody and counts as proposed until its
    expiry. Of several replicas one at a time goes on, since pairs take each other's places.
    """
    one = store.GOING_OUT.first(work.db, work.now)
    if one is None:
        return 0
    if _offer_some(work, one):
        announced.progressed(work, one)
    elif not _tell_some(work, one):
        one.waiting_after = None
    return 1


def _offer_some(work: Work, round_: Round) -> bool:
    """False when all are offered."""
    queued = drafted.next_queued(work.db, round_, AT_ONCE)
    going = [row for row, impossible in queued if not impossible]
    gone = [row.id for row, impossible in queued if impossible]
    if gone:
        transition_all(work.db, Proposal, ProposalEvent.FALL_AWAY, work.now, Proposal.id.in_(gone))
    if going:
        admission = pool.still_fits(work, round_, going)
        fits = {row.id: admission.admits(row.mentor, row.mentee) for row in going}
        offers.offer(work, round_, going, fits)
    return bool(queued)


def _tell_some(work: Work, round_: Round) -> bool:
    """Whom it offers nobody has waited one round more, and hears so; False when all know."""
    waiting = store.left_waiting(work.db, round_.id, AT_ONCE, after=round_.waiting_after or 0)
    if not waiting:
        return False
    people.wait_longer(work.db, [one.id for one, _ in waiting])
    enqueue_many(
        work,
        kinds.STILL_LOOKING,
        (
            _still_looking(work, round_, one, category)
            for one, category in waiting
            if one.state in MAY_BE_HERE
        ),
    )
    round_.waiting_after = waiting[-1][0].id
    return True


def _still_looking(
    work: Work, round_: Round, participation: Participation, category: str
) -> Owed[None]:
    """Why a round left somebody waiting; pointless once the next one is due."""
    return Owed(
        about=None,
        to=participation.person,
        occasion=f"round:{round_.id}",
        due_at=reachable_at(work, participation),
        expires_at=work.programme.next_round_at,
        arguments={"category": category, "round_on": round_.due_on.isoformat()},
        subject=f"participation:{participation.id}",
    )


def finish_sending(work: Work) -> int:
    """A round is sent when no offer of it is on its way any more."""
    done = 0
    for one in store.BEING_SENT.rows(work.db, work.now):
        if not any_unsettled(work.db, kinds.OFFER, drafted.ids(one.id)):
            done += transition(work.db, one, RoundEvent.ALL_SENT, work.now)
    return done
