"""What is still true of the message about who leads, and why messages wait."""

from datetime import datetime, timedelta

from bot.outbox.kinds import Leaving
from bot.outbox.ports import Defer
from bot.outbox.work import Work
from bot.programme.people import kinds, leads
from bot.programme.people.hours import next_round_on
from bot.programme.people.kinds import WasWithoutLead, WithoutLead
from bot.store.tables import Participation

AWAY = "account gone"
"""Why a message waits while somebody's account is gone."""
LOOK_AGAIN = timedelta(days=1)
_A_MOMENT = timedelta(seconds=1)


@kinds.WITHOUT_LEAD.still_true
def without_lead(work: Work, _: object, leaving: Leaving) -> WithoutLead | None:
    programme = work.programme
    since = programme.without_lead_since
    if since is None or leads.present(programme):
        return None
    if leaving.arguments.get("since") != since.isoformat():
        return None
    automatic = work.rules.auto_approve
    return WithoutLead(next_round_on(work), len(programme.leads_gone), automatic)


@kinds.WITHOUT_LEAD_LATER.still_true
def without_lead_later(work: Work, _: object, leaving: Leaving) -> WasWithoutLead:
    return WasWithoutLead(found=bool(leads.present(work.programme)))


def until_found(
    participation: Participation, now: datetime, expires_at: datetime | None
) -> Defer | None:
    """While somebody's account is gone nothing goes to them; once it is found again, it does,
    unless it has expired meanwhile."""
    if participation.gone_at is None:
        return None
    until = participation.gone_until or now
    until = until if until > now else now + LOOK_AGAIN
    return Defer(min(until, (expires_at or until) - _A_MOMENT), AWAY)
