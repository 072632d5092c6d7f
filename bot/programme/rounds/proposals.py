"""A proposal between two people: their words, why, and what happens at its end.

A word is sealed, and changes nothing that anybody else can see: yes, someone else and later run
the same statements, and only two yeses are a transition. Everything else about a proposal happens
at its expiry, to both alike, whatever was said. The rules: docs/programme.md, Proposals; who may
learn what: docs/privacy.md, Private acts.
"""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.domain.fit.people import Role
from bot.domain.lifecycle import (
    UNSEEN_PROPOSALS,
    ParticipationState,
    ProposalEvent,
    ProposalState,
)
from bot.domain.refusals import NoLongerOpen, NotYours
from bot.domain.time.working_hours import into_hours
from bot.domain.words import Word
from bot.outbox.enqueue import cancel, enqueue
from bot.outbox.work import Work
from bot.programme.pairs import pairing
from bot.programme.people import leads
from bot.programme.people.hours import of_participation
from bot.programme.rounds import acquaintance, kinds
from bot.programme.rounds.results import MyAnswer, Offered, ProposalAnswered, WhyUs
from bot.store.db.session import Db
from bot.store.queries import pairs as pair_rows
from bot.store.queries import people
from bot.store.queries import rounds as store
from bot.store.secrets import private, sealing, words
from bot.store.secrets.words import Side
from bot.store.tables import OutboxRow, Participation, Proposal
from bot.store.transitions import transition

_NOT_SENT = (ProposalState.DRAFTED, ProposalState.HELD, ProposalState.QUEUED)


# --- the two answer -------------------------------------------------------------------------------


def say(
    work: Work,
    proposal_id: int,
    word: Word,
    *,
    not_again: bool = False,
) -> ProposalAnswered:
    """One of the two says a word, which they may change until the expiry, or until both said yes.

    `not_again` goes with *someone else*: this person avoids the other from the expiry on. Raises
    NotYours, NoLongerOpen.
    """
    proposal, mine = _answerable(work, proposal_id)
    if proposal.state == ProposalState.ACCEPTED:
        if word is not Word.YES:
            raise NoLongerOpen
        return _result(work, "already", proposal, mine)
    said = words.of(work.db, proposal)
    side = replace(said.said_by(proposal.role_of(mine)), word=word, not_again=not_again)
    said = said.saying(proposal.role_of(mine), side)
    words.keep(work.db, proposal, said)
    if said.both_yes and _both_here(proposal):
        _become_a_pair(work, proposal)
        return _result(work, "paired", proposal, mine)
    return _result(work, word, proposal, mine)


def accept(work: Work, proposal_id: int) -> ProposalAnswered:
    """Yes. Raises as `say`."""
    return say(work, proposal_id, Word.YES)


def decline(work: Work, proposal_id: int) -> ProposalAnswered:
    """Rather someone else. Raises as `say`."""
    return say(work, proposal_id, Word.SOMEONE_ELSE)


def put_off(work: Work, proposal_id: int) -> ProposalAnswered:
    """Not now, perhaps later. Raises as `say`."""
    return say(work, proposal_id, Word.LATER)


def change(work: Work, proposal_id: int, word: Word, not_again: bool) -> ProposalAnswered:
    """Another word than before. Raises as `say`."""
    return say(work, proposal_id, word, not_again=not_again)


def my_answer(work: Work, proposal_id: int) -> MyAnswer:
    """What this person said so far, to look at and to change. Raises as `say`."""
    proposal, mine = _answerable(work, proposal_id)
    if proposal.state == ProposalState.ACCEPTED or proposal.expires_at is None:
        raise NoLongerOpen
    side = words.of(work.db, proposal).said_by(proposal.role_of(mine))
    return MyAnswer(
        proposal_id=proposal.id,
        partner=proposal.other(mine).slack_id,
        word=side.word,
        not_again=side.not_again,
        expires_at=proposal.expires_at,
    )


def why(work: Work, proposal_id: int) -> WhyUs:
    """The reasons as facts, for the two people only. Raises NotYours, and NoLongerOpen when
    proposal or pair is over."""
    proposal = store.proposal(work.db, proposal_id)
    mine = proposal.side_of(work.me.id) if proposal else None
    if proposal is None or mine is None or _unseen(work.db, proposal):
        raise NotYours
    reasons = proposal.reasons
    # What is kept for a while would tell whether the other has left since.
    if not reasons or _is_over(work.db, proposal):
        raise NoLongerOpen
    partner = proposal.other(mine)
    return WhyUs(
        partner=partner.slack_id,
        my_role=proposal.role_of(mine),
        they_share=_shared_by(proposal, partner),
        i_share=_shared_by(proposal, mine),
        common_hours=reasons["common_hours"],
        other_function=reasons["other_function"],
        other_site=reasons["other_site"],
    )


def _shared_by(proposal: Proposal, participation: Participation) -> tuple[str, ...]:
    """The mentor's topics, or what the mentee gives back, if anything."""
    if proposal.role_of(participation) is Role.MENTOR:
        return tuple(proposal.reasons["topics"])
    give_back = proposal.reasons["give_back"]
    return (give_back,) if give_back else ()


def _unseen(db: Db, proposal: Proposal) -> bool:
    """The two have not been asked, or are not: the pair did not fit any more when it was sent."""
    if proposal.state in UNSEEN_PROPOSALS or proposal.offered_at is None:
        return True
    return proposal.state == ProposalState.OFFERED and not words.of(db, proposal).fits


def _answerable(work: Work, proposal_id: int) -> tuple[Proposal, Participation]:
    proposal = store.proposal(work.db, proposal_id, lock=True)
    mine = proposal.side_of(work.me.id) if proposal else None
    if proposal is None or mine is None or _unseen(work.db, proposal):
        raise NotYours
    if _is_over(work.db, proposal) or mine.state != ParticipationState.ACTIVE:
        raise NoLongerOpen
    if proposal.state == ProposalState.OFFERED and not _is_open(proposal, work.now):
        raise NoLongerOpen
    return proposal, mine


def _is_over(db: Db, proposal: Proposal) -> bool:
    """Closed, or its pair has ended."""
    if proposal.state == ProposalState.CLOSED:
        return True
    return proposal.state == ProposalState.ACCEPTED and not pair_rows.lives(db, proposal.id)


def _is_open(proposal: Proposal, now: datetime) -> bool:
    return proposal.expires_at is not None and proposal.expires_at > now


def _both_here(proposal: Proposal) -> bool:
    return all(
        one.state == ParticipationState.ACTIVE and one.gone_at is None for one in proposal.sides
    )


def _become_a_pair(work: Work, proposal: Proposal) -> None:
    transition(work.db, proposal, ProposalEvent.BOTH_YES, work.now)
    proposal.words = proposal.remind_at = None
    cancel(work.db, subject=_subject(proposal))
    pairing.open_pair(work, proposal)


def _result(
    work: Work,
    outcome: Word | Literal["paired", "already"],
    proposal: Proposal,
    mine: Participation,
) -> ProposalAnswered:
    """With the leads, who may help: the person may go to them, they hear of no word."""
    may_help = leads.present(work.programme) if outcome is Word.SOMEONE_ELSE else []
    return ProposalAnswered(
        outcome=outcome,
        proposal_id=proposal.id,
        partner=proposal.other(mine).slack_id,
        until=proposal.expires_at,
        may_help=tuple(lead for lead in may_help if lead != mine.slack_id),
    )


def _subject(proposal: Proposal) -> str:
    return f"proposal:{proposal.id}"


# --- the offer, as each may read it ---------------------------------------------------------------


def offered(work: Work, proposal: Proposal, mine: Participation) -> Offered | None:
    """The proposal as a DM may say it; None once there is nothing left to answer."""
    if proposal.state != ProposalState.OFFERED or proposal.expires_at is None:
        return None
    rules = work.rules
    partner = proposal.other(mine)
    return Offered(
        proposal_id=proposal.id,
        partner=partner.slack_id,
        partner_role=proposal.role_of(partner),
        function=rules.function_named(partner.function),
        site=rules.site_named(partner.site),
        partner_shares=_shared_by(proposal, partner),
        languages=tuple(sorted(set(mine.languages) & set(partner.languages))),
        expires_at=proposal.expires_at,
    )


def open_ones(work: Work, participation: Participation) -> list[tuple[Proposal, Side]]:
    """The proposals of which this person has heard and that can still be answered, with the
    person's own side: whatever the other side said or does meanwhile."""
    asked = store.proposals_with(work.db, participation.id, [ProposalState.OFFERED])
    sides = [
        (row, words.of(work.db, row).said_by(row.role_of(participation)))
        for row in asked
        if _is_open(row, work.now)
    ]
    return [(row, side) for row, side in sides if side.heard]


def has_open(work: Work, participation: Participation) -> bool:
    """Whether this person has a proposal that can still be answered."""
    return bool(open_ones(work, participation))


def unanswered(db: Db, proposal: Proposal, participation: Participation, *, heard: bool) -> bool:
    """Whether this side has said nothing yet; with `heard`, though the offer reached them."""
    said = words.of(db, proposal)
    side = said.said_by(proposal.role_of(participation))
    return said.fits and side.word is None and (side.heard or not heard)


def offer(work: Work, proposal: Proposal, *, fits: bool) -> None:
    """The offer is owed to both, each in their own hours, until the proposal's end.

    The same where the pair does not fit any more (`fits`, sealed): then it is dropped when it is
    about to leave, and the two count as proposed until the expiry.
    """
    rules = work.rules
    words.keep(work.db, proposal, words.Words(fits=fits))
    for one in proposal.sides:
        enqueue(
            work, kinds.OFFER, proposal, to=one.person, occasion=_subject(proposal),
            due_at=into_hours(work.now, of_participation(one, rules)),
            expires_at=proposal.expires_at,
        )  # fmt: skip


def offer_ended(db: Db, row: OutboxRow, arrived: bool) -> None:
    """That an offer has reached somebody stands with the words, sealed."""
    proposal = store.proposal(db, row.arguments["proposal"], lock=True)
    mine = proposal.side_of(row.person_id) if proposal else None
    if proposal is None or mine is None or proposal.words is None:
        return
    said = words.of(db, proposal)
    side = replace(said.said_by(proposal.role_of(mine)), heard=arrived)
    words.keep(db, proposal, said.saying(proposal.role_of(mine), side))


# --- what the clock does --------------------------------------------------------------------------


def remind_due(work: Work) -> int:
    """One reminder, owed to both; who has said a word does not get it."""
    rules = work.rules
    waiting = store.PROPOSALS_TO_REMIND.rows(work.db, work.now)
    for proposal in waiting:
        proposal.remind_at = None
        for one in proposal.sides:
            enqueue(
                work, kinds.REMINDER, proposal, to=one.person, occasion=_subject(proposal),
                due_at=into_hours(work.now, of_participation(one, rules)),
                expires_at=proposal.expires_at,
            )  # fmt: skip
    return len(waiting)


def expire_due(work: Work) -> int:
    """The last day is over: it closes for both at once, whatever was said, and the words go."""
    over = store.PROPOSALS_OVER.rows(work.db, work.now)
    for proposal in over:
        said = words.of(work.db, proposal)
        transition(work.db, proposal, ProposalEvent.LAST_DAY_OVER, work.now)
        cancel(work.db, subject=_subject(proposal))
        for one in proposal.sides:
            side = said.said_by(proposal.role_of(one))
            _seal_anew(work, one, proposal.other(one), side)
            one.rounds_waited += 1  # after the lock, which reads everything anew
            if one.takes_part:
                _enqueue_the_end(work, proposal, one, side)
        proposal.words = proposal.remind_at = None
    return len(over)


def _seal_anew(work: Work, participation: Participation, other: Participation, side: Side) -> None:
    """Who asked for it avoids the other from now on, and nobody but them may read so."""
    people.locked(work.db, participation)
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    if side.never_again:
        mine = acquaintance.avoiding(mine, other.slack_id, work.now)
    private.keep(work.db, participation, mine)


def _enqueue_the_end(
    work: Work, proposal: Proposal, participation: Participation, side: Side
) -> None:
    """That it closed, to both alike; whom the offer never reached does not get it."""
    hours = of_participation(participation, work.rules)
    heard = work.db.secrets.fields.seal(side.heard, about=_END, size=_HEARD_SIZE)
    enqueue(
        work, kinds.DID_NOT_GO_AHEAD, None, to=participation.person,
        occasion=_subject(proposal), due_at=into_hours(work.now, hours),
        arguments={"partner": proposal.other(participation).slack_id},
        subject=f"ended:{proposal.id}", sealed=heard,
    )  # fmt: skip


_END, _HEARD_SIZE = kinds.DID_NOT_GO_AHEAD.key, 8


def heard_of_the_end(db: Db, sealed: bytes | None) -> bool:
    """Whether the offer had reached who is told now that it closed."""
    try:
        return bool(db.secrets.fields.open(sealed or b"", about=_END))
    except sealing.Unreadable:
        return False


# --- people who leave or come back ----------------------------------------------------------------


def ever_in_a_round(db: Db, participation: Participation) -> bool:
    """Whether any proposal or waiting list names this participation."""
    return bool(
        store.proposals_with(db, participation.id, list(ProposalState))
    ) or store.was_waiting(db, participation.id)


def hold_still(db: Db, participation: Participation) -> None:
    """Nobody answers this person's open proposals until the transaction ends."""
    store.lock_proposals_with(db, participation.id)


def fall_away(work: Work, participation: Participation) -> None:
    """Somebody is gone: what was not sent is not, what was not delivered to the other side is
    taken back. What was delivered closes at its expiry like any other."""
    for proposal in store.proposals_with(work.db, participation.id, _NOT_SENT):
        transition(work.db, proposal, ProposalEvent.FALL_AWAY, work.now)
    for proposal in store.proposals_with(work.db, participation.id, [ProposalState.OFFERED]):
        cancel(work.db, subject=_subject(proposal), kinds=[kinds.OFFER])


def settle_yeses(work: Work, participation: Participation) -> None:
    """Who is back finds the yes that came meanwhile: then the two are a pair."""
    for proposal in store.proposals_with(work.db, participation.id, [ProposalState.OFFERED]):
        if (
            words.of(work.db, proposal).both_yes
            and _both_here(proposal)
            and _is_open(proposal, work.now)
        ):
            _become_a_pair(work, proposal)
