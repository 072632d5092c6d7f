"""What is still true of messages of a pair's meetings: dates, whether they met, reminders."""

from bot.domain.lifecycle import MEETING_PAIRS, CheckinState, SessionState
from bot.domain.time.local_time import local_day
from bot.outbox.kinds import Leaving
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import (
    AskCheckin,
    DateAgreed,
    DateNear,
    DateProposed,
    NoDate,
    StopReminding,
)
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Person, Session


@kinds.PROPOSED.still_true
def proposed(work: Work, session: Session, leaving: Leaving) -> DateProposed | None:
    mine = _mine_of_living(work, session, leaving.reader)
    if mine is None or session.state != SessionState.PROPOSED:
        return None
    return DateProposed(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


@kinds.AGREED.still_true
def agreed(work: Work, session: Session, leaving: Leaving) -> DateAgreed | None:
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


@kinds.NEAR.still_true
def near(work: Work, session: Session, leaving: Leaving) -> DateNear | None:
    mine = _mine_of_living(work, session, leaving.reader)
    if mine is None or session.state != SessionState.DATED or session.starts_at <= work.now:
        return None
    zone = leaving.reader.zone
    ahead = local_day(session.starts_at, zone) - local_day(work.now, zone)
    return DateNear(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_tomorrow=ahead.days == 1,
    )


def _mine_of_living(work: Work, session: Session, person: Person) -> Participation | None:
    """A pair that rests or has ended has no dates to tell of."""
    if session.pair.state not in MEETING_PAIRS:
        return None
    return session.pair.side_of(person.id)


@kinds.ASK.still_true
def ask(work: Work, session: Session, leaving: Leaving) -> AskCheckin | None:
    return _ask(work, session, leaving.reader, again=False)


@kinds.ASK_AGAIN.still_true
def ask_again(work: Work, session: Session, leaving: Leaving) -> AskCheckin | None:
    return _ask(work, session, leaving.reader, again=True)


def _ask(work: Work, session: Session, person: Person, *, again: bool) -> AskCheckin | None:
    """A meeting held before a pair ended may still be answered for.

    Who has said that they met is not asked again, nor reminded of the questions: whoever reads the
    conversation would learn from the reminder that they had not answered.
    """
    mine = session.pair.side_of(person.id)
    if mine is None or session.closes_at is None or session.closes_at <= work.now:
        return None
    if not _waits_for(work, session, mine):
        return None
    return AskCheckin(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        closes_at=session.closes_at,
        reminder=again,
    )


def _waits_for(work: Work, session: Session, mine: Participation) -> bool:
    """Whether this side is asked and has not said that they met."""
    if session.pair.ended_at is not None and session.starts_at > session.pair.ended_at:
        return False
    asked = meetings.request(work.db, session.id, mine.id)
    if asked is None or asked.state != CheckinState.ASKED:
        return False
    return not own_answers.mine(work.db, session, mine).told


@kinds.NO_DATE.still_true
def no_date(work: Work, pair: Pair, leaving: Leaving) -> NoDate | None:
    partner = _without_a_date(work, pair, leaving.reader)
    return NoDate(pair.id, partner) if partner is not None else None


@kinds.LAST_WORD.still_true
def last_word(work: Work, pair: Pair, leaving: Leaving) -> StopReminding | None:
    partner = _without_a_date(work, pair, leaving.reader)
    return StopReminding(pair.id, partner) if partner is not None else None


def _without_a_date(work: Work, pair: Pair, person: Person) -> str | None:
    """The partner in a pair that could meet and has no date yet."""
    mine = pair.side_of(person.id)
    if mine is None or meetings.any_date(work.db, pair.id) or pair.state not in MEETING_PAIRS:
        return None
    return pair.other(mine).slack_id
