"""Finding a date: up to three times proposed by one, of which the other takes one; moved by either.

The rules: docs/programme.md, Meetings.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain import often
from bot.domain.lifecycle import (
    MEETING_PAIRS,
    SessionEvent,
    SessionState,
)
from bot.domain.meetings.slots import MOST, Slot
from bot.domain.refusals import (
    DateInPast,
    DateTooFar,
    NoLongerOpen,
    NoTimeChosen,
    NotYours,
    TooManyDates,
    TooManyTimes,
)
from bot.domain.time.working_hours import into_common_hours
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.history import last_left
from bot.outbox.work import Work
from bot.programme.meetings import kinds, slots
from bot.programme.meetings.calendar import entries
from bot.programme.meetings.results import DateAnswered, DateOutcome
from bot.programme.meetings.sessions import (
    called_off,
    enqueue_for,
    my_live_pair,
    my_session,
    stands_agreed,
    told_in,
    written,
)
from bot.programme.pairs import ladder
from bot.programme.people.hours import of_participation
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Person, Session
from bot.store.transitions import log_event, transition

# --- proposed -------------------------------------------------------------------------------------


def propose(
    work: Work,
    pair_id: int,
    options: Collection[datetime],
    instead_of: int | None = None,
    video_link: str | None = None,
) -> DateAnswered:
    """Propose up to three times to the partner; they replace what was proposed before, by whomever.

    `instead_of` is the agreed meeting that gives way once one of them is taken; without it they are
    about one more. `video_link` is a new one, empty for none any more. Proposing nothing but what
    the partner proposed is a yes. Soon after another proposal the partner hears of it a little
    later, of the newest alone. Raises NotYours, NoLongerOpen, PairOnABreak, NoTimeChosen,
    TooManyTimes, DateInPast, DateTooFar, OwnMeeting, OwnSuggestion, TooManyDates.
    """
    pair, mine = my_live_pair(work, pair_id)
    times = _checked(work, pair, options)
    entries.meet_at(work, pair, video_link)
    replaced = _gives_way(work, pair, instead_of)
    slots.check_own(work, pair, mine, times, but=replaced.id if replaced else None)
    starts = tuple(time.starts_at for time in times)
    standing = meetings.sessions_of(work.db, pair.id, [SessionState.PROPOSED])
    for old in standing:
        if _same_again(work, old, mine, starts, replaced):
            return _said_again(work, old, mine, starts[0])
    _check_how_often(work, pair, mine)
    session = _proposed_anew(work, pair, mine, starts, standing)
    session.replaces_id = replaced.id if replaced else None
    return _answered(work, DateOutcome.PROPOSED, session, mine)


def propose_one(work: Work, pair_id: int, at: datetime) -> DateAnswered:
    """One of the times that the introduction offers; once a date is agreed, that one is said.

    Raises as `propose` does.
    """
    pair, mine = my_live_pair(work, pair_id)
    agreed = meetings.next_agreed(work.db, pair.id, work.now)
    if agreed is not None:
        return _answered(work, DateOutcome.ALREADY_AGREED, agreed, mine)
    return propose(work, pair_id, [at])


def _checked(work: Work, pair: Pair, options: Collection[datetime]) -> tuple[Slot, ...]:
    """The times in order, each of them possible."""
    starts = sorted(set(options))
    if not starts:
        raise NoTimeChosen
    if len(starts) > MOST:
        raise TooManyTimes(MOST)
    if starts[0] <= work.now:
        raise DateInPast
    if starts[-1] > pair.ends_at - pair.meeting_lasts:
        raise DateTooFar
    return tuple(_slot(pair, at) for at in starts)


def _slot(pair: Pair, at: datetime) -> Slot:
    return Slot(at, at + pair.meeting_lasts)


def _gives_way(work: Work, pair: Pair, instead_of: int | None) -> Session | None:
    """The agreed meeting of this pair that is to be moved, if one is. It has not begun."""
    if instead_of is None:
        return None
    session = meetings.session(work.db, instead_of)
    if session is None or session.pair_id != pair.id:
        raise NotYours
    if session.state != SessionState.DATED or session.starts_at <= work.now:
        raise NoLongerOpen
    return session


def _same_again(
    work: Work,
    old: Session,
    mine: Participation,
    starts: tuple[datetime, ...],
    replaced: Session | None,
) -> bool:
    """One's own proposal, or nothing but what the partner proposed; about the same meeting."""
    instead_of = replaced.id if replaced else None
    if old.proposed_by == mine.id:
        return old.options == starts and old.replaces_id == instead_of
    return set(starts) <= set(old.still_open(work.now)) and instead_of in (None, old.replaces_id)


def _said_again(work: Work, old: Session, mine: Participation, at: datetime) -> DateAnswered:
    if old.proposed_by != mine.id:
        return confirm(work, old.id, at)
    return _answered(work, DateOutcome.PROPOSED, old, mine)


def _check_how_often(work: Work, pair: Pair, mine: Participation) -> None:
    since = work.now - often.DAY
    if meetings.written_since(work.db, pair.id, since, by=mine.id, at_least=often.DATES):
        raise TooManyDates


def _proposed_anew(
    work: Work,
    pair: Pair,
    mine: Participation,
    starts: tuple[datetime, ...],
    standing: Sequence[Session],
) -> Session:
    due = _told_at(work, pair, mine)
    for old in standing:
        transition(work.db, old, SessionEvent.MOVE, work.now)
        called_off(work, old)
    session = written(work, pair, starts[0], SessionState.PROPOSED, by=mine)
    session.options, session.answer_by = starts, starts[-1]
    log_event(work.db, session, "propose", None, session.state, work.now)
    ladder.date_suggested(work, pair)
    _tell_of(work, session, mine, due)
    return session


def _tell_of(work: Work, session: Session, mine: Participation, due: datetime) -> None:
    """In the room of the two, or else the partner; an edit follows when the first time has come."""
    pair, to = session.pair, told_in(session.pair, mine)
    if isinstance(to, Person):
        enqueue_for(
            work, kinds.PROPOSED, session, pair.other(mine), due, expires_at=session.answer_by
        )
        return
    mentor, mentee = (of_participation(one, work.rules) for one in pair.sides)
    enqueue(
        work, kinds.PROPOSED, session, to=pair, occasion=f"session:{session.id}",
        due_at=into_common_hours(due, mentor, mentee),
        expires_at=session.answer_by, ages_at=session.starts_at,
    )  # fmt: skip


def _told_at(work: Work, pair: Pair, mine: Participation) -> datetime:
    """When the partner hears of a new date: at once, or a while after the last word about one.

    An answer of the partner's in between makes it a conversation, in which nothing waits.
    """
    recent = meetings.sessions_of(work.db, pair.id)
    newest = max(recent, key=lambda row: row.id, default=None)
    if newest is None or newest.proposed_by != mine.id:
        return work.now
    subjects = [f"session:{row.id}" for row in recent if row.proposed_by == mine.id]
    last = last_left(work.db, [kinds.PROPOSED], to=told_in(pair, mine), subjects=subjects)
    return max(work.now, last + often.QUIET) if last else work.now


# --- agreed ---------------------------------------------------------------------------------------


def confirm(work: Work, session_id: int, at: datetime | None = None) -> DateAnswered:
    """The partner takes one of the times (None: the only one): both read it where it was proposed,
    each is reminded, and asked afterwards. Who proposed them hears that they wait.

    Raises NotYours (also for a time that was not proposed), NoLongerOpen, DateInPast, OwnMeeting,
    OwnSuggestion.
    """
    session, mine = my_session(work, session_id)
    if session.state == SessionState.DATED:
        return _answered(work, DateOutcome.ALREADY_AGREED, session, mine)
    if session.state != SessionState.PROPOSED or session.pair.state not in MEETING_PAIRS:
        raise NoLongerOpen
    if session.proposed_by == mine.id:
        return _answered(work, DateOutcome.WAITS, session, mine)
    time = _slot(session.pair, _chosen(session, at, work.now))
    slots.check_own(work, session.pair, mine, [time], but=session.replaces_id)
    _agree(work, session, time)
    return _answered(work, DateOutcome.AGREED, session, mine)


def _chosen(session: Session, at: datetime | None, now: datetime) -> datetime:
    chosen = session.starts_at if at is None else at
    if chosen not in session.options:
        raise NotYours
    if chosen <= now:
        raise DateInPast
    return chosen


def _agree(work: Work, session: Session, time: Slot) -> None:
    _replace(work, session)
    ladder.date_agreed(work, session.pair)
    entries.put_in(work, session)
    transition(work.db, session, SessionEvent.CONFIRM, work.now)
    session.starts_at, session.ends_at = time.starts_at, time.ends_at
    session.options, session.answer_by = (time.starts_at,), None
    edit_now(work, f"session:{session.id}")
    edit_now(work, f"pair:{session.pair_id}")
    _enqueue_agreed(work, session)
    stands_agreed(work, session)


def _replace(work: Work, session: Session) -> None:
    """The agreed meeting that it was proposed for gives way: nothing about it is owed any more."""
    if session.replaces_id is None:
        return
    old = meetings.session(work.db, session.replaces_id, lock=True)
    if old is not None and old.state == SessionState.DATED and old.starts_at > work.now:
        transition(work.db, old, SessionEvent.MOVE, work.now)
        entries.put_in(work, session, instead_of=old)
        called_off(work, old)


def _enqueue_agreed(work: Work, session: Session) -> None:
    pair = session.pair
    mentor, mentee = (of_participation(one, work.rules) for one in pair.sides)
    enqueue(
        work, kinds.AGREED, session, to=pair, occasion=f"session:{session.id}",
        due_at=into_common_hours(work.now, mentor, mentee),
        expires_at=session.starts_at, ages_at=session.starts_at,
    )  # fmt: skip


def _answered(
    work: Work, outcome: DateOutcome, session: Session, mine: Participation
) -> DateAnswered:
    pair = session.pair
    open_ones = session.still_open(work.now) or session.options
    times = [_slot(pair, at) for at in open_ones]
    said = slots.remarks(work, pair, mine, times) if outcome is DateOutcome.PROPOSED else ()
    return DateAnswered(outcome, pair.other(mine).slack_id, open_ones, said)
