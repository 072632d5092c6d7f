"""The last look at a message that is about to leave: is it still true, and may it go now?

The outbox keeps keys and ids; what a message says is read here, at sending time: docs/delivery.md,
Before it leaves.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    PairState,
    ParticipationState,
    Undoable,
)
from bot.domain.time.local_time import at_local
from bot.domain.time.working_hours import Hours, into_common_hours, into_hours
from bot.outbox.enqueue import EDITABLE
from bot.outbox.kinds import ForNow, Kind, Leaving
from bot.outbox.operator import texts
from bot.outbox.ports import Cancel, Defer, Send, Split, Verdict, Withhold
from bot.outbox.work import Work
from bot.programme.administration import messages as administration
from bot.programme.administration.kinds import KINDS
from bot.programme.enrolment import messages as enrolment
from bot.programme.figures import messages as figures
from bot.programme.meetings import messages as meetings
from bot.programme.meetings import nudges
from bot.programme.pairs import messages as pairs
from bot.programme.pairs.kinds import INTRODUCTION
from bot.programme.people import messages as people_messages
from bot.programme.people import undo
from bot.programme.people.hours import of_participation, of_person
from bot.programme.people.messages import LOOK_AGAIN, until_found
from bot.programme.people.results import Reader
from bot.programme.rounds import messages as rounds
from bot.programme.rounds import offers
from bot.programme.rounds.kinds import OFFER
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.tables import APART, OutboxRow, Pair, Participation, Person

CHAPTERS = (administration, enrolment, figures, meetings, pairs, people_messages, rounds)
"""What is still true of a kind is said by its chapter, from the moment that it is imported."""


@dataclass(frozen=True)
class Facts:
    """What a message says, and to whom (two readers: no common language)."""

    said: object
    readers: tuple[Reader, ...]


def revalidate(work: Work, row: OutboxRow) -> Verdict[Facts]:
    """What to do with this row now."""
    if row.edits_id is not None:
        return _edit(work, row)
    if row.pair_id is not None:
        return _group(work, row)
    return _operator_text(work, row) if row.kind == texts.TEXT.key else _direct(work, row)


def message_ended(work: Work, row: OutboxRow, arrived: bool) -> None:
    """A message whose leaving hung on what somebody does in private has ended, sent or not."""
    if KINDS[row.kind] is OFFER:
        offers.offer_ended(work.db, row, arrived)
    if KINDS[row.kind].is_nudge:
        nudges.nudge_ended(work, row, arrived)


# --- edits ----------------------------------------------------------------------------------------


def _edit(work: Work, row: OutboxRow) -> Verdict[Facts]:
    """What has become of a message since. It needs no working hours and waits for no break: an edit
    notifies nobody."""
    message = work.db.get(OutboxRow, row.edits_id)
    sent_at = message.sent_at if message is not None else None
    if sent_at is None and row.slack_ts is None:
        return Cancel("no message")
    pair = store.pair(work.db, row.pair_id) if row.pair_id is not None else None
    reader = _reader_of(work, row, pair)
    if reader is None:
        return Cancel("pair gone")
    kind = KINDS[row.kind]
    last_at = sent_at + EDITABLE if sent_at and not kind.waits_long else None
    said = kind.revalidate(work, Leaving(reader, row.arguments, None, last_at))
    if said is None or isinstance(said, Defer):
        return said or Cancel("pointless")
    facts, again_at = (said.facts, said.until) if isinstance(said, ForNow) else (said, None)
    if pair is not None and row.to_group:
        return Send(Facts(facts, _readers(pair, work.rules.language)), again_at=again_at)
    return replace(_to_one(facts, reader), again_at=again_at)


def _reader_of(work: Work, row: OutboxRow, pair: Pair | None) -> Person | None:
    """The receiver; of a group the pair's mentor."""
    if row.person_id is not None:
        return people.person(work.db, row.person_id)
    return pair.mentor.person if pair is not None else None


# --- to one person --------------------------------------------------------------------------------


def _direct(work: Work, row: OutboxRow) -> Verdict[Facts]:
    person = people.person(work.db, row.person_id or 0)
    kind = KINDS[row.kind]
    if kind.to_participants and (refused := _takes_part(work, person, row.expires_at)):
        return refused
    if kind.in_hours and (wait := _out_of_hours(of_person(work, person), work.now)):
        return wait
    if kind.is_nudge and not _wants_nudges(work, person):
        return Cancel("pointless")
    said = kind.revalidate(work, Leaving(person, row.arguments, row.sealed_text))
    if said is None or isinstance(said, Defer):
        return said or Cancel("pointless")
    return _to_one(said, person) if _wants(work, person, kind) else Withhold()


def _to_one(said: object, person: Person) -> Send[Facts]:
    reader = Reader(person.slack_id, person.language, person.zone)
    return Send(Facts(said, (reader,)), person.slack_id, (person.slack_id,))


def _operator_text(work: Work, row: OutboxRow) -> Verdict[Facts]:
    """A text put in by the operator's command line; it is kept encrypted until it is sent."""
    if row.sealed_text is None or row.channel is None:
        return Cancel("no text")
    text = texts.opened(work.db, row.sealed_text)
    reader = Reader(row.channel, work.rules.language, work.rules.zone)
    return Send(Facts(text, (reader,)), row.channel)


def _takes_part(work: Work, person: Person, expires_at: datetime | None) -> Defer | Cancel | None:
    """Nothing to who has left or is on a break; while that can be undone, the message waits."""
    participation = _mine(work, person)
    if participation is None:
        return Cancel("left")
    match participation.state:
        case ParticipationState.ACTIVE:
            return until_found(participation, work.now, expires_at)
        case ParticipationState.PAUSED:
            away = until_found(participation, work.now, expires_at)
            return away or _until_back(participation, work.now)
        case ParticipationState.LEFT:
            return _until_final(participation, work.now)
        case ParticipationState.UNDONE | ParticipationState.ENDED | ParticipationState.ERASED:
            return Cancel("left")
        case _:
            assert_never(participation.state)


def _wants(work: Work, person: Person, kind: Kind[Any, Any]) -> bool:
    """Asked last: till then all is as for somebody who wants everything."""
    mine = _mine(work, person) if kind.can_be_unwanted else None
    return mine is None or mine.notify.wants(essential=kind.essential)


def _wants_nudges(work: Work, person: Person) -> bool:
    participation = _mine(work, person)
    return participation is not None and nudges.wants(work.db, participation)


def _until_back(participation: Participation, now: datetime) -> Defer:
    """To the end of a break; looked at once a day, since people may be back before. At midnight
    (UTC), or what waits would keep the minute at which it came about."""
    if undo.pending(participation, Undoable.PAUSE, now):
        return Defer(participation.undo_until or now, "undo")
    tomorrow = at_local(now.date() + LOOK_AGAIN, 0, "UTC")
    return Defer(min(participation.pause_ends_at or tomorrow, tomorrow), "paused")


def _until_final(participation: Participation, now: datetime) -> Defer | Cancel:
    """To the end of the minutes in which a leaving can be undone."""
    until = participation.undo_until
    return Defer(until, "undo") if until is not None and now < until else Cancel("left")


def _mine(work: Work, person: Person) -> Participation | None:
    return people.participation_of(work.db, work.programme.id, person.id)


def _out_of_hours(hours: Hours, now: datetime) -> Defer | None:
    opens = into_hours(now, hours)
    return Defer(opens, "hours") if opens > now else None


# --- to the two of a pair -------------------------------------------------------------------------


def _group(work: Work, row: OutboxRow) -> Verdict[Facts]:
    """To the group of the two; or, where Slack opens none, the part of one of them."""
    pair = store.pair(work.db, row.pair_id or 0)
    if pair is None:
        return Cancel("pair gone")
    if row.to_group and pair.channel == APART:
        return Split("no group")
    return _hindered(work, pair, KINDS[row.kind]) or _to_pair(work, pair, row)


def _hindered(work: Work, pair: Pair, kind: Kind[Any, Any]) -> Defer | Cancel | None:
    """By a break, by the end, by who is away, or by the hour."""
    now = work.now
    hindered = _break(pair, kind, now) or _ending(pair) or _cannot_open(pair, now)
    if hindered is not None:
        return hindered
    mentor, mentee = (of_participation(one, work.rules) for one in pair.sides)
    opens = into_common_hours(now, mentor, mentee)
    return Defer(opens, "hours") if opens > now else None


def _to_pair(work: Work, pair: Pair, row: OutboxRow) -> Verdict[Facts]:
    alone = people.person(work.db, row.person_id) if row.person_id is not None else None
    reader, about = alone or pair.mentor.person, {**row.arguments, "pair": pair.id}
    said = KINDS[row.kind].revalidate(work, Leaving(reader, about, row.sealed_text))
    if said is None or isinstance(said, Defer):
        return said or Cancel("pointless")
    if alone is not None:
        wanted = _wants(work, alone, KINDS[row.kind])
        return _to_one(said, alone) if wanted else Withhold()
    members = (pair.mentor.slack_id, pair.mentee.slack_id)
    return Send(Facts(said, _readers(pair, work.rules.language)), pair.channel, members)


def _break(pair: Pair, kind: Kind[Any, Any], now: datetime) -> Defer | None:
    """While one of the two is away an introduction waits for both; a break has no dates to tell.

    A break that can still be undone is not seen by the other.
    """
    resting = pair.state == PairState.PAUSED
    if pair.state not in LIVE_PAIRS or (resting and kind is not INTRODUCTION):
        return None
    away = [
        one
        for one in pair.sides
        if one.state == ParticipationState.PAUSED and not undo.pending(one, Undoable.PAUSE, now)
    ]
    if away:
        return min((_until_back(one, now) for one in away), key=lambda wait: wait.until)
    return Defer(now + undo.FOR, "undo") if resting else None


def _cannot_open(pair: Pair, now: datetime) -> Defer | None:
    """A group is opened with both; in one that is open nobody sees who is away."""
    if pair.channel is not None:
        return None
    return until_found(pair.mentor, now, None) or until_found(pair.mentee, now, None)


def _ending(pair: Pair) -> Cancel | None:
    match pair.state:
        case PairState.ACTIVE | PairState.NEEDS_A_HAND | PairState.RESTING:
            return None
        case PairState.PAUSED:
            return Cancel("on a break")
        case PairState.ENDED_EARLY | PairState.COMPLETED:
            return Cancel("pair ended")
        case _:
            assert_never(pair.state)


def _readers(pair: Pair, first: str) -> tuple[Reader, ...]:
    """One reader if both read the same language, else both, the programme's language first."""
    both = [Reader(one.slack_id, one.person.language, one.person.zone) for one in pair.sides]
    if both[0].language == both[1].language:
        return (replace(both[0], also_in=both[1].zone),)
    return tuple(sorted(both, key=lambda reader: reader.language != first))
