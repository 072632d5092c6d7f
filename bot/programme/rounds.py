"""A round by the clock: drafted on its day, told to the leads, sent after approval and hold.

The rules: docs/programme.md, Rounds.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from zlib import crc32

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import sessionmaker

from bot.domain import cadence
from bot.domain.lifecycle import (
    ParticipationState,
    ProgrammeEvent,
    ProposalEvent,
    ProposalState,
    RoundEvent,
    RoundState,
)
from bot.domain.matching import Outcome, check, fingerprint, match
from bot.domain.rules import ProgrammeRules
from bot.outbox.owe import cancel, owe, unsettled
from bot.programme import leads, nudges, pool, proposals
from bot.programme.hours import of_person, rules_of
from bot.programme.pool import Pool
from bot.store import pairs, people, programmes, sealing
from bot.store import rounds as store
from bot.store.moves import move, record
from bot.store.tables import Person, Programme, Proposal, Round, RoundWaiting

# --- drafting -------------------------------------------------------------------------------------


def draft_due(sessions: sessionmaker[Db], now: datetime) -> int:
    """Draft the round whose day has come: read, match outside any transaction, write once.

    Two replicas may both match; the due date is moved on by compare-and-set, so one draft stays.
    """
    with sessions.begin() as db:
        programme = programmes.ROUND.peek(db, now)
        if programme is None or programme.next_round_at is None:
            return 0
        due, rules = programme.next_round_at, rules_of(programme)
        day = cadence.local_day(due, rules.zone)
        ready = pool.read(db, programme, rules, day, now)
    seed = _seed(programme.id, day)
    outcome = match(ready.people, ready.rules, seed=seed, forbidden=ready.forbidden)
    check(ready.people, ready.rules, ready.forbidden, outcome)
    with sessions.begin() as db:
        programme = programmes.current(db, lock=True)
        if programme.next_round_at == due:
            _write(db, programme, rules, day, outcome, ready, now)
    return 1


def _seed(programme_id: int, day: date) -> int:
    """A seed that anybody can compute again: the lottery among equals is no secret.

    31 bits, since a column of PostgreSQL holds no more.
    """
    return crc32(f"{programme_id}:{day.isoformat()}".encode()) & 0x7FFF_FFFF


def _write(
    db: Db,
    programme: Programme,
    rules: ProgrammeRules,
    day: date,
    outcome: Outcome,
    ready: Pool,
    now: datetime,
) -> None:
    _supersede(db, programme, now)
    one = Round(
        programme_id=programme.id,
        number=store.next_number(db, programme.id),
        state=RoundState.DRAFTED,
        due_on=day,
        drafted_at=now,
        remind_at=_next_morning(rules, now),
        seed=outcome.certificate.seed,
        certificate=outcome.certificate.to_facts() | {"inputs": _fingerprint(db, outcome, ready)},
        rules=rules.to_plain() | {"leads": [], "contact": ""},
    )
    db.add(one)
    db.flush()
    record(db, one, "draft", None, one.state, now)
    for found in outcome.pairs:
        db.add(_proposal(one, found.mentor, found.mentee, found.reasons.to_facts()))
    for key, category in outcome.waiting.items():
        db.add(RoundWaiting(round_id=one.id, participation_id=key, category=str(category)))
    _plan_next(programme, rules)
    _tell_leads(db, programme, one, "round.ready", now)


def _fingerprint(db: Db, outcome: Outcome, ready: Pool) -> str:
    key = sealing.derived(sealing.of(db).installation, "round inputs")
    return fingerprint(ready.people, ready.rules, ready.forbidden, outcome.certificate.seed, key)


def _proposal(one: Round, mentor: int, mentee: int, reasons: dict[str, object]) -> Proposal:
    return Proposal(
        programme_id=one.programme_id,
        round_id=one.id,
        mentor_id=mentor,
        mentee_id=mentee,
        state=ProposalState.DRAFTED,
        reasons=reasons,
    )


def _supersede(db: Db, programme: Programme, now: datetime) -> None:
    """A newer draft takes the place of one that nobody approved."""
    old = store.undecided(db, programme.id)
    if old is not None and old.state == RoundState.DRAFTED:
        give_way(db, old, now)


def give_way(db: Db, one: Round, now: datetime) -> None:
    """A drafted round that a newer one has overtaken."""
    move(db, one, RoundEvent.NEWER_DRAFT, now)
    for proposal in store.unsent_proposals_of(db, one.id):
        move(db, proposal, ProposalEvent.FALL_AWAY, now)
    cancel(db, subject=f"round:{one.id}")


def _plan_next(programme: Programme, rules: ProgrammeRules) -> None:
    if rules.repeat_weeks is None or programme.next_round_on is None:
        programme.next_round_on = programme.next_round_at = None
        return
    nominal, day = cadence.next_round(
        programme.next_round_on, rules.repeat_weeks, rules.own_country
    )
    programme.next_round_on = nominal
    programme.next_round_at = cadence.round_due(day, rules.zone)


def _next_morning(rules: ProgrammeRules, now: datetime) -> datetime:
    """09:00 in the programme's zone, on the next working day."""
    today = cadence.local_day(now, rules.zone)
    day = cadence.off_holiday(today + timedelta(days=1), rules.own_country)
    return cadence.round_due(day, rules.zone)


def _tell_leads(db: Db, programme: Programme, one: Round, kind: str, now: datetime) -> None:
    for lead in leads.persons(db, programme, now):
        owe(
            db, kind, occasion=f"round:{one.id}", now=now,
            due_at=cadence.into_hours(now, of_person(db, lead)),
            expires_at=programme.next_round_at, person=lead.id,
            arguments={"round": one.id}, subject=f"round:{one.id}",
        )  # fmt: skip


# --- an undecided round ---------------------------------------------------------------------------


def remind_leads_due(db: Db, now: datetime) -> int:
    """The next working morning: leads are told once more, or the round approves itself.

    So does one without a pair, of which there is nothing to approve: those who wait hear of it.
    """
    one = store.TO_REMIND_LEADS.first(db, now)
    if one is None:
        return 0
    one.remind_at = None
    programme = programmes.current(db)
    rules = rules_of(programme)
    if rules.auto_approve or not store.proposals_of(db, one.id):
        approve(db, one, now, by=None)
    else:
        _tell_leads(db, programme, one, "round.still_waiting", now)
    return 1


def approve(db: Db, one: Round, now: datetime, *, by: int | None) -> None:
    """Drafted pairs are queued as they were drafted, whatever profiles say by now; the hold begins.

    Those that have become impossible stay where they are, and are named in the round's window.
    """
    move(db, one, RoundEvent.APPROVE, now, by=by)
    one.decided_by, one.approved_at = by, now
    rules = ProgrammeRules.from_plain(one.rules)
    one.hold_until = now + timedelta(minutes=rules.hold_minutes)
    gone = impossible(db, one)
    for proposal in store.proposals_of(db, one.id):
        if proposal.state == ProposalState.DRAFTED and proposal.id not in gone:
            move(db, proposal, ProposalEvent.APPROVE, now)


def impossible(db: Db, one: Round) -> frozenset[int]:
    """Ids of pairs, not sent yet, of which somebody has left, is on a break or was paired since.

    All of that everybody can see. A profile that has changed is nobody's business: it does not
    count here.
    """
    unsent = store.unsent_proposals_of(db, one.id)
    paired = pairs.paired_since(db, one.programme_id, one.drafted_at) if unsent else frozenset()
    return frozenset(
        row.id
        for row in unsent
        for side in (row.mentor, row.mentee)
        if side.state != ParticipationState.ACTIVE or side.id in paired
    )


# --- sending --------------------------------------------------------------------------------------


def send_due(db: Db, now: datetime) -> int:
    """The hold is over: pairs are offered, each side in its hours; nobody sees which no longer fit.

    One of those stays sealed, is told to nobody and counts as proposed until its expiry.
    """
    one = store.HOLD_OVER.first(db, now)
    if one is None:
        return 0
    programme = programmes.current(db)
    rules = ProgrammeRules.from_plain(one.rules)
    move(db, one, RoundEvent.HOLD_OVER, now)
    move(db, programme, ProgrammeEvent.ROUND_SENT, now)
    one.sent_at = now
    one.expires_at = cadence.proposal_expiry(
        now, rules.zone, rules.own_country, rules.expiry_days, programme.next_round_at
    )
    one.remind_people_at = cadence.proposal_reminder(
        now, cadence.Hours(zone=rules.zone, country=rules.own_country)
    )
    queued = [row for row in store.proposals_of(db, one.id) if row.state == ProposalState.QUEUED]
    _offer(db, one, queued, rules, now)
    _count_waiting(db, programme, one, now)
    cancel(db, subject=f"round:{one.id}")
    return 1


def _offer(
    db: Db, one: Round, queued: list[Proposal], rules: ProgrammeRules, now: datetime
) -> None:
    gone = impossible(db, one)
    for row in store.unsent_proposals_of(db, one.id):
        if row.state != ProposalState.QUEUED or row.id in gone:
            move(db, row, ProposalEvent.FALL_AWAY, now)
    admission = pool.still_fits(db, programmes.current(db), rules, one.due_on, now)
    for proposal in queued:
        if proposal.id in gone:
            continue
        fits = admission.admits(proposal.mentor, proposal.mentee)
        move(db, proposal, ProposalEvent.SEND, now)
        proposal.offered_at = now
        proposal.expires_at, proposal.remind_at = one.expires_at, one.remind_people_at
        proposals.offer(db, proposal, now, fits=fits)


def _count_waiting(db: Db, programme: Programme, one: Round, now: datetime) -> None:
    """Whoever could have been paired and was not has waited one round more."""
    for row in store.waiting(db, one.id):
        waiting = people.participation(db, row.participation_id)
        waiting.rounds_waited += 1
        nudges.still_looking(db, programme, one, waiting, row.category, now)
    for proposal in store.proposals_of(db, one.id):
        if proposal.offered_at is None:
            proposal.mentor.rounds_waited += 1
            proposal.mentee.rounds_waited += 1


def finish_sending(db: Db, now: datetime) -> int:
    """A round is sent when no offer of it is on its way any more."""
    done = 0
    for one in store.BEING_SENT.rows(db, now):
        ids = [f"proposal:{row.id}" for row in store.proposals_of(db, one.id)]
        if not unsettled(db, subjects=ids, kind="proposal.offer"):
            done += move(db, one, RoundEvent.ALL_SENT, now)
    return done


def waiting_why(db: Db, one: Round, reader: Person) -> dict[str, int]:
    """How many wait, by category, the reader not counted."""
    mine = people.participation_of(db, one.programme_id, reader.id)
    return dict(
        Counter(
            row.category
            for row in store.waiting(db, one.id)
            if mine is None or row.participation_id != mine.id
        )
    )
