"""What leads were told of a round, as it stands since: decided, on its way, sent, overtaken."""

from datetime import date, datetime, timedelta

from bot.domain.lifecycle import RoundState
from bot.domain.time.local_time import local_day
from bot.outbox.enqueue import cancel, edit_now, enqueue
from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.operator import trouble
from bot.outbox.work import Work
from bot.programme.people import leads
from bot.programme.people.hours import person_reachable_at
from bot.programme.rounds.kinds import DECIDED, OFFER
from bot.programme.rounds.results import RoundNow
from bot.store.queries import drafted, round_window
from bot.store.queries import rounds as store
from bot.store.tables import Person, Round

AT_MOST_EVERY = timedelta(seconds=3)
"""How often the progress of a round that is being sent is shown anew."""
_UNDECIDED = (RoundState.DRAFTED, RoundState.APPROVED)
_GOES_OUT = (RoundState.SENDING, RoundState.SENT)


def changed(work: Work, round_: Round) -> None:
    """Every lead reads what has become of the round, whoever decided it; who was still to be told
    that it waits is not."""
    cancel(work.db, subject=f"round:{round_.id}")
    edit_now(work, f"round:{round_.id}")


def decided(work: Work, round_: Round) -> None:
    """Every other lead hears who decided, and what goes out: also who was still to be told that it
    waits. That nothing does they have read."""
    if (
        round_.state != RoundState.CANCELLED
        and not round_window.totals(work.db, round_, None).queued
    ):
        return
    for lead in leads.persons(work):
        if lead.id != round_.decided_by:
            enqueue(
                work, DECIDED, round_, to=lead, occasion=f"round:{round_.id}",
                due_at=person_reachable_at(work, lead), expires_at=work.programme.next_round_at,
            )  # fmt: skip


def progressed(work: Work, round_: Round) -> None:
    """More of its pairs were passed on to be sent, or another number of them is to go."""
    edit_now(work, f"round:{round_.id}", after=AT_MOST_EVERY)


def as_decided(work: Work, round_: Round, reader: Person) -> RoundNow | None:
    """What a lead is told of a decision; None once it was taken back."""
    if round_.state in _UNDECIDED or not leads.is_lead(work.programme, reader.slack_id):
        return None
    return _facts(work, round_)


def now(work: Work, round_: Round, leaving: Leaving) -> RoundNow | ForNow[RoundNow]:
    """To who leads. To who does not any more, and at the last moment at which the message can be
    edited while nothing is decided, only that there is such a round.

    A round has gone out when its pairs were passed on: when their offers leave follows from
    people's hours, which are not a lead's business. Whom it did not reach is looked at when all
    are reminded, and when its proposals close.
    """
    last_at = leaving.last_at or work.now
    undecided = round_.state in _UNDECIDED
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return RoundNow(round_.id, round_.due_on, None)
    if undecided and work.now >= last_at:
        return RoundNow(round_.id, round_.due_on, None)
    facts = _facts(work, round_)
    until = last_at if undecided else _looked_at_anew(work, round_)
    return ForNow(facts, until) if until is not None else facts


def _looked_at_anew(work: Work, round_: Round) -> datetime | None:
    if round_.state not in _GOES_OUT:
        return None
    moments = (round_.remind_people_at, round_.expires_at)
    return min((at for at in moments if at is not None and at > work.now), default=None)


def _facts(work: Work, round_: Round) -> RoundNow:
    totals = round_window.totals(work.db, round_, None)
    to_go = totals.queued if round_.state in _GOES_OUT else totals.pairs.going
    return RoundNow(
        round_id=round_.id,
        due_on=round_.due_on,
        state=_state(round_, to_go),
        decided_by=store.decided_by(work.db, round_),
        going_at=round_.hold_until,
        pairs=totals.pairs.sent + to_go,
        done=totals.pairs.sent,
        not_reached=_not_reached(work, round_),
        postponed_to=postponed_to(work) if round_.state == RoundState.CANCELLED else None,
    )


def _state(round_: Round, to_go: int) -> RoundState:
    if round_.state not in _GOES_OUT:
        return round_.state
    return RoundState.SENDING if to_go else RoundState.SENT


def _not_reached(work: Work, round_: Round) -> int:
    """How many people an offer was given up for."""
    given_up = trouble.unreached(work.db, (OFFER.key,), work.now)
    if not given_up:
        return 0
    of_round = set(work.db.scalars(drafted.ids(round_.id)))
    return len({one.person_id for one in given_up if one.proposal_id in of_round})


def postponed_to(work: Work) -> date | None:
    """The day on which it is drafted anew, while that lies ahead."""
    at: datetime | None = work.programme.next_round_at
    if at is None or at <= work.now:
        return None
    return local_day(at, work.rules.zone)
