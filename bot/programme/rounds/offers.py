"""The offer of a pair to its two people: as each may read it, and whom it has reached.

The rules: docs/programme.md, Proposals; who may learn what: docs/privacy.md, Private acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.fit.people import Role
from bot.domain.lifecycle import ProposalEvent, ProposalState
from bot.outbox.enqueue import Owed, enqueue_many
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.people.hours import reachable_at
from bot.programme.rounds import kinds
from bot.programme.rounds.results import Offered
from bot.store.db.session import Db
from bot.store.queries import proposals as store
from bot.store.secrets import words
from bot.store.secrets.words import Side
from bot.store.tables import OutboxRow, Participation, Proposal, Round
from bot.store.transitions import transition_all


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
        partner_shares=shared_by(proposal, partner),
        languages=tuple(sorted(set(mine.languages) & set(partner.languages))),
        expires_at=proposal.expires_at,
        plan=rules.plan_for(newcomers=proposal.newcomers),
    )


def shared_by(proposal: Proposal, participation: Participation) -> tuple[str, ...]:
    """The mentor's topics, or what the mentee gives back, if anything."""
    if proposal.role_of(participation) is Role.MENTOR:
        return tuple(proposal.reasons["topics"])
    give_back = proposal.reasons["give_back"]
    return (give_back,) if give_back else ()


def open_ones(work: Work, participation: Participation) -> list[tuple[Proposal, Side]]:
    """The proposals of which this person has heard and that can still be answered, with the
    person's own side: whatever the other side said or does meanwhile."""
    asked = store.proposals_with(work.db, participation.id, [ProposalState.OFFERED])
    sides = [
        (row, words.of(work.db, row).said_by(row.role_of(participation)))
        for row in asked
        if is_open(row, work.now)
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


def offer(
    work: Work, round_: Round, proposals: Sequence[Proposal], fits: Mapping[int, bool]
) -> None:
    """The offers are owed to both sides, each in their own hours, until the round's end.

    The same where a pair does not fit any more (`fits`, sealed): then it is dropped when it is
    about to leave, and the two count as proposed until the expiry.
    """
    these = Proposal.id.in_([one.id for one in proposals])
    transition_all(work.db, Proposal, ProposalEvent.SEND, work.now, these)
    for one in proposals:
        words.keep(work.db, one, words.Words(fits=fits[one.id]))
        one.offered_at = work.now
        one.expires_at, one.remind_at = round_.expires_at, round_.remind_people_at
    enqueue_for_both(work, kinds.OFFER, proposals)


def enqueue_for_both(work: Work, kind: Kind[Proposal, Any], proposals: Sequence[Proposal]) -> None:
    """A message about open proposals to both sides of each, in their hours, until its last day."""
    enqueue_many(
        work,
        kind,
        (
            Owed(
                about=proposal,
                to=one.person,
                occasion=subject(proposal),
                due_at=reachable_at(work, one),
                expires_at=proposal.expires_at,
            )
            for proposal in proposals
            for one in proposal.sides
        ),
    )


def offer_ended(db: Db, row: OutboxRow, arrived: bool) -> None:
    """That an offer has reached somebody stands with the words, sealed."""
    proposal = store.proposal(db, row.arguments["proposal"], lock=True)
    mine = proposal.side_of(row.person_id) if proposal else None
    if proposal is None or mine is None or proposal.words is None:
        return
    said = words.of(db, proposal)
    side = replace(said.said_by(proposal.role_of(mine)), heard=arrived)
    words.keep(db, proposal, said.saying(proposal.role_of(mine), side))


def is_open(proposal: Proposal, now: datetime) -> bool:
    """Whether its last day is still to come."""
    return proposal.expires_at is not None and proposal.expires_at > now


def subject(proposal: Proposal) -> str:
    """What its messages are cancelled by."""
    return f"proposal:{proposal.id}"
