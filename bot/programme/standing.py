"""Where a person stands: the answer of the bare command, of `status`, and of the Home tab."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.due.plan import USUAL, Plan
from bot.domain.lifecycle import (
    MEETING_PAIRS,
    ParticipationState,
    SessionState,
)
from bot.domain.time.local_time import NO_TIME, local_day
from bot.outbox.work import Work
from bot.programme.administration.overview import Overview, overview, round_open
from bot.programme.enrolment.leaving import ERASED_AFTER
from bot.programme.meetings import known
from bot.programme.meetings.finding import booked as as_booked
from bot.programme.meetings.kinds import AskCheckin
from bot.programme.meetings.known import Asked
from bot.programme.meetings.results import Booked, Suggested
from bot.programme.pairs import closing
from bot.programme.pairs.pairing import live_pair
from bot.programme.pairs.results import Completed, LivePair
from bot.programme.people import leads, looking
from bot.programme.people.hours import next_round_on
from bot.programme.people.results import OtherRole
from bot.programme.rounds import offers
from bot.programme.rounds.results import Offered, RoundReady
from bot.store.db.session import Db
from bot.store.queries import enrolment, meetings, people
from bot.store.queries import pairs as store
from bot.store.tables import Pair, Participation, Session


class Place(StrEnum):
    """What is first for a person; of several that apply, the one that stands here before."""

    STRANGER = "stranger"
    DRAFT = "draft"
    LEFT = "left"
    PAUSED = "paused"
    CHECKIN = "checkin"
    PROPOSAL = "proposal"
    DATE_ASKED = "date_asked"
    """The partner proposes a date, and waits for this person's answer."""
    BOOKED = "booked"
    DATE_SENT = "date_sent"
    """The other way round."""
    PAIRED = "paired"
    COMPLETED = "completed"
    """A pair of theirs came to its last day, and nothing has come since."""
    BETWEEN = "between"
    """Not paired, and they have not asked for somebody new."""
    WAITING = "waiting"


@dataclass(frozen=True)
class Standing:
    """Where a person stands.

    `answered` is about the open proposal: some word was said; `checkins` are the held meetings
    whose questions can still be answered, or answered anew; `looks`: a round may have them, if they
    have a place, and `asked`: they asked for that after a pair, `turns_to`: in another role than
    so far; `plan` is what strangers read of.
    """

    state: Place
    since: date | None = None
    next_round_on: date | None = None
    priority: bool = False
    proposal: Offered | None = None
    answered: bool = False
    pairs: tuple[LivePair, ...] = ()
    booked: Booked | None = None
    date_asked: Suggested | None = None
    date_sent: Suggested | None = None
    checkin: AskCheckin | None = None
    checkins: tuple[AskCheckin, ...] = ()
    completed: Completed | None = None
    looks: bool = True
    asked: bool = False
    turns_to: OtherRole | None = None
    delete_on: date | None = None
    paused_until: date | None = None
    can: tuple[str, ...] = ()
    lead: bool = False
    round_open: RoundReady | None = None
    overview: Overview | None = None
    plan: Plan = USUAL


_ALWAYS = ("help", "status")
_IN_ANY_CASE = ("language", "leave", "concern", "privacy")
"""Whether on a break or not."""
STRANGERS_CAN = ("join", *_ALWAYS, "language", "concern", "privacy")


def where(work: Work) -> Standing:
    """The person's standing, and the verbs that make sense in it."""
    participation = people.participation_of(work.db, work.programme.id, work.me.id)
    return of(work, participation)


def of(work: Work, participation: Participation | None) -> Standing:
    """The same, where the person's part in the programme is known already."""
    if participation is None or not participation.takes_part:
        standing = _outside(work, participation)
    else:
        standing = _inside(work, participation)
    if not leads.is_lead(work.programme, work.me.slack_id):
        return standing
    return replace(standing, lead=True, round_open=round_open(work), overview=overview(work))


def _outside(work: Work, participation: Participation | None) -> Standing:
    if participation is not None and (delete_on := _delete_on(participation)):
        return Standing(Place.LEFT, delete_on=delete_on, can=STRANGERS_CAN, plan=work.rules.plan)
    draft = enrolment.draft_of(work.db, work.programme.id, work.me.id)
    state = Place.DRAFT if draft else Place.STRANGER
    return Standing(
        state, next_round_on=next_round_on(work), can=STRANGERS_CAN, plan=work.rules.plan
    )


def _delete_on(participation: Participation) -> date | None:
    """The day on which the profile of somebody who has left goes."""
    if participation.state != ParticipationState.LEFT or participation.left_at is None:
        return None
    return local_day(participation.left_at + ERASED_AFTER, participation.person.zone)


def _inside(work: Work, participation: Participation) -> Standing:
    live = list(store.live_pairs_of(work.db, participation.id))
    if participation.state == ParticipationState.PAUSED:
        return _on_a_break(work, participation, live)
    asked_about = known.of(work, participation)
    checkin, checkins = _checkins(asked_about, participation)
    proposal, answered = _proposal(work, participation)
    dates = _dates(work.db, live)
    booked = _booked(dates, participation, work.now)
    completed = None if live or proposal else _completed(work, participation, asked_about)
    asked, sent = _date_proposed(dates, participation, work.now)
    mine = looking.of(work.db, participation)
    return Standing(
        _first_of(
            (checkin, Place.CHECKIN),
            (proposal, Place.PROPOSAL),
            (asked, Place.DATE_ASKED),
            (booked, Place.BOOKED),
            (sent, Place.DATE_SENT),
            (live, Place.PAIRED),
            (completed, Place.COMPLETED),
            (not mine.looks, Place.BETWEEN),
        ),
        since=mine.looks_since or _waiting_since(participation),
        next_round_on=next_round_on(work),
        priority=participation.priority or participation.rounds_waited > 0,
        proposal=proposal,
        answered=answered,
        pairs=tuple(_with_next(work, pair, participation, asked_about, dates) for pair in live),
        booked=booked,
        date_asked=asked,
        date_sent=sent,
        completed=completed,
        looks=mine.looks,
        asked=mine.looks_since is not None,
        turns_to=looking.turn_of(work, participation, mine),
        checkin=checkin,
        checkins=checkins,
        can=_can(live),
    )


def _can(live: list[Pair]) -> tuple[str, ...]:
    """The verbs of who takes part and is here."""
    return (
        *_ALWAYS,
        *(("when", "met", "ideas") if any(pair.state in MEETING_PAIRS for pair in live) else ()),
        *("profile", "pause", "notify", *(["swap"] if live else []), *_IN_ANY_CASE),
    )


def _on_a_break(work: Work, participation: Participation, live: list[Pair]) -> Standing:
    ends = participation.pause_ends_at
    return Standing(
        Place.PAUSED,
        next_round_on=next_round_on(work),
        looks=looking.of(work.db, participation).looks,
        pairs=tuple(live_pair(pair, participation) for pair in live),
        paused_until=local_day(ends, participation.person.zone) if ends else None,
        can=(
            *(*_ALWAYS, "resume", "pause", *(["swap"] if live else [])),
            *("profile", "notify", *_IN_ANY_CASE),
        ),
    )


def _first_of(*found: tuple[object, Place]) -> Place:
    return next((place for what, place in found if what), Place.WAITING)


def _proposal(work: Work, participation: Participation) -> tuple[Offered | None, bool]:
    """The open proposal, and whether this person has said some word about it."""
    for row, side in offers.open_ones(work, participation):
        if offered := offers.offered(work, row, participation):
            return offered, side.word is not None
    return None, False


def _with_next(
    work: Work, pair: Pair, mine: Participation, asked: list[Asked], dates: list[Session]
) -> LivePair:
    """A pair as this person sees it, with what its plan has next."""
    agreed = any(one.pair_id == pair.id for one in _agreed(dates, work.now))
    ahead = known.next_meeting_of(work, pair, asked, agreed=agreed)
    return closing.with_its_end(work, pair, replace(live_pair(pair, mine), next_meeting=ahead))


def _completed(work: Work, mine: Participation, asked: list[Asked]) -> Completed | None:
    """The pair since whose last day this person has waited, if the two had a meeting."""
    waits_anew = mine.waiting_since != mine.joined_at
    pair = store.last_completed(work.db, mine.id) if waits_anew else None
    if pair is None or pair.ended_at is None or mine.waiting_since != pair.ended_at:
        return None
    met = sum(one.counts and one.session.pair_id == pair.id for one in asked)
    weeks = round((pair.ended_at - pair.d0) / timedelta(weeks=1))
    return Completed(pair.other(mine).slack_id, weeks, met) if met else None


def _checkins(
    asked_about: list[Asked], participation: Participation
) -> tuple[AskCheckin | None, tuple[AskCheckin, ...]]:
    """The meeting to ask about, and those of which this person has said that they were.

    The questions of the latter stay open, answered or not: nobody can tell which from here.
    """
    ask, told = None, []
    for one in asked_about:
        if one.closes_at is None:
            continue
        about = _asked_about(one.session, one.closes_at, participation)
        if one.said_so:
            told.append(about)
        elif one.asked:
            ask = ask or about
    return ask, tuple(told)


def _asked_about(session: Session, closes_at: datetime, participation: Participation) -> AskCheckin:
    return AskCheckin(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=session.pair.other(participation).slack_id,
        starts_at=session.starts_at,
        closes_at=closes_at,
        reminder=False,
    )


def _booked(dates: list[Session], participation: Participation, now: datetime) -> Booked | None:
    row = next(iter(_agreed(dates, now)), None)
    return as_booked(row, participation) if row else None


def _agreed(dates: list[Session], now: datetime) -> list[Session]:
    """The agreed dates that are not over."""
    return [row for row in dates if row.state == SessionState.DATED and row.ends_at > now]


def _date_proposed(
    dates: list[Session], participation: Participation, now: datetime
) -> tuple[Suggested | None, Suggested | None]:
    """The next date that waits for this person's answer, and the next that waits for another's."""
    rows = [row for row in dates if row.still_open(now)]
    asked = next((row for row in rows if row.proposed_by != participation.id), None)
    sent = next((row for row in rows if row.proposed_by == participation.id), None)
    return (
        _suggested(asked, participation, now) if asked else None,
        _suggested(sent, participation, now) if sent else None,
    )


def _suggested(row: Session, participation: Participation, now: datetime) -> Suggested:
    partner = row.pair.other(participation).slack_id
    return Suggested(row.id, row.pair_id, partner, row.still_open(now))


def _waiting_since(participation: Participation) -> date | None:
    """None where it is forgotten: the partner of then is erased."""
    if participation.waiting_since == NO_TIME:
        return None
    return local_day(participation.waiting_since, participation.person.zone)


def _dates(db: Db, live: list[Pair]) -> list[Session]:
    """What these pairs have proposed or agreed, in order."""
    states = [SessionState.PROPOSED, SessionState.DATED]
    dates = [row for pair in live for row in meetings.sessions_of(db, pair.id, states)]
    return sorted(dates, key=lambda row: row.starts_at)
