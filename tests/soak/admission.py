"""May these two be proposed to each other now? The hard rules once more, read off the rows."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import slots
from bot.programme.people.hours import of_participation
from bot.store.db.session import Db
from bot.store.secrets import private
from bot.store.tables import Event, Participation, Programme, Proposal, Round
from tests.soak.history import History

GAP = 1
APART_ROUNDS, APART_FOR = 3, timedelta(weeks=12)
QUARTERS_IN_TWO_HOURS = 8


def broken(db: Db, proposal: Proposal, history: History) -> list[str]:
    """What speaks against a proposal that has just been made."""
    mentor, mentee = proposal.mentor, proposal.mentee
    names = (mentor.person.slack_id, mentee.person.slack_id)
    found = [*_of_the_two(mentor, mentee), *_of_what_was(mentor, mentee, history)]
    found += [
        f"{one.id} looks for nobody" for one in (mentor, mentee) if one.id not in history.looking
    ]
    found += [*_of_their_line(db, mentor, mentee), *_of_closed_ones(db, proposal, history)]
    if _is_as_drafted(db, proposal):
        found += [*_of_their_profiles(mentor, mentee), *_of_their_hours(db, proposal)]
    return [f"proposal {proposal.id} to {names}: {what}" for what in found]


def _of_the_two(mentor: Participation, mentee: Participation) -> Iterator[str]:
    if {mentor.state, mentee.state} != {"active"}:
        yield f"they are {mentor.state} and {mentee.state}"
    if mentor.role == "mentee" or mentee.role == "mentor":
        yield f"a {mentor.role} as mentor, a {mentee.role} as mentee"


def _is_as_drafted(db: Db, proposal: Proposal) -> bool:
    """Nobody of the two has changed anything since: levels, topics, languages, hours count as
    they were when the round was drafted."""
    drafted_at = db.get_one(Round, proposal.round_id).drafted_at
    since = select(func.count(Event.id)).where(
        Event.thing == "participation",
        Event.thing_id.in_([proposal.mentor_id, proposal.mentee_id]),
        Event.at >= drafted_at,
    )
    return db.scalars(since).one() == 0


def _of_their_profiles(mentor: Participation, mentee: Participation) -> Iterator[str]:
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
        yield "paired or dropped before"
    for one, other in ((mentor, mentee), (mentee, mentor)):
        if other.person.slack_id in history.avoids.get(one.id, ()):
            yield f"{one.person.slack_id} avoids the other"


def _of_their_hours(db: Db, proposal: Proposal) -> Iterator[str]:
    rules = ProgrammeRules.from_plain(db.scalars(select(Programme.rules)).one())
    week = db.get_one(Round, proposal.round_id).due_on
    mentor, mentee = (
        slots(of_participation(one, rules), week) for one in (proposal.mentor, proposal.mentee)
    )
    if len(mentor & mentee) < QUARTERS_IN_TWO_HOURS:
        yield "no hours in common"


def _of_their_line(db: Db, mentor: Participation, mentee: Participation) -> Iterator[str]:
    takers = db.scalars(select(Participation).where(Participation.state == "active"))
    manager_of = {one.person.slack_id: private.of(db, one).manager for one in takers}
    for one, other in ((mentor, mentee), (mentee, mentor)):
        first = manager_of.get(one.person.slack_id)
        second = manager_of.get(first) if first else None
        if other.person.slack_id in (first, second):
            yield f"{other.person.slack_id} is the other's manager"


def _of_closed_ones(db: Db, proposal: Proposal, history: History) -> Iterator[str]:
    """After a proposal that closed, not for three rounds and twelve weeks, however it closed.

    Of the rounds nothing is kept about who was erased and is new now.
    """
    two = frozenset((proposal.mentor.person.slack_id, proposal.mentee.person.slack_id))
    assert proposal.offered_at is not None, "only what was sent is looked at"
    for number, old in history.offered.items():
        if number == proposal.id or frozenset(old.two) != two:
            continue
        if proposal.offered_at < old.closes + APART_FOR:
            yield f"proposal {number} closed at {old.closes}"
        same = {proposal.mentor_id, proposal.mentee_id} == set(old.sides)
        if same and _rounds_between(db, old.round_id, proposal.round_id) < APART_ROUNDS:
            yield f"proposal {number} is less than three rounds ago"


def _rounds_between(db: Db, first: int, last: int) -> int:
    sent = Round.state.in_(["sending", "sent"])
    between = select(func.count()).where(sent, Round.id > first, Round.id < last)
    return db.scalars(between).one()
