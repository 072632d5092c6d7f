"""Messages for whoever runs the programme: what was not delivered, and that nobody leads."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.outbox.operator import trouble
from bot.programme.administration.results import Undelivered, WithoutLead
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on, rules_now
from bot.programme.people.messages import Arguments, message
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment
from bot.store.tables import Person


@message("trouble.undelivered")
def undelivered(db: Db, arguments: Arguments, person: Person, now: datetime) -> Undelivered | None:
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    since, until = (datetime.fromisoformat(arguments[edge]) for edge in ("since", "until"))
    reasons = trouble.given_up_between(db, since, until)
    if not reasons:
        return None
    return Undelivered(sum(reasons.values()), reasons, enrolment.gone_between(db, since, until))


@message("programme.without_lead")
def without_lead(db: Db, arguments: Arguments, person: Person, now: datetime) -> WithoutLead | None:
    programme = programmes.current(db)
    since = programme.without_lead_since
    if since is None or leads.present(programme) or arguments.get("since") != since.isoformat():
        return None
    automatic = rules_now(db).auto_approve
    return WithoutLead(next_round_on(programme), len(programme.leads_gone), automatic)
