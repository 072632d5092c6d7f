"""Leaving: at once; ten minutes later pairs end and partners hear it; erased after thirty days.

The rules: docs/programme.md, Breaks and leaving; what is erased: docs/privacy.md, Deletion.
"""

from datetime import datetime, timedelta
from secrets import token_hex

from bot.domain import often
from bot.domain.enrolment.notifications import Notify
from bot.domain.fit.people import Form, Role
from bot.domain.lifecycle import ParticipationEvent, ParticipationState, Undoable
from bot.domain.refusals import TooOften
from bot.domain.time.local_time import NO_TIME, local_day, month_of
from bot.domain.time.working_hours import EVENING, MORNING
from bot.outbox.work import Work
from bot.programme.enrolment import pauses
from bot.programme.enrolment.results import Left
from bot.programme.figures import own_answers
from bot.programme.learning import worksheets
from bot.programme.pairs import acquaintance, pairing
from bot.programme.people import undo
from bot.programme.people.taking_part import taking_part
from bot.programme.rounds import proposals
from bot.store import transitions
from bot.store.db.session import Db
from bot.store.queries import enrolment, meetings, people, rounds
from bot.store.queries import pairs as pair_rows
from bot.store.secrets import concerns, exits
from bot.store.secrets.exits import Exit
from bot.store.tables import Pair, Participation, Person
from bot.store.transitions import transition

ERASED_AFTER = timedelta(days=30)
AT_ONCE, ERASED_AT_ONCE = 20, 5
"""People whom one transaction settles, or erases: each takes dozens of statements."""


def leave(work: Work) -> Left:
    """Leave at once; pairs end ten minutes later, so that an Undo was not seen by a partner.

    Raises NotEnrolled.
    """
    participation = taking_part(held(work, work.me))
    if participation.state == ParticipationState.ACTIVE:
        pauses.settle(work, participation)
    transition(work.db, participation, ParticipationEvent.LEAVE, work.now)
    participation.left_at = work.now
    until = undo.offer(participation, Undoable.LEAVE, work.now)
    told = pair_rows.live_pairs_of(work.db, participation.id)
    return Left(
        delete_on=local_day(work.now + ERASED_AFTER, work.me.zone),
        partners_told_at=until if told else None,
        undo_until=until,
        participation_id=participation.id,
    )


def held(work: Work, person: Person) -> Participation | None:
    """The participation with all that ties it to others, locked in the order of answers:
    proposals, pairs, then the person. A yes at the same moment is either before or after."""
    programme_id = work.programme.id
    participation = people.participation_of(work.db, programme_id, person.id)
    if participation is None:
        return None
    proposals.hold_still(work.db, participation)
    pairing.hold_still(work.db, participation)
    return people.participation_of(work.db, programme_id, person.id, lock=True)


def undo_leave(work: Work, participation: Participation) -> None:
    """All as before leaving: enrolment, a break, proposals and pairs. Raises TooOften."""
    _check_how_often(work, participation)
    transition(work.db, participation, ParticipationEvent.UNDO_LEAVE, work.now)
    participation.left_at = None
    if participation.pause_ends_at is None:
        proposals.settle_yeses(work, participation)
    else:
        transition(work.db, participation, ParticipationEvent.PAUSE, work.now)
        pauses.stay_away(work, participation)
    pauses.fall_in(work, participation)


def _check_how_often(work: Work, participation: Participation) -> None:
    since = work.now - often.DAY
    left = transitions.happened(work.db, participation, [ParticipationEvent.LEAVE], since)
    if left > often.BREAKS:
        raise TooOften


def settle_due(work: Work) -> int:
    """Ten minutes after leaving it is final."""
    leavers = enrolment.LEAVERS_TO_SETTLE.rows(work.db, work.now, AT_ONCE)
    for one in leavers:
        settle(work, one)
    return len(leavers)


def settle(work: Work, participation: Participation) -> None:
    """Gone for good: proposals are withdrawn, pairs end, their dates lapse, partners come first;
    what they noted for themselves is gone."""
    undo.forget(participation)
    participation.paused_at = participation.pause_ends_at = None
    pauses.forget_words(work.db, participation)
    proposals.fall_away(work, participation)
    pairing.end_for_leaver(work, participation)
    worksheets.forget(work, participation)


def let_go(work: Work, participation: Participation, left_at: datetime) -> None:
    """Who had left before a backup was restored leaves again, for good, and is erased in time."""
    transition(work.db, participation, ParticipationEvent.LEAVE, work.now)
    settle(work, participation)
    participation.left_at = participation.left_noted = left_at


def account_gone(work: Work, participation: Participation) -> None:
    """The account did not come back in time: pairs end neutrally, partners hear it now."""
    transition(work.db, participation, ParticipationEvent.ACCOUNT_GONE, work.now)
    participation.left_at = work.now
    participation.gone_at = participation.gone_until = participation.back_at = None
    settle(work, participation)


def erase_due(work: Work) -> int:
    """Thirty days after leaving the profile is gone.

    What stays is that there was a pair, in which months, with one of those who are erased, who
    share a row; and keyed codes, so that the same two are not brought together again within two
    years. Source: docs/privacy.md, Deletion.
    """
    gone = enrolment.GONE.rows(work.db, work.now - ERASED_AFTER, ERASED_AT_ONCE)
    for one in gone:
        _erase(work, one)
    return len(gone)


def _erase(work: Work, participation: Participation) -> None:
    acquaintance.encode(work, participation)
    own_answers.forget(work.db, participation)
    concerns.forget_author(work.db, participation.slack_id)
    transition(work.db, participation, ParticipationEvent.ERASE, work.now)
    _forgotten_by_pairs(work.db, participation)
    rounds.forget_person(work.db, participation.id, participation.person_id)
    _empty_profile(participation)
    _empty_standing(participation)
    enrolment.forget_draft(work.db, participation.programme_id, participation.person_id)
    _unnamed(participation.person)
    transitions.forget_events_of(work.db, participation.id, participation.person_id)
    people.fold_erased(work.db, participation)


def _forgotten_by_pairs(db: Db, participation: Participation) -> None:
    pair_rows.forget_person(db, participation.id)
    for pair in pair_rows.all_of(db, participation.id):
        _to_the_month(db, pair, pair.other(participation))
        pair.topics, pair.give_back, pair.channel, pair.video_link = [], None, None, None
        pair.newcomers = False
        exits.keep(db, pair, exits.of(db, pair).saying(pair.role_of(participation), Exit()))
        if pair.role_of(participation) is Role.MENTOR:
            pair.mentor_dimension = None
        else:
            pair.mentee_dimension = None


def _to_the_month(db: Db, pair: Pair, partner: Participation) -> None:
    """By the day, whoever knows when somebody left would know whose pair it was."""
    waits_since_then = pair.ended_at is not None and partner.waiting_since >= pair.ended_at
    if waits_since_then and partner.waiting_since != partner.joined_at:
        partner.waiting_since = NO_TIME
    pair.d0, pair.ends_at = month_of(pair.d0), month_of(pair.ends_at)
    pair.ended_at = month_of(pair.ended_at) if pair.ended_at is not None else None
    pair.silent_since = pair.next_step = pair.next_step_at = pair.stopped_at = None
    pair.awaits_answer_until = pair.paused_at = None
    pair.moved_by_days, pair.due_at = 0, ()
    for session in meetings.sessions_of(db, pair.id):
        session.starts_at = month_of(session.starts_at)
        session.ends_at = month_of(session.ends_at)
        session.options, session.answer_by = (), None


def _empty_profile(participation: Participation) -> None:
    """What the forms asked is as if nothing had been filled in."""
    participation.offers, participation.wishes, participation.private = [], [], None
    participation.role, participation.form, participation.band = Role.BOTH, Form.EITHER, 0
    participation.places_mentor = participation.places_mentee = participation.places_total = 1
    participation.function = participation.site = participation.tenure = None
    participation.newcomer = False
    participation.languages, participation.style = [], [None, None, None]
    participation.work_days = [0, 1, 2, 3, 4]
    participation.work_from, participation.work_to = MORNING, EVENING


def _empty_standing(participation: Participation) -> None:
    """What happened since somebody joined is forgotten."""
    participation.joined_at = participation.waiting_since = NO_TIME
    participation.left_at = participation.left_noted = None
    participation.paused_at = participation.pause_ends_at = None
    participation.gone_at = participation.gone_until = participation.back_at = None
    participation.rounds_waited = 0
    participation.priority = False
    participation.notify, participation.calendar_file = Notify.ALL, True
    undo.forget(participation)


def _unnamed(person: Person) -> None:
    """No account belongs to this row any more; who comes back is a new person."""
    person.slack_id = acquaintance.unnamed(token_hex(8))
    person.dm_channel = person.last_other_at = None
    person.first_seen_at = NO_TIME
    person.zone, person.language, person.language_chosen = "UTC", "en", False
