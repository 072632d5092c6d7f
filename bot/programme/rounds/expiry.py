"""What the clock does to an open proposal: one reminder, and its end, to both alike.

The rules: docs/programme.md, Proposals; who may learn what: docs/privacy.md, Private acts.
"""

from bot.domain.lifecycle import ProposalEvent
from bot.outbox.enqueue import Owed, cancel, enqueue_many
from bot.outbox.work import Work
from bot.programme.pairs import acquaintance
from bot.programme.people.hours import reachable_at
from bot.programme.rounds import kinds
from bot.programme.rounds.offers import enqueue_for_both, subject
from bot.store.db.session import Db
from bot.store.queries import people, rounds
from bot.store.queries import proposals as store
from bot.store.secrets import private, sealing, words
from bot.store.secrets.words import Side
from bot.store.tables import Participation, Proposal
from bot.store.transitions import transition_all

AT_ONCE = 50
"""How many proposals one transaction reminds of, or closes."""


def remind_due(work: Work) -> int:
    """One reminder, owed to both; who has said a word does not get it."""
    waiting = store.TO_REMIND.rows(work.db, work.now, AT_ONCE)
    for proposal in waiting:
        proposal.remind_at = None
    enqueue_for_both(work, kinds.REMINDER, waiting)
    return len(waiting)


def expire_due(work: Work) -> int:
    """The last day is over: it closes for both at once, whatever was said, and the words go."""
    over = store.LAST_DAY_OVER.rows(work.db, work.now, AT_ONCE)
    ids = [proposal.id for proposal in over]
    sides = [(proposal, one) for proposal in over for one in proposal.sides]
    people.lock_all(work.db, {one.id for _, one in sides})  # all is read anew
    transition_all(work.db, Proposal, ProposalEvent.LAST_DAY_OVER, work.now, Proposal.id.in_(ids))
    cancel(work.db, subjects=[subject(proposal) for proposal in over])
    said = {proposal.id: words.of(work.db, proposal) for proposal in over}
    days = rounds.days(work.db, {proposal.round_id for proposal in over})
    ends = []
    for proposal, one in sides:
        side = said[proposal.id].said_by(proposal.role_of(one))
        _seal_anew(work, one, proposal.other(one), side)
        one.rounds_waited += 1
        if one.takes_part:
            ends.append(_the_end(work, proposal, one, side, days[proposal.round_id]))
    enqueue_many(work, kinds.DID_NOT_GO_AHEAD, ends)
    for proposal in over:
        proposal.words = proposal.remind_at = None
    return len(over)


def _seal_anew(work: Work, participation: Participation, other: Participation, side: Side) -> None:
    """Who asked for it avoids the other from now on, and nobody but them may read so."""
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    if side.never_again:
        mine = acquaintance.avoiding(mine, other.slack_id, work.now)
    private.keep(work.db, participation, mine)


def _the_end(
    work: Work, proposal: Proposal, participation: Participation, side: Side, round_on: str
) -> Owed[None]:
    """That it closed, to both alike; whom the offer never reached hears how the round went."""
    return Owed(
        about=None,
        to=participation.person,
        occasion=subject(proposal),
        due_at=reachable_at(work, participation),
        arguments={"partner": proposal.other(participation).slack_id, "round_on": round_on},
        subject=f"ended:{proposal.id}",
        sealed=work.db.secrets.fields.seal(side.heard, about=_END, size=_HEARD_SIZE),
    )


_END, _HEARD_SIZE = kinds.DID_NOT_GO_AHEAD.key, 8


def heard_of_the_end(db: Db, sealed: bytes | None) -> bool:
    """Whether the offer had reached who is told now that it closed."""
    try:
        return bool(db.secrets.fields.open(sealed or b"", about=_END))
    except sealing.Unreadable:
        return False
