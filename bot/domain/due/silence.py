"""The ladder of silence: what a pair without a date is owed, and how long after what.

Source: docs/programme.md, Silence.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import MORNING, Hours, add_working_days

LEADS_AFTER_WORKING_DAYS = 3
"""Before a first meeting the leads hear of a pair so long after the last word to the two."""
RETURNED_DAYS = 14
"""After a rest so much time for a date, before the leads hear again."""
ANSWER_DAYS = 14
"""So long from the first suggestion of a silence on, one without an answer stops the ladder."""
QUIET_DAYS = 7
"""Whatever was just done, no step is due sooner."""


class Step(StrEnum):
    """In their order: one reminder, the last one, the leads hear, the pair rests, and ends."""

    NUDGE = "nudge"
    LAST_WORD = "last_word"
    HAND = "hand"
    REST = "rest"
    END = "end"


Ladder = Mapping[Step, int]
"""Of each step, how many days after the ladder's beginning it is due."""
BEFORE_THE_FIRST: Ladder = {
    Step.NUDGE: 7,
    Step.LAST_WORD: 14,
    Step.HAND: 17,
    Step.REST: 49,
    Step.END: 49 + 56,
}
"""From the start of a pair. The leads hear on a working day, a little later than it says here."""


def after_a_meeting(gap: int) -> Ladder:
    """From the end of a pair's last meeting, whose meetings are `gap` days apart."""
    return {
        Step.NUDGE: gap - 7,
        Step.LAST_WORD: gap + 7,
        Step.HAND: gap + 21,
        Step.REST: gap + 49,
        Step.END: gap + 49 + 56,
    }


def following(step: Step) -> Step | None:
    """The step after this one; None after the last."""
    order = list(Step)
    after = order.index(step) + 1
    return order[after] if after < len(order) else None


def due(ladder: Ladder, step: Step, since: datetime, office: Hours) -> datetime:
    """When a step of a ladder that began at `since` is due; `office`: when leads work."""
    if ladder is BEFORE_THE_FIRST and step is Step.HAND:
        last_word = since + timedelta(days=ladder[Step.LAST_WORD])
        day = add_working_days(local_day(last_word, office.zone), LEADS_AFTER_WORKING_DAYS, office)
        return at_local(day, MORNING, office.zone)
    return since + timedelta(days=ladder[step])
