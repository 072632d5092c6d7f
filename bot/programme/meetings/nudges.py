"""Gentle words: about a missing date, a long wait; and when to stop saying them.

Two without an answer are the last; who asks for fewer gets none: docs/programme.md, Nudges.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.domain.due.meetings import NO_DATE_AFTER
from bot.domain.lifecycle import PairEvent, PairState, ParticipationState
from bot.domain.time.local_time import at_local, local_day
from bot.domain.time.working_hours import MORNING, Hours, add_working_days, into_hours
from bot.outbox.enqueue import enqueue
from bot.outbox.kinds import Kind
from bot.outbox.work import Work
from bot.programme.meetings import kinds
from bot.programme.meetings.results import RemindersFewer
from bot.programme.pairs.kinds import NEEDS_A_HAND
from bot.programme.people import leads
from bot.programme.people.hours import of_participation, person_reachable_at
from bot.programme.people.taking_part import my_part
from bot.store.db.session import Db
from bot.store.queries import meetings, people
from bot.store.queries import pairs as store
from bot.store.secrets import private, sealing
from bot.store.tables import OutboxRow, Pair, Participation
from bot.store.transitions import transition

UNANSWERED = 2
LAST_WORD_AFTER = timedelta(days=14)
HAND_AFTER = 3
S = TypeVar("S")


def nudge(
    work: Work,
    kind: Kind[S, Any],
    about: S,
    participation: Participation,
    occasion: str,
    arguments: Mapping[str, Any] | None = None,
) -> bool:
    """Owe a nudge; whether it is owed. Who wants none, or is silent, does not get it (`wants`)."""
    if participation.state != ParticipationState.ACTIVE:
        return False
    hours = of_participation(participation, work.rules)
    return enqueue(
        work, kind, about, to=participation.person, occasion=occasion,
        due_at=into_hours(work.now, hours), arguments=arguments,
    )  # fmt: skip


def wants(db: Db, participation: Participation) -> bool:
    """Whether this person still gets nudges: asked when one is about to leave.

    Source: docs/programme.md, Nudges.
    """
    if participation.fewer_reminders:
        return False
    try:
        return private.of(db, participation).unanswered < UNANSWERED
    except sealing.Unreadable:
        return False


def nudge_ended(work: Work, row: OutboxRow, arrived: bool) -> None:
    """One nudge more without an answer; sealed anew also when it was not sent."""
    if row.person_id is None:
        return
    participation = people.participation_of(work.db, work.programme.id, row.person_id, lock=True)
    if participation is None:
        return
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    private.keep(work.db, participation, replace(mine, unanswered=mine.unanswered + arrived))


def heard_from(db: Db, participation: Participation) -> None:
    """Any sign of life ends the silence."""
    try:
        if not private.of(db, participation).unanswered:
            return
        people.locked(db, participation)
        private.keep(db, participation, replace(private.of(db, participation), unanswered=0))
    except sealing.Unreadable:
        return


def fewer(work: Work) -> RemindersFewer:
    """No more nudges; messages about sessions and proposals still come. Raises NotEnrolled."""
    my_part(work, lock=True).fewer_reminders = True
    return RemindersFewer(fewer=True)


def more(work: Work) -> RemindersFewer:
    """The undo of fewer: nudges come again. Raises NotEnrolled."""
    my_part(work, lock=True).fewer_reminders = False
    return RemindersFewer(fewer=False)


# --- a pair without a date ------------------------------------------------------------------------


def no_date_due(work: Work) -> int:
    """`nudge.no_date` after seven days without a date, `nudge.last_word` a week later; then a hand.

    Both alike, whoever was silent (docs/programme.md, Nudges). How many pairs that were.
    """
    waiting = store.WITHOUT_A_DATE.rows(work.db, work.now)
    for pair in waiting:
        pair.no_date_at = None
        if meetings.any_date(work.db, pair.id):
            continue
        if pair.no_date_told == 0:
            _say(work, pair, kinds.NO_DATE)
            pair.no_date_at = work.now + (LAST_WORD_AFTER - NO_DATE_AFTER)
        else:
            day = _ask_for_a_hand(work, pair)
            _say(work, pair, kinds.LAST_WORD, hand_on=day.isoformat())
        pair.no_date_told += 1
    return len(waiting)


def _say(work: Work, pair: Pair, kind: Kind[Pair, Any], **more: object) -> None:
    for one in pair.sides:
        nudge(work, kind, pair, one, f"pair:{pair.id}:{pair.moved_by_days}", arguments=more)


def _ask_for_a_hand(work: Work, pair: Pair) -> date:
    """The leads hear of the pair three working days later, not of who is silent: on this day."""
    if pair.state == PairState.ACTIVE:
        transition(work.db, pair, PairEvent.NO_DATE, work.now)
    rules = work.rules
    office = Hours(zone=rules.zone, country=rules.own_country)
    day = add_working_days(local_day(work.now, rules.zone), HAND_AFTER, office)
    pair.hand_at = at_local(day, MORNING, rules.zone)
    return day


def hand_due(work: Work) -> int:
    """Tell the leads of pairs that need a hand."""
    waiting = store.WAITING_FOR_A_HAND.rows(work.db, work.now)
    for pair in waiting:
        pair.hand_at = None
        for lead in leads.persons(work):
            enqueue(
                work, NEEDS_A_HAND, pair, to=lead,
                occasion=f"pair:{pair.id}:{pair.moved_by_days}",
                due_at=person_reachable_at(work, lead),
            )  # fmt: skip
    return len(waiting)
