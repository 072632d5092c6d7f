"""The life of a pair in between: opened by the second yes, nudged, ended.

The rules: docs/programme.md, Pairs.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.domain.due.ending import asked_at
from bot.domain.lifecycle import (
    LIVE_PAIRS,
    PairEvent,
    PairState,
    ParticipationState,
    SessionEvent,
)
from bot.domain.refusals import NoLongerOpen, NotYours, PairOnABreak
from bot.domain.rules import ProgrammeRules
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import into_common_hours
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.pairs import closing, kinds, ladder
from bot.programme.pairs.results import LivePair
from bot.programme.people.hours import of_participation, reachable_at
from bot.store.db.session import Db
from bot.store.queries import meetings
from bot.store.queries import pairs as store
from bot.store.secrets import choices, exits
from bot.store.secrets.choices import Choices
from bot.store.secrets.exits import Exits
from bot.store.tables import Pair, Participation, Proposal
from bot.store.transitions import log_event, transition

BREAK_AT_MOST = timedelta(weeks=12)
"""So long a pair is on a break, by one of its two or both in turn."""


def open_pair(work: Work, proposal: Proposal) -> Pair:
    """The start: the two are a pair, their plan and what reports may group by are frozen."""
    pair = _pair_of(proposal, work.rules, work.now)
    work.db.add(pair)
    work.db.flush()
    exits.keep(work.db, pair, Exits())
    own_answers.make_key(work.db, pair.round_id)
    choices.keep(work.db, pair, Choices())
    log_event(work.db, pair, "open", None, pair.state, work.now)
    for one in pair.sides:
        one.rounds_waited, one.priority = 0, False
    return pair


def _pair_of(proposal: Proposal, rules: ProgrammeRules, now: datetime) -> Pair:
    mentor, mentee = proposal.sides
    newcomers = proposal.newcomers
    plan, dimension = rules.plan_for(newcomers=newcomers), rules.dimension
    pair = Pair(
        programme_id=proposal.programme_id,
        round_id=proposal.round_id,
        proposal_id=proposal.id,
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        state=PairState.ACTIVE,
        topics=proposal.reasons["topics"],
        give_back=proposal.reasons["give_back"],
        mentor_dimension=None if newcomers else getattr(mentor, dimension),
        mentee_dimension=None if newcomers else getattr(mentee, dimension),
        d0=now,
        ends_at=plan.ends_at(now, rules.zone),
        due_at=plan.due_at(now, rules.zone),
        minutes=plan.minutes,
        newcomers=newcomers,
    )
    pair.choice_at = asked_at(pair.ends_at, rules.zone)
    ladder.begin(pair, rules)
    pair.mentor, pair.mentee = mentor, mentee
    return pair


def introduce(work: Work, pair: Pair, slots: Sequence[datetime]) -> None:
    """The group DM is owed, with these starts to choose from."""
    mentor, mentee = (of_participation(one, work.rules) for one in pair.sides)
    enqueue(
        work, kinds.INTRODUCTION, pair, to=pair, occasion=f"pair:{pair.id}",
        due_at=into_common_hours(work.now, mentor, mentee),
        ages_at=min(slots, default=None), arguments={"slots": [at.isoformat() for at in slots]},
    )  # fmt: skip


def hold_still(db: Db, participation: Participation) -> None:
    """Nothing happens to this person's pairs until the transaction ends."""
    store.lock_pairs_of(db, participation.id)


def end_for_leaver(work: Work, participation: Participation) -> None:
    """End the live pairs of somebody who has left for good; each partner hears it."""
    for pair in store.live_pairs_of(work.db, participation.id):
        end_early(work, pair, to=[pair.other(participation)])


def end_early(work: Work, pair: Pair, *, to: Iterable[Participation]) -> None:
    """One leaves it, or something else came between the two: dates to come fall away; `to` these it
    is told neutrally, and they come first in the round that they ask for."""
    transition(work.db, pair, PairEvent.ONE_LEAVES, work.now)
    for session in meetings.to_come(work.db, pair.id, work.now):
        transition(work.db, session, SessionEvent.PAIR_OVER, work.now)
        session.entry = session.entry and session.entry.called_off(work.now)
        edit_now(work, f"session:{session.id}")
    edit_now(work, f"pair:{pair.id}")
    closing.is_over(work, pair, work.now)
    for one in to:
        one.priority = True
        _tell_of_end(work, pair, one)


def _tell_of_end(work: Work, pair: Pair, whom: Participation) -> None:
    enqueue(
        work, kinds.ENDED, pair, to=whom.person, occasion=f"pair:{pair.id}",
        due_at=reachable_at(work, whom),
    )  # fmt: skip


def away_too_long_due(work: Work) -> int:
    """A break that goes on and on ends the pair, alike for both, so that nobody waits for it."""
    waiting = store.ON_A_BREAK.rows(work.db, work.now - BREAK_AT_MOST)
    ending = [
        pair
        for pair in waiting
        if any(one.state != ParticipationState.ACTIVE for one in pair.sides)
    ]
    for pair in ending:
        end_early(work, pair, to=pair.sides)
    return len(ending)


def ends_in_a_break(work: Work, participation: Participation, until: date) -> date | None:
    """The first day on which a pair of theirs ends because a break lasts until then; None if none
    does. Of a pair that rests nothing is said, since the other's break is not told there."""
    awake = (pair for pair in my_live_pairs(work.db, participation) if not pair.is_at_rest)
    ends = ((pair.paused_at or work.now) + BREAK_AT_MOST for pair in awake)
    days = [local_day(at, participation.person.zone) for at in ends]
    return min((day for day in days if day <= until), default=None)


def rest(work: Work, pair: Pair, occasion: str) -> None:
    """No date came of it: the pair is left in peace, and both are told once."""
    transition(work.db, pair, PairEvent.COMES_TO_REST, work.now)
    edit_now(work, f"pair:{pair.id}")
    since = local_day(work.now, work.rules.zone).isoformat()
    for one in pair.sides:
        due = reachable_at(work, one)
        enqueue(
            work, kinds.RESTS, pair, to=one.person, occasion=occasion, due_at=due,
            ages_at=pair.ends_at, arguments={"since": since},
        )  # fmt: skip


def wake(work: Work, pair_id: int) -> LivePair:
    """One of the two would like to go on with a pair that rests; one that rests no more is as it
    is. Raises NotYours, PairOnABreak, NoLongerOpen."""
    pair, mine = my_pair(work, pair_id, lock=True)
    if pair.state not in LIVE_PAIRS:
        raise NoLongerOpen
    if pair.state == PairState.PAUSED:
        raise PairOnABreak
    if pair.state == PairState.RESTING:
        ladder.come_back(work, pair)
    return live_pair(pair, mine)


def end_after_rest(work: Work, pair: Pair) -> None:
    """Neither came back in time: it ends, both read the same and are asked what comes next."""
    transition(work.db, pair, PairEvent.REST_OVER, work.now)
    edit_now(work, f"pair:{pair.id}")
    closing.is_over(work, pair, work.now)
    for one in pair.sides:
        _tell_of_end(work, pair, one)


def my_live_pairs(db: Db, participation: Participation) -> list[Pair]:
    """The pairs a person is in now."""
    return list(store.live_pairs_of(db, participation.id))


def my_pair(work: Work, pair_id: int, *, lock: bool = False) -> tuple[Pair, Participation]:
    """A pair, over or not, and this person's side of it. Raises NotYours."""
    pair = store.pair(work.db, pair_id, lock=lock)
    mine = pair.side_of(work.me.id) if pair else None
    if pair is None or mine is None:
        raise NotYours
    return pair, mine


def live_pair(pair: Pair, participation: Participation) -> LivePair:
    """A pair as one of the two sees it."""
    partner, role = pair.other(participation).slack_id, pair.role_of(participation)
    on_a_break, rests = pair.state == PairState.PAUSED, pair.state == PairState.RESTING
    return LivePair(pair.id, partner, role, pair.minutes, on_a_break=on_a_break, rests=rests)
