"""Messages of proposals, of waiting, and of a round that a lead decides about."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.programme.people.messages import Arguments, Defer, Subject, message, until_found
from bot.programme.rounds import approval, proposals
from bot.programme.rounds.results import DidNotGoAhead, Offered, RoundReady, StillLooking
from bot.store.queries import administration as programmes
from bot.store.queries import pairs, people, rounds
from bot.store.tables import Person, Proposal, Round

PROPOSAL: Subject[Proposal] = Subject("proposal", rounds.proposal)
ROUND: Subject[Round] = Subject("round", rounds.find)


@PROPOSAL.message("proposal.offer")
def offer(
    db: Db, proposal: Proposal, arguments: Arguments, person: Person, now: datetime
) -> Offered | Defer | None:
    mine = proposal.side_of(person.id)
    if mine is None:
        return None
    if away := until_found(proposal.other(mine), now, proposal.expires_at):
        return away
    waits = proposals.unanswered(db, proposal, mine, heard=False)
    return proposals.offered(db, proposal, mine) if waits else None


@PROPOSAL.message("proposal.reminder")
def reminder(
    db: Db, proposal: Proposal, arguments: Arguments, person: Person, now: datetime
) -> Offered | None:
    mine = proposal.side_of(person.id)
    waits = mine is not None and proposals.unanswered(db, proposal, mine, heard=True)
    return proposals.offered(db, proposal, mine) if mine is not None and waits else None


@message("proposal.did_not_go_ahead")
def did_not_go_ahead(db: Db, arguments: Arguments, person: Person, now: datetime) -> DidNotGoAhead:
    return DidNotGoAhead(arguments["partner"], next_round_on(programmes.current(db)))


@message("nudge.still_looking")
def still_looking(
    db: Db, arguments: Arguments, person: Person, now: datetime
) -> StillLooking | None:
    participation = people.participation_of(db, programmes.current(db).id, person.id)
    if (
        participation is None
        or pairs.live_pairs_of(db, participation.id)
        or proposals.has_open(db, participation, now)
    ):
        return None
    return StillLooking(
        category=arguments["category"],
        next_round_on=next_round_on(programmes.current(db)),
        wishes=len(participation.wishes),
        offers=len(participation.offers),
    )


@ROUND.message("round.ready")
def ready(
    db: Db, round_: Round, arguments: Arguments, person: Person, now: datetime
) -> RoundReady | None:
    return _ready(db, round_, person, again=False)


@ROUND.message("round.still_waiting")
def still_waiting(
    db: Db, round_: Round, arguments: Arguments, person: Person, now: datetime
) -> RoundReady | None:
    return _ready(db, round_, person, again=True)


def _ready(db: Db, round_: Round, person: Person, *, again: bool) -> RoundReady | None:
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    return approval.ready(db, person, round_.id, again=again)
