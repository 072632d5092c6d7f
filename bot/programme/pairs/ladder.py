"""Where a pair stands on the ladder of silence: it begins, stands still, goes on, begins anew.

What each step owes is said by the chapter of meetings. The rules: docs/programme.md, Silence.
"""

from datetime import datetime, timedelta

from bot.domain.due import silence
from bot.domain.due.silence import Ladder, Step
from bot.domain.lifecycle import PairEvent, PairState
from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import office_hours
from bot.outbox.enqueue import edit_now
from bot.outbox.work import Work
from bot.store.queries import meetings
from bot.store.queries import pairs as store
from bot.store.tables import Pair, Session
from bot.store.transitions import transition

_QUIET = timedelta(days=silence.QUIET_DAYS)
_ANSWER = timedelta(days=silence.ANSWER_DAYS)
_FELL_SILENT = {Step.REST: PairEvent.NO_DATE, Step.END: PairEvent.COMES_TO_REST}
"""By what a pair comes to the state that it has before this step."""


def begin(pair: Pair, rules: ProgrammeRules) -> None:
    """From the start of a pair."""
    pair.silent_since, pair.next_step = pair.d0, Step.NUDGE
    pair.next_step_at = _due(silence.BEFORE_THE_FIRST, pair, rules)


def date_suggested(work: Work, pair: Pair) -> None:
    """A pair that rested goes on. For two weeks, from the first suggestion of a silence on, an
    answer is waited for, and no hand is needed."""
    if pair.state == PairState.RESTING:
        come_back(work, pair)
    pair.awaits_answer_until = pair.awaits_answer_until or work.now + _ANSWER
    if work.now < pair.awaits_answer_until:
        _stop(work, pair)


def date_agreed(work: Work, pair: Pair) -> None:
    """No hand is needed, and a pair that rested goes on; a later suggestion is waited for anew."""
    pair.awaits_answer_until = None
    _stop(work, pair)


def _stop(work: Work, pair: Pair) -> None:
    _speaks(work, pair)
    pair.stopped_at = pair.stopped_at or work.now


def begin_anew(work: Work, session: Session) -> None:
    """After a meeting that was held, if it is the pair's last one; once all that are planned
    were held, nothing is owed any more."""
    pair = session.pair
    _speaks(work, pair)
    pair.awaits_answer_until = None
    held, last = meetings.last_held(work.db, pair.id)
    if last != session.ends_at:
        return
    if held >= len(pair.due_at):
        pair.silent_since = pair.next_step = pair.next_step_at = None
        return
    ladder = silence.after_a_meeting(pair.plan.gap)
    first = timedelta(days=ladder[Step.NUDGE])
    pair.silent_since, pair.next_step = max(last, work.now + _QUIET - first), Step.NUDGE
    pair.next_step_at = _due(ladder, pair, work.rules)
    stands = pair.state == PairState.PAUSED or store.has_a_date(work.db, pair.id, work.now)
    pair.stopped_at = work.now if stands else None


def come_back(work: Work, pair: Pair) -> None:
    """One of the two returns from its rest; no reminder follows, as the last word said."""
    _enter(work, pair, PairEvent.RETURN)
    pair.awaits_answer_until = None
    pair.next_step, due = Step.HAND, work.now + timedelta(days=silence.RETURNED_DAYS)
    pair.next_step_at = due
    pair.silent_since = due - timedelta(days=_ladder(work, pair)[Step.HAND])


def _speaks(work: Work, pair: Pair) -> None:
    """Somebody of a silent pair does something about a meeting: it is active again."""
    if pair.state == PairState.RESTING:
        come_back(work, pair)
    elif pair.state == PairState.NEEDS_A_HAND:
        _enter(work, pair, PairEvent.DATE_FOUND)


def _enter(work: Work, pair: Pair, event: PairEvent) -> None:
    transition(work.db, pair, event, work.now)
    edit_now(work, f"pair:{pair.id}")


# --- what the clock does --------------------------------------------------------------------------


def go_on_due(work: Work) -> int:
    """A pair whose date lapsed or got no answer in time, or whose break is over, is again where it
    was on the ladder."""
    stopped = store.WITHOUT_ITS_DATE.rows(work.db, work.now)
    for pair in stopped:
        _go_on(work, pair)
    return len(stopped)


def _go_on(work: Work, pair: Pair) -> None:
    stood = work.now - (pair.stopped_at or work.now)
    pair.stopped_at = None
    if pair.silent_since is None or pair.next_step_at is None:
        return
    pair.silent_since, pair.next_step_at = pair.silent_since + stood, pair.next_step_at + stood
    if pair.next_step in _FELL_SILENT and pair.state == PairState.ACTIVE:
        _enter(work, pair, _FELL_SILENT[pair.next_step])


def take_step(work: Work, pair: Pair) -> Step | None:
    """The step that is due, which is taken with this; None where a date stands.

    What was late, since nothing ran, makes all that follows as much later.
    """
    step, since, due = pair.next_step, pair.silent_since, pair.next_step_at
    if step is None or since is None or due is None:
        return None
    if store.has_a_date(work.db, pair.id, work.now):
        _stop(work, pair)
        return None
    pair.silent_since, pair.next_step = since + (work.now - due), silence.following(step)
    pair.next_step_at = _due(_ladder(work, pair), pair, work.rules)
    return step


def _ladder(work: Work, pair: Pair) -> Ladder:
    held, _ = meetings.last_held(work.db, pair.id)
    return silence.after_a_meeting(pair.plan.gap) if held else silence.BEFORE_THE_FIRST


def _due(ladder: Ladder, pair: Pair, rules: ProgrammeRules) -> datetime | None:
    """When the pair's next step is due; None where there is none."""
    if pair.silent_since is None or pair.next_step is None:
        return None
    office = office_hours(rules.own_country, rules.zone)
    return silence.due(ladder, pair.next_step, pair.silent_since, office)
