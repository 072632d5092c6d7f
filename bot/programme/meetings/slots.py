"""Times that suit the two of a pair, and what is said of one that they choose themselves.

What somebody did a moment ago and can still undo has not happened, nor has its return: a time
would tell of it. Of the partner's other meetings nothing is ever said. The rule:
docs/programme.md, Finding a time.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from bot.domain.due.plan import NextMeeting, next_meeting
from bot.domain.lifecycle import SessionState
from bot.domain.meetings.slots import AHEAD, Diary, Slot, best_slots, overlap, suits
from bot.domain.refusals import OwnMeeting, OwnSuggestion
from bot.domain.time.calendar import is_holiday
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.work import Work
from bot.programme.meetings.results import Beyond, Remark
from bot.programme.people.hours import of_participation_as_known
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Session


def best_for(work: Work, pair: Pair) -> tuple[Slot, ...]:
    """At most three times that suit both, in order; none where there are none.

    In the two weeks before the day by which their plan has the next meeting, so that they keep its
    rhythm; once those have begun, in the coming two weeks.
    """
    return _best(work, pair, _planned_next(work, pair))


def best_as_planned(work: Work, pair: Pair) -> tuple[Slot, ...] | None:
    """The same; None once as many meetings as planned have begun, whatever either said of them."""
    planned = _planned_next(work, pair)
    return None if planned is None else _best(work, pair, planned)


def _planned_next(work: Work, pair: Pair) -> NextMeeting | None:
    dated = meetings.sessions_of(work.db, pair.id, [SessionState.DATED, SessionState.HELD])
    met = [session.ends_at for session in dated if session.starts_at <= work.now]
    return next_meeting(pair.due_at, pair.ends_at, met, work.now, work.rules.zone)


def _best(work: Work, pair: Pair, planned: NextMeeting | None) -> tuple[Slot, ...]:
    since = work.now
    if planned is not None and planned.by is not None:
        since = max(since, at_local(planned.by, 0, work.rules.zone) - AHEAD)
    one, other = (diary_of(work, side, pair) for side in pair.sides)
    return best_slots(one, other, pair.meeting_lasts, since, pair.ends_at)


def diary_of(work: Work, participation: Participation, pair: Pair) -> Diary:
    """When somebody could meet in this pair: in their hours, outside a break, beside what they have
    agreed, and what they have suggested to others."""
    agreed = meetings.agreed_ahead(work.db, participation.id, work.now)
    open_ones = _suggested_beside(work, participation, pair)
    taken = [*(one.slot for one in agreed), *(time for _, time in open_ones)]
    return _diary(work, participation, taken)


def _suggested_beside(
    work: Work, participation: Participation, pair: Pair
) -> list[tuple[Session, Slot]]:
    """The times that this person suggested outside the pair, and that can still be taken."""
    return [
        (session, Slot(at, at + session.pair.meeting_lasts))
        for session in meetings.suggested_by(work.db, participation.id, work.now)
        if session.pair_id != pair.id
        for at in session.still_open(work.now)
    ]


def diary_in(work: Work, participation: Participation, pair: Pair) -> Diary:
    """The same, as the partner knows it: of what they have agreed, only the meetings of the two."""
    agreed = meetings.agreed_ahead(work.db, participation.id, work.now)
    return _diary(work, participation, [one.slot for one in agreed if one.pair_id == pair.id])


def _diary(work: Work, participation: Participation, taken: Iterable[Slot]) -> Diary:
    met = [(time.starts_at, time.ends_at) for time in taken]
    hours = of_participation_as_known(work, participation)
    return Diary(hours, (*met, *_break(participation, work.now)))


def _break(participation: Participation, now: datetime) -> list[tuple[datetime, datetime]]:
    """The break that partners know of, if one is on: one without `paused_at` can be undone."""
    ends = participation.pause_ends_at
    if participation.paused_at is None or ends is None or ends <= now:
        return []
    return [(participation.paused_at, ends)]


def check_own(
    work: Work,
    pair: Pair,
    mine: Participation,
    times: Collection[Slot],
    *,
    but: int | None = None,
) -> None:
    """Raises OwnMeeting where one of the times overlaps what this person has agreed, `but` the
    meeting that gives way; OwnSuggestion where it overlaps what they suggested outside the pair."""
    agreed = meetings.agreed_ahead(work.db, mine.id, work.now)
    for session in agreed:
        if session.id != but and any(overlap(time, session.slot) for time in times):
            raise OwnMeeting(session.pair.other(mine).slack_id, session.starts_at)
    for session, suggested in _suggested_beside(work, mine, pair):
        if any(overlap(time, suggested) for time in times):
            raise OwnSuggestion(session.pair.other(mine).slack_id, suggested.starts_at)


def remarks(
    work: Work, pair: Pair, mine: Participation, times: Iterable[Slot]
) -> tuple[Remark, ...]:
    """What is worth saying of the times to who chooses them; the partner first."""
    return tuple(
        Remark(time.starts_at, beyond, mine=side.id == mine.id)
        for time in times
        for side in (pair.other(mine), mine)
        for beyond in _beyond(work, side, time)
    )


def _beyond(work: Work, participation: Participation, time: Slot) -> Iterator[Beyond]:
    hours = of_participation_as_known(work, participation)
    if is_holiday(local_day(time.starts_at, hours.zone), hours.country):
        yield Beyond.HOLIDAY
    elif not suits(time, hours):
        yield Beyond.HOURS
