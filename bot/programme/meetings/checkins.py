"""The check-in: four one-tap answers, sealed, editable until it closes.

The rules: docs/programme.md, Questions.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.enrolment.field_errors import REQUIRED
from bot.domain.lifecycle import SessionState
from bot.domain.refusals import CheckinClosed, FieldError, FormRefused, NotYours
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.meetings import attendance
from bot.programme.meetings.results import CheckinForm, CheckinKept, MetOn
from bot.store.queries import meetings
from bot.store.tables import Participation, Session

SCALES: Mapping[str, range] = {
    "useful": range(1, 6),
    "open": range(1, 6),
    "applied": range(3),
    "balance": range(-1, 2),
}
"""The four items and their stored values (docs/programme.md, Questions)."""


def form(work: Work, session_id: int) -> CheckinForm:
    """The form for one session, with the person's own earlier answers.

    Raises NotYours, CheckinClosed.
    """
    session, mine = _open_session(work, session_id)
    given = own_answers.mine(work.db, session, mine)
    return CheckinForm(
        session_id=session.id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        before=dict(given.values or {}),
        closes_at=session.closes_at,
    )


def answer(work: Work, about: int | MetOn, values: Mapping[str, object]) -> CheckinKept:
    """Keep the four answers about a session, or about when a pair met; answering again replaces
    them. To answer is to say that they met.

    Raises FormRefused for a missing or forged value, NotYours, CheckinClosed, DateInFuture; of a
    pair and a day also NoLongerOpen and BeforeThePair.
    """
    given = _checked(values)
    if isinstance(about, MetOn):
        about = attendance.declare_met(work, about.pair_id, about.day).id
    session, mine = _open_session(work, about)
    if session.state != SessionState.HELD:
        attendance.hold(work, session)
    edited = own_answers.answer(work.db, session, mine, given)
    return CheckinKept(edited=edited, editable_until=_closes(session))


def _checked(values: Mapping[str, object]) -> dict[str, int]:
    given = {item: _number(values.get(item)) for item in SCALES}
    wrong = {
        item: FieldError(REQUIRED)
        for item, value in given.items()
        if value is None or value not in SCALES[item]
    }
    if wrong:
        raise FormRefused(wrong)
    return {item: value for item, value in given.items() if value is not None}


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _open_session(work: Work, session_id: int) -> tuple[Session, Participation]:
    session = meetings.session(work.db, session_id, lock=True)
    mine = session.pair.side_of(work.me.id) if session else None
    if session is None or mine is None:
        raise NotYours
    if session.closes_at is None or session.closes_at <= work.now:
        raise CheckinClosed
    return session, mine


def _closes(session: Session) -> datetime:
    assert session.closes_at is not None, "only an open check-in is answered"
    return session.closes_at
