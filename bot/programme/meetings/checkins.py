"""The check-in: four one-tap answers, sealed, editable until it closes.

The rules: docs/programme.md, Questions.
"""

from collections.abc import Mapping

from bot.domain.enrolment.field_errors import REQUIRED
from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.lifecycle import SessionState
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.meetings import attendance
from bot.programme.meetings.results import CheckinForm, CheckinKept, MetOn
from bot.programme.meetings.sessions import my_open_session

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
    session, mine = my_open_session(work, session_id)
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
    session, mine = my_open_session(work, about)
    if session.state != SessionState.HELD:
        attendance.hold(work, session)
    return CheckinKept(session.id, edited=own_answers.answer(work.db, session, mine, given))


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
