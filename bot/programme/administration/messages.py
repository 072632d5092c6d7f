"""What is still true of messages for whoever runs the programme."""

from datetime import datetime

from bot.outbox.kinds import Leaving
from bot.outbox.operator import trouble
from bot.outbox.work import Work
from bot.programme.administration import kinds
from bot.programme.administration.kinds import KINDS, Undelivered
from bot.programme.people import leads
from bot.store.queries import enrolment


@kinds.UNDELIVERED.still_true
def undelivered(work: Work, _: object, leaving: Leaving) -> Undelivered | None:
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    since, until = (datetime.fromisoformat(leaving.arguments[edge]) for edge in ("since", "until"))
    reasons = trouble.given_up_between(work.db, KINDS.reported, since, until)
    if not reasons:
        return None
    gone = enrolment.gone_between(work.db, since, until)
    return Undelivered(sum(reasons.values()), reasons, gone)
