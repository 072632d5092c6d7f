"""Forgetting: what was kept only so that a request or a message happens once.

How long: docs/privacy.md, Deletion, and docs/delivery.md, Forgetting.
"""

from datetime import timedelta

from bot.domain.time.local_time import at_local, local_day
from bot.outbox.enqueue import enqueue
from bot.outbox.operator import retention, trouble
from bot.outbox.work import Work
from bot.programme.administration import kinds
from bot.programme.administration.kinds import KINDS
from bot.programme.people import leads
from bot.programme.people.hours import person_reachable_at
from bot.store.queries import enrolment, inbox

REQUESTS_KEPT = timedelta(days=2)
STRANGERS_KEPT = timedelta(days=21)

LOOKS_BACK = timedelta(days=2, hours=1)
"""Yesterday began no longer ago than this, also when the clocks change."""


def forget_requests_due(work: Work) -> int:
    """Request keys older than two days go: Slack retries for hours, replays pass for minutes."""
    return inbox.forget_older(work.db, work.now - REQUESTS_KEPT)


def forget_strangers_due(work: Work) -> int:
    """Who only asked for help and never joined is forgotten in a night after three weeks."""
    named = work.programme.leads
    return enrolment.forget_strangers(work.db, work.now - STRANGERS_KEPT, named)


def forget_messages_due(work: Work) -> int:
    """Of messages that are over since three weeks only the key against repetition stays."""
    return retention.forget_older(work.db, KINDS, work.now - retention.KEPT)


def undelivered_due(work: Work) -> int:
    """`trouble.undelivered`, at most once a day: how many messages were given up, and why."""
    zone = work.rules.zone
    day = local_day(work.now, zone)
    since, until = at_local(day - timedelta(days=1), 0, zone), at_local(day, 0, zone)
    if not trouble.given_up_between(work.db, KINDS.reported, since, until):
        return 0
    return sum(
        enqueue(
            work, kinds.UNDELIVERED, None, to=lead, occasion=day.isoformat(),
            due_at=person_reachable_at(work, lead),
            arguments={"since": since.isoformat(), "until": until.isoformat()},
        )
        for lead in leads.persons(work)
    )  # fmt: skip
