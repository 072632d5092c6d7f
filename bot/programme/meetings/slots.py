"""Times that suit the two of a pair: what the bot knows of both, and nobody learns from them.

What somebody did a moment ago and can still undo has not happened, nor has its return: a time
would tell of it. The rule: docs/programme.md, Finding a time.
"""

from datetime import datetime

from bot.domain.meetings.slots import Diary, Slot, best_slots
from bot.outbox.work import Work
from bot.programme.people.hours import of_participation_as_known
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation


def best_for(work: Work, pair: Pair) -> tuple[Slot, ...]:
    """At most three times that suit both, in order; none where there are none."""
    one, other = (diary_of(work, side) for side in pair.sides)
    return best_slots(one, other, pair.meeting_lasts, work.now, pair.ends_at)


def diary_of(work: Work, participation: Participation) -> Diary:
    """When somebody could meet: in their hours, outside a break, beside what they have agreed."""
    agreed = meetings.agreed_ahead(work.db, participation.id, work.now)
    met = [(session.starts_at, session.ends_at) for session in agreed]
    hours = of_participation_as_known(work, participation)
    return Diary(hours, (*met, *_break(participation, work.now)))


def _break(participation: Participation, now: datetime) -> list[tuple[datetime, datetime]]:
    """The break that partners know of, if one is on: one without `paused_at` can be undone."""
    ends = participation.pause_ends_at
    if participation.paused_at is None or ends is None or ends <= now:
        return []
    return [(participation.paused_at, ends)]
