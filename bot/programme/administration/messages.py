"""What is still true of messages for whoever runs the programme, or whom a concern goes to."""

from datetime import datetime

from bot.domain.concern import deleted_on
from bot.outbox.kinds import Leaving
from bot.outbox.operator import trouble
from bot.outbox.work import Work
from bot.programme.administration import kinds
from bot.programme.administration.kinds import KINDS, ConcernNote, Undelivered
from bot.programme.people import leads
from bot.store.queries import enrolment
from bot.store.secrets import concerns
from bot.store.tables import ConcernRow


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


@kinds.CONCERN_RAISED.still_true
def concern_raised(work: Work, row: ConcernRow, leaving: Leaving) -> ConcernNote | None:
    concern = concerns.of(work.db, row)
    if concern is None or concern.receiver != leaving.reader.slack_id:
        return None
    return ConcernNote(row.id, deleted_on(row.raised_on))
