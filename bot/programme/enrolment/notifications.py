"""Notifications: when messages come, which ones, in which language, and whether meetings come as a
file.

The rules: docs/programme.md, Notifications.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.enrolment.notifications import Notifications, Notify, complete
from bot.domain.time.local_time import local_day
from bot.outbox.work import Work
from bot.programme.enrolment import profile
from bot.programme.enrolment.results import ComingMeeting, NotificationsKept, NotifyForm, Reminders
from bot.programme.people import language, leads
from bot.programme.people.taking_part import my_part
from bot.store.queries import meetings, pairs
from bot.store.tables import Participation


def form(work: Work) -> NotifyForm:
    """What somebody has chosen. Raises NotEnrolled."""
    me = work.me.slack_id
    has_duties = leads.is_lead(work.programme, me) or work.rules.contact == me
    return NotifyForm(_chosen(work, my_part(work)), has_duties)


def save(work: Work, values: Mapping[str, Any]) -> NotificationsKept:
    """They hold from now on, also for what is owed already; new hours are as new hours in the
    profile, and can be undone. Raises NotEnrolled, FormRefused."""
    mine = my_part(work, lock=True)
    before = _chosen(work, mine)
    chosen = complete(values, before, frozenset(language.SPOKEN.values()))
    mine.notify, mine.calendar_file = chosen.notify, chosen.calendar_file
    if chosen.language != before.language:
        language.choose(work, chosen.language)
    new_hours = replace(chosen, days=before.days, start=before.start, end=before.end) != chosen
    undo_until = profile.change_hours(work, mine, chosen) if new_hours else None
    near = _next_meeting(work, mine) if chosen.notify is Notify.NONE else None
    return NotificationsKept(chosen, mine.id, undo_until, near)


def _chosen(work: Work, mine: Participation) -> Notifications:
    return Notifications(
        days=frozenset(mine.work_days),
        start=mine.work_from,
        end=mine.work_to,
        notify=mine.notify,
        calendar_file=mine.calendar_file,
        language=work.me.language,
    )


def _next_meeting(work: Work, mine: Participation) -> ComingMeeting | None:
    """What is agreed first: of that no reminder comes."""
    agreed = [
        one
        for pair in pairs.live_pairs_of(work.db, mine.id)
        for one in meetings.agreed_to_come(work.db, pair.id, work.now)
    ]
    first = min(agreed, key=lambda one: one.starts_at, default=None)
    if first is None:
        return None
    zone, partner = work.me.zone, first.pair.other(mine).slack_id
    ahead = local_day(first.starts_at, zone) - local_day(work.now, zone)
    return ComingMeeting(partner, first.starts_at, is_tomorrow=ahead == timedelta(days=1))


# --- fewer reminders ------------------------------------------------------------------------------


def fewer(work: Work) -> Reminders:
    """What is essential still comes, unless somebody wants nothing. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    if mine.notify is Notify.ALL:
        mine.notify = Notify.ESSENTIAL
    return Reminders(mine.notify)


def more(work: Work) -> Reminders:
    """The undo of fewer: everything comes again. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    mine.notify = Notify.ALL
    return Reminders(mine.notify)
