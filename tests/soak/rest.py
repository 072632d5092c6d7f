"""What must hold at rest: the bot has ticked and sent, and nothing is due at this instant."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from bot.programme.administration.kinds import KINDS
from bot.store.db.session import Db
from bot.store.queries import meetings, pairs
from bot.store.secrets import words
from bot.store.tables import InboxKey, OutboxRow, Pair, Participation, Proposal, Round, Session
from tests.soak.looking import every
from tests.soak.watch import LIVE, OPEN

PROFILE_KEPT = timedelta(days=30)
MESSAGES_KEPT = timedelta(days=21)
REQUESTS_KEPT = timedelta(days=2)
HERE = ("active", "paused")
MEETING = ("active", "needs_a_hand", "resting")
NOT_SENT = ("drafted", "held", "queued")


def broken(db: Db, now: datetime) -> list[str]:
    """What does not hold."""
    return [what for check in _CHECKS for what in check(db, now)]


def _nothing_is_left_lying(db: Db, now: datetime) -> Iterator[str]:
    """A message due is sent, expired, cancelled or dead; in nobody's hands; dead with a reason. An
    edit waits for its message, which waits for whoever is away."""
    for row in db.scalars(select(OutboxRow).where(OutboxRow.state.in_(["pending", "sending"]))):
        message = db.get(OutboxRow, row.edits_id) if row.edits_id else None
        if message is not None and message.state == "pending" and message.due_at > now:
            continue
        if row.state == "sending" or row.due_at <= now:
            yield f"{row.kind} to {row.conversation}, due {row.due_at}, is still {row.state}"
    over = OutboxRow.state.not_in(["pending", "sending", "cancelled", "dead"])
    for row in db.scalars(select(OutboxRow).where(over, OutboxRow.kind.in_(KINDS.conditional))):
        yield f"{row.kind} to {row.conversation} is {row.state}, and not emptied"
    for row in db.scalars(select(OutboxRow).where(OutboxRow.state == "dead")):
        if not row.last_error:
            yield f"{row.kind} is dead without a reason"


def _two_yeses_are_a_pair(db: Db, now: datetime) -> Iterator[str]:
    for one in db.scalars(every(Proposal, Proposal.state.in_(OPEN))):
        states = {one.mentor.state, one.mentee.state}
        settled = not _may_undo(one.mentor, now) and not _may_undo(one.mentee, now)
        if words.of(db, one).both_yes and states == {"active"} and settled:
            yield f"proposal {one.id} has two yeses and no pair"
        if one.expires_at is None or one.expires_at <= now:
            yield f"proposal {one.id} is open after {one.expires_at}"
    for one in db.scalars(every(Proposal, Proposal.state == "closed")):
        if one.words is not None:
            yield f"proposal {one.id} is closed and keeps its words"
    for one in db.scalars(every(Proposal, Proposal.state.in_(NOT_SENT))):
        for side in (one.mentor, one.mentee):
            if side.state not in HERE and not _may_undo(side, now):
                yield f"proposal {one.id} waits, and {side.person.slack_id} is {side.state}"


def _pairs_rest_with_their_people(db: Db, now: datetime) -> Iterator[str]:
    for pair in db.scalars(every(Pair, Pair.state.in_(LIVE))):
        sides = (pair.mentor, pair.mentee)
        told = f"pair {pair.id} is {pair.state}, its people {[one.state for one in sides]}"
        if any(one.state not in HERE and not _may_undo(one, now) for one in sides):
            yield told
        if any(_may_undo(one, now) for one in sides):
            continue
        if (pair.state == "paused") != any(one.state == "paused" for one in sides):
            yield told
        if pair.state != "paused" and pair.ends_at <= now:
            yield f"pair {pair.id} goes on after {pair.ends_at}"


def _choices_live_as_long_as_their_pair(db: Db, now: datetime) -> Iterator[str]:
    """Sealed from the start to the end; and whoever lives until it was asked once by then."""
    for pair in db.scalars(every(Pair)):
        lives = pair.state in LIVE
        if (pair.choices is not None) != lives:
            yield f"pair {pair.id} is {pair.state}, its choices are {pair.choices!r}"
        if pair.state in MEETING and pair.choice_at is not None and pair.choice_at <= now:
            yield f"pair {pair.id} was to be asked what comes next at {pair.choice_at}"
        if lives and pair.choice_at is not None and pair.choice_at >= pair.ends_at:
            yield f"pair {pair.id} ends {pair.ends_at}, and is asked {pair.choice_at}"


def _silence_is_not_endless(db: Db, now: datetime) -> Iterator[str]:
    """A pair that could meet has a date, or a step that is still to come, unless all is held; what
    it is follows from the step before it; and one that rests has no date ahead."""
    for pair in db.scalars(every(Pair, Pair.state.in_(MEETING))):
        told = f"pair {pair.id}, {pair.state}, is owed {pair.next_step} at {pair.next_step_at}"
        dated = pairs.has_a_date(db, pair.id, now)
        held, _ = meetings.last_held(db, pair.id)
        if pair.next_step is None and held < len(pair.due_at):
            yield told
        if (pair.stopped_at is not None) > dated:
            yield f"{told}, and stands still without a date"
        if pair.next_step_at is not None and pair.stopped_at is None and pair.next_step_at <= now:
            yield f"{told}, which is over"
        usual = {"rest": "needs_a_hand", "end": "resting"}.get(str(pair.next_step), "active")
        if pair.state != ("active" if pair.stopped_at else usual):
            yield told


def _breaks_have_ends(db: Db, now: datetime) -> Iterator[str]:
    for one in db.scalars(every(Participation)):
        name = one.person.slack_id
        if one.state == "paused" and (one.pause_ends_at is None or one.pause_ends_at <= now):
            yield f"{name} is on a break that ends {one.pause_ends_at}"
        if one.state != "paused" and one.pause_ends_at is not None and not _may_undo(one, now):
            yield f"{name} is {one.state}, and back on {one.pause_ends_at}"


def _dates_have_people(db: Db, now: datetime) -> Iterator[str]:
    open_dates = every(Session, Session.state.in_(["proposed", "dated"]))
    suggested: Counter[int] = Counter()
    for date in db.scalars(open_dates):
        if date.state == "proposed" and (date.answer_by is None or date.answer_by <= now):
            yield f"date {date.id} is proposed until {date.answer_by}"
        if date.closes_at is not None and date.closes_at <= now:
            yield f"date {date.id} is open after {date.closes_at}"
        suggested[date.pair_id] += date.state == "proposed"
        if date.starts_at > now and not _stands_for(date, now):
            yield f"date {date.id} is {date.state} for {date.starts_at}, its pair {date.pair.state}"
    for pair, count in suggested.items():
        if count > 1:
            yield f"pair {pair} has {count} dates suggested"


def _stands_for(date: Session, now: datetime) -> bool:
    """In a pair that meets; within a break, what is agreed for after it."""
    sides = (date.pair.mentor, date.pair.mentee)
    if date.pair.state in LIVE[:2] or any(_may_undo(one, now) for one in sides):
        return True
    ends = [one.pause_ends_at for one in sides if one.pause_ends_at]
    after = all(end <= date.starts_at for end in ends)
    return date.pair.state == "paused" and date.state == "dated" and after


def _one_draft_at_a_time(db: Db, now: datetime) -> Iterator[str]:
    drafted = db.scalars(select(Round).where(Round.state == "drafted")).all()
    if len(drafted) > 1:
        yield f"rounds {[one.number for one in drafted]} are all drafted"
    days = db.scalars(select(Round.due_on)).all()
    if len(days) > len(set(days)):
        yield f"two rounds of one day: {sorted(days)}"
    for one in db.scalars(select(Round).where(Round.state == "approved")):
        if one.hold_until is None or one.hold_until <= now:
            yield f"round {one.number} is on hold until {one.hold_until}"


def _profiles_are_deleted(db: Db, now: datetime) -> Iterator[str]:
    left = or_(Participation.left_at <= now - PROFILE_KEPT, Participation.state == "erased")
    gone = every(Participation, Participation.state.not_in(HERE), left)
    for one in db.scalars(gone):
        kept = (one.offers, one.wishes, one.private, one.function, one.site, one.tenure)
        if any(kept) or not one.person.slack_id.startswith("gone-"):
            yield f"participation {one.id}, {one.state} since {one.left_at}, keeps {kept}"


def _activity_is_forgotten(db: Db, now: datetime) -> Iterator[str]:
    """Who was told what, and who asked what, is kept for three weeks and two days at most."""
    for row in db.scalars(select(OutboxRow).where(OutboxRow.sent_at < now - MESSAGES_KEPT)):
        yield f"{row.kind} to {row.conversation}, sent {row.sent_at}, is kept"
    if db.scalars(select(InboxKey).where(InboxKey.at < now - REQUESTS_KEPT)).first():
        yield "the key of an old request is kept"


def _may_undo(one: Participation, now: datetime) -> bool:
    return one.undo_until is not None and one.undo_until > now


_Check = Callable[[Db, datetime], Iterator[str]]
_CHECKS: tuple[_Check, ...] = (
    _nothing_is_left_lying,
    _two_yeses_are_a_pair,
    _pairs_rest_with_their_people,
    _choices_live_as_long_as_their_pair,
    _silence_is_not_endless,
    _breaks_have_ends,
    _dates_have_people,
    _one_draft_at_a_time,
    _profiles_are_deleted,
    _activity_is_forgotten,
)
