"""The last look at a message that is about to leave: is it still true, and may it go now?

The outbox keeps keys and ids; what a message says is read here, at sending time: docs/delivery.md,
Before it leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    MEETING_PAIRS,
    TAKES_PART,
    CheckinState,
    PairState,
    ParticipationState,
    SessionState,
)
from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import Hours, into_common_hours, into_hours
from bot.outbox.kinds import KINDS, Budget
from bot.outbox.operator import texts, trouble
from bot.programme.administration.results import Undelivered, WithoutLead
from bot.programme.enrolment import gone_accounts
from bot.programme.enrolment.results import AccountsGone, PauseOver, Welcome
from bot.programme.figures import own_answers, stats
from bot.programme.meetings import nudges
from bot.programme.meetings.results import (
    AskCheckin,
    DateAgreed,
    DateNear,
    DateProposed,
    NoDate,
    StopReminding,
)
from bot.programme.pairs import pairing
from bot.programme.pairs.pairing import participation_in, partner_in
from bot.programme.pairs.results import Introduction, NeedsAHand, PairEnded, PairPaused, PairResumed
from bot.programme.people import leads, undo
from bot.programme.people.hours import next_round_on, of_participation, of_person, rules_now
from bot.programme.people.results import Reader
from bot.programme.rounds import approval, proposals
from bot.programme.rounds.results import DidNotGoAhead, StillLooking
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment, meetings, people, rounds
from bot.store.queries import pairs as store
from bot.store.tables import APART, OutboxRow, Pair, Participation, Person, Session

LOOK_AGAIN = timedelta(days=1)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Tell:
    """Go: who reads it (two readers: no common language), the facts, and where it goes.

    `channel` is None for a group that is not open yet: open it with the readers.
    """

    facts: object
    readers: tuple[Reader, ...]
    members: tuple[str, ...]
    channel: str | None


@dataclass(frozen=True)
class Wait:
    """Not now: look again at `until` (programme time)."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Drop:
    """It is pointless."""

    reason: str


@dataclass(frozen=True)
class Split:
    """The two of the pair have no group: to each of them."""


def look(db: Db, row: OutboxRow, now: datetime) -> Tell | Wait | Drop | Split:
    """What to do with this row now."""
    if row.kind == "operator.text":
        return _operator_text(db, row)
    return _group(db, row, now) if row.pair_id is not None else _direct(db, row, now)


def message_ended(db: Db, row: OutboxRow, arrived: bool) -> None:
    """A message whose leaving hung on what somebody does in private has ended, sent or not."""
    proposals.message_ended(db, row, arrived)
    nudges.message_ended(db, row, arrived)


# --- to one person --------------------------------------------------------------------------------


def _direct(db: Db, row: OutboxRow, now: datetime) -> Tell | Wait | Drop:
    person = people.person(db, row.person_id or 0)
    kind = KINDS[row.kind]
    if kind.budget is not Budget.LEAD and row.kind != "stats.picture":
        refused = _takes_part(db, person, now, row.expires_at)
        if refused is not None:
            return refused
    if kind.in_hours and (wait := _out_of_hours(of_person(db, person), now)):
        return wait
    if row.kind == "proposal.did_not_go_ahead" and not proposals.heard_of_the_end(db, row):
        return Drop("pointless")
    if row.kind in nudges.KINDS and not _wants_nudges(db, person):
        return Drop("pointless")
    told = _FACTS[row.kind](db, row.arguments, person, now)
    if told is None or isinstance(told, Wait):
        return told or Drop("pointless")
    return _tell_one(told, person)


def _tell_one(told: object, person: Person) -> Tell:
    reader = Reader(person.slack_id, person.language, person.zone)
    return Tell(told, (reader,), (person.slack_id,), person.slack_id)


def _takes_part(
    db: Db, person: Person, now: datetime, expires_at: datetime | None
) -> Wait | Drop | None:
    """Nothing to who has left or is on a break; while that can be undone, the message waits."""
    one = _mine(db, person)
    if one is None or one.state not in (*TAKES_PART, ParticipationState.LEFT):
        return Drop("left")
    if one.state == ParticipationState.PAUSED:
        return _until_found(one, now, expires_at) or _until_back(one, now)
    if one.state == ParticipationState.LEFT:
        until = one.undo_until
        return Wait(until, "undo") if until is not None and now < until else Drop("left")
    return _until_found(one, now, expires_at)


def _until_found(one: Participation, now: datetime, expires_at: datetime | None) -> Wait | None:
    """While somebody's account is gone nothing goes to them; once it is found again, it does,
    unless it has expired meanwhile."""
    if one.gone_at is None:
        return None
    until = one.gone_until or now
    until = until if until > now else now + LOOK_AGAIN
    return Wait(min(until, (expires_at or until) - _A_MOMENT), gone_accounts.AWAY)


def _wants_nudges(db: Db, person: Person) -> bool:
    one = _mine(db, person)
    return one is not None and nudges.wants(db, one)


def _until_back(one: Participation, now: datetime) -> Wait:
    """To the end of a break; looked at once a day, since people may be back before. At midnight
    (UTC), or what waits would keep the minute at which it came about."""
    if undo.pending(one, "pause", now):
        return Wait(one.undo_until or now, "undo")
    tomorrow = at_local(now.date() + LOOK_AGAIN, 0, "UTC")
    return Wait(min(one.pause_ends_at or tomorrow, tomorrow), "paused")


def _mine(db: Db, person: Person) -> Participation | None:
    return people.participation_of(db, programmes.current(db).id, person.id)


def _out_of_hours(hours: Hours, now: datetime) -> Wait | None:
    opens = into_hours(now, hours)
    return Wait(opens, "hours") if opens > now else None


# --- to the two of a pair -------------------------------------------------------------------------


def _group(db: Db, row: OutboxRow, now: datetime) -> Tell | Wait | Drop | Split:
    """To the group of the two; or, where Slack opens none, the part of one of them."""
    pair = store.pair(db, row.pair_id or 0)
    if pair is None:
        return Drop("pair gone")
    if row.to_group and pair.channel == APART:
        return Split()
    hindered = _break(pair, row.kind, now) or _ending(pair) or _cannot_open(pair, now)
    if hindered is not None:
        return hindered
    rules = rules_now(db)
    sides = [of_participation(one, rules) for one in (pair.mentor, pair.mentee)]
    opens = into_common_hours(now, sides[0], sides[1])
    if opens > now:
        return Wait(opens, "hours")
    told = _introduction(pair) if row.kind == "pair.introduction" else _agreed(db, row)
    if told is None:
        return Drop("pointless")
    if row.person_id is not None:
        return _tell_one(told, people.person(db, row.person_id))
    members = (pair.mentor.person.slack_id, pair.mentee.person.slack_id)
    return Tell(told, _readers(pair, rules.language), members, pair.channel)


def _break(pair: Pair, kind: str, now: datetime) -> Wait | None:
    """While one of the two is away an introduction waits for both; a break has no dates to tell.

    A break that can still be undone is not seen by the other.
    """
    resting = pair.state == PairState.PAUSED
    if pair.state not in LIVE_PAIRS or (resting and kind != "pair.introduction"):
        return None
    away = [
        one
        for one in (pair.mentor, pair.mentee)
        if one.state == ParticipationState.PAUSED and not undo.pending(one, "pause", now)
    ]
    if away:
        return min((_until_back(one, now) for one in away), key=lambda wait: wait.until)
    return Wait(now + undo.FOR, "undo") if resting else None


def _cannot_open(pair: Pair, now: datetime) -> Wait | None:
    """A group is opened with both; in one that is open nobody sees who is away."""
    if pair.channel is not None:
        return None
    return _until_found(pair.mentor, now, None) or _until_found(pair.mentee, now, None)


def _ending(pair: Pair) -> Drop | None:
    if pair.state in MEETING_PAIRS:
        return None
    if pair.state == PairState.PAUSED:
        return Drop("on a break")
    return Drop("pair ended")


def _readers(pair: Pair, first: str) -> tuple[Reader, ...]:
    """One reader if both read the same language, else both, the programme's language first."""
    both = [
        Reader(one.person.slack_id, one.person.language, one.person.zone)
        for one in (pair.mentor, pair.mentee)
    ]
    if both[0].language == both[1].language:
        return (both[0],)
    return tuple(sorted(both, key=lambda reader: reader.language != first))


def _introduction(pair: Pair) -> Introduction:
    return Introduction(
        pair_id=pair.id,
        mentor=pair.mentor.person.slack_id,
        mentee=pair.mentee.person.slack_id,
        mentor_shares=tuple(pair.topics),
        mentee_shares=pair.give_back,
        ends_on=local_day(pair.ends_at, pair.mentor.person.zone),
        apart=pair.channel == APART,
    )


def _agreed(db: Db, row: OutboxRow) -> DateAgreed | None:
    session = meetings.session(db, row.arguments["session"])
    if session is None or session.state != SessionState.DATED:
        return None
    return DateAgreed(
        session_id=session.id,
        pair_id=session.pair_id,
        mentor=session.pair.mentor.person.slack_id,
        mentee=session.pair.mentee.person.slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


# --- the facts of each kind -----------------------------------------------------------------------


def _welcome(db: Db, args: dict[str, Any], person: Person, now: datetime) -> Welcome | None:
    one = _mine(db, person)
    if one is None:
        return None
    return Welcome(
        participation_id=one.id,
        role=one.role,
        next_round_on=next_round_on(programmes.current(db)),
        undo_until=one.undo_until if one.undo_until and one.undo_until > now else None,
    )


def _offer(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    proposal = rounds.proposal(db, args["proposal"])
    mine = participation_in(db, person.id, proposal) if proposal else None
    if proposal is None or mine is None:
        return None
    if away := _until_found(partner_in(proposal, mine), now, proposal.expires_at):
        return away
    waits = proposals.unanswered(db, proposal, mine, heard=False)
    return proposals.offered(db, proposal, mine) if waits else None


def _offer_again(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    proposal = rounds.proposal(db, args["proposal"])
    mine = participation_in(db, person.id, proposal) if proposal else None
    if proposal is None or mine is None:
        return None
    waits = proposals.unanswered(db, proposal, mine, heard=True)
    return proposals.offered(db, proposal, mine) if waits else None


def _not_ahead(db: Db, args: dict[str, Any], person: Person, now: datetime) -> DidNotGoAhead:
    return DidNotGoAhead(args["partner"], next_round_on(programmes.current(db)))


def _live_session(
    db: Db, args: dict[str, Any], person: Person, now: datetime
) -> tuple[Session, Participation] | None:
    session = meetings.session(db, args["session"])
    mine = participation_in(db, person.id, session.pair) if session else None
    if session is None or mine is None or _ending(session.pair) is not None:
        return None
    return session, mine


def _proposed(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    found = _live_session(db, args, person, now)
    if found is None:
        return None
    session, mine = found
    if session.state != SessionState.PROPOSED:
        return None
    return DateProposed(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=partner_in(session.pair, mine).person.slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


def _near(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    found = _live_session(db, args, person, now)
    if found is None:
        return None
    session, mine = found
    if session.state != SessionState.DATED or session.starts_at <= now:
        return None
    ahead = local_day(session.starts_at, person.zone) - local_day(now, person.zone)
    return DateNear(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=partner_in(session.pair, mine).person.slack_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_tomorrow=ahead.days == 1,
    )


def _ask(
    db: Db, args: dict[str, Any], person: Person, now: datetime, *, again: bool = False
) -> AskCheckin | None:
    """A meeting held before a pair ended may still be answered for.

    Who has said that they met is not asked again, nor reminded of the questions: whoever reads the
    conversation would learn from the reminder that they had not answered.
    """
    session = meetings.session(db, args["session"])
    mine = participation_in(db, person.id, session.pair) if session else None
    if session is None or mine is None or session.closes_at is None or session.closes_at <= now:
        return None
    if session.pair.ended_at is not None and session.starts_at > session.pair.ended_at:
        return None
    request = meetings.request(db, session.id, mine.id)
    if request is None or request.state != CheckinState.ASKED:
        return None
    if own_answers.mine(db, session, mine).told:
        return None
    return AskCheckin(
        session_id=session.id,
        pair_id=session.pair_id,
        partner=partner_in(session.pair, mine).person.slack_id,
        starts_at=session.starts_at,
        closes_at=session.closes_at,
        reminder=again,
    )


def _ask_again(db: Db, args: dict[str, Any], person: Person, now: datetime) -> AskCheckin | None:
    return _ask(db, args, person, now, again=True)


def _no_date(db: Db, args: dict[str, Any], person: Person, now: datetime) -> NoDate | None:
    pair = store.pair(db, args["pair"])
    mine = participation_in(db, person.id, pair) if pair else None
    if pair is None or mine is None or meetings.any_date(db, pair.id) or _ending(pair) is not None:
        return None
    return NoDate(pair.id, partner_in(pair, mine).person.slack_id)


def _pair_ended(db: Db, args: dict[str, Any], person: Person, now: datetime) -> PairEnded | None:
    pair = store.pair(db, args["pair"])
    mine = participation_in(db, person.id, pair) if pair else None
    if pair is None or mine is None or pair.state in LIVE_PAIRS:
        return None
    return PairEnded(partner_in(pair, mine).person.slack_id, next_round_on(programmes.current(db)))


def _last_word(db: Db, args: dict[str, Any], person: Person, now: datetime) -> StopReminding | None:
    told = _no_date(db, args, person, now)
    return StopReminding(told.pair_id, told.partner) if told is not None else None


def _paused(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    pair, other = store.pair(db, args["pair"]), people.participation(db, args["who"])
    if pair is None or pair.state not in LIVE_PAIRS or other.pause_ends_at is None:
        return None
    until = local_day(other.pause_ends_at, other.person.zone)
    return PairPaused(other.person.slack_id, until)


def _resumed(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    pair, other = store.pair(db, args["pair"]), people.participation(db, args["who"])
    if pair is None or pair.state not in LIVE_PAIRS:
        return None
    if other.state != ParticipationState.ACTIVE:
        return None
    return PairResumed(pair.id, other.person.slack_id)


def _pause_over(db: Db, args: dict[str, Any], person: Person, now: datetime) -> PauseOver | None:
    one = _mine(db, person)
    live = store.live_pairs_of(db, one.id) if one else []
    if one is None:
        return None
    pair = pairing.live_pair(live[0], one) if live else None
    return PauseOver(next_round_on(programmes.current(db)), pair)


def _still_looking(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    one = _mine(db, person)
    if one is None or store.live_pairs_of(db, one.id) or proposals.has_open(db, one, now):
        return None
    following = next_round_on(programmes.current(db))
    return StillLooking(args["category"], following, len(one.wishes), len(one.offers))


def _needs_a_hand(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    pair = store.pair(db, args["pair"])
    if pair is None or pair.state != PairState.NEEDS_A_HAND:
        return None
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    return NeedsAHand(
        pair_id=pair.id,
        mentor=pair.mentor.person.slack_id,
        mentee=pair.mentee.person.slack_id,
        since=local_day(pair.d0, person.zone),
    )


def _undelivered(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    since, until = (datetime.fromisoformat(args[edge]) for edge in ("since", "until"))
    reasons = trouble.given_up_between(db, since, until)
    if not reasons:
        return None
    return Undelivered(sum(reasons.values()), reasons, enrolment.gone_between(db, since, until))


def _accounts_gone(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    programme = programmes.current(db)
    if programme.accounts_held_at is None or not leads.is_lead(programme, person.slack_id):
        return None
    gone = gone_accounts.state(db, now)
    return AccountsGone(gone.soon, gone.of)


def _without_lead(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    programme = programmes.current(db)
    since = programme.without_lead_since
    if since is None or leads.present(programme) or args.get("since") != since.isoformat():
        return None
    automatic = rules_now(db).auto_approve
    return WithoutLead(next_round_on(programme), len(programme.leads_gone), automatic)


def _ready(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    still_lead = leads.is_lead(programmes.current(db), person.slack_id)
    return approval.ready(db, person, args["round"], again=False) if still_lead else None


def _still_waiting(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    still_lead = leads.is_lead(programmes.current(db), person.slack_id)
    return approval.ready(db, person, args["round"], again=True) if still_lead else None


def _picture(db: Db, args: dict[str, Any], person: Person, now: datetime) -> object | None:
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    return stats.picture(db, args["period"], now)


_FACTS: dict[str, Callable[[Db, dict[str, Any], Person, datetime], object | None]] = {
    "welcome": _welcome,
    "proposal.offer": _offer,
    "proposal.reminder": _offer_again,
    "proposal.did_not_go_ahead": _not_ahead,
    "session.proposed": _proposed,
    "session.near": _near,
    "checkin.ask": _ask,
    "checkin.reminder": _ask_again,
    "nudge.no_date": _no_date,
    "nudge.last_word": _last_word,
    "nudge.still_looking": _still_looking,
    "pause.over": _pause_over,
    "pair.paused": _paused,
    "pair.resumed": _resumed,
    "pair.needs_a_hand": _needs_a_hand,
    "trouble.accounts_gone": _accounts_gone,
    "trouble.undelivered": _undelivered,
    "programme.without_lead": _without_lead,
    "pair.ended": _pair_ended,
    "round.ready": _ready,
    "round.still_waiting": _still_waiting,
    "stats.picture": _picture,
}


def _operator_text(db: Db, row: OutboxRow) -> Tell | Drop:
    """A text put in by the operator's command line; it is kept encrypted until it is sent."""
    if row.sealed_text is None or row.channel is None:
        return Drop("no text")
    rules = rules_now(db)
    text = texts.opened(db, row.sealed_text)
    reader = Reader(row.channel, rules.language, rules.zone)
    return Tell(text, (reader,), (), row.channel)
