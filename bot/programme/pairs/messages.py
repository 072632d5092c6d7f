"""What is still true of a pair's messages: that it begins, rests, goes on, needs a hand, ended."""

from datetime import date, datetime

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    MEETING_PAIRS,
    PairState,
    ParticipationState,
    Undoable,
)
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.ports import Defer
from bot.outbox.work import Work
from bot.programme.pairs import closing, kinds
from bot.programme.pairs.kinds import (
    AskWhatNext,
    BreakNow,
    HandNow,
    Introduction,
    NeedsAHand,
    PairCompleted,
    PairEnded,
    PairPaused,
    PairRests,
    PairResumed,
    RestNow,
    Since,
    WhatNextNow,
)
from bot.programme.people import leads, undo
from bot.programme.people.messages import LOOK_AGAIN
from bot.store.queries import meetings, people
from bot.store.tables import APART, Pair


@kinds.INTRODUCTION.still_true
def introduction(work: Work, pair: Pair, leaving: Leaving) -> Introduction:
    slots = _slots(work, pair, leaving)
    return _introduction(pair, slots)


@kinds.INTRODUCTION_LATER.still_true
def introduction_later(
    work: Work, pair: Pair, leaving: Leaving
) -> Introduction | ForNow[Introduction]:
    slots = _slots(work, pair, leaving)
    said = _introduction(pair, slots)
    return ForNow(said, slots[0]) if slots else said


def _introduction(pair: Pair, slots: tuple[datetime, ...]) -> Introduction:
    return Introduction(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        mentor_shares=tuple(pair.topics),
        mentee_shares=pair.give_back,
        plan=pair.plan,
        slots=slots,
        apart=pair.channel == APART,
    )


def _slots(work: Work, pair: Pair, leaving: Leaving) -> tuple[datetime, ...]:
    """Those of the start that are still to come; none once a date was agreed, or the pair rests.

    They are not worked out anew: a time that went would tell of somebody's other meeting.
    """
    if pair.state not in MEETING_PAIRS or meetings.ever_agreed(work.db, pair.id):
        return ()
    kept = (datetime.fromisoformat(one) for one in leaving.arguments.get("slots", ()))
    return tuple(at for at in kept if at > work.now)


@kinds.ENDED.still_true
def ended(_: Work, pair: Pair, leaving: Leaving) -> PairEnded | None:
    mine = pair.side_of(leaving.reader.id)
    if mine is None or pair.state in LIVE_PAIRS:
        return None
    return PairEnded(pair.other(mine).slack_id)


@kinds.CHOICE.still_true
def choice(work: Work, pair: Pair, leaving: Leaving) -> AskWhatNext | Defer | None:
    """During a break nobody knows yet when it ends; who may choose afterwards is told then."""
    mine = pair.side_of(leaving.reader.id)
    if mine is None or pair.state not in LIVE_PAIRS:
        return None
    if pair.state == PairState.PAUSED:
        return Defer(at_local(work.now.date() + LOOK_AGAIN, 0, "UTC"), "break")
    return AskWhatNext(pair.id, pair.other(mine).slack_id, closing.day_of_end(work, pair))


@kinds.CHOICE_LATER.still_true
def choice_later(_: Work, pair: Pair, leaving: Leaving) -> WhatNextNow | None:
    mine = pair.side_of(leaving.reader.id)
    if mine is None:
        return None
    return WhatNextNow(pair.id, pair.other(mine).slack_id, over=pair.state not in LIVE_PAIRS)


@kinds.COMPLETED.still_true
def completed(work: Work, pair: Pair, leaving: Leaving) -> PairCompleted | None:
    mine = pair.side_of(leaving.reader.id)
    if mine is None:
        return None
    met, _ = meetings.begun(work.db, pair.id, work.now)
    return PairCompleted(
        pair.id,
        pair.other(mine).slack_id,
        together=closing.both_said_together(work.db, leaving.sealed),
        has_met=met > 0,
        room=pair.channel not in (None, APART),
    )


@kinds.PAUSED.still_true
def paused(work: Work, pair: Pair, leaving: Leaving) -> PairPaused | None:
    other = people.participation(work.db, leaving.arguments["who"])
    if pair.state not in LIVE_PAIRS or other.pause_ends_at is None:
        return None
    until = local_day(other.pause_ends_at, other.person.zone)
    return PairPaused(other.slack_id, until)


@kinds.PAUSED_LATER.still_true
def paused_later(work: Work, _: Pair, leaving: Leaving) -> BreakNow | ForNow[BreakNow] | Defer:
    """A break that can still be undone, or a return, is not seen by the partner."""
    other = people.participation(work.db, leaving.arguments["who"])
    if undo.pending(other, Undoable.PAUSE, work.now):
        return Defer(other.undo_until or work.now, "undo")
    ends = other.pause_ends_at
    if other.paused_at is None or ends is None or ends <= work.now:
        return BreakNow(other.slack_id, None)
    return ForNow(BreakNow(other.slack_id, local_day(ends, other.person.zone)), ends)


@kinds.RESUMED.still_true
def resumed(work: Work, pair: Pair, leaving: Leaving) -> PairResumed | None:
    other = people.participation(work.db, leaving.arguments["who"])
    if pair.state not in LIVE_PAIRS or other.state != ParticipationState.ACTIVE:
        return None
    return PairResumed(pair.id, other.slack_id)


@kinds.RESTS.still_true
def rests(work: Work, pair: Pair, leaving: Leaving) -> PairRests | None:
    return _rests(pair, leaving) if pair.state == PairState.RESTING else None


@kinds.RESTS_LATER.still_true
def rests_later(work: Work, pair: Pair, leaving: Leaving) -> RestNow | ForNow[RestNow] | None:
    """Who came back is not said; nor is a break in between. Its end brings the last edit."""
    mine = pair.side_of(leaving.reader.id)
    if mine is None:
        return None
    partner = pair.other(mine).slack_id
    if pair.state not in LIVE_PAIRS:
        return RestNow(pair.id, partner, ended=True)
    said = RestNow(pair.id, partner, _rests(pair, leaving))
    return ForNow(said, max(pair.ends_at, work.now + LOOK_AGAIN)) if said.rests else said


def _rests(pair: Pair, leaving: Leaving) -> PairRests | None:
    """None for a pair that does not rest any more."""
    mine, since = pair.side_of(leaving.reader.id), leaving.arguments["since"]
    if mine is None or not pair.is_at_rest or pair.next_step_at is None:
        return None
    until = local_day(min(pair.next_step_at, pair.ends_at), leaving.reader.zone)
    return PairRests(pair.id, pair.other(mine).slack_id, date.fromisoformat(since), until)


@kinds.NEEDS_A_HAND.still_true
def needs_a_hand(work: Work, pair: Pair, leaving: Leaving) -> NeedsAHand | None:
    if pair.state != PairState.NEEDS_A_HAND:
        return None
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    return NeedsAHand(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        since=local_day(pair.d0, leaving.reader.zone),
    )


@kinds.NEEDS_A_HAND_LATER.still_true
def needs_a_hand_later(work: Work, pair: Pair, leaving: Leaving) -> HandNow | None:
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    return HandNow(pair.mentor.slack_id, pair.mentee.slack_id, _since(pair))


def _since(pair: Pair) -> Since:
    if pair.state not in LIVE_PAIRS:
        return Since.ENDED
    match pair.state:
        case PairState.NEEDS_A_HAND:
            return Since.UNKNOWN
        case PairState.PAUSED:
            return Since.ON_A_BREAK
        case PairState.RESTING:
            return Since.RESTS
    return Since.DATE_FOUND
