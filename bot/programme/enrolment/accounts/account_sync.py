"""What Slack says of people since: other zone or language, gone, a guest now, back again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.time.calendar import known_zone
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.operator import dead_letters
from bot.outbox.work import Work
from bot.programme.enrolment.accounts import gone_accounts
from bot.programme.people import leads
from bot.programme.people.accounts import Account
from bot.programme.rounds import drafting
from bot.store.queries import people
from bot.store.tables import Person

NIGHTLY_SYNC_AT = 3 * 60
"""Local minutes of the night at which everybody is looked up: nobody is waiting for the bot."""


def changed(work: Work, account: Account) -> bool:
    """Take over what changed about one person, who may lead, too; False for somebody we do not
    know."""
    _lead_seen(work, account)
    leads.owner_seen(work, account)
    return _take_over(work, account)


def lead_looked_up(work: Work, account: Account) -> None:
    """What Slack says of somebody who is named as lead, who may never have written to the bot."""
    _lead_seen(work, account)
    if account.is_member:
        known(work, account, work.now)
    _take_over(work, account)


def _lead_seen(work: Work, account: Account) -> None:
    """A lead who is there again hears what waits for one."""
    if leads.account_seen(work, account.slack_id, is_member=account.is_member):
        lead = known(work, account, work.now)
        dead_letters.enqueue_again(work.db, lead.id, work.now)
        drafting.tell_lead(work, lead)
        gone_accounts.tell_lead(work, lead)


def known(work: Work, account: Account, now: datetime) -> Person:
    """The person of an account that was looked up: they have given no sign of life. One who is new
    was first seen `now`."""
    rules = work.rules
    zone = known_zone(account.zone, rules.zone)
    return people.meet(work.db, account.slack_id, zone, account.language or rules.language, now)


def _take_over(work: Work, account: Account) -> bool:
    person = people.known(work.db, account.slack_id)
    if person is None:
        return False
    if not account.is_member:
        gone_accounts.vanished(work, person)
        return True
    gone_accounts.is_back(work, person)
    rules = work.rules
    person.zone = known_zone(account.zone, rules.zone)
    if account.language and not person.language_chosen:
        person.language = account.language
    return True


def nightly_sync(work: Work, page: Sequence[Account]) -> int:
    """A page of the nightly look at everybody; returns how many of them we know.

    Leads come first, so that the programme is locked before any participation. Where nobody leads,
    the owner of the workspace hears of it: those named were looked up before, one by one, since an
    id that Slack does not know stands on no page.
    """
    for account in page:
        _lead_seen(work, account)
        leads.owner_seen(work, account)
    ours = sum(_take_over(work, account) for account in page)
    if not leads.present(work.programme):
        for account in page:
            if account.is_primary_owner and account.is_member:
                leads.missing(work, known(work, account, work.now))
    return ours


def nightly_sync_due(work: Work) -> bool:
    """Whether tonight's look is due; if so it is planned anew, so that one replica does it."""
    programme = work.lock_programme()
    due = programme.next_nightly_sync_at
    if due is not None and work.now < due:
        return False
    zone = work.rules.zone
    tomorrow = local_day(work.now, zone) + timedelta(days=1)
    programme.next_nightly_sync_at = at_local(tomorrow, NIGHTLY_SYNC_AT, zone)
    return due is not None


def unreachable_due(work: Work) -> int:
    """Slack refused a message because its receiver is gone: the same as if the account said so."""
    gone = dead_letters.RECEIVERS_GONE.rows(work.db, work.now)
    for one in gone:
        leads.account_seen(work, one.slack_id, is_member=False)
        gone_accounts.vanished(work, one.person)
    return len(gone)
