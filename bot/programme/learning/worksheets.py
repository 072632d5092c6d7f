"""The mentee's worksheet: a minute's preparation, sealed, for nobody else.

One is laid out for each meeting as soon as it is agreed, empty; to write on it is to seal it anew.
The rules: docs/programme.md, Preparation.
"""

from collections.abc import Mapping

from bot.domain.fit.people import Role
from bot.domain.learning.worksheet import Worksheet, filled_in, forgotten_at
from bot.domain.lifecycle import SessionState
from bot.domain.refusals import NoLongerOpen, NotYours, WorksheetClosed
from bot.outbox.work import Work
from bot.programme.learning.results import WorksheetForm, WorksheetKept
from bot.programme.meetings.sessions import my_session
from bot.programme.people import notice
from bot.store.db.session import Db
from bot.store.queries import learning, meetings
from bot.store.secrets import worksheets as sealed
from bot.store.tables import Participation, Session, WorksheetRow


def form(work: Work, session_id: int) -> WorksheetForm:
    """The worksheet for a meeting, or for the one that took its place; to be read, once it has
    begun. Raises NotYours, also for a mentor, and NoLongerOpen for one that there is not."""
    session, mine = _my_meeting(work, session_id)
    row = learning.worksheet(work.db, session.id)
    if row is None and not _is_open(work, session):
        raise NoLongerOpen
    return WorksheetForm(
        session.id,
        session.pair.other(mine).slack_id,
        session.starts_at,
        sealed.of(work.db, row) if row else Worksheet(),
        open=_is_open(work, session),
        notice=notice.to_read(work, mine),
    )


def acknowledge(work: Work, session_id: int) -> WorksheetForm:
    """The notice is read: the worksheet comes next. Raises as `form`."""
    _, mine = _my_meeting(work, session_id)
    notice.acknowledge(work, mine)
    return form(work, session_id)


def save(work: Work, session_id: int, values: Mapping[str, object]) -> WorksheetKept:
    """Keep what is in the three lines, whatever that is.

    Raises FormRefused for a line that is too long, WorksheetClosed once the meeting has begun,
    NotYours.
    """
    filled = filled_in(values)
    session, _ = _my_meeting(work, session_id)
    if not _is_open(work, session):
        raise WorksheetClosed
    sealed.keep(work.db, _laid_out(work.db, session), filled)
    return WorksheetKept(session.starts_at)


def _my_meeting(work: Work, session_id: int) -> tuple[Session, Participation]:
    """The mentee's meeting; for a date that gave way, what took its place, else the next."""
    session, mine = my_session(work, session_id)
    if session.pair.role_of(mine) is not Role.MENTEE:
        raise NotYours
    if session.state != SessionState.MOVED:
        return session, mine
    agreed = meetings.sessions_of(work.db, session.pair_id, [SessionState.DATED])
    coming = [one for one in agreed if one.starts_at > work.now]
    instead = min(coming, key=lambda one: one.replaces_id != session.id, default=session)
    return my_session(work, instead.id)


def _is_open(work: Work, session: Session) -> bool:
    return session.state == SessionState.DATED and session.starts_at > work.now


def _laid_out(db: Db, session: Session) -> WorksheetRow:
    """The worksheet of a meeting, with what was noted for the date that gave way to it."""
    row = learning.worksheet(db, session.id)
    if row is None:
        row = WorksheetRow(session_id=session.id, forget_at=forgotten_at(session.ends_at))
        sealed.keep(db, row, _taken_over(db, session))
        db.add(row)
        db.flush()
    return row


def _taken_over(db: Db, session: Session) -> Worksheet:
    """What was noted for the date that it replaces, else for the first of those called off: all of
    their worksheets go, whatever is in them, so that no row tells which were written."""
    called_off = learning.of_moved(db, session.pair_id)
    first = sorted(called_off, key=lambda row: row.session_id != session.replaces_id)
    noted = [sealed.of(db, row) for row in first]
    for row in called_off:
        db.delete(row)
    return next((one for one in noted if one != Worksheet()), Worksheet())


# --- what the clock does --------------------------------------------------------------------------


def lay_out_due(work: Work) -> int:
    """A date is agreed: an empty worksheet for the mentee, or the one of the date before it."""
    due = learning.TO_PREPARE.rows(work.db, work.now)
    for session in due:
        session.prepare_at = None
        if _is_open(work, session):
            _laid_out(work.db, session)
    return len(due)


def forget_due(work: Work) -> int:
    """Thirty days after the meeting its worksheet is gone."""
    over = learning.TO_FORGET.rows(work.db, work.now)
    for row in over:
        work.db.delete(row)
    return len(over)


def forget(work: Work, participation: Participation) -> None:
    """Nothing is left of what somebody noted who has left for good."""
    learning.forget_mentee(work.db, participation.id)
