"""A round by the clock: drafted on its day, told to the leads, sent after approval and hold.

The rules: docs/programme.md, Rounds.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from bot.domain.due.rounds import next_round, off_holiday, round_due, round_late
from bot.domain.lifecycle import RoundEvent, RoundState
from bot.domain.matching import Outcome, check, fingerprint, match
from bot.domain.rules import ProgrammeRules
from bot.domain.time.local_time import local_day
from bot.outbox.enqueue import Owed, enqueue, enqueue_many
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.people import leads, looking
from bot.programme.people.hours import person_reachable_at, reachable_at
from bot.programme.rounds import announced, kinds, pool
from bot.programme.rounds.pool import Pool
from bot.programme.rounds.sending import AT_ONCE, MAY_BE_HERE, approve, fall_away
from bot.store.db.engine import reading
from bot.store.db.session import Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import drafted, round_window
from bot.store.queries import rounds as store
from bot.store.secrets import sealing
from bot.store.secrets.sealing import Secrets
from bot.store.tables import Participation, Person, Programme, Round
from bot.store.transitions import log_event, transition

# --- drafting -------------------------------------------------------------------------------------


def draft_due(sessions: Sessions, now: datetime) -> int:
    """Draft the round whose day has come: read, match outside any transaction, write once.

    Two replicas may both match; the due date is moved on by compare-and-set, so one draft stays.
    """
    with sessions() as db:
        work = Work(reading(db), now)
        programme = programmes.ROUND.peek(work.db, now)
        if programme is None or programme.next_round_at is None:
            return 0
        work.learn(programme)
        due, rules = programme.next_round_at, work.rules
        day = local_day(due, rules.zone)
        ready = pool.read(work, day)
    seed = _seed(programme.id, day)
    outcome = match(ready.people, ready.rules, seed=seed, forbidden=ready.forbidden)
    check(ready.people, ready.rules, ready.forbidden, outcome)
    inputs = _fingerprint(db.secrets, outcome, ready)
    with sessions.begin() as db:
        work = Work(db, now)
        if work.lock_programme().next_round_at == due:
            _write(work, rules, day, outcome, inputs)
            looking.turn_all(work, ready.turned)
    return 1


def _seed(programme_id: int, day: date) -> int:
    """A seed that anybody can compute again: the lottery among equals is no secret.

    31 bits, since a column of PostgreSQL holds no more.
    """
    return crc32(f"{programme_id}:{day.isoformat()}".encode()) & 0x7FFF_FFFF


def _write(work: Work, rules: ProgrammeRules, day: date, outcome: Outcome, inputs: str) -> None:
    programme = work.programme
    _supersede(work, programme)
    one = Round(
        programme_id=programme.id,
        number=store.next_number(work.db, programme.id),
        state=RoundState.DRAFTED,
        due_on=day,
        drafted_at=work.now,
        remind_at=_next_morning(rules, work.now),
        late_at=round_late(local_day(work.now, rules.zone), rules.zone, rules.own_country),
        seed=outcome.certificate.seed,
        certificate=outcome.certificate.to_facts() | {"inputs": inputs},
        rules=rules.to_plain() | {"leads": [], "contact": ""},
    )
    work.db.add(one)
    work.db.flush()
    log_event(work.db, one, "draft", None, one.state, work.now)
    drafted.add_pairs(work.db, one, outcome.pairs)
    drafted.add_waiting(work.db, one, outcome.waiting)
    _plan_next(programme, rules)
    _tell_leads(work, one, kinds.READY)


def _fingerprint(secrets: Secrets, outcome: Outcome, ready: Pool) -> str:
    key = sealing.derived(secrets.installation, "round inputs")
    return fingerprint(ready.people, ready.rules, ready.forbidden, outcome.certificate.seed, key)


def _supersede(work: Work, programme: Programme) -> None:
    """A newer draft takes the place of one that nobody approved."""
    old = store.undecided(work.db, programme.id)
    if old is not None and old.state == RoundState.DRAFTED:
        give_way(work, old)


def give_way(work: Work, round_: Round) -> None:
    """A drafted round that a newer one has overtaken."""
    transition(work.db, round_, RoundEvent.NEWER_DRAFT, work.now)
    fall_away(work, round_, *drafted.UNSENT)
    announced.changed(work, round_)


def _plan_next(programme: Programme, rules: ProgrammeRules) -> None:
    if rules.repeat_weeks is None or programme.next_round_on is None:
        programme.next_round_on = programme.next_round_at = None
        return
    nominal, day = next_round(programme.next_round_on, rules.repeat_weeks, rules.own_country)
    programme.next_round_on = nominal
    programme.next_round_at = round_due(day, rules.zone)


def _next_morning(rules: ProgrammeRules, now: datetime) -> datetime:
    """09:00 in the programme's zone, on the next working day."""
    today = local_day(now, rules.zone)
    day = off_holiday(today + timedelta(days=1), rules.own_country)
    return round_due(day, rules.zone)


def _tell_leads(work: Work, round_: Round, kind: Kind[Round, Any]) -> None:
    for lead in leads.persons(work):
        _tell(work, round_, kind, lead)


def _tell(work: Work, round_: Round, kind: Kind[Round, Any], lead: Person) -> None:
    enqueue(
        work, kind, round_, to=lead, occasion=f"round:{round_.id}",
        due_at=person_reachable_at(work, lead), expires_at=work.programme.next_round_at,
    )  # fmt: skip


def tell_lead(work: Work, lead: Person) -> None:
    """Somebody leads since: of a round that waits for a decision they hear, unless they have."""
    round_ = store.undecided(work.db, work.programme.id)
    if round_ is not None and round_.state == RoundState.DRAFTED:
        _tell(work, round_, kinds.READY, lead)


# --- an undecided round ---------------------------------------------------------------------------


def remind_leads_due(work: Work) -> int:
    """The next working morning: leads are told once more, or the round approves itself.

    So does one that no pair is left of to send: those who wait hear of it.
    """
    one = store.TO_REMIND_LEADS.first(work.db, work.now)
    if one is None:
        return 0
    one.remind_at = None
    left = round_window.totals(work.db, one, None).pairs
    if work.rules.auto_approve or left.going + left.held == 0:
        approve(work, one, by=None)
    else:
        _tell_leads(work, one, kinds.STILL_WAITING)
    return 1


def late_due(work: Work) -> int:
    """Three working days after its day a round that nobody decided is late."""
    one = store.LATE.first(work.db, work.now)
    if one is None:
        return 0
    one.late_at = None
    keeps_waiting(one)
    return 1


def keeps_waiting(round_: Round) -> None:
    """Whoever it drafted, or left waiting, is to hear that it is late."""
    round_.waiting_after = 0


def tell_late_due(work: Work) -> int:
    """Some more of those who wait hear that a round is late, or postponed, and until when."""
    one = store.KEPT_WAITING.first(work.db, work.now)
    if one is None:
        return 0
    waiting = store.left_waiting(work.db, one.id, AT_ONCE, after=one.waiting_after or 0)
    enqueue_many(work, kinds.LATE, _late(work, one, [person for person, _ in waiting]))
    one.waiting_after = waiting[-1][0].id if waiting else None
    return 1


def _late(work: Work, round_: Round, waiting: Iterable[Participation]) -> Iterator[Owed[Round]]:
    for one in waiting:
        if one.state in MAY_BE_HERE:
            yield Owed(
                about=round_,
                to=one.person,
                occasion=f"round:{round_.id}:{round_.state}",
                due_at=reachable_at(work, one),
                expires_at=work.programme.next_round_at,
            )
