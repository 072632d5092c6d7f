"""After the four answers the same window goes on: the next date, the same time again, and a
question for oneself.

Only what is suggested is anybody else's business. What somebody says of the match is sealed
with their answers and does nothing; tips follow from their own answers, which are looked at here
and noted nowhere else. The rules: docs/programme.md, After the questions.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.lifecycle import LIVE_PAIRS, MEETING_PAIRS, PairState, SessionState
from bot.domain.meetings.afterwards import asks_fit, two_low
from bot.domain.refusals import NoLongerOpen
from bot.domain.words import Fit
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.meetings import dates, slots
from bot.programme.meetings.calendar import series
from bot.programme.meetings.results import Afterwards, Ahead, CheckinKept, NextDate
from bot.programme.meetings.sessions import (
    my_live_pair,
    my_open_session,
    open_until,
    session_of_mine,
)
from bot.programme.pairs import closing
from bot.programme.pairs.results import WhatNext
from bot.programme.people import notice
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Session

OFFERED = 2
"""So many times are one tap away."""


def after(work: Work, answered: CheckinKept) -> Afterwards:
    """How the window goes on once the answers are kept."""
    return replace(again(work, answered.session_id), edited=answered.edited)


def again(work: Work, session_id: int) -> Afterwards:
    """How it goes on about a meeting by now. Raises NotYours."""
    return _going_on(work, *session_of_mine(work, session_id))


def suggest(work: Work, session_id: int, starts_at: datetime) -> Afterwards:
    """Suggest one of the times offered, or confirm the one that the partner suggests.

    Another time is not suggested: one that suits no longer, or beside a date that has come in
    between; the window then says how it stands. Raises NotYours, NoLongerOpen, PairOnABreak,
    OwnMeeting, OwnSuggestion, TooManyDates.
    """
    session, mine = session_of_mine(work, session_id)
    pair, _ = my_live_pair(work, session.pair_id)
    ahead = _ahead(work, pair, mine)
    if ahead and starts_at in ahead.choices:
        dates.propose(work, pair.id, [starts_at])
        return again(work, session_id)
    return replace(_going_on(work, session, mine), next=ahead and _without_it(ahead))


def _without_it(ahead: NextDate) -> NextDate:
    return replace(ahead, gone=ahead.stands is Ahead.OPEN)


def say_fit(work: Work, session_id: int, fit: Fit) -> Afterwards:
    """Whether the two are a good match, as long as that is asked.

    Raises NotYours, CheckinClosed, and NoLongerOpen when the pair has ended.
    """
    session, mine = my_open_session(work, session_id)
    _check_lives(session.pair)
    now = _going_on(work, session, mine)
    if not now.asks_fit or now.notice:
        return now
    own_answers.say_fit(work.db, session, mine, fit)
    return replace(now, asks_fit=False, said=fit, doors=fit is Fit.CHANGE)


def show_doors(work: Work, session_id: int) -> Afterwards:
    """What one can do about a pair that gives little. Raises NotYours, NoLongerOpen."""
    session, mine = session_of_mine(work, session_id)
    _check_lives(session.pair)
    return replace(_going_on(work, session, mine), doors=True)


def read_notice(work: Work, session_id: int) -> Afterwards:
    """The notice is read: the question that it names comes next. Raises NotYours."""
    session, mine = session_of_mine(work, session_id)
    notice.acknowledge(work, mine)
    return _going_on(work, session, mine)


def _check_lives(pair: Pair) -> None:
    if pair.state not in LIVE_PAIRS:
        raise NoLongerOpen


def _going_on(work: Work, session: Session, mine: Participation) -> Afterwards:
    pair, until = session.pair, open_until(session, work.now)
    can_meet = pair.state in MEETING_PAIRS
    ahead = _next_date(work, pair, mine) if can_meet else None
    now = Afterwards(
        session_id=session.id,
        pair_id=pair.id,
        partner=pair.other(mine).slack_id,
        edited=False,
        editable_until=until,
        next=ahead,
        keep=series.could_keep(work, session) if can_meet and until else (),
        what_next=_what_next(work, pair, mine, ahead) if until else None,
    )
    return _for_oneself(work, session, mine, now) if until and pair.state in LIVE_PAIRS else now


def _for_oneself(work: Work, session: Session, mine: Participation, now: Afterwards) -> Afterwards:
    """With what follows from this person's own answers in the pair."""
    answered = own_answers.all_mine(work.db, session.pair, mine)
    meetings_of = [one.session for one in answered]
    if session.id not in meetings_of:
        return now
    this = meetings_of.index(session.id)
    asks = asks_fit([one.fit for one in answered], this)
    return replace(
        now,
        asks_fit=asks,
        notice=notice.to_read(work, mine) if asks else None,
        low=two_low([one.values or {} for one in answered], this),
        contact=work.rules.contact,
    )


def _next_date(work: Work, pair: Pair, mine: Participation) -> NextDate | None:
    """Once both were asked what comes after the pair, only a date that stands."""
    ahead = _ahead(work, pair, mine)
    return None if ahead and ahead.session_id is None and closing.was_asked(pair) else ahead


def _what_next(
    work: Work, pair: Pair, mine: Participation, ahead: NextDate | None
) -> WhatNext | None:
    """In the place of the next date, near the end of a pair and after it."""
    over = pair.state == PairState.COMPLETED
    ends = pair.state in LIVE_PAIRS and closing.last_day(work, pair) is not None
    if not over and not closing.was_asked(pair) and (ahead or not ends):
        return None
    return WhatNext(pair.id, pair.other(mine).slack_id, over)


def _ahead(work: Work, pair: Pair, mine: Participation) -> NextDate | None:
    """The agreed date, else the suggested one, else times to suggest; None once the two have met as
    often as planned."""
    to_come = meetings.to_come(work.db, pair.id, work.now)
    for row in sorted(to_come, key=lambda row: row.state == SessionState.PROPOSED):
        times = row.still_open(work.now) or (row.starts_at,)
        return NextDate(pair.id, _stands(row, mine), row.id, times)
    best = slots.best_as_planned(work, pair)
    if best is None:
        return None
    return NextDate(pair.id, Ahead.OPEN, options=tuple(slot.starts_at for slot in best[:OFFERED]))


def _stands(row: Session, mine: Participation) -> Ahead:
    if row.state == SessionState.DATED:
        return Ahead.AGREED
    return Ahead.SENT if row.proposed_by == mine.id else Ahead.ASKED
