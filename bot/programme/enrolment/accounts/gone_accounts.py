"""Accounts that are gone: nothing ends at once, and nobody is told; many are back the next day.

Of somebody whose account is deactivated, a guest's or another workspace's now, pairs and places
stay, what is owed to them waits, rounds go on without them. Back in time, all is as before;
after some working days their participation ends. Where many would end at once, none does: a
directory that was connected wrongly removes a whole company in minutes. The rules:
docs/programme.md, Breaks and leaving.
"""

from dataclasses import dataclass

from bot import logs
from bot.domain.enrolment.gone_accounts import too_many_gone
from bot.domain.lifecycle import ParticipationState
from bot.domain.time.working_hours import working_days_later
from bot.outbox.enqueue import edit_now, enqueue, look_again
from bot.outbox.operator import dead_letters
from bot.outbox.work import Work
from bot.programme.enrolment import kinds, leaving
from bot.programme.people import leads
from bot.programme.people.hours import person_reachable_at
from bot.programme.people.messages import AWAY
from bot.programme.rounds import proposals
from bot.store.queries import enrolment, people
from bot.store.tables import Participation, Person, Programme

log = logs.logger(__name__)
_SUBJECT = "accounts"
"""By which what is owed about them is found."""
SOON = 3
"""Working days: how many would end within them decides whether any does."""


@dataclass(frozen=True)
class Gone:
    """How many accounts are gone, of how many who take part; `held`: they are too many at once."""

    soon: int
    of: int
    held: bool


def vanished(work: Work, person: Person) -> None:
    """Slack says, by whatever way, that this account is none of ours any more."""
    programme = work.programme
    participation = people.participation_of(work.db, programme.id, person.id, lock=True)
    if participation is None or not participation.takes_part or participation.gone_at is not None:
        return
    rules = work.rules
    participation.gone_at = work.now
    participation.gone_until = working_days_later(
        work.now, rules.account_days, rules.zone, rules.own_country
    )


def is_back(work: Work, person: Person) -> None:
    """The account is there again: all is as before, and what waited goes out.

    Said of everybody at night, and of nearly all it is no news: only what is gone is locked.
    """
    known = people.participation_of(work.db, work.programme.id, person.id)
    if known is None or known.gone_at is None:
        return
    participation = leaving.held(work, person)
    if participation is None or participation.gone_at is None:
        return
    participation.gone_at = participation.gone_until = None
    participation.back_at = work.now
    dead_letters.enqueue_again(work.db, person.id, work.now)
    look_again(work.db, AWAY, work.now)
    if participation.state == ParticipationState.ACTIVE:
        proposals.settle_yeses(work, participation)


def settle_due(work: Work) -> int:
    """Whose account did not come back in time is gone for good, unless too many are at once."""
    programme = work.lock_programme()
    gone = state(work)
    if gone.held != (programme.accounts_held_at is not None):
        (_hold if gone.held else _go_on)(work, programme, gone)
        return 1
    overdue = enrolment.ACCOUNTS_OVERDUE.rows(work.db, work.now)
    ending = [one for one in overdue if not gone.held or _is_confirmed(programme, one)]
    for one in ending:
        leaving.account_gone(work, one)
    return len(ending)


def state(work: Work) -> Gone:
    """How it stands: accounts whose end was confirmed do not count."""
    programme = work.programme
    rules = work.rules
    until = working_days_later(work.now, SOON, rules.zone, rules.own_country)
    soon = enrolment.gone_until(work.db, programme.id, until, programme.accounts_confirmed_at)
    of = enrolment.how_many(work.db, programme.id)
    return Gone(soon, of, too_many_gone(soon, of))


def confirm(work: Work) -> int:
    """An operator says that these accounts are gone for good: who is away now ends in their time.

    Returns how many that are; 0 when none was held up.
    """
    programme = work.lock_programme()
    if programme.accounts_held_at is None:
        return 0
    confirmed = state(work).soon
    programme.accounts_confirmed_at, programme.accounts_held_at = work.now, None
    edit_now(work, _SUBJECT)
    return confirmed


def _hold(work: Work, programme: Programme, gone: Gone) -> None:
    """The leads hear once that nobody ends."""
    programme.accounts_held_at = work.now
    log.error(
        "too many accounts are gone at once: none of them ends before `accounts confirm`",
        gone=gone.soon, participants=gone.of,
    )  # fmt: skip
    for lead in leads.persons(work):
        tell_lead(work, lead)


def tell_lead(work: Work, lead: Person) -> None:
    """A lead hears that nobody ends, unless they have; or nothing, if no end is held up."""
    programme = work.programme
    if programme.accounts_held_at is None:
        return
    occasion = f"{programme.id}:{programme.accounts_held_at.timestamp()}"
    enqueue(
        work, kinds.ACCOUNTS_GONE, None, to=lead, occasion=occasion,
        due_at=person_reachable_at(work, lead), subject=_SUBJECT,
    )  # fmt: skip


def _go_on(work: Work, programme: Programme, gone: Gone) -> None:
    """Most are back. Those who are not have their days anew: the others come one by one."""
    programme.accounts_held_at = None
    edit_now(work, _SUBJECT)
    rules = work.rules
    until = working_days_later(work.now, rules.account_days, rules.zone, rules.own_country)
    enrolment.wait_until(work.db, programme.id, until, programme.accounts_confirmed_at)
    log.warning("fewer accounts are gone: those that stay away end in time", gone=gone.soon)


def _is_confirmed(programme: Programme, participation: Participation) -> bool:
    confirmed = programme.accounts_confirmed_at
    return (
        confirmed is not None
        and participation.gone_at is not None
        and participation.gone_at <= confirmed
    )
