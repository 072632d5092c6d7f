"""The last look at a message that is about to leave: is it still true, and may it go now?

The outbox keeps keys and ids; what a message says is read here, at sending time: docs/delivery.md,
Before it leaves.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    PairState,
    ParticipationState,
    Undoable,
)
from bot.domain.time.local_time import at_local
from bot.domain.time.working_hours import Hours, into_common_hours, into_hours
from bot.outbox.kinds import KINDS, Budget
from bot.outbox.operator import texts
from bot.programme.administration import messages as administration
from bot.programme.enrolment import messages as enrolment
from bot.programme.figures import messages as figures
from bot.programme.meetings import messages as meetings
from bot.programme.meetings import nudges
from bot.programme.pairs import messages as pairs
from bot.programme.people import undo
from bot.programme.people.hours import of_participation, of_person, rules_now
from bot.programme.people.messages import LOOK_AGAIN, Defer, Message, until_found
from bot.programme.people.results import Reader
from bot.programme.rounds import messages as rounds
from bot.programme.rounds import proposals
from bot.store.queries import administration as programmes
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.tables import APART, OutboxRow, Pair, Participation, Person

MESSAGES: tuple[Message[Any], ...] = (
    enrolment.welcome,
    enrolment.pause_over,
    enrolment.accounts_gone,
    rounds.offer,
    rounds.reminder,
    rounds.did_not_go_ahead,
    rounds.still_looking,
    rounds.ready,
    rounds.still_waiting,
    pairs.introduction,
    pairs.ended,
    pairs.paused,
    pairs.resumed,
    pairs.needs_a_hand,
    meetings.proposed,
    meetings.agreed,
    meetings.near,
    meetings.ask,
    meetings.ask_again,
    meetings.no_date,
    meetings.last_word,
    figures.picture,
    administration.undelivered,
    administration.without_lead,
)
"""All kinds that the bot starts, but for an operator's own texts."""
_BY_KEY = {one.key: one for one in MESSAGES}


@dataclass(frozen=True)
class Send:
    """Go: who reads it (two readers: no common language), the facts, and where it goes.

    `channel` is None for a group that is not open yet: open it with the readers.
    """

    facts: object
    readers: tuple[Reader, ...]
    members: tuple[str, ...]
    channel: str | None


@dataclass(frozen=True)
class Cancel:
    """It is pointless."""

    reason: str


@dataclass(frozen=True)
class Split:
    """The two of the pair have no group: to each of them."""


def look(db: Db, row: OutboxRow, now: datetime) -> Send | Defer | Cancel | Split:
    """What to do with this row now."""
    if row.kind == "operator.text":
        return _operator_text(db, row)
    return _group(db, row, now) if row.pair_id is not None else _direct(db, row, now)


def message_ended(db: Db, row: OutboxRow, arrived: bool) -> None:
    """A message whose leaving hung on what somebody does in private has ended, sent or not."""
    proposals.message_ended(db, row, arrived)
    nudges.message_ended(db, row, arrived)


# --- to one person --------------------------------------------------------------------------------


def _direct(db: Db, row: OutboxRow, now: datetime) -> Send | Defer | Cancel:
    person = people.person(db, row.person_id or 0)
    kind = KINDS[row.kind]
    if kind.budget is not Budget.LEAD and row.kind != "stats.picture":
        refused = _takes_part(db, person, now, row.expires_at)
        if refused is not None:
            return refused
    if kind.in_hours and (wait := _out_of_hours(of_person(db, person), now)):
        return wait
    if row.kind == "proposal.did_not_go_ahead" and not proposals.heard_of_the_end(db, row):
        return Cancel("pointless")
    if row.kind in nudges.KINDS and not _wants_nudges(db, person):
        return Cancel("pointless")
    facts = _BY_KEY[row.kind].still_true(db, row.arguments, person, now)
    if facts is None or isinstance(facts, Defer):
        return facts or Cancel("pointless")
    return _send_one(facts, person)


def _send_one(facts: object, person: Person) -> Send:
    reader = Reader(person.slack_id, person.language, person.zone)
    return Send(facts, (reader,), (person.slack_id,), person.slack_id)


def _takes_part(
    db: Db, person: Person, now: datetime, expires_at: datetime | None
) -> Defer | Cancel | None:
    """Nothing to who has left or is on a break; while that can be undone, the message waits."""
    participation = _mine(db, person)
    if participation is None:
        return Cancel("left")
    match participation.state:
        case ParticipationState.ACTIVE:
            return until_found(participation, now, expires_at)
        case ParticipationState.PAUSED:
            return until_found(participation, now, expires_at) or _until_back(participation, now)
        case ParticipationState.LEFT:
            until = participation.undo_until
            return Defer(until, "undo") if until is not None and now < until else Cancel("left")
        case ParticipationState.UNDONE | ParticipationState.ENDED | ParticipationState.ERASED:
            return Cancel("left")
        case _:
            assert_never(participation.state)


def _wants_nudges(db: Db, person: Person) -> bool:
    participation = _mine(db, person)
    return participation is not None and nudges.wants(db, participation)


def _until_back(participation: Participation, now: datetime) -> Defer:
    """To the end of a break; looked at once a day, since people may be back before. At midnight
    (UTC), or what waits would keep the minute at which it came about."""
    if undo.pending(participation, Undoable.PAUSE, now):
        return Defer(participation.undo_until or now, "undo")
    tomorrow = at_local(now.date() + LOOK_AGAIN, 0, "UTC")
    return Defer(min(participation.pause_ends_at or tomorrow, tomorrow), "paused")


def _mine(db: Db, person: Person) -> Participation | None:
    return people.participation_of(db, programmes.current(db).id, person.id)


def _out_of_hours(hours: Hours, now: datetime) -> Defer | None:
    opens = into_hours(now, hours)
    return Defer(opens, "hours") if opens > now else None


# --- to the two of a pair -------------------------------------------------------------------------


def _group(db: Db, row: OutboxRow, now: datetime) -> Send | Defer | Cancel | Split:
    """To the group of the two; or, where Slack opens none, the part of one of them."""
    pair = store.pair(db, row.pair_id or 0)
    if pair is None:
        return Cancel("pair gone")
    if row.to_group and pair.channel == APART:
        return Split()
    hindered = _break(pair, row.kind, now) or _ending(pair) or _cannot_open(pair, now)
    if hindered is not None:
        return hindered
    rules = rules_now(db)
    sides = [of_participation(one, rules) for one in pair.sides]
    opens = into_common_hours(now, sides[0], sides[1])
    if opens > now:
        return Defer(opens, "hours")
    about = {**row.arguments, "pair": pair.id}
    facts = _BY_KEY[row.kind].still_true(db, about, pair.mentor.person, now)
    if facts is None or isinstance(facts, Defer):
        return facts or Cancel("pointless")
    if row.person_id is not None:
        return _send_one(facts, people.person(db, row.person_id))
    members = (pair.mentor.slack_id, pair.mentee.slack_id)
    return Send(facts, _readers(pair, rules.language), members, pair.channel)


def _break(pair: Pair, kind: str, now: datetime) -> Defer | None:
    """While one of the two is away an introduction waits for both; a break has no dates to tell.

    A break that can still be undone is not seen by the other.
    """
    resting = pair.state == PairState.PAUSED
    if pair.state not in LIVE_PAIRS or (resting and kind != "pair.introduction"):
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
        case PairState.ACTIVE | PairState.NEEDS_A_HAND:
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
        return (both[0],)
    return tuple(sorted(both, key=lambda reader: reader.language != first))


def _operator_text(db: Db, row: OutboxRow) -> Send | Cancel:
    """A text put in by the operator's command line; it is kept encrypted until it is sent."""
    if row.sealed_text is None or row.channel is None:
        return Cancel("no text")
    rules = rules_now(db)
    text = texts.opened(db, row.sealed_text)
    reader = Reader(row.channel, rules.language, rules.zone)
    return Send(text, (reader,), (), row.channel)
