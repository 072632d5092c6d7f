"""What every chapter about sessions needs: whose they are, whom to tell, whom to ask."""

from datetime import datetime
from typing import Any

from bot.domain.due.meetings import checkin_closes, checkin_due, prep_due
from bot.domain.lifecycle import (
    CHECKIN,
    MEETING_PAIRS,
    CheckinEvent,
    CheckinState,
    PairState,
    SessionEvent,
    SessionState,
)
from bot.domain.refusals import CheckinClosed, NoLongerOpen, NotYours, PairOnABreak
from bot.domain.time.working_hours import into_hours
from bot.outbox.enqueue import cancel, edit_now, enqueue
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.meetings import kinds
from bot.programme.pairs import pairing
from bot.programme.people.hours import of_participation
from bot.store.db.session import Db
from bot.store.queries import meetings
from bot.store.queries import pairs as store
from bot.store.tables import APART, CheckinRequest, Pair, Participation, Person, Session
from bot.store.transitions import transition


def my_live_pair(work: Work, pair_id: int) -> tuple[Pair, Participation]:
    """A pair, locked, and this person's side of it. Raises NotYours, PairOnABreak, NoLongerOpen."""
    pair, mine = pairing.my_pair(work, pair_id, lock=True)
    if pair.state == PairState.PAUSED:
        raise PairOnABreak
    if pair.state not in MEETING_PAIRS:
        raise NoLongerOpen
    return pair, mine


def my_session(work: Work, session_id: int) -> tuple[Session, Participation]:
    """A session, locked after its pair, and this person's side of the pair. Raises NotYours."""
    found = meetings.session(work.db, session_id)
    pair = store.pair(work.db, found.pair_id, lock=True) if found else None
    session = meetings.session(work.db, session_id, lock=True)
    mine = pair.side_of(work.me.id) if pair else None
    if session is None or mine is None:
        raise NotYours
    return session, mine


def session_of_mine(
    work: Work, session_id: int, *, lock: bool = False
) -> tuple[Session, Participation]:
    """A session, its pair not locked, and this person's side of the pair. Raises NotYours."""
    session = meetings.session(work.db, session_id, lock=lock)
    mine = session.pair.side_of(work.me.id) if session else None
    if session is None or mine is None:
        raise NotYours
    return session, mine


def my_open_session(work: Work, session_id: int) -> tuple[Session, Participation]:
    """A session, locked, whose questions are open, and this person's side of the pair.

    Raises NotYours, CheckinClosed.
    """
    session, mine = session_of_mine(work, session_id, lock=True)
    if open_until(session, work.now) is None:
        raise CheckinClosed
    return session, mine


def open_until(session: Session, now: datetime) -> datetime | None:
    """Until when the questions about a session can be answered; None once they are closed."""
    closes = session.closes_at
    return closes if closes is not None and closes > now else None


def written(
    work: Work, pair: Pair, starts_at: datetime, state: SessionState, by: Participation | None
) -> Session:
    """A new session of a pair, proposed by one of the two; or None, for one only declared."""
    session = Session(
        pair_id=pair.id, state=state, starts_at=starts_at, ends_at=starts_at + pair.meeting_lasts,
        options=(starts_at,), proposed_by=by.id if by else None,
    )  # fmt: skip
    session.pair = pair
    work.db.add(session)
    work.db.flush()
    return session


def enqueue_for(
    work: Work,
    kind: Kind[Session, Any],
    session: Session,
    participation: Participation,
    due: datetime,
    *,
    expires_at: datetime | None,
) -> None:
    """A message about a session to one side, from `due` on, moved into their hours."""
    hours = of_participation(participation, work.rules)
    enqueue(
        work, kind, session, to=participation.person, occasion=f"session:{session.id}",
        due_at=into_hours(due, hours), expires_at=expires_at, ages_at=session.starts_at,
    )  # fmt: skip


def stands_agreed(work: Work, session: Session) -> None:
    """From now on each of the two is reminded of it, and asked about it once it is over."""
    session.closes_at = checkin_closes(session.ends_at)
    session.prepare_at = work.now
    for one in session.pair.sides:
        due = prep_due(session.starts_at, of_participation(one, work.rules))
        if due > work.now:
            enqueue_for(work, kinds.NEAR, session, one, due, expires_at=session.starts_at)
    ask_both(work, session)


def told_in(pair: Pair, mine: Participation) -> Pair | Person:
    """Where what one of the two suggests is read: in their room, or else by the partner alone."""
    return pair.other(mine).person if pair.channel == APART else pair


def ask_both(work: Work, session: Session) -> None:
    """Each side is to be asked in their own hours after the end (docs/programme.md, Meetings)."""
    for one in session.pair.sides:
        if meetings.request(work.db, session.id, one.id) is None:
            work.db.add(_request(work, session, one))
    work.db.flush()


def _request(work: Work, session: Session, side: Participation) -> CheckinRequest:
    return CheckinRequest(
        session_id=session.id,
        participation_id=side.id,
        state=CheckinState.DUE,
        ask_at=checkin_due(session.ends_at, of_participation(side, work.rules)),
    )


def called_off(work: Work, session: Session) -> None:
    """Nothing of it is owed any more, nobody is asked about it, and what was said of it is
    brought up to date, in calendars too."""
    session.entry = session.entry and session.entry.called_off(work.now)
    cancel(work.db, subject=f"session:{session.id}")
    edit_now(work, f"session:{session.id}")
    session.closes_at = None
    close_requests(work.db, session)


def call_off_in_break(work: Work, pair: Pair) -> None:
    """The dates of a pair on a break, but for those that are agreed for after it."""
    back = max((one.pause_ends_at for one in pair.sides if one.pause_ends_at), default=work.now)
    for session in meetings.to_come(work.db, pair.id, work.now):
        if session.state == SessionState.PROPOSED or session.starts_at < back:
            transition(work.db, session, SessionEvent.PAIR_PAUSED, work.now)
            called_off(work, session)


def close_requests(db: Db, session: Session) -> None:
    """Nobody is asked about this session any more."""
    for request in meetings.requests_of(db, session.id):
        if CHECKIN.may(request.state, CheckinEvent.CLOSE):
            request.state = CHECKIN.step(request.state, CheckinEvent.CLOSE).to
