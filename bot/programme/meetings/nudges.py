"""Gentle words: about a missing date, a long wait; and when to stop saying them.

Two without an answer are the last: docs/programme.md, Silence.
"""

from dataclasses import replace
from typing import Any

from bot.domain.due.silence import Step
from bot.domain.lifecycle import PairEvent
from bot.domain.time.working_hours import into_hours
from bot.outbox.enqueue import enqueue
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.meetings import kinds
from bot.programme.pairs import ladder, pairing
from bot.programme.pairs.kinds import NEEDS_A_HAND
from bot.programme.people import leads
from bot.programme.people.hours import of_participation, person_reachable_at
from bot.store.db.session import Db
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.secrets import private, sealing
from bot.store.tables import OutboxRow, Pair, Participation
from bot.store.transitions import transition

UNANSWERED = 2


def wants(db: Db, participation: Participation) -> bool:
    """Whether this person still gets nudges: asked when one is about to leave.

    Source: docs/programme.md, Silence.
    """
    try:
        return private.of(db, participation).unanswered < UNANSWERED
    except sealing.Unreadable:
        return False


def nudge_ended(work: Work, row: OutboxRow, arrived: bool) -> None:
    """One nudge more without an answer; sealed anew also when it was not sent."""
    if row.person_id is None:
        return
    participation = people.participation_of(work.db, work.programme.id, row.person_id, lock=True)
    if participation is None:
        return
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    private.keep(work.db, participation, replace(mine, unanswered=mine.unanswered + arrived))


def heard_from(db: Db, participation: Participation) -> None:
    """Any sign of life ends the silence."""
    try:
        if not private.of(db, participation).unanswered:
            return
        people.locked(db, participation)
        private.keep(db, participation, replace(private.of(db, participation), unanswered=0))
    except sealing.Unreadable:
        return


# --- the ladder of silence ------------------------------------------------------------------------


def steps_due(work: Work) -> int:
    """What a pair without a date is owed next, both alike, whoever was silent: a reminder, the last
    one, the leads' hand, its rest, its end. How many pairs that were."""
    waiting = store.STEP_DUE.rows(work.db, work.now)
    for pair in waiting:
        _step(work, pair)
    return len(waiting)


def _step(work: Work, pair: Pair) -> None:
    match ladder.take_step(work, pair):
        case None:
            return
        case Step.NUDGE:
            _say(work, pair, kinds.NO_DATE)
        case Step.LAST_WORD:
            _say(work, pair, kinds.LAST_WORD)
        case Step.HAND:
            _ask_for_a_hand(work, pair)
        case Step.REST:
            pairing.rest(work, pair, _occasion(pair))
        case Step.END:
            pairing.end_after_rest(work, pair)


def _say(work: Work, pair: Pair, kind: Kind[Pair, Any]) -> None:
    """To both: who wants none, was silent or is away is seen to when it is about to leave."""
    for one in pair.sides:
        due = into_hours(work.now, of_participation(one, work.rules))
        enqueue(work, kind, pair, to=one.person, occasion=_occasion(pair), due_at=due)


def _ask_for_a_hand(work: Work, pair: Pair) -> None:
    """The leads hear of the pair, not of who is silent."""
    transition(work.db, pair, PairEvent.NO_DATE, work.now)
    for lead in leads.persons(work):
        enqueue(
            work, NEEDS_A_HAND, pair, to=lead, occasion=_occasion(pair),
            due_at=person_reachable_at(work, lead),
        )  # fmt: skip


def _occasion(pair: Pair) -> str:
    """One of each step in a silence."""
    since = pair.silent_since.timestamp() if pair.silent_since else 0
    return f"pair:{pair.id}:{since:.0f}"
