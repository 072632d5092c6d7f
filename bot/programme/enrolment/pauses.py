"""A break: nothing comes, no round counts the person, and a live pair's dates wait.

The person is away, or back, at once; for pairs and partners it is settled ten minutes later, when
no undo is left. A participation's `paused_at` is since when a break is settled, until its end is.
The rules: docs/programme.md, Breaks and leaving.
"""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import often
from bot.domain.due.plan import after_a_break
from bot.domain.lifecycle import (
    MEETING_PAIRS,
    PairEvent,
    PairState,
    ParticipationEvent,
    ParticipationState,
    Undoable,
)
from bot.domain.refusals import DateInPast, NotPaused, PauseTooLong, TooOften
from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import into_hours
from bot.outbox.enqueue import cancel, edit_now, enqueue
from bot.outbox.history import last_left
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.enrolment import kinds
from bot.programme.enrolment.results import Paused, PauseForm, Resumed
from bot.programme.meetings.sessions import call_off_in_break
from bot.programme.pairs import pairing
from bot.programme.pairs.kinds import PAUSED, RESUMED
from bot.programme.people import looking, undo
from bot.programme.people.hours import next_round_on, of_participation
from bot.programme.people.taking_part import my_part
from bot.programme.rounds import proposals
from bot.store.db.session import Db
from bot.store.queries import enrolment
from bot.store.queries import pairs as store
from bot.store.tables import Pair, Participation
from bot.store.transitions import happened, transition

LONGEST = timedelta(weeks=8)
OFFERED_WEEKS = (1, 2, 4, 8)
_WORDS = (PAUSED, RESUMED)
TO_SETTLE = enrolment.to_settle(Undoable.PAUSE, Undoable.RESUME)


def form(work: Work) -> PauseForm:
    """What the window of `pause` needs. Raises NotEnrolled."""
    participation = my_part(work, lock=True)
    today = local_day(work.now, work.me.zone)
    return PauseForm(
        offered=tuple(today + timedelta(weeks=weeks) for weeks in OFFERED_WEEKS),
        until=_back_on(participation),
        partners=_partners(work.db, participation),
        paired=bool(store.live_pairs_of(work.db, participation.id)),
    )


def pause(work: Work, until: date) -> Paused:
    """On a break from now on, back on `until`; partners learn it ten minutes later, not why.

    Raises NotEnrolled, DateInPast for a day that is not ahead, PauseTooLong after eight weeks,
    TooOften.
    """
    participation = _who_may_pause(work, until)
    undo_until = _goes_away(work, participation, until)
    partners = _partners(work.db, participation)
    return Paused(
        until=until,
        partners=partners,
        told_at=undo_until if partners else None,
        undo_until=undo_until,
        participation_id=participation.id,
        pair_ends_on=pairing.ends_in_a_break(work, participation, until),
    )


def _who_may_pause(work: Work, until: date) -> Participation:
    participation = my_part(work, lock=True)
    _check_how_often(work, participation)
    today = local_day(work.now, work.me.zone)
    if until <= today:
        raise DateInPast
    if until > today + LONGEST:
        raise PauseTooLong(today + LONGEST)
    return participation


def _goes_away(work: Work, participation: Participation, until: date) -> datetime | None:
    """Until when that can be undone; with a break that cannot be any more it is settled at once."""
    again = participation.state == ParticipationState.PAUSED
    transition(work.db, participation, ParticipationEvent.PAUSE, work.now)
    participation.pause_ends_at = at_local(until, 0, work.me.zone)
    if not again:
        undo.offer(participation, Undoable.PAUSE, work.now)
    if undo.pending(participation, Undoable.PAUSE, work.now):
        return participation.undo_until
    _rest_pairs(work, participation, tell_all=True)
    return None


def undo_pause(work: Work, participation: Participation) -> None:
    """As if never paused; who had just come back from another break is back for good."""
    transition(work.db, participation, ParticipationEvent.UNDO_PAUSE, work.now)
    _is_back(work, participation)


def resume(work: Work) -> Resumed:
    """Back before the day. Raises NotPaused, TooOften."""
    participation = my_part(work, lock=True)
    if participation.state != ParticipationState.PAUSED:
        raise NotPaused
    _check_how_often(work, participation)
    transition(work.db, participation, ParticipationEvent.RESUME, work.now)
    undo.offer(participation, Undoable.RESUME, work.now)
    partners = _partners(work.db, participation)
    return Resumed(
        next_round_on=next_round_on(work) if looking.of(work.db, participation).looks else None,
        partners=partners,
        told_at=participation.undo_until if partners and participation.paused_at else None,
        undo_until=participation.undo_until or work.now,
        participation_id=participation.id,
    )


def undo_resume(work: Work, participation: Participation) -> None:
    """Still on a break, to the same day."""
    transition(work.db, participation, ParticipationEvent.UNDO_RESUME, work.now)
    stay_away(work, participation)


# --- what the clock does --------------------------------------------------------------------------


def settle_due(work: Work) -> int:
    """Ten minutes later a pause or a return takes effect on the pairs."""
    settled = TO_SETTLE.rows(work.db, work.now)
    for one in settled:
        settle(work, one)
    return len(settled)


def settle(work: Work, participation: Participation) -> None:
    """A pause or a return, if it was the last thing done, can no longer be undone."""
    done = participation.undo_what
    if done not in (Undoable.PAUSE, Undoable.RESUME):
        return
    undo.forget(participation)
    if done is Undoable.PAUSE:
        _rest_pairs(work, participation, tell_all=True)
    else:
        _is_back(work, participation)


def over_due(work: Work) -> int:
    """The day has come: the person is back, and hears it once."""
    back = enrolment.PAUSES_OVER.rows(work.db, work.now)
    for one in back:
        _over(work, one)
    return len(back)


def _over(work: Work, participation: Participation) -> None:
    transition(work.db, participation, ParticipationEvent.PAUSE_OVER, work.now)
    if participation.undo_what is Undoable.PAUSE:
        undo.forget(participation)
    occasion = f"{participation.id}:{participation.pause_ends_at}"
    _is_back(work, participation)
    hours = of_participation(participation, work.rules)
    enqueue(
        work, kinds.PAUSE_OVER, None, to=participation.person, occasion=occasion,
        due_at=into_hours(work.now, hours), subject=f"participation:{participation.id}",
    )  # fmt: skip


def stay_away(work: Work, participation: Participation) -> None:
    """On a break as before: who does not know of it yet learns it now."""
    _rest_pairs(work, participation, tell_all=participation.paused_at is None)


def fall_in(work: Work, participation: Participation) -> None:
    """Pairs that are back after a leaving was undone follow what their two did meanwhile."""
    for pair in store.live_pairs_of(work.db, participation.id):
        away = [it for it in pair.sides if it.state == ParticipationState.PAUSED and it.paused_at]
        if away and pair.state in MEETING_PAIRS:
            _rest(work, pair)
            call_off_in_break(work, pair)
        elif not any(undo.pending(it, Undoable.RESUME, work.now) for it in pair.sides):
            _wake(work, pair)


def _rest_pairs(work: Work, participation: Participation, *, tell_all: bool) -> None:
    """The pairs of who is away are on a break, too; partners hear it, once more on request."""
    participation.paused_at = participation.paused_at or work.now
    for pair in store.live_pairs_of(work.db, participation.id):
        goes_on = pair.state in MEETING_PAIRS
        if goes_on:
            _rest(work, pair)
        call_off_in_break(work, pair)
        if goes_on or tell_all:
            _tell_partner(work, participation, pair, PAUSED)


def _rest(work: Work, pair: Pair) -> None:
    transition(work.db, pair, PairEvent.ONE_PAUSES, work.now)
    edit_now(work, f"pair:{pair.id}")
    pair.paused_at = work.now
    pair.stopped_at = pair.stopped_at or work.now


def _is_back(work: Work, participation: Participation) -> None:
    """Back for good: pairs go on, partners who knew of the break hear it, yeses count."""
    knew = participation.paused_at is not None
    participation.paused_at = participation.pause_ends_at = None
    for pair in store.live_pairs_of(work.db, participation.id):
        if pair.state != PairState.PAUSED:
            continue
        _wake(work, pair)
        if knew:
            _tell_partner(work, participation, pair, RESUMED)
    proposals.settle_yeses(work, participation)


def _wake(work: Work, pair: Pair) -> None:
    """A pair whose both sides are here goes on; its end and what its plan has to come move by the
    break."""
    here = all(_is_here(one, work.now) for one in pair.sides)
    if pair.state != PairState.PAUSED or not here:
        return
    transition(work.db, pair, PairEvent.ALL_BACK, work.now)
    rested = work.now - (since := pair.paused_at or work.now)
    pair.due_at = after_a_break(pair.due_at, since, rested)
    pair.ends_at += rested
    pair.choice_at = pair.choice_at and pair.choice_at + rested
    pair.moved_by_days += round(rested / timedelta(days=1))
    pair.paused_at = None


def _is_here(participation: Participation, now: datetime) -> bool:
    """Whoever leaves counts as they were, until they can no longer undo it."""
    if participation.state == ParticipationState.LEFT:
        can_undo = undo.pending(participation, Undoable.LEAVE, now)
        return can_undo and participation.pause_ends_at is None
    return participation.state == ParticipationState.ACTIVE


def _check_how_often(work: Work, participation: Participation) -> None:
    changes = (ParticipationEvent.PAUSE, ParticipationEvent.RESUME)
    if happened(work.db, participation, changes, work.now - often.DAY) >= often.BREAKS:
        raise TooOften


def _back_on(participation: Participation) -> date | None:
    ends = participation.pause_ends_at
    return local_day(ends, participation.person.zone) if ends else None


def _partners(db: Db, participation: Participation) -> tuple[str, ...]:
    """Who hears of the person's breaks: in a pair that rests nobody does."""
    live = store.live_pairs_of(db, participation.id)
    return tuple(pair.other(participation).slack_id for pair in live if not pair.is_at_rest)


def _tell_partner(
    work: Work, participation: Participation, pair: Pair, kind: Kind[Pair, Any]
) -> None:
    """What is news to the partner: whom a break was still to be told of hears of no return."""
    if pair.is_at_rest:
        return
    partner, subject = pair.other(participation), _subject(participation)
    unheard = {
        it: cancel(work.db, subject=subject, person=partner.person_id, kinds=[it]) for it in _WORDS
    }
    if kind is RESUMED and unheard[PAUSED]:
        return
    edit_now(work, subject)
    enqueue(
        work, kind, pair, to=partner.person, subject=subject,
        occasion=f"pair:{pair.id}:{participation.id}:{work.now.timestamp()}",
        due_at=_told_at(work, partner, subject), arguments={"who": participation.id},
        ages_at=participation.pause_ends_at,
    )  # fmt: skip


def _told_at(work: Work, partner: Participation, subject: str) -> datetime:
    """In the partner's hours, and a while after the last word about somebody's breaks."""
    last = last_left(work.db, _WORDS, to=partner.person, subjects=[subject])
    due = max(work.now, last + often.QUIET) if last else work.now
    return into_hours(due, of_participation(partner, work.rules))


def forget_words(db: Db, participation: Participation) -> None:
    """Nobody need hear of this person's breaks any more."""
    cancel(db, subject=_subject(participation))


def _subject(participation: Participation) -> str:
    return f"break:{participation.id}"
