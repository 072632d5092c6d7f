"""Who runs the programme: named by settings and programme file, known by Slack id.

What they do and see: docs/programme.md, Leads.
"""

from datetime import datetime

from bot import logs
from bot.domain.refusals import NotALead
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.work import Work
from bot.programme.people import kinds
from bot.programme.people.accounts import Account
from bot.programme.people.hours import person_reachable_at
from bot.store.queries import people
from bot.store.tables import Person, Programme

log = logs.logger(__name__)
_SUBJECT = "leads"
"""By which what is owed about them is found."""


def present(programme: Programme) -> list[str]:
    """Who leads: those named, save whose account is deactivated, a guest's, a bot's, another
    workspace's, or unknown to Slack. Who was not looked up yet counts as present."""
    return [one for one in programme.leads if one not in programme.leads_gone]


def is_lead(programme: Programme, slack_id: str) -> bool:
    """Whether they are named as lead and have a full account here."""
    return slack_id in present(programme)


def require(work: Work) -> Programme:
    """The programme, for its leads only. Raises NotALead with the Slack ids of who leads."""
    programme = work.programme
    if not is_lead(programme, work.me.slack_id):
        raise NotALead(tuple(present(programme)))
    return programme


def persons(work: Work) -> list[Person]:
    """The leads as persons; one who never wrote has the programme's zone and language so far."""
    rules = work.rules
    return [
        people.meet(work.db, slack_id, rules.zone, rules.language, work.now)
        for slack_id in present(work.programme)
    ]


def named(programme: Programme, slack_ids: list[str], now: datetime) -> None:
    """From now on these are the leads; of those who stay it is still known who is gone."""
    programme.leads = slack_ids
    _note(programme, set(programme.leads_gone), now)


def account_seen(work: Work, slack_id: str, *, is_member: bool) -> bool:
    """Slack says whether somebody has a full account here: without one they lead no longer.

    True for a lead who is there again, or the first one there after a time without: of what waits
    for a lead they may have heard nothing. Of nearly everybody it is no news: only then is the
    programme locked.
    """
    if not _is_news(work.programme, slack_id, is_member=is_member):
        return False
    programme = work.lock_programme()
    if not _is_news(programme, slack_id, is_member=is_member):
        return False  # somebody else brought it first
    gone = set(programme.leads_gone)
    if is_member:
        programme.without_lead_since = programme.owner_told_at = None
        edit_now(work, _SUBJECT)
        log.warning("a lead is there")
    else:
        log.warning("a lead has no full account here, and leads no longer")
    _note(programme, gone - {slack_id} if is_member else gone | {slack_id}, work.now)
    return is_member


def _is_news(programme: Programme, slack_id: str, *, is_member: bool) -> bool:
    if slack_id not in programme.leads:
        return False
    is_gone = slack_id in programme.leads_gone
    return is_member == is_gone or (is_member and programme.without_lead_since is not None)


def _note(programme: Programme, gone: set[str], now: datetime) -> None:
    """That nobody leads is over only when Slack says that somebody does."""
    programme.leads_gone = [one for one in programme.leads if one in gone]
    if not present(programme) and programme.without_lead_since is None:
        programme.without_lead_since = now
        log.error("nobody leads the programme")


def owner_seen(work: Work, account: Account) -> None:
    """Slack says who owns the workspace; of several owners, one for as long as they are."""
    programme, owns = work.programme, account.is_primary_owner and account.is_member
    is_known = programme.workspace_owner == account.slack_id
    if is_known and not owns:
        work.lock_programme().workspace_owner = None
    elif owns and programme.workspace_owner is None:
        work.lock_programme().workspace_owner = account.slack_id


def missing(work: Work, owner: Person) -> None:
    """Nobody leads: a primary owner hears how that is fixed, one of them, and once each time that
    the last lead is gone."""
    programme = work.lock_programme()
    since = programme.without_lead_since
    if since is None or programme.owner_told_at is not None:
        return
    programme.owner_told_at = work.now
    enqueue(
        work, kinds.WITHOUT_LEAD, None, to=owner,
        occasion=f"{programme.id}:{since.timestamp()}",
        due_at=person_reachable_at(work, owner), arguments={"since": since.isoformat()},
        subject=_SUBJECT,
    )  # fmt: skip
