"""What leads were told of a round, as it stands since: decided, on its way, sent, overtaken."""

from datetime import date, datetime, timedelta

from bot.domain.lifecycle import ProposalState, RoundState
from bot.domain.time.local_time import local_day
from bot.outbox.enqueue import edit_now, open_subjects
from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.operator import trouble
from bot.outbox.work import Work
from bot.programme.people import leads
from bot.programme.people.hours import rules_of
from bot.programme.rounds import kinds
from bot.programme.rounds.results import RoundNow
from bot.store.queries import people
from bot.store.queries import rounds as store
from bot.store.tables import Proposal, Round

AT_MOST_EVERY = timedelta(seconds=3)
"""How often the progress of a round that is being sent is shown anew."""
_GOES_ON = (RoundState.DRAFTED, RoundState.APPROVED, RoundState.SENDING)


def changed(work: Work, round_: Round) -> None:
    """Every lead reads what has become of the round, whoever decided it."""
    edit_now(work, f"round:{round_.id}")


def offer_ended(work: Work, proposal_id: int) -> None:
    """One offer less is on its way, whether it was sent or not."""
    proposal = store.proposal(work.db, proposal_id)
    if proposal is not None:
        edit_now(work, f"round:{proposal.round_id}", after=AT_MOST_EVERY)


def now(work: Work, round_: Round, leaving: Leaving) -> RoundNow | ForNow[RoundNow]:
    """To who leads. To who does not any more, and at the last moment at which the message can be
    edited, nothing but that there is such a round."""
    last_at = leaving.last_at or work.now
    is_last = work.now >= last_at and round_.state in _GOES_ON
    if is_last or not leads.is_lead(work.programme, leaving.reader.slack_id):
        return RoundNow(round_.id, round_.due_on, None)
    facts = _facts(work, round_)
    return ForNow(facts, last_at) if round_.state in _GOES_ON else facts


def _facts(work: Work, round_: Round) -> RoundNow:
    rows = store.proposals_of(work.db, round_.id)
    of = [row for row in rows if row.offered_at or row.state in _TO_GO]
    by = people.person(work.db, round_.decided_by).slack_id if round_.decided_by else None
    return RoundNow(
        round_id=round_.id,
        due_on=round_.due_on,
        state=round_.state,
        decided_by=by,
        going_at=round_.hold_until,
        pairs=len(of),
        done=len(of) - _under_way(work, of) if round_.state == RoundState.SENDING else 0,
        not_reached=_not_reached(work, of) if round_.state == RoundState.SENT else 0,
        postponed_to=_postponed_to(work) if round_.state == RoundState.CANCELLED else None,
    )


_TO_GO = (ProposalState.DRAFTED, ProposalState.QUEUED)


def _under_way(work: Work, of: list[Proposal]) -> int:
    subjects = [f"proposal:{row.id}" for row in of]
    return open_subjects(work.db, subjects=subjects, kind=kinds.OFFER)


def _not_reached(work: Work, of: list[Proposal]) -> int:
    """How many people an offer was given up for."""
    ids = {row.id for row in of}
    given_up = trouble.unreached(work.db, (kinds.OFFER.key,), work.now)
    return len({one.person_id for one in given_up if one.proposal_id in ids})


def _postponed_to(work: Work) -> date | None:
    """The day on which it is drafted anew, while that lies ahead."""
    at: datetime | None = work.programme.next_round_at
    if at is None or at <= work.now:
        return None
    return local_day(at, rules_of(work.programme).zone)
