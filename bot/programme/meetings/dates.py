"""Finding a date: proposed by one, confirmed by the other, moved by either.

The rules: docs/programme.md, Meetings.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain import often
from bot.domain.due.meetings import checkin_closes, prep_due
from bot.domain.lifecycle import (
    MEETING_PAIRS,
    SessionEvent,
    SessionState,
)
from bot.domain.refusals import (
    DateInPast,
    DateTooFar,
    NoLivePair,
    NoLongerOpen,
    NotYours,
    TooManyDates,
)
from bot.domain.time.working_hours import into_common_hours
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.history import last_left
from bot.outbox.work import Work
from bot.programme.meetings import calendar, kinds
from bot.programme.meetings.results import DateAnswered, DateForm, DateOutcome
from bot.programme.meetings.sessions import (
    ask_both,
    called_off,
    enqueue_for,
    my_live_pair,
    my_session,
    written,
)
from bot.programme.pairs import pairing
from bot.programme.pairs.results import LivePair
from bot.programme.people.hours import of_participation
from bot.programme.people.taking_part import my_part
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Session
from bot.store.transitions import log_event, transition


def pairs_to_date(work: Work) -> tuple[LivePair, ...]:
    """The live pairs of a person, to find a time in. Raises NotEnrolled, NoLivePair."""
    participation = my_part(work)
    live = pairing.my_live_pairs(work.db, participation)
    if not live:
        raise NoLivePair
    return tuple(pairing.live_pair(pair, participation) for pair in live)


def form(work: Work, chosen: int | None) -> DateForm:
    """The window that finds a time, for the pair chosen or the first one.

    Raises NotEnrolled, NoLivePair, PairOnABreak; NotYours and NoLongerOpen for a pair that is
    somebody else's or has ended.
    """
    pairs = pairs_to_date(work)
    link = calendar.link_of(work, chosen, pairs)
    return DateForm(pairs, suggestion(work, chosen or pairs[0].pair_id), chosen, link)


def suggestion(work: Work, pair_id: int) -> datetime:
    """A sensible first date: three days on, on the hour, in the working hours of both."""
    pair, mine = my_live_pair(work, pair_id)
    rules = work.rules
    sides = of_participation(mine, rules), of_participation(pair.other(mine), rules)
    start = (work.now + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    found = into_common_hours(start, *sides)
    on_the_hour = found.replace(minute=0, second=0, microsecond=0)
    return (
        found
        if on_the_hour == found
        else into_common_hours(on_the_hour + timedelta(hours=1), *sides)
    )


def propose(
    work: Work, pair_id: int, starts_at: datetime, video_link: str | None = None
) -> DateAnswered:
    """Propose a date to the partner; it replaces the one proposed before, by whomever.

    Proposing exactly what the partner proposed is a yes. Soon after another one the partner hears
    of it a little later, of the newest alone. `video_link` is a new one, empty for none any more.
    Raises NotYours, NoLongerOpen, DateInPast, DateTooFar, TooManyDates.
    """
    pair, mine = my_live_pair(work, pair_id)
    _check_when(pair, starts_at, work.now)
    calendar.meet_at(work, pair, video_link)
    standing = meetings.sessions_of(work.db, pair.id, [SessionState.PROPOSED])
    for old in standing:
        if old.starts_at == starts_at:
            return _same_again(work, old, mine)
    _check_how_often(work, pair, mine)
    return _proposed_anew(work, pair, mine, starts_at, standing)


def _proposed_anew(
    work: Work, pair: Pair, mine: Participation, starts_at: datetime, standing: Sequence[Session]
) -> DateAnswered:
    due = _told_at(work, pair, mine)
    for old in standing:
        transition(work.db, old, SessionEvent.MOVE, work.now)
        called_off(work, old)
    session = written(work, pair, starts_at, SessionState.PROPOSED, by=mine)
    log_event(work.db, session, "propose", None, session.state, work.now)
    pairing.date_found(work, pair)
    enqueue_for(work, kinds.PROPOSED, session, pair.other(mine), due, expires_at=starts_at)
    return _answered(DateOutcome.PROPOSED, session, pair, mine)


def _check_when(pair: Pair, starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise DateInPast
    if starts_at > pair.ends_at - pair.meeting_lasts:
        raise DateTooFar


def _check_how_often(work: Work, pair: Pair, mine: Participation) -> None:
    since = work.now - often.DAY
    if meetings.written_since(work.db, pair.id, since, by=mine.id, at_least=often.DATES):
        raise TooManyDates


def _told_at(work: Work, pair: Pair, mine: Participation) -> datetime:
    """When the partner hears of a new date: at once, or a while after the last word about one.

    An answer of the partner's in between makes it a conversation, in which nothing waits.
    """
    recent = meetings.sessions_of(work.db, pair.id)
    newest = max(recent, key=lambda row: row.id, default=None)
    if newest is None or newest.proposed_by != mine.id:
        return work.now
    subjects = [f"session:{row.id}" for row in recent if row.proposed_by == mine.id]
    partner = pair.other(mine)
    last = last_left(work.db, [kinds.PROPOSED], person=partner.person, subjects=subjects)
    return max(work.now, last + often.QUIET) if last else work.now


def _same_again(work: Work, old: Session, mine: Participation) -> DateAnswered:
    if old.proposed_by != mine.id:
        return confirm(work, old.id)
    return _answered(DateOutcome.PROPOSED, old, old.pair, mine)


def confirm(work: Work, session_id: int) -> DateAnswered:
    """The partner agrees: the group hears it, each is reminded, and asked afterwards.

    Raises NotYours (also for one's own proposal), NoLongerOpen, DateInPast.
    """
    session, mine = my_session(work, session_id)
    pair = session.pair
    if session.state == SessionState.DATED:
        return _answered(DateOutcome.ALREADY_AGREED, session, pair, mine)
    _check_waits_for(session, mine, work.now)
    transition(work.db, session, SessionEvent.CONFIRM, work.now)
    calendar.put_in(work, session)
    _replace_coming(work, session)
    session.closes_at = checkin_closes(session.ends_at)
    session.prepare_at = work.now
    edit_now(work, f"session:{session.id}")
    _enqueue_agreed(work, session)
    ask_both(work, session)
    return _answered(DateOutcome.AGREED, session, pair, mine)


def _check_waits_for(session: Session, mine: Participation, now: datetime) -> None:
    """That this date still waits for this person's yes."""
    if session.proposed_by == mine.id:
        raise NotYours
    if session.state != SessionState.PROPOSED or session.pair.state not in MEETING_PAIRS:
        raise NoLongerOpen
    if session.starts_at <= now:
        raise DateInPast


def _replace_coming(work: Work, session: Session) -> None:
    """An agreed date gives way to a newer one: nothing about it is owed any more."""
    for old in meetings.sessions_of(work.db, session.pair_id, [SessionState.DATED]):
        if old.starts_at > work.now and old.id != session.id:
            transition(work.db, old, SessionEvent.MOVE, work.now)
            calendar.put_in(work, session, instead_of=old)
            called_off(work, old)


def _enqueue_agreed(work: Work, session: Session) -> None:
    pair = session.pair
    mentor, mentee = sides = [of_participation(one, work.rules) for one in pair.sides]
    enqueue(
        work, kinds.AGREED, session, to=pair, occasion=f"session:{session.id}",
        due_at=into_common_hours(work.now, mentor, mentee),
        expires_at=session.starts_at, ages_at=session.starts_at,
    )  # fmt: skip
    for one, hours in zip(pair.sides, sides, strict=True):
        due = prep_due(session.starts_at, hours)
        if due > work.now:
            enqueue_for(work, kinds.NEAR, session, one, due, expires_at=session.starts_at)


def _answered(
    outcome: DateOutcome, session: Session, pair: Pair, mine: Participation
) -> DateAnswered:
    partner = pair.other(mine).slack_id
    return DateAnswered(outcome, partner, session.starts_at, session.ends_at)
