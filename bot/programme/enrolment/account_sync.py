"""What Slack says of people since: other zone or language, gone, a guest now, back again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

from bot.domain.time.calendar import known_zone
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.operator import dead_letters
from bot.outbox.work import Work
from bot.programme.enrolment import gone_accounts
from bot.programme.people import leads
from bot.programme.people.accounts import Account
from bot.programme.people.hours import rules_now, rules_of
from bot.programme.rounds import drafting
from bot.store.queries import administration as programmes
from bot.store.queries import people
from bot.store.tables import Person

NIGHTLY_SYNC_AT = 3 * 60
"""Local minutes of the night at which everybody is looked up: nobody is waiting for the bot."""


def changed(work: Work, account: Account) -> bool:
    """Take over what changed about one person, who may lead, too; False for somebody we do not
    know."""
    _lead_seen(work.db, account, work.now)
    return _take_over(work.db, account, work.now)


def lead_looked_up(db: Db, account: Account, now: datetime) -> None:
    """What Slack says of somebody who is named as lead, who may never have written to the bot."""
    _lead_seen(db, account, now)
    if account.is_member:
        _known(db, account, now)
    _take_over(db, account, now)


def _lead_seen(db: Db, account: Account, now: datetime) -> None:
    """A lead who is there again hears what waits for one."""
    if leads.account_seen(db, account.slack_id, is_member=account.is_member, now=now):
        lead = _known(db, account, now)
        dead_letters.enqueue_again(db, lead.id, now)
        drafting.tell_lead(db, lead, now)
        gone_accounts.tell_lead(db, lead, now)


def _known(db: Db, account: Account, now: datetime) -> Person:
    """The person of an account that was looked up: they have given no sign of life."""
    rules = rules_now(db)
    zone = known_zone(account.zone, rules.zone)
    return people.meet(db, account.slack_id, zone, account.language or rules.language, now)


def _take_over(db: Db, account: Account, now: datetime) -> bool:
    person = people.known(db, account.slack_id)
    if person is None:
        return False
    if not account.is_member:
        gone_accounts.vanished(db, person, now)
        return True
    gone_accounts.is_back(db, person, now)
    rules = rules_now(db)
    person.zone = known_zone(account.zone, rules.zone)
    if account.language and not person.language_chosen:
        person.language = account.language
    return True


def nightly_sync(db: Db, page: Sequence[Account], now: datetime) -> int:
    """A page of the nightly look at everybody; returns how many of them we know.

    Leads come first, so that the programme is locked before any participation. Where nobody leads,
    the owner of the workspace hears of it: those named were looked up before, one by one, since an
    id that Slack does not know stands on no page.
    """
    for account in page:
        _lead_seen(db, account, now)
    known = sum(_take_over(db, account, now) for account in page)
    if not leads.present(programmes.current(db)):
        for account in page:
            if account.is_primary_owner and account.is_member:
                leads.missing(db, _known(db, account, now), now)
    return known


def nightly_sync_due(db: Db, now: datetime) -> bool:
    """Whether tonight's look is due; if so it is planned anew, so that one replica does it."""
    programme = programmes.current(db, lock=True)
    due = programme.next_nightly_sync_at
    if due is not None and now < due:
        return False
    zone = rules_of(programme).zone
    tomorrow = local_day(now, zone) + timedelta(days=1)
    programme.next_nightly_sync_at = at_local(tomorrow, NIGHTLY_SYNC_AT, zone)
    return due is not None


def unreachable_due(db: Db, now: datetime) -> int:
    """Slack refused a message because its receiver is gone: the same as if the account said so."""
    gone = dead_letters.RECEIVERS_GONE.rows(db, now)
    for one in gone:
        leads.account_seen(db, one.slack_id, is_member=False, now=now)
        gone_accounts.vanished(db, one.person, now)
    return len(gone)
