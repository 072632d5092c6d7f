"""Messages of a pair: that it begins, rests, goes on, could use a hand, has ended."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle import LIVE_PAIRS, PairState, ParticipationState
from bot.domain.time.local_time import local_day
from bot.programme.pairs.results import Introduction, NeedsAHand, PairEnded, PairPaused, PairResumed
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.programme.people.messages import Arguments, Subject
from bot.store.queries import administration as programmes
from bot.store.queries import pairs, people
from bot.store.tables import APART, Pair, Person

PAIR: Subject[Pair] = Subject("pair", pairs.pair)


@PAIR.message("pair.introduction")
def introduction(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> Introduction:
    return Introduction(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        mentor_shares=tuple(pair.topics),
        mentee_shares=pair.give_back,
        ends_on=local_day(pair.ends_at, pair.mentor.person.zone),
        apart=pair.channel == APART,
    )


@PAIR.message("pair.ended")
def ended(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> PairEnded | None:
    mine = pair.side_of(person.id)
    if mine is None or pair.state in LIVE_PAIRS:
        return None
    return PairEnded(pair.other(mine).slack_id, next_round_on(programmes.current(db)))


@PAIR.message("pair.paused")
def paused(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> PairPaused | None:
    other = people.participation(db, arguments["who"])
    if pair.state not in LIVE_PAIRS or other.pause_ends_at is None:
        return None
    until = local_day(other.pause_ends_at, other.person.zone)
    return PairPaused(other.slack_id, until)


@PAIR.message("pair.resumed")
def resumed(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> PairResumed | None:
    other = people.participation(db, arguments["who"])
    if pair.state not in LIVE_PAIRS or other.state != ParticipationState.ACTIVE:
        return None
    return PairResumed(pair.id, other.slack_id)


@PAIR.message("pair.needs_a_hand")
def needs_a_hand(
    db: Db, pair: Pair, arguments: Arguments, person: Person, now: datetime
) -> NeedsAHand | None:
    if pair.state != PairState.NEEDS_A_HAND:
        return None
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    return NeedsAHand(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        since=local_day(pair.d0, person.zone),
    )
