"""Messages of a pair's meetings: dates, whether they met, and reminders of a date."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle import MEETING_PAIRS, CheckinState, SessionState
from bot.domain.time.local_time import local_day
from bot.programme.figures import own_answers
from bot.programme.meetings.results import (
    AskCheckin,
    DateAgreed,
    DateNear,
    DateProposed,
    NoDate,
    StopReminding,
)
from bot.programme.pairs.messages import PAIR
from bot.programme.people.messages import Arguments, Subject
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Person, Session

SESSION: Subject[Session] = Subject("session", meetings.session)


@SESSION.message("session.proposed")
def proposed(
    db: Db, session: Session, arguments: Arguments, person: Person, now: datetime
) -> DateProposed | None:
    mine = _mine_of_living(db, session, person)
    if mine is None or session.state != SessionState.PROPOSED:
        return None
    return DateProposed(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


@SESSION.message("session.agreed")
def agreed(
    db: Db, session: Session, arguments: Arguments, person: Person, now: datetime
) -> DateAgreed | None:
    if session.state != SessionState.DATED:
        return None
    return DateAgreed(
        session_id=session.id,
        pair_id=session.pair_id,
        mentor=session.pair.mentor.slack_id,
        mentee=session.pair.mentee.slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


@SESSION.message("session.near")
def near(
    db: Db, session: Session, arguments: Arguments, person: Person, now: datetime
) -> DateNear | None:
    mine = _mine_of_living(db, session, person)
    if mine is None or session.state != SessionState.DATED or session.starts_at <= now:
        return None
    ahead = local_day(session.starts_at, person.zone) - local_day(now, person.zone)
    return DateNear(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_tomorrow=ahead.days == 1,
    )


def _mine_of_living(db: Db, session: Session, person: Person) -> Participation | None:
    """A pair that rests or has ended has no dates to tell of."""
    if session.pair.state not in MEETING_PAIRS:
        return None
    return session.pair.side_of(person.id)


@SESSION.message("checkin.ask")
def ask(
    db: Db, session: Session, arguments: Arguments, person: Person, now: datetime
) -> AskCheckin | None:
    return _ask(db, session, person, now, again=False)


@SESSION.message("checkin.reminder")
def ask_again(
    db: Db, session: Session, arguments: Arguments, person: Person, now: datetime
) -> AskCheckin | None:
    return _ask(db, session, person, now, again=True)


def _ask(
    db: Db, session: Session, person: Person, now: datetime, *, again: bool
) -> AskCheckin | None:
    """A meeting held before a pair ended may still be answered for.

    Who has said that they met is not asked again, nor reminded of the questions: whoever reads the
    conversation would learn from the reminder that they had not answered.
    """
    mine = session.pair.side_of(person.id)
    if mine is None or session.closes_at is None or session.closes_at <= now:
        return None
    if session.pair.ended_at is not None and session.starts_at > session.pair.ended_at:
        return None
    asked = meetings.request(db, session.id, mine.id)
    if asked is None or asked.state != CheckinState.ASKED:
        return None
    if own_answers.mine(db, session, mine).told:
        return None
    return AskCheckin(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        closes_at=session.closes_at,
        reminder=again,
    )


@PAIR.message("nudge.no_date")
def no_date(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> NoDate | None:
    partner = _without_a_date(db, pair, person)
    return NoDate(pair.id, partner) if partner is not None else None


@PAIR.message("nudge.last_word")
def last_word(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> StopReminding | None:
    partner = _without_a_date(db, pair, person)
    return StopReminding(pair.id, partner) if partner is not None else None


def _without_a_date(db: Db, pair: Pair, person: Person) -> str | None:
    """The partner in a pair that could meet and has no date yet."""
    mine = pair.side_of(person.id)
    if mine is None or meetings.any_date(db, pair.id) or pair.state not in MEETING_PAIRS:
        return None
    return pair.other(mine).slack_id
