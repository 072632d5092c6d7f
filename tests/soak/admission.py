"""May these two be proposed to each other now? The hard rules once more, read off the rows."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from bot.domain import cadence
from bot.domain.rules import ProgrammeRules
from bot.programme.hours import of_participation
from bot.store.tables import Participation, Programme, Proposal, Round
from tests.soak.history import History

GAP = 1
QUARTERS_IN_TWO_HOURS = 8


def broken(db: Db, proposal: Proposal, history: History) -> list[str]:
    """What speaks against a proposal that has just been made."""
    mentor, mentee = proposal.mentor, proposal.mentee
    names = (mentor.person.slack_id, mentee.person.slack_id)
    found = [*_of_the_two(mentor, mentee), *_of_what_was(mentor, mentee, history)]
    found += [*_of_their_hours(db, proposal), *_of_their_line(db, mentor, mentee)]
    found += _of_the_last_round(db, proposal)
    return [f"proposal {proposal.id} to {names}: {what}" for what in found]


def _of_the_two(mentor: Participation, mentee: Participation) -> Iterator[str]:
    if {mentor.state, mentee.state} != {"active"}:
        yield f"they are {mentor.state} and {mentee.state}"
    if mentor.role == "mentee" or mentee.role == "mentor":
        yield f"a {mentor.role} as mentor, a {mentee.role} as mentee"
    newcomer = mentee.tenure == "under_1" and mentor.tenure == "over_3"
    if mentee.band < mentor.band + GAP and not newcomer:
        yield f"levels {mentor.band} and {mentee.band}"
    if not set(mentor.languages) & set(mentee.languages):
        yield "no common language"
    shared = {row.topic: row.level for row in mentor.offers}
    if not any(shared.get(row.topic, 0) > row.level_now for row in mentee.wishes):
        yield "nothing to teach"


def _of_what_was(mentor: Participation, mentee: Participation, history: History) -> Iterator[str]:
    if frozenset((mentor.person.slack_id, mentee.person.slack_id)) in history.apart:
        yield "paired, declined or dropped before"
    for one, other in ((mentor, mentee), (mentee, mentor)):
        if other.person.slack_id in history.avoids.get(one.id, ()):
            yield f"{one.person.slack_id} avoids the other"


def _of_their_hours(db: Db, proposal: Proposal) -> Iterator[str]:
    rules = ProgrammeRules.from_plain(db.scalars(select(Programme.rules)).one())
    week = db.get_one(Round, proposal.round_id).due_on
    mentor, mentee = (
        cadence.slots(of_participation(one, rules), week)
        for one in (proposal.mentor, proposal.mentee)
    )
    if len(mentor & mentee) < QUARTERS_IN_TWO_HOURS:
        yield "no hours in common"


def _of_their_line(db: Db, mentor: Participation, mentee: Participation) -> Iterator[str]:
    takers = db.scalars(select(Participation).where(Participation.state == "active"))
    manager_of = {one.person_hash: one.manager_hash for one in takers}
    for one, other in ((mentor, mentee), (mentee, mentor)):
        first = one.manager_hash
        second = manager_of.get(first) if first else None
        if other.person_hash in (first, second):
            yield f"{other.person.slack_id} is the other's manager"


def _of_the_last_round(db: Db, proposal: Proposal) -> Iterator[str]:
    """After an expired proposal not in the next round."""
    two = {proposal.mentor.person_hash, proposal.mentee.person_hash}
    sent = select(Round.id).where(
        Round.id < proposal.round_id, or_(Round.state == "sent", Round.state == "sending")
    )
    last = db.scalars(sent.order_by(Round.number.desc()).limit(1)).first()
    before = select(Proposal).where(Proposal.round_id == last, Proposal.state == "expired")
    for old in db.scalars(before):
        if {old.mentor.person_hash, old.mentee.person_hash} == two:
            yield "it has just expired"
