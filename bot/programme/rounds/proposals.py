"""A proposal between two people: their words about it, why it was made, and who comes or goes.

A word is sealed, and changes nothing that anybody else can see: yes, someone else and later run
the same statements, and only two yeses are a transition. Everything else about a proposal happens
at its `expiry`, to both alike, whatever was said. The rules: docs/programme.md, Proposals; who may
learn what: docs/privacy.md, Private acts.
"""

from dataclasses import replace

from bot.domain.lifecycle import (
    UNSEEN_PROPOSALS,
    ParticipationState,
    ProposalEvent,
    ProposalState,
)
from bot.domain.refusals import NoLongerOpen, NotYours
from bot.domain.words import Word
from bot.outbox.enqueue import cancel
from bot.outbox.work import Work
from bot.programme.meetings import slots
from bot.programme.pairs import pairing
from bot.programme.people import leads
from bot.programme.rounds import kinds
from bot.programme.rounds.offers import is_open, shared_by, subject
from bot.programme.rounds.results import MyAnswer, Outcome, ProposalAnswered, WhyUs
from bot.store.db.session import Db
from bot.store.queries import drafted, rounds
from bot.store.queries import pairs as pair_rows
from bot.store.queries import proposals as store
from bot.store.secrets import words
from bot.store.tables import Participation, Proposal
from bot.store.transitions import transition

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
        they_share=shared_by(proposal, partner),
        i_share=shared_by(proposal, mine),
        common_hours=reasons["common_hours"],
        other_function=reasons["other_function"],
        other_site=reasons["other_site"],
    )


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
    if proposal.state == ProposalState.OFFERED and not is_open(proposal, work.now):
        raise NoLongerOpen
    return proposal, mine


def _is_over(db: Db, proposal: Proposal) -> bool:
    """Closed, or its pair has ended."""
    if proposal.state == ProposalState.CLOSED:
        return True
    return proposal.state == ProposalState.ACCEPTED and not pair_rows.lives(db, proposal.id)


def _both_here(proposal: Proposal) -> bool:
    return all(one.can_be_paired for one in proposal.sides)


def _become_a_pair(work: Work, proposal: Proposal) -> None:
    transition(work.db, proposal, ProposalEvent.BOTH_YES, work.now)
    proposal.words = proposal.remind_at = None
    cancel(work.db, subject=subject(proposal))
    pair = pairing.open_pair(work, proposal)
    pairing.introduce(work, pair, [slot.starts_at for slot in slots.best_for(work, pair)])


def _result(
    work: Work, outcome: Outcome, proposal: Proposal, mine: Participation
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


# --- people who leave or come back ----------------------------------------------------------------


def ever_in_a_round(db: Db, participation: Participation) -> bool:
    """Whether any proposal or waiting list names this participation."""
    return bool(
        store.proposals_with(db, participation.id, list(ProposalState))
    ) or rounds.was_waiting(db, participation.id)


def hold_still(db: Db, participation: Participation) -> None:
    """Nobody answers this person's open proposals until the transaction ends."""
    store.lock_proposals_with(db, participation.id)


def fall_away(work: Work, participation: Participation) -> None:
    """Somebody is gone: what was not sent is not, what was not delivered to the other side is
    taken back. What was delivered closes at its expiry like any other."""
    for proposal in store.proposals_with(work.db, participation.id, drafted.UNSENT):
        transition(work.db, proposal, ProposalEvent.FALL_AWAY, work.now)
    for proposal in store.proposals_with(work.db, participation.id, [ProposalState.OFFERED]):
        cancel(work.db, subject=subject(proposal), kinds=[kinds.OFFER])


def settle_yeses(work: Work, participation: Participation) -> None:
    """Who is back finds the yes that came meanwhile: then the two are a pair."""
    for proposal in store.proposals_with(work.db, participation.id, [ProposalState.OFFERED]):
        if (
            words.of(work.db, proposal).both_yes
            and _both_here(proposal)
            and is_open(proposal, work.now)
        ):
            _become_a_pair(work, proposal)
