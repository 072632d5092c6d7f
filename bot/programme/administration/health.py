"""How the bot runs, for the leads: what is overdue, what was given up, what comes next."""

from collections.abc import Mapping

from bot.outbox.operator.trouble import trouble
from bot.outbox.work import Work
from bot.programme.administration.kinds import KINDS
from bot.programme.administration.results import Health
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on


def health(work: Work, checks: Mapping[str, bool], version: str) -> Health:
    """For leads; `checks` are what the process knows of itself. Raises NotALead."""
    programme = leads.require(work)
    found = trouble(work.db, work.now, KINDS.for_leads)
    return Health(
        checks=dict(checks),
        version=version,
        leads=len(leads.present(programme)),
        leads_gone=tuple(programme.leads_gone),
        given_up=sum(found.given_up.values()),
        given_up_by_reason=found.given_up,
        late_since=found.late_since,
        next_round_on=next_round_on(work),
    )
