"""Did you meet? A yes makes a session held; afterwards both are asked, and it closes in time.

The rules: docs/programme.md, Meetings.
"""

from datetime import date, datetime

from bot.domain import often
from bot.domain.due.meetings import CHECKIN_OPEN, checkin_closes, checkin_reminder
from bot.domain.lifecycle import CHECKIN, CheckinEvent, SessionEvent, SessionState
from bot.domain.refusals import (
    BeforeThePair,
    CheckinClosed,
    DateInFuture,
    NoLongerOpen,
    TooManyMeetings,
)
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.enqueue import cancel, edit_now
from bot.outbox.work import Work
from bot.programme.figures import own_answers, windows
from bot.programme.meetings import kinds
from bot.programme.meetings.finding import pairs_to_date
from bot.programme.meetings.results import CheckinForm, MetChoice, NotYetMet
from bot.programme.meetings.sessions import (
    ask_both,
    close_requests,
    enqueue_for,
    my_live_pair,
    my_session,
    open_until,
    written,
)
from bot.programme.pairs import ladder
from bot.programme.pairs.results import LivePair
from bot.programme.people.hours import of_participation
from bot.store.queries import meetings, people
from bot.store.tables import CheckinRequest, Pair, Session
from bot.store.transitions import log_event, transition

MET_AT = 12 * 60
"""Where in the day a meeting is put that was only declared with its day: at noon, local time."""


# --- what people say ----------------------------------------------------------------------------


def say_met(work: Work, session_id: int) -> int:
    """Yes to *did you meet?*: the session is held at once; its id, whose questions come next.

    Raises NotYours, DateInFuture, NoLongerOpen, and CheckinClosed once seven days are over.
    """
    session, mine = my_session(work, session_id)
    over = session.closes_at is not None and session.closes_at <= work.now
    if over or session.state == SessionState.LAPSED:
        raise CheckinClosed
    hold(work, session)
    own_answers.tell(work.db, session, mine)
    return session.id


def say_not_yet(work: Work, session_id: int) -> NotYetMet:
    """No change: the question stays open until the check-in closes; that the partner has said yes
    makes no difference. Raises NotYours, and CheckinClosed once it has."""
    session, mine = my_session(work, session_id)
    until = open_until(session, work.now)
    if until is None:
        raise CheckinClosed
    said_so = own_answers.mine(work.db, session, mine).told
    partner = session.pair.other(mine).slack_id
    return NotYetMet(session.id, session.pair_id, partner, until if said_so else None)


def say_moved(work: Work, session_id: int) -> int:
    """It was moved: the pair to find a new time in. Raises NotYours."""
    session, _ = my_session(work, session_id)
    return session.pair_id


def hold(work: Work, session: Session) -> None:
    """Any yes makes a session held, and it counts in the window of its day.

    A later yes writes nothing in clear: that the other side speaks up, too, is its own business.
    """
    _check_can_be_held(session, work.now)
    if session.state == SessionState.HELD:
        return
    transition(work.db, session, SessionEvent.YES, work.now)
    session.window_id = windows.counted_in(work, session.ends_at).id
    ladder.begin_anew(work, session)
    if session.closes_at is None:
        session.closes_at = _closes(work, session)
    ask_both(work, session)
    own_answers.expect(work.db, session)


def _check_can_be_held(session: Session, now: datetime) -> None:
    if session.starts_at > now:
        raise DateInFuture
    if session.state == SessionState.PROPOSED:
        raise NoLongerOpen


def _closes(work: Work, session: Session) -> datetime:
    """Seven days after the end; a meeting declared later than that stays open until its window
    is sealed, at most seven days."""
    closes = checkin_closes(session.ends_at)
    if closes > work.now:
        return closes
    return min(work.now + CHECKIN_OPEN, windows.by_id(work.db, session.window_id).seal_at)


def declare_met(work: Work, pair_id: int, day: date | None) -> Session:
    """`met [date]`: that day's session is held; without one on that day, one is written down.

    Without a date: the latest meeting of the last seven days, agreed or held, whoever said so;
    else today. Two `met` about days next to each other are one session, too. Raises NotYours,
    NoLongerOpen, DateInFuture, BeforeThePair, TooManyMeetings.
    """
    pair, mine = my_live_pair(work, pair_id)
    zone = mine.person.zone
    session = _begun(work, pair, day, zone)
    if session is None:
        _check_how_often(work, pair)
        session = _declared(work, pair, _noon(pair, day, zone, work.now))
    hold(work, session)
    own_answers.tell(work.db, session, mine)
    return session


def _check_how_often(work: Work, pair: Pair) -> None:
    since = work.now - often.DAY
    if meetings.written_since(work.db, pair.id, since, by=None, at_least=often.MEETINGS):
        raise TooManyMeetings


def _begun(work: Work, pair: Pair, day: date | None, zone: str) -> Session | None:
    """The session that a `met` is about: of that day, or within a day of it when declared.

    Which one it is says nothing of who has spoken of it: agreed and held ones are looked for alike.
    """
    states = (SessionState.DATED, SessionState.HELD, SessionState.MOVED)
    sessions = meetings.sessions_of(work.db, pair.id, states)
    begun = [row for row in sessions if row.starts_at <= work.now and row.closes_at is not None]
    if day is None:
        found = [row for row in begun if checkin_closes(row.ends_at) > work.now]
    else:
        found = _of_day(begun, day, zone)
    return found[-1] if found else None


def _of_day(begun: list[Session], day: date, zone: str) -> list[Session]:
    away = [(row, abs(local_day(row.starts_at, zone) - day).days) for row in begun]
    same = [row for row, days in away if days == 0]
    return same or [row for row, days in away if days <= 1 and row.proposed_by is None]


def _noon(pair: Pair, day: date | None, zone: str, now: datetime) -> datetime:
    if day is None:
        return now - pair.meeting_lasts
    if day > local_day(now, zone):
        raise DateInFuture
    since = local_day(pair.d0, zone)
    if day < since:
        raise BeforeThePair(since)
    return min(at_local(day, MET_AT, zone), now - pair.meeting_lasts)


def _declared(work: Work, pair: Pair, starts_at: datetime) -> Session:
    session = written(work, pair, starts_at, SessionState.DATED, by=None)
    log_event(work.db, session, "declare", None, session.state, work.now)
    return session


def met_form(work: Work, day: date | None) -> CheckinForm:
    """What the window of `met` asks: nothing but the four items, or first with whom.

    The person's own earlier answers stand in it.

    Raises NotEnrolled, NoLivePair, DateInFuture, BeforeThePair, TooManyMeetings.
    """
    live = pairs_to_date(work)
    if len(live) == 1:
        return _met_with(work, live[0], day)
    choices = tuple(MetChoice(one.pair_id, one.partner) for one in live)
    return CheckinForm(None, None, None, choices, day, undated=day is None)


def _met_with(work: Work, pair: LivePair, day: date | None) -> CheckinForm:
    session = declare_met(work, pair.pair_id, day)
    mine = own_answers.mine(work.db, session, my_session(work, session.id)[1])
    return CheckinForm(
        session.id,
        pair.partner,
        session.starts_at,
        before=dict(mine.values or {}),
        undated=day is None,
    )


# --- what the clock does --------------------------------------------------------------------------


def ask_due(work: Work) -> int:
    """*Did you meet?* to each side whose time has come; one reminder two working days later."""
    due = meetings.TO_ASK.rows(work.db, work.now)
    for request in due:
        request.state = CHECKIN.step(request.state, CheckinEvent.ASK).to
        session = meetings.session(work.db, request.session_id)
        if session is not None and session.closes_at is not None and session.closes_at > work.now:
            _ask(work, request, session, session.closes_at)
    return len(due)


def _ask(work: Work, request: CheckinRequest, session: Session, closes_at: datetime) -> None:
    whom = people.participation(work.db, request.participation_id)
    again = checkin_reminder(max(work.now, request.ask_at), of_participation(whom, work.rules))
    enqueue_for(work, kinds.ASK, session, whom, work.now, expires_at=closes_at)
    if again < closes_at:
        enqueue_for(work, kinds.ASK_AGAIN, session, whom, again, expires_at=closes_at)


def close_due(work: Work) -> int:
    """Seven days are over: a session without a yes has lapsed. A proposal has, too, once its last
    time has begun: who made it hears it."""
    over = meetings.TO_CLOSE.rows(work.db, work.now)
    for session in over:
        unanswered = session.state == SessionState.PROPOSED
        session.closes_at = None
        if session.state in (SessionState.PROPOSED, SessionState.DATED):
            transition(work.db, session, SessionEvent.CLOSE, work.now)
        close_requests(work.db, session)
        cancel(work.db, subject=f"session:{session.id}")
        if unanswered:
            _tell_who_proposed(work, session)
    return len(over)


def _tell_who_proposed(work: Work, session: Session) -> None:
    edit_now(work, f"session:{session.id}")
    mine = next((one for one in session.pair.sides if one.id == session.proposed_by), None)
    if mine is not None:
        enqueue_for(work, kinds.LAPSED, session, mine, work.now, expires_at=None)
