"""A concern that should not go to those who run the programme: to one named person outside them.

The rules: docs/programme.md, Concerns.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.domain import often
from bot.domain.concern import KEPT, ConcernKind, deleted_on
from bot.domain.enrolment.field_errors import REQUIRED
from bot.domain.enrolment.step import Step
from bot.domain.refusals import ConcernOver, NotYours, ReceiverChanged, TooManyConcerns
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import into_hours
from bot.outbox.enqueue import enqueue
from bot.outbox.work import Work
from bot.programme.administration import kinds
from bot.programme.administration.results import (
    ConcernForm,
    ConcernKept,
    ConcernRaised,
    ConcernShown,
)
from bot.programme.enrolment.accounts import account_sync
from bot.programme.people.accounts import Account
from bot.programme.people.hours import of_person
from bot.store.queries import administration as rows
from bot.store.secrets import concerns as sealed
from bot.store.secrets.concerns import Concern

HOUR = timedelta(hours=1)
MOST_SHOWN = 10


def named(work: Work) -> tuple[str, ...]:
    """Whose accounts are to be looked up: the contact's, and the owner's of the workspace; neither
    who leads, nor who asks. None without a contact."""
    contact, owner = work.rules.contact, work.programme.workspace_owner
    both = dict.fromkeys(one for one in (contact, owner) if contact and one)
    return tuple(one for one in both if one not in (*work.programme.leads, work.me.slack_id))


def form(work: Work, looked_up: Sequence[Account]) -> ConcernForm:
    """Whom it can go to, the contact first; and what was raised to who asks."""
    owner = work.programme.workspace_owner
    outside = owner if owner not in (*work.programme.leads, work.me.slack_id) else None
    kept = [
        ConcernKept(row.id, row.raised_on)
        for row, concern in sealed.every(work.db)
        if concern.receiver == work.me.slack_id
    ]
    receivers = tuple(one.slack_id for one in _receivers(work, looked_up))
    return ConcernForm(receivers, outside, tuple(kept[:MOST_SHOWN]))


def _receivers(work: Work, looked_up: Sequence[Account]) -> list[Account]:
    """Those of whom Slack says that they are there: full members, and still the owner."""
    contact = work.rules.contact
    return [
        one
        for one in looked_up
        if one.is_member
        and one.slack_id in named(work)
        and (one.slack_id == contact or one.is_primary_owner)
    ]


def raise_(work: Work, values: Mapping[str, Any], looked_up: Sequence[Account]) -> ConcernRaised:
    """To one person, who gets one message, after the full hour, and in their hours.

    Raises FormRefused, ReceiverChanged for whom it cannot go to (any more), TooManyConcerns.
    """
    step = Step(values)
    kind = step.one("kind", frozenset(ConcernKind), REQUIRED)
    contact = step.one("contact", ("yes", "no"), REQUIRED)
    step.finish()
    receivers = _receivers(work, looked_up)
    receiver = next((one for one in receivers if one.slack_id == values.get("receiver")), None)
    if receiver is None:
        raise ReceiverChanged
    _check_how_often(work)
    wants_contact = contact == "yes"
    _keep(work, receivers, receiver, ConcernKind(str(kind)), wants_contact)
    return ConcernRaised(receiver.slack_id, wants_contact)


def _check_how_often(work: Work) -> None:
    today, me = _today(work), work.me.slack_id
    mine = [
        row
        for row, concern in sealed.every(work.db)
        if row.raised_on == today and concern.author == me
    ]
    if len(mine) >= often.CONCERNS:
        raise TooManyConcerns


def _keep(
    work: Work,
    receivers: Sequence[Account],
    receiver: Account,
    kind: ConcernKind,
    wants_contact: bool,
) -> None:
    """No moment of it is kept finer than the hour, and all are known whom it could go to."""
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    people = {one.slack_id: account_sync.known(work, one, hour) for one in receivers}
    concern = Concern(receiver.slack_id, kind, wants_contact, work.me.slack_id)
    row, to = sealed.raised(work.db, concern, _today(work)), people[receiver.slack_id]
    due = into_hours(hour + HOUR, of_person(work, to))
    enqueue(
        work, kinds.CONCERN_RAISED, row, to=to, occasion=str(row.id),
        due_at=due, expires_at=due + KEPT,
    )  # fmt: skip


def opened(work: Work, concern_id: int) -> ConcernShown:
    """What it says, to whom it went. Raises NotYours, ConcernOver once it is no longer kept."""
    row = rows.concern(work.db, concern_id)
    concern = sealed.of(work.db, row) if row is not None else None
    if row is None or concern is None:
        raise ConcernOver
    if concern.receiver != work.me.slack_id:
        raise NotYours
    author = concern.author if concern.wants_contact else None
    return ConcernShown(concern.kind, row.raised_on, author, deleted_on(row.raised_on))


def _today(work: Work) -> date:
    return local_day(work.now, work.rules.zone)
