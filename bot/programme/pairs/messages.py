"""What is still true of a pair's messages: that it begins, rests, goes on, needs a hand, ended."""

from bot.domain.lifecycle import LIVE_PAIRS, PairState, ParticipationState
from bot.domain.time.local_time import local_day
from bot.outbox.kinds import Leaving
from bot.outbox.work import Work
from bot.programme.pairs import kinds
from bot.programme.pairs.kinds import Introduction, NeedsAHand, PairEnded, PairPaused, PairResumed
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.store.queries import people
from bot.store.tables import APART, Pair


@kinds.INTRODUCTION.still_true
def introduction(work: Work, pair: Pair, leaving: Leaving) -> Introduction:
    return Introduction(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        mentor_shares=tuple(pair.topics),
        mentee_shares=pair.give_back,
        ends_on=local_day(pair.ends_at, pair.mentor.person.zone),
        plan=pair.plan,
        apart=pair.channel == APART,
    )


@kinds.ENDED.still_true
def ended(work: Work, pair: Pair, leaving: Leaving) -> PairEnded | None:
    mine = pair.side_of(leaving.reader.id)
    if mine is None or pair.state in LIVE_PAIRS:
        return None
    return PairEnded(pair.other(mine).slack_id, next_round_on(work))


@kinds.PAUSED.still_true
def paused(work: Work, pair: Pair, leaving: Leaving) -> PairPaused | None:
    other = people.participation(work.db, leaving.arguments["who"])
    if pair.state not in LIVE_PAIRS or other.pause_ends_at is None:
        return None
    until = local_day(other.pause_ends_at, other.person.zone)
    return PairPaused(other.slack_id, until)


@kinds.RESUMED.still_true
def resumed(work: Work, pair: Pair, leaving: Leaving) -> PairResumed | None:
    other = people.participation(work.db, leaving.arguments["who"])
    if pair.state not in LIVE_PAIRS or other.state != ParticipationState.ACTIVE:
        return None
    return PairResumed(pair.id, other.slack_id)


@kinds.NEEDS_A_HAND.still_true
def needs_a_hand(work: Work, pair: Pair, leaving: Leaving) -> NeedsAHand | None:
    if pair.state != PairState.NEEDS_A_HAND:
        return None
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    return NeedsAHand(
        pair_id=pair.id,
        mentor=pair.mentor.slack_id,
        mentee=pair.mentee.slack_id,
        since=local_day(pair.d0, leaving.reader.zone),
    )
