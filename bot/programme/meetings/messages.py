"""What is still true of messages of a pair's meetings: dates, whether they met, reminders."""

from datetime import datetime, timedelta

from bot.domain.due.ending import in_last_weeks, too_late_to_remind
from bot.domain.due.silence import Step
from bot.domain.lifecycle import LIVE_PAIRS, MEETING_PAIRS, CheckinState, PairState, SessionState
from bot.domain.time.local_time import at_local, local_day
from bot.outbox import history
from bot.outbox.history import Stood
from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.ports import Defer
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.programme.meetings import kinds
from bot.programme.meetings.calendar import entries, series
from bot.programme.meetings.kinds import (
    AskCheckin,
    CalendarFile,
    DateAgreed,
    DateLapsed,
    DateNear,
    DateNow,
    DateProposed,
    KeepNow,
    NoDate,
    Preparation,
    ProposalNow,
    Stands,
    StopReminding,
)
from bot.programme.meetings.sessions import open_until
from bot.programme.pairs import closing
from bot.programme.people.messages import LOOK_AGAIN
from bot.store.queries import meetings, pairs
from bot.store.tables import APART, Pair, Participation, Person, Session

A_WHILE = timedelta(minutes=1)
_Now = DateNow | ForNow[DateNow]


@kinds.PROPOSED.still_true
def proposed(work: Work, session: Session, leaving: Leaving) -> DateProposed | None:
    """Without a room it is for the partner alone."""
    mine = _mine_of_living(session, leaving.reader)
    alone = session.pair.channel == APART
    if mine is None or (alone and mine.id == session.proposed_by):
        return None
    open_ones = session.still_open(work.now)
    return _proposed(session, open_ones) if open_ones else None


def _proposed(session: Session, options: tuple[datetime, ...]) -> DateProposed:
    proposer = next(one for one in session.pair.sides if one.id == session.proposed_by)
    other = session.pair.other(proposer)
    return DateProposed(
        session.id, proposer.slack_id, other.slack_id, options, session.pair.minutes
    )


@kinds.LAPSED.still_true
def lapsed(work: Work, session: Session, leaving: Leaving) -> DateLapsed | None:
    """Unless the two have found another date since, or look for one."""
    mine = _mine_of_living(session, leaving.reader)
    if mine is None or meetings.to_come(work.db, session.pair_id, work.now):
        return None
    partner = session.pair.other(mine).slack_id
    return DateLapsed(session.id, session.pair_id, partner, session.options)


@kinds.AGREED.still_true
def agreed(work: Work, session: Session, leaving: Leaving) -> DateAgreed | Defer | None:
    """Unless it is read in the room already, where the proposal has become the agreement."""
    if session.state != SessionState.DATED:
        return None
    match history.stands(work.db, kinds.PROPOSED_LATER, session, session.pair, work.now):
        case Stood.THERE:
            return None
        case Stood.UNKNOWN:
            return Defer(work.now + A_WHILE, "proposal")
    return _agreed(work, session)


def _agreed(work: Work, session: Session) -> DateAgreed:
    return DateAgreed(
        session_id=session.id,
        pair_id=session.pair_id,
        mentor=session.pair.mentor.slack_id,
        mentee=session.pair.mentee.slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        entry=session.entry,
        can_keep=series.may_offer(work, session),
    )


@kinds.NEAR.still_true
def near(work: Work, session: Session, leaving: Leaving) -> DateNear | None:
    """Also within a break: what is agreed for after it stands."""
    mine = session.pair.side_of(leaving.reader.id)
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
        preparation=_preparation(work, session, mine),
        entry=session.entry,
    )


def _preparation(work: Work, session: Session, mine: Participation) -> Preparation:
    """The primer is for a first meeting; a newcomer learns from nobody below them."""
    pair = session.pair
    met, _ = meetings.begun(work.db, pair.id, work.now)
    primer = not met and not pair.newcomers
    last = in_last_weeks(session.starts_at, pair.ends_at)
    ends_on = closing.day_of_end(work, pair) if last else None
    return Preparation(pair.role_of(mine), primer=primer, ends_on=ends_on)


@kinds.KEEP.still_true
def keep(work: Work, pair: Pair, leaving: Leaving) -> KeepNow | None:
    """What was taken before it left is told as taken."""
    now = series.stands(work, pair, leaving.arguments["session"])
    return now if now.offered or now.starts else None


@kinds.KEEP_LATER.still_true
def keep_later(work: Work, pair: Pair, leaving: Leaving) -> KeepNow | ForNow[KeepNow]:
    """Looked at anew when what is suggested can be taken no more, or the last one kept begins."""
    now = series.stands(work, pair, leaving.arguments["session"])
    until = now.offered.starts[0] if now.offered else max(now.starts, default=work.now)
    return ForNow(now, until) if until > work.now else now


@kinds.CALENDAR_FILE.still_true
def calendar_file(work: Work, pair: Pair, leaving: Leaving) -> CalendarFile | None:
    mine = pair.side_of(leaving.reader.id)
    known = entries.entries_of(work, pair.id)
    return CalendarFile(pair.other(mine).slack_id, known) if mine and known else None


@kinds.PROPOSED_LATER.still_true
def proposed_later(
    work: Work, session: Session, leaving: Leaving
) -> ProposalNow | ForNow[ProposalNow] | None:
    """Whatever can no longer be taken is offered no longer. Whose it was is forgotten with them."""
    if session.proposed_by is None or not session.options:
        return None
    stands, open_ones = _of_suggestion(session, work.now), session.still_open(work.now)
    agreed = _agreed(work, session) if session.answer_by is None else None
    facts = ProposalNow(_proposed(session, open_ones or session.options), stands, agreed)
    if stands is Stands.SUGGESTED:
        return ForNow(facts, open_ones[0])
    return ForNow(facts, session.starts_at) if stands is Stands.AGREED else facts


@kinds.AGREED_LATER.still_true
def agreed_later(work: Work, session: Session, leaving: Leaving) -> _Now:
    return _now(session, None, _of_agreed(session, work.now))


@kinds.NEAR_LATER.still_true
def near_later(work: Work, session: Session, leaving: Leaving) -> _Now:
    mine = session.pair.side_of(leaving.reader.id)
    preparation = _preparation(work, session, mine) if mine else None
    stands = _of_agreed(session, work.now)
    return _now(session, _partner(session, leaving.reader), stands, preparation)


def _partner(session: Session, person: Person) -> str | None:
    mine = session.pair.side_of(person.id)
    return None if mine is None else session.pair.other(mine).slack_id


def _of_suggestion(session: Session, now: datetime) -> Stands:
    if session.answer_by is None:
        return _of_agreed(session, now)
    if session.still_open(now):
        return Stands.SUGGESTED
    return Stands.PASSED if session.answer_by <= now else Stands.CALLED_OFF


def _of_agreed(session: Session, now: datetime) -> Stands:
    """That the two said that they met, or did not, is not looked at."""
    if session.state == SessionState.MOVED:
        return Stands.CALLED_OFF
    if session.starts_at <= now:
        return Stands.OVER
    return Stands.CALLED_OFF if session.state == SessionState.LAPSED else Stands.AGREED


def _now(
    session: Session, partner: str | None, stands: Stands, preparation: Preparation | None = None
) -> _Now:
    """A date that lies ahead is looked at once more when it comes."""
    facts = DateNow(
        session.id, session.pair_id, partner, session.starts_at, stands, preparation, session.entry
    )
    return ForNow(facts, session.starts_at) if stands is Stands.AGREED else facts


def _mine_of_living(session: Session, person: Person) -> Participation | None:
    """A pair on a break, or that has ended, has no dates to tell of."""
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
    closes = open_until(session, work.now)
    if mine is None or closes is None or not _waits_for(work, session, mine):
        return None
    return AskCheckin(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(mine).slack_id,
        starts_at=session.starts_at,
        closes_at=closes,
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
def no_date(work: Work, pair: Pair, leaving: Leaving) -> NoDate | Defer | None:
    mine = pair.side_of(leaving.reader.id)
    if mine is None or pair.state not in LIVE_PAIRS or pair.next_step is not Step.LAST_WORD:
        return None
    if _ladder_stands_still(work, pair):
        return _tomorrow(work)
    if too_late_to_remind(work.now, pair.ends_at):
        return None
    met, _ = meetings.last_held(work.db, pair.id)
    today, partner = local_day(work.now, leaving.reader.zone), pair.other(mine).slack_id
    return NoDate(pair.id, partner, today, again=met > 0, ends_on=closing.last_day(work, pair))


@kinds.LAST_WORD.still_true
def last_word(work: Work, pair: Pair, leaving: Leaving) -> StopReminding | Defer | None:
    mine, hand_at = pair.side_of(leaving.reader.id), pair.next_step_at
    if mine is None or pair.state not in LIVE_PAIRS or hand_at is None:
        return None
    if pair.next_step not in (Step.HAND, Step.REST):
        return None
    if _ladder_stands_still(work, pair):
        return _tomorrow(work)
    if too_late_to_remind(work.now, pair.ends_at):
        return None
    partner = pair.other(mine).slack_id
    if pair.next_step is Step.REST:
        return StopReminding(pair.id, partner, None, leads_know=True)
    hand_on = local_day(hand_at, work.rules.zone) if hand_at < pair.ends_at else None
    return StopReminding(pair.id, partner, hand_on)


def _ladder_stands_still(work: Work, pair: Pair) -> bool:
    """Its words then wait: what the ladder owes next is later by as much."""
    return pair.state == PairState.PAUSED or pairs.has_a_date(work.db, pair.id, work.now)


def _tomorrow(work: Work) -> Defer:
    """At midnight (UTC), or what waits would keep the minute at which it came about."""
    return Defer(at_local(work.now.date() + LOOK_AGAIN, 0, "UTC"), "ladder")
