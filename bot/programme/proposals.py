"""A proposal between two people: yes, somebody else, later, why; and what happens at its end.

A decline is never visible to the other side before the common expiry, and never with a name.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain import cadence, lifecycle
from bot.domain.lifecycle import ParticipationState, ProposalEvent, ProposalState
from bot.domain.refusals import NoLongerOpen, NotYours
from bot.outbox.owe import cancel, delivered, owe
from bot.programme import pairs
from bot.programme.facts import Offered, ProposalAnswered, WhyUs
from bot.programme.hours import of_participation, rules_now
from bot.programme.pairs import partner_in
from bot.store import programmes
from bot.store import rounds as store
from bot.store.moves import move
from bot.store.tables import Participation, Person, Proposal

_OPEN = (ProposalState.OFFERED, ProposalState.HALF_ACCEPTED)
_NOT_ENDED = (ProposalState.DRAFTED, ProposalState.HELD, ProposalState.QUEUED, *_OPEN)


# --- the two answer -------------------------------------------------------------------------------


def accept(db: Db, person: Person, proposal_id: int, now: datetime) -> ProposalAnswered:
    """One of the two says yes; the second yes opens the pair.

    Who says yes after the other declined is thanked like anybody. Raises NotYours, NoLongerOpen.
    """
    proposal, mine = _answerable(db, person, proposal_id)
    event = lifecycle.yes_event(proposal.state, _said(proposal, mine))
    _say(proposal, mine, "yes")
    if event is ProposalEvent.SECOND_YES and not _both_active(proposal):
        return _told("waiting_for_other", proposal, mine)
    move(db, proposal, event, now, by=person.id)
    _forget_reminder(db, proposal, mine)
    if event is ProposalEvent.SECOND_YES:
        _become_a_pair(db, proposal, now)
    return _after_yes(proposal, mine)


def decline(db: Db, person: Person, proposal_id: int, now: datetime) -> ProposalAnswered:
    """One of the two would rather meet somebody else; no reason asked, no name in the log.

    The other side hears nothing now; if its message has not left yet, it never hears of it.
    Raises NotYours, NoLongerOpen.
    """
    proposal, mine = _answerable(db, person, proposal_id)
    if proposal.state == ProposalState.ACCEPTED:
        raise NoLongerOpen
    move(db, proposal, ProposalEvent.DECLINE, now)
    _say(proposal, mine, "no")
    _forget_reminder(db, proposal, mine)
    other = partner_in(proposal, mine)
    cancel(db, subject=_subject(proposal), person=other.person_id, kinds=["proposal.offer"])
    return _declined(db, proposal, mine)


def later(db: Db, person: Person, proposal_id: int, now: datetime) -> ProposalAnswered:
    """Nothing changes; the buttons come back with the reminder. Raises NotYours, NoLongerOpen."""
    proposal, mine = _answerable(db, person, proposal_id)
    if _said(proposal, mine) == "no":
        return _declined(db, proposal, mine)
    if _said(proposal, mine) == "yes":
        return _after_yes(proposal, mine)
    reminder = proposal.remind_at or proposal.expires_at
    ahead = reminder if reminder and reminder > now else None
    return replace(_told("later", proposal, mine), reminder_at=ahead)


def why(db: Db, person: Person, proposal_id: int) -> WhyUs:
    """The reasons as facts, for the two people only. Raises NotYours."""
    proposal = store.proposal(db, proposal_id)
    mine = pairs.participation_in(db, person.id, proposal) if proposal else None
    if proposal is None or mine is None or proposal.state in lifecycle_unseen():
        raise NotYours
    reasons = proposal.reasons
    is_mentor = proposal.mentor_id == mine.id
    give_back = (reasons["give_back"],) if reasons["give_back"] else ()
    topics = tuple(reasons["topics"])
    return WhyUs(
        partner=partner_in(proposal, mine).person.slack_id,
        my_role="mentor" if is_mentor else "mentee",
        they_share=give_back if is_mentor else topics,
        i_share=topics if is_mentor else give_back,
        common_hours=reasons["common_hours"],
        other_function=reasons["other_function"],
        other_site=reasons["other_site"],
        line_unknown=reasons["line_unknown"],
    )


def lifecycle_unseen() -> tuple[ProposalState, ...]:
    """States in which the two have not been asked yet."""
    return (
        ProposalState.DRAFTED,
        ProposalState.HELD,
        ProposalState.DROPPED,
        ProposalState.QUEUED,
    )


def _answerable(db: Db, person: Person, proposal_id: int) -> tuple[Proposal, Participation]:
    proposal = store.proposal(db, proposal_id, lock=True)
    mine = pairs.participation_in(db, person.id, proposal) if proposal else None
    if proposal is None or mine is None or proposal.state in lifecycle_unseen():
        raise NotYours
    if proposal.expires_at is None and proposal.state != ProposalState.ACCEPTED:
        raise NoLongerOpen
    if mine.state != ParticipationState.ACTIVE:
        raise NoLongerOpen
    return proposal, mine


def _said(proposal: Proposal, mine: Participation) -> str | None:
    return proposal.mentor_says if proposal.mentor_id == mine.id else proposal.mentee_says


def _say(proposal: Proposal, mine: Participation, word: str) -> None:
    if proposal.mentor_id == mine.id:
        proposal.mentor_says = word
    else:
        proposal.mentee_says = word


def _both_active(proposal: Proposal) -> bool:
    states = {proposal.mentor.state, proposal.mentee.state}
    return states == {ParticipationState.ACTIVE}


def _become_a_pair(db: Db, proposal: Proposal, now: datetime) -> None:
    proposal.expires_at = proposal.remind_at = None
    cancel(db, subject=_subject(proposal))
    pairs.open_pair(db, proposal, now)


def _forget_reminder(db: Db, proposal: Proposal, mine: Participation) -> None:
    cancel(db, subject=_subject(proposal), person=mine.person_id)


def _told(outcome: str, proposal: Proposal, mine: Participation) -> ProposalAnswered:
    return ProposalAnswered(
        outcome=outcome,
        proposal_id=proposal.id,
        partner=partner_in(proposal, mine).person.slack_id,
    )


def _after_yes(proposal: Proposal, mine: Participation) -> ProposalAnswered:
    together = proposal.state == ProposalState.ACCEPTED
    return _told("paired" if together else "waiting_for_other", proposal, mine)


def _declined(db: Db, proposal: Proposal, mine: Participation) -> ProposalAnswered:
    """With the leads, who may help: the person may go to them, they hear of no decline."""
    others = (lead for lead in programmes.current(db).leads if lead != mine.person.slack_id)
    return replace(_told("declined", proposal, mine), may_help=tuple(others))


def _subject(proposal: Proposal) -> str:
    return f"proposal:{proposal.id}"


# --- the offer, as each may read it ---------------------------------------------------------------


def offered(db: Db, proposal: Proposal, mine: Participation) -> Offered | None:
    """The proposal as a DM may say it; None once there is nothing left to answer."""
    if proposal.expires_at is None or proposal.state == ProposalState.ACCEPTED:
        return None
    rules = rules_now(db)
    partner = partner_in(proposal, mine)
    is_mentor = proposal.mentor_id == mine.id
    give_back = proposal.reasons["give_back"]
    shares = ((give_back,) if give_back else ()) if is_mentor else proposal.reasons["topics"]
    return Offered(
        proposal_id=proposal.id,
        partner=partner.person.slack_id,
        partner_role="mentee" if is_mentor else "mentor",
        function=rules.function_named(partner.function),
        site=rules.site_named(partner.site),
        partner_shares=tuple(shares),
        languages=tuple(sorted(set(mine.languages) & set(partner.languages))),
        line_unknown=proposal.reasons["line_unknown"],
        expires_at=proposal.expires_at,
    )


def has_open(db: Db, one: Participation, now: datetime) -> bool:
    """Whether this person has a proposal that can still be answered."""
    asked = store.proposals_with(db, one.id, _OPEN)
    return any(row.expires_at is not None and row.expires_at > now for row in asked)


def owe_offer(db: Db, proposal: Proposal, one: Participation, now: datetime) -> None:
    """D3, in this person's working hours, until the proposal's end."""
    rules = rules_now(db)
    owe(
        db, "proposal.offer", occasion=f"proposal:{proposal.id}", now=now,
        due_at=cadence.into_hours(now, of_participation(one, rules)),
        expires_at=proposal.expires_at, person=one.person_id,
        arguments={"proposal": proposal.id}, subject=_subject(proposal),
    )  # fmt: skip


# --- what the clock does --------------------------------------------------------------------------


def remind_due(db: Db, now: datetime) -> int:
    """D3b, once, to each side that has not answered."""
    rules = rules_now(db)
    waiting = store.PROPOSALS_TO_REMIND.rows(db, now)
    for proposal in waiting:
        proposal.remind_at = None
        for one in (proposal.mentor, proposal.mentee):
            if _said(proposal, one) is None and heard_of(db, proposal, one):
                owe(
                    db, "proposal.reminder", occasion=f"proposal:{proposal.id}", now=now,
                    due_at=cadence.into_hours(now, of_participation(one, rules)),
                    expires_at=proposal.expires_at, person=one.person_id,
                    arguments={"proposal": proposal.id}, subject=_subject(proposal),
                )  # fmt: skip
    return len(waiting)


def expire_due(db: Db, now: datetime) -> int:
    """The last day is over, for both at once: who did not decline is told, a no is erased."""
    over = store.PROPOSALS_OVER.rows(db, now)
    for proposal in over:
        if proposal.state in _OPEN:
            move(db, proposal, ProposalEvent.LAST_DAY_OVER, now)
        cancel(db, subject=_subject(proposal))
        proposal.expires_at = proposal.remind_at = None
        for one in (proposal.mentor, proposal.mentee):
            _told_it_did_not_go_ahead(db, proposal, one, now)
        proposal.mentor_says = proposal.mentee_says = None
    return len(over)


def _told_it_did_not_go_ahead(
    db: Db, proposal: Proposal, one: Participation, now: datetime
) -> None:
    said = _said(proposal, one)
    if said == "no" or one.state != ParticipationState.ACTIVE or not heard_of(db, proposal, one):
        return
    one.priority = one.priority or said == "yes"
    hours = of_participation(one, rules_now(db))
    owe(
        db, "proposal.did_not_go_ahead", occasion=f"proposal:{proposal.id}", now=now,
        due_at=cadence.into_hours(now, hours), person=one.person_id,
        arguments={
            "partner": partner_in(proposal, one).person.slack_id, "priority": said == "yes",
        },
        subject=f"ended:{proposal.id}",
    )  # fmt: skip


def heard_of(db: Db, proposal: Proposal, one: Participation) -> bool:
    """The offer reached this side: who never heard of it hears nothing of its end either."""
    return delivered(db, "proposal.offer", person=one.person_id, occasion=f"proposal:{proposal.id}")


# --- people who leave or come back ----------------------------------------------------------------


def ever_in_a_round(db: Db, one: Participation) -> bool:
    """Whether any proposal or waiting list names this participation."""
    return bool(store.proposals_with(db, one.id, list(ProposalState))) or store.was_waiting(
        db, one.id
    )


def hold_still(db: Db, one: Participation) -> None:
    """Nobody answers this person's open proposals until the transaction ends."""
    store.lock_proposals_with(db, one.id)


def withdraw_all(db: Db, one: Participation, now: datetime) -> None:
    """Somebody is gone: what was not delivered to the other side is taken back in silence."""
    for proposal in store.proposals_with(db, one.id, _NOT_ENDED):
        move(db, proposal, ProposalEvent.WITHDRAW, now)
        cancel(db, subject=_subject(proposal), kinds=["proposal.offer"])


def settle_yeses(db: Db, one: Participation, now: datetime) -> None:
    """Who undid their leaving finds the yes that came meanwhile: then the two are a pair."""
    for proposal in store.proposals_with(db, one.id, [ProposalState.HALF_ACCEPTED]):
        if proposal.mentor_says == proposal.mentee_says == "yes" and _both_active(proposal):
            move(db, proposal, ProposalEvent.SECOND_YES, now)
            _become_a_pair(db, proposal, now)
