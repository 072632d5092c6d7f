"""The same time from now on: suggested by one of the two with a tap, taken by the other with one.

The rules: docs/programme.md, In a calendar.
"""

from datetime import datetime

from bot.domain.lifecycle import MEETING_PAIRS, SessionState
from bot.domain.meetings.series import same_time_again
from bot.domain.meetings.slots import Slot
from bot.domain.refusals import NoLongerOpen, NoTimeLeft, TimeKept
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import Hours, into_common_hours, into_hours
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.work import Work
from bot.programme.meetings import kinds, slots
from bot.programme.meetings.calendar import entries
from bot.programme.meetings.kinds import KeepNow, KeepOffered, Keeps
from bot.programme.meetings.results import KeepAnswered, KeepOutcome
from bot.programme.meetings.sessions import (
    my_live_pair,
    my_session,
    stands_agreed,
    told_in,
    written,
)
from bot.programme.pairs import ladder
from bot.programme.people.hours import of_participation
from bot.store.queries import meetings, people
from bot.store.tables import APART, Pair, Participation, Person, Session
from bot.store.transitions import log_event

AGREED = (SessionState.DATED, SessionState.HELD)


def offer(work: Work, session_id: int) -> KeepAnswered:
    """Suggest to meet at the time of this meeting from now on; what the partner suggests is taken.

    Raises NotYours, NoLongerOpen (the pair is over, the meeting was called off), PairOnABreak,
    NoTimeLeft, OwnMeeting, OwnSuggestion, TimeKept.
    """
    session, mine = _mine(work, session_id)
    if session.keep_offered_by is not None or _at_its_time(work, session):
        return accept(work, session_id)
    times = _possible(work, session, mine)
    _take_back_others(work, session)
    session.keep_offered_by = mine.id
    _tell_of(work, session, mine, times)
    return _answered(KeepOutcome.OFFERED, session, mine, times)


def accept(work: Work, session_id: int) -> KeepAnswered:
    """The partner takes it: every meeting at that time stands as agreed, and is one of its own.

    Raises as `offer` does.
    """
    session, mine = _mine(work, session_id)
    if kept := _at_its_time(work, session):
        return _answered(KeepOutcome.KEPT, session, mine, tuple(one.slot for one in kept))
    if session.keep_offered_by is None:
        raise NoLongerOpen
    if session.keep_offered_by == mine.id:
        return _answered(KeepOutcome.WAITS, session, mine, _times(work, session))
    times = _possible(work, session, mine)
    _keep(work, session, times)
    return _answered(KeepOutcome.KEPT, session, mine, times)


def may_offer(work: Work, session: Session) -> bool:
    """Whether its time, which was agreed, may be kept: the two know each other by then, and nobody
    has asked yet. The newcomers' track has days of its own."""
    if session.pair.newcomers:
        return False
    untold = session.keep_offered_by is None and session.kept_from_id is None
    agreed = session.proposed_by is not None and session.state in AGREED
    kept = _next_kept(work, session) or _at_its_time(work, session)
    return agreed and untold and not kept and _have_met(work, session)


def _have_met(work: Work, session: Session) -> bool:
    met, _ = meetings.begun(work.db, session.pair_id, work.now)
    return bool(met)


def could_keep(work: Work, session: Session) -> tuple[datetime, ...]:
    """The meetings that keeping its time would bring; none where it may not be suggested."""
    if not may_offer(work, session):
        return ()
    return tuple(time.starts_at for time in _again(work, session))


def offered(work: Work, pair: Pair, session_id: int) -> KeepOffered | None:
    """What is suggested, while it can be taken."""
    session = meetings.session(work.db, session_id)
    if session is None or session.keep_offered_by is None or session.state not in AGREED:
        return None
    times = _again(work, session)
    if pair.state not in MEETING_PAIRS or not times or _next_kept(work, session):
        return None
    proposer = people.participation(work.db, session.keep_offered_by)
    starts = tuple(time.starts_at for time in times)
    return KeepOffered(session.id, proposer.slack_id, pair.other(proposer).slack_id, starts)


def stands(work: Work, pair: Pair, session_id: int) -> KeepNow:
    """What has become of the suggestion; of meetings that were kept those that stand."""
    session = meetings.session(work.db, session_id)
    kept = _at_its_time(work, session) if session else []
    if kept:
        starts = tuple(one.starts_at for one in kept if one.state in AGREED)
        return KeepNow(session_id, Keeps.KEPT, starts=starts)
    offer = offered(work, pair, session_id)
    return KeepNow(session_id, Keeps.OFFERED if offer else Keeps.GONE, offer)


def _mine(work: Work, session_id: int) -> tuple[Session, Participation]:
    session, mine = my_session(work, session_id)
    my_live_pair(work, session.pair_id)
    if session.state not in AGREED:
        raise NoLongerOpen
    return session, mine


def _at_its_time(work: Work, session: Session) -> list[Session]:
    """The meetings that keep the time of this one, also those that were moved since."""
    found = meetings.sessions_of(work.db, session.pair_id)
    return [one for one in found if one.kept_from_id == session.id]


def _next_kept(work: Work, session: Session) -> Session | None:
    """The pair's next meeting at a time that is kept: it keeps one at a time."""
    ahead = meetings.agreed_to_come(work.db, session.pair_id, work.now)
    return next((one for one in ahead if one.kept_from_id is not None), None)


def _possible(work: Work, session: Session, mine: Participation) -> tuple[Slot, ...]:
    if kept := _next_kept(work, session):
        raise TimeKept(kept.starts_at)
    times = _times(work, session)
    slots.check_own(work, session.pair, mine, times)
    return times


def _take_back_others(work: Work, session: Session) -> None:
    """A newer suggestion replaces the older."""
    for one in meetings.sessions_of(work.db, session.pair_id):
        if one.keep_offered_by is not None:
            one.keep_offered_by = None
            edit_now(work, f"pair:{session.pair_id}")


def _times(work: Work, session: Session) -> tuple[Slot, ...]:
    times = _again(work, session)
    if not times:
        raise NoTimeLeft(local_day(session.pair.ends_at, work.me.zone))
    return times


def _again(work: Work, session: Session) -> tuple[Slot, ...]:
    """On the clock of the mentee, who has the lead. Meetings with somebody else do not count: each
    one that is left out has to have a reason that both know."""
    pair = session.pair
    if pair.newcomers:
        return ()
    both = slots.diary_in(work, pair.mentor, pair), slots.diary_in(work, pair.mentee, pair)
    found = same_time_again(session.slot, pair.mentee.person.zone, both, pair.ends_at)
    return tuple(time for time in found if time.starts_at > work.now)


def _tell_of(work: Work, session: Session, mine: Participation, times: tuple[Slot, ...]) -> None:
    """In the room of the two; without one the partner alone, and later who suggested it."""
    pair, to = session.pair, told_in(session.pair, mine)
    partner, me = (_hours(work, side) for side in (pair.other(mine), mine))
    alone = isinstance(to, Person)
    due = into_hours(work.now, partner) if alone else into_common_hours(work.now, partner, me)
    _tell(work, session, to, due, times)


def _tell(
    work: Work, session: Session, to: Pair | Person, due: datetime, times: tuple[Slot, ...]
) -> None:
    enqueue(
        work, kinds.KEEP, session.pair, to=to, occasion=f"session:{session.id}", due_at=due,
        expires_at=times[0].starts_at, ages_at=times[0].starts_at,
        arguments={"session": session.id},
    )  # fmt: skip


def _hours(work: Work, side: Participation) -> Hours:
    return of_participation(side, work.rules)


def _keep(work: Work, session: Session, times: tuple[Slot, ...]) -> None:
    proposer = people.participation(work.db, session.keep_offered_by or 0)
    session.keep_offered_by = None
    for time in times:
        one = written(work, session.pair, time.starts_at, SessionState.DATED, by=proposer)
        one.kept_from_id = session.id
        log_event(work.db, one, "keep", None, one.state, work.now)
        entries.put_in(work, one)
        stands_agreed(work, one)
    ladder.date_agreed(work, session.pair)
    if session.pair.channel == APART:
        _tell(work, session, proposer.person, into_hours(work.now, _hours(work, proposer)), times)
    edit_now(work, f"pair:{session.pair_id}")
    edit_now(work, f"session:{session.id}")


def _answered(
    outcome: KeepOutcome, session: Session, mine: Participation, times: tuple[Slot, ...]
) -> KeepAnswered:
    partner = session.pair.other(mine).slack_id
    return KeepAnswered(outcome, partner, tuple(time.starts_at for time in times))
