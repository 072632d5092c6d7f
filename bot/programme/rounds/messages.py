"""What is still true of messages of proposals, of waiting, and of a round that leads decide."""

from datetime import date

from bot.domain.lifecycle import RoundState
from bot.domain.time.local_time import local_day
from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.ports import Defer
from bot.outbox.work import Work
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.programme.people.messages import until_found
from bot.programme.rounds import announced, approval, expiry, kinds, offers
from bot.programme.rounds.kinds import DidNotGoAhead, RoundLate, StillLooking
from bot.programme.rounds.results import Offered, RoundNow, RoundReady
from bot.store.queries import pairs, people
from bot.store.tables import Participation, Person, Proposal, Round


@kinds.OFFER.still_true
def offer(work: Work, proposal: Proposal, leaving: Leaving) -> Offered | Defer | None:
    mine = proposal.side_of(leaving.reader.id)
    if mine is None:
        return None
    if away := until_found(proposal.other(mine), work.now, proposal.expires_at):
        return away
    waits = offers.unanswered(work.db, proposal, mine, heard=False)
    return offers.offered(work, proposal, mine) if waits else None


@kinds.REMINDER.still_true
def reminder(work: Work, proposal: Proposal, leaving: Leaving) -> Offered | None:
    mine = proposal.side_of(leaving.reader.id)
    waits = mine is not None and offers.unanswered(work.db, proposal, mine, heard=True)
    return offers.offered(work, proposal, mine) if mine is not None and waits else None


@kinds.DID_NOT_GO_AHEAD.still_true
def did_not_go_ahead(work: Work, _: object, leaving: Leaving) -> DidNotGoAhead | None:
    heard = expiry.heard_of_the_end(work.db, leaving.sealed)
    if not heard and _waiting(work, leaving.reader) is None:
        return None
    return DidNotGoAhead(
        partner=leaving.arguments["partner"] if heard else None,
        next_round_on=next_round_on(work),
        round_on=_round_on(work, leaving),
    )


@kinds.STILL_LOOKING.still_true
def still_looking(work: Work, _: object, leaving: Leaving) -> StillLooking | None:
    participation = _waiting(work, leaving.reader)
    if participation is None or offers.has_open(work, participation):
        return None
    return StillLooking(
        round_on=_round_on(work, leaving),
        category=leaving.arguments["category"],
        next_round_on=next_round_on(work),
        wishes=len(participation.wishes),
        offers=len(participation.offers),
    )


@kinds.LATE.still_true
def late(work: Work, round_: Round, leaving: Leaving) -> RoundLate | None:
    """Until it is decided, or the day has come to which it was postponed."""
    if _waiting(work, leaving.reader) is None:
        return None
    today = local_day(work.now, leaving.reader.zone)
    if round_.state == RoundState.DRAFTED:
        return RoundLate(round_.due_on, today, None)
    day = announced.postponed_to(work) if round_.state == RoundState.CANCELLED else None
    return RoundLate(round_.due_on, today, day) if day else None


def _waiting(work: Work, reader: Person) -> Participation | None:
    """Their part in the programme, unless they have a pair."""
    mine = people.participation_of(work.db, work.programme.id, reader.id)
    return None if mine is None or pairs.live_pairs_of(work.db, mine.id) else mine


def _round_on(work: Work, leaving: Leaving) -> date:
    """The day of the round; of a message that an earlier version owed it is not known."""
    day = leaving.arguments.get("round_on")
    return date.fromisoformat(day) if day else local_day(work.now, work.rules.zone)


@kinds.DECIDED.still_true
def decided(work: Work, round_: Round, leaving: Leaving) -> RoundNow | None:
    return announced.as_decided(work, round_, leaving.reader)


@kinds.DECIDED_LATER.still_true
def decided_later(work: Work, round_: Round, leaving: Leaving) -> RoundNow | ForNow[RoundNow]:
    return announced.now(work, round_, leaving)


@kinds.READY.still_true
def ready(work: Work, round_: Round, leaving: Leaving) -> RoundReady | None:
    return _ready(work, round_, leaving, again=False)


@kinds.STILL_WAITING.still_true
def still_waiting(work: Work, round_: Round, leaving: Leaving) -> RoundReady | None:
    return _ready(work, round_, leaving, again=True)


@kinds.READY_LATER.still_true
def ready_later(work: Work, round_: Round, leaving: Leaving) -> RoundNow | ForNow[RoundNow]:
    return announced.now(work, round_, leaving)


@kinds.STILL_WAITING_LATER.still_true
def still_waiting_later(work: Work, round_: Round, leaving: Leaving) -> RoundNow | ForNow[RoundNow]:
    return announced.now(work, round_, leaving)


def _ready(work: Work, round_: Round, leaving: Leaving, *, again: bool) -> RoundReady | None:
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    return approval.ready(work.db, leaving.reader, round_.id, again=again)
