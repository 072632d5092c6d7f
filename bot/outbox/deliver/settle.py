"""Writing down what came of a message: only while it is still in our hands."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session as Db

from bot.outbox import codes
from bot.outbox.codes import Fate
from bot.outbox.deliver import evidence
from bot.outbox.deliver.claim import ROWS, Claim
from bot.outbox.deliver.evidence import Evidence
from bot.outbox.deliver.timing import Timing, seconds
from bot.outbox.enqueue import enqueue_apart
from bot.outbox.kinds import KINDS, Budget, Promise
from bot.outbox.limits import holds, rate_budget
from bot.outbox.operator.retention import EMPTY
from bot.outbox.ports import (
    POST,
    Absent,
    Apart,
    CannotLook,
    Found,
    LookFailed,
    Never,
    NotNow,
    NotSent,
    Refused,
    Sent,
    Throttled,
    Unclear,
)
from bot.outbox.states import CLOSED_STATES, State
from bot.store.tables import APART, OutboxRow, Pair, Person

_LONGEST_REASON = 80
_LONGER = 1.25
_TRIES_OUTSIDE_THE_WINDOW = 4
"""So many tries of Timing.patience take longer than evidence.WINDOW."""
_NO_GROUP = (Fate.POLICY, Fate.PERSON_GONE, Fate.CONVERSATION_GONE)
_OURS = update(ROWS).where(
    ROWS.c.id == bindparam("this"),
    ROWS.c.state == State.SENDING,
    ROWS.c.lease_owner == bindparam("lease"),
)


@dataclass(frozen=True)
class LeaseTooShort:
    """There was no time left to post before the lease ends: nothing was sent."""


@dataclass(frozen=True)
class Broken:
    """Our own side failed before anything was sent: the words could not be made."""

    reason: str


@dataclass(frozen=True)
class NotOpened:
    """The conversation could not be opened this time; trying again does no harm."""

    reason: str


Result = (
    Sent | Throttled | Refused | NotSent | Unclear
    | Found | Absent | CannotLook | LookFailed
    | NotNow | Never | Apart | LeaseTooShort | Broken | NotOpened
)  # fmt: skip


_POSTED_NOTHING = NotNow | Never | Apart | LeaseTooShort | Broken | NotOpened | NotSent


@dataclass(frozen=True)
class Change:
    """What becomes of the row, and which holds everybody has to respect from now on.

    `apart`: the pair has no group; this message and all later ones go to each of the two.
    """

    columns: dict[str, Any]
    holds: dict[str, datetime] = field(default_factory=dict)
    forget_conversation: bool = False
    apart: bool = False
    ends_other_at: datetime | None = None


@dataclass(frozen=True)
class Circumstances:
    claim: Claim
    now: datetime
    real_now: datetime
    timing: Timing
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def row(self) -> OutboxRow:
        return self.claim.row

    def after(self, wait: timedelta | float) -> datetime:
        return self.real_now + (wait if isinstance(wait, timedelta) else seconds(wait))


@dataclass(frozen=True)
class Recorded:
    """Whether the message was still ours to write about, the state that it is in now, whether
    everything waits because Slack refuses the installation, and whether many are refused alike."""

    ours: bool
    state: State
    all_wait: bool = False
    incident: bool = False


Ended = Callable[[Db, OutboxRow, bool], None]
"""Hears in the same transaction that a conditional message has ended: True if it arrived."""


def settle(
    db: Db,
    claim: Claim,
    result: Result,
    now: datetime,
    real_now: datetime,
    timing: Timing,
    ended: Ended = lambda db, row, arrived: None,
) -> Recorded:
    """Writes the result down, if the message is still ours.

    What Slack said about everybody's pace is kept in any case. What follows from which result:
    docs/delivery.md, Refusals, and docs/delivery.md, Unknown fates.
    """
    at = Circumstances(claim, now, real_now, timing, _evidence(db, claim, result, now, timing))
    plain = _change(at, result)
    change = _emptied(at, plain, result)
    until = change.holds | _pace(at, result)
    for key in sorted(until):
        holds.hold(db, key, until[key])
    ours = _if_still_ours(db, claim, change.columns)
    if ours and change.ends_other_at is not None:
        _spend_other(db, claim.row, change.ends_other_at)
    if ours and change.apart:
        _remember_conversation(db, claim.row, APART)
        enqueue_apart(db, claim.row)
    elif ours and change.forget_conversation:
        _remember_conversation(db, claim.row, None)
    elif ours and isinstance(result, Sent):
        _remember_conversation(db, claim.row, result.channel)
    if isinstance(result, Sent) or _looks_sent(at, result):
        evidence.accepted(db, claim.row.conversation)
    posted_nothing = isinstance(result, _POSTED_NOTHING) and not _looks_sent(at, result)
    if posted_nothing and not claim.row.unclear:
        rate_budget.give_back(db, POST, real_now, timing.pace)
    state: State = plain.columns["state"]
    if ours and KINDS[claim.row.kind].conditional and state in (State.SENT, State.CANCELLED):
        ended(db, claim.row, state is State.SENT)
    if isinstance(result, Refused) and at.evidence.incident:
        evidence.take_up_again(db, result.code, now, now + timing.patience(1))
    return Recorded(ours, state, holds.INSTALLATION in until, at.evidence.incident)


def _evidence(db: Db, claim: Claim, result: Result, now: datetime, timing: Timing) -> Evidence:
    """What a refusal means beside those of others; that of a group is a matter of that group."""
    if not isinstance(result, Refused):
        return Evidence()
    if claim.row.to_group and codes.fate(result.code, in_dm=False) in _NO_GROUP:
        return Evidence()
    patience = seconds(_LONGER * timing.refused_max)
    return evidence.take_note(db, claim.row, result.code, now, patience)


def _looks_sent(at: Circumstances, result: Result) -> bool:
    """A conditional message that is not sent leaves the same hold and budget as one that is."""
    return isinstance(result, Never) and KINDS[at.row.kind].conditional


def _emptied(at: Circumstances, change: Change, result: Result) -> Change:
    """What a message that has ended leaves behind."""
    kind, state = KINDS[at.row.kind], change.columns.get("state")
    columns, ended = change.columns, None
    if kind.budget is Budget.OTHER and (state is State.SENT or _looks_sent(at, result)):
        ended = at.now if state is not State.SENT else change.columns["sent_at"]
    if kind.conditional and state in CLOSED_STATES:
        columns = _left_over(at, change, state)
    return replace(change, columns=columns, ends_other_at=ended)


def _left_over(at: Circumstances, change: Change, state: State) -> dict[str, Any]:
    """Nothing but the key; of one that was given up, that its receiver is gone."""
    if state is not State.DEAD:
        return dict(EMPTY)
    if KINDS[at.row.kind].failure_is_told:
        return change.columns
    code = change.columns["last_error"] or ""
    if codes.fate(code, in_dm=True) is not Fate.PERSON_GONE:
        return dict(EMPTY)
    gone = {"state": State.DEAD, "person_id": at.row.person_id, "last_error": code}
    return {**EMPTY, **gone, "due_at": at.row.due_at}


def _spend_other(db: Db, row: OutboxRow, when: datetime) -> None:
    db.execute(update(Person).where(Person.id == row.person_id).values(last_other_at=when))


def renew(db: Db, claim: Claim, until: datetime) -> bool:
    """Keeps the message longer in our hands; False if it is not ours any more."""
    return _if_still_ours(db, claim, {"lease_until": until})


def _if_still_ours(db: Db, claim: Claim, columns: dict[str, Any]) -> bool:
    this = {"this": claim.row.id, "lease": claim.lease}
    return db.connection().execute(_OURS, columns | this).rowcount == 1


def _remember_conversation(db: Db, row: OutboxRow, channel: str | None) -> None:
    """A DM's id serves to look messages up, a group's also to post into.

    Written when it is new only: a row that is written at each message tells that one was sent.
    """
    if row.person_id is not None:
        known = update(Person).where(Person.id == row.person_id)
        new = Person.dm_channel.is_distinct_from(channel)
        db.execute(known.where(new).values(dm_channel=channel))
    elif row.pair_id is not None:
        known = update(Pair).where(Pair.id == row.pair_id)
        new = Pair.channel.is_distinct_from(channel)
        db.execute(known.where(new).values(channel=channel))


def _pace(at: Circumstances, result: Result) -> dict[str, datetime]:
    reached_slack = isinstance(result, Sent | Refused | Unclear) or _looks_sent(at, result)
    if not reached_slack or at.timing.pace <= 0:
        return {}
    return {holds.of_conversation(at.row.conversation): at.after(at.timing.pace)}


# --- from a result to a change -------------------------------------------------------------------


def _change(at: Circumstances, result: Result) -> Change:  # noqa: C901 - one line a result
    match result:
        case Sent(channel, ts):
            return _sent(ts, channel, at.now)
        case Found(ts):
            return _sent(ts, at.row.channel, at.row.last_post_at or at.now)
        case Throttled():
            return _throttled(at, result)
        case Refused(code):
            return _refused(at, code)
        case NotSent(reason):
            return _away(at, reason)
        case Broken(reason):
            return _failed(at, reason)
        case NotOpened(reason):
            return _again(at, reason, at.timing.away, first_post_at=at.claim.first_post_before)
        case Unclear(reason):
            return _unclear(at, reason)
        case Absent():
            return _failed(at, "not found", unclear=False)
        case CannotLook(reason):
            return _fate_stays_unknown(at, reason)
        case LookFailed(reason, wait, method):
            return _look_again(at, reason, wait, method)
        case NotNow(until, reason):
            return _put_off(at, until, reason)
        case Never(reason):
            return _over(State.CANCELLED, reason)
        case Apart(reason):
            return _apart(reason)
        case LeaseTooShort():
            return _again(at, "lease", 0, first_post_at=at.claim.first_post_before)


def _sent(ts: str | None, channel: str | None, when: datetime, reason: str | None = None) -> Change:
    found = {"slack_ts": ts, "channel": channel, "sent_at": when}
    return _over(State.SENT, reason, unclear=False, **found)


def _over(state: State, reason: str | None, **columns: Any) -> Change:
    return Change({**_let_go(state, reason), "sealed_text": None, **columns})


def _again(at: Circumstances, reason: str, wait: timedelta | float, **columns: Any) -> Change:
    back = _let_go(State.PENDING, reason)
    return Change({**back, "not_before": at.after(wait), **columns})


def _let_go(state: State, reason: str | None) -> dict[str, Any]:
    free = {"posting": False, "lease_owner": None, "lease_until": None}
    return {**free, "state": state, "last_error": reason and reason[:_LONGEST_REASON]}


def _throttled(at: Circumstances, result: Throttled) -> Change:
    if result.scope == "method":
        key = holds.of_method(result.method)
    else:
        key = holds.of_conversation(at.row.conversation)
    again = _again(at, "throttled", result.seconds, first_post_at=at.claim.first_post_before)
    return Change(again.columns, {key: at.after(result.seconds)})


def _away(at: Circumstances, reason: str) -> Change:
    """Slack is out of reach, for every message alike: no attempt of this one is counted."""
    again = _again(at, reason, at.timing.away, first_post_at=at.claim.first_post_before)
    return Change(again.columns, {holds.NETWORK: at.after(at.timing.away)})


def _look_again(at: Circumstances, reason: str, wait: float | None, method: str) -> Change:
    if wait is None:
        return _again(at, reason, at.timing.settle)
    again = _again(at, reason, wait)
    return Change(again.columns, {holds.of_method(method): at.after(wait)})


def _refused(at: Circumstances, code: str) -> Change:
    fate = codes.fate(code, in_dm=not at.row.to_group)
    if fate is Fate.UNCLEAR:
        return _unclear(at, code)
    if fate is Fate.INSTALLATION_GONE or at.evidence.everybody:
        again = _again(at, code, at.timing.pause)
        return Change(again.columns, {holds.INSTALLATION: at.after(at.timing.pause)})
    if at.row.to_group and (change := _group_refused(at, fate, code)) is not None:
        return change
    if fate is Fate.LATER and codes.is_foreseen(code):
        return _failed(at, code)
    if fate is Fate.CONVERSATION_GONE and at.row.last_error != code:
        return Change(_failed(at, code).columns, forget_conversation=True)
    if fate is Fate.OUR_BUG and _has_a_plain_form(at.row) and codes.plain_may_help(code):
        return _again(at, code, 0, plain=True)
    return _patiently(at, fate, code)


def _patiently(at: Circumstances, fate: Fate, code: str) -> Change:
    """Given up, or tried again over hours (programme time: others of the conversation go first).

    Tried again is what may be an error of Slack's, whatever is refused in an incident, and, for
    longer than it takes to know of one, what could not be taken up again then.
    """
    attempts, expires = at.row.attempts + 1, at.row.expires_at
    due = at.now + at.timing.patience(attempts)
    last = attempts >= at.timing.refused_tries or (expires is not None and expires <= due)
    if last and codes.plain_may_help(code) and not at.row.plain:
        return _again(at, code, 0, plain=True, attempts=attempts)
    may_pass = not at.row.plain and (fate is Fate.LATER or codes.plain_may_help(code))
    kept = may_pass or (_leaves_nothing(at.row) and attempts < _TRIES_OUTSIDE_THE_WINDOW)
    if at.evidence.incident or (kept and not last):
        again = {"due_at": due, "attempts": attempts, "plain": False}
        return Change({**_let_go(State.PENDING, code), **again})
    return _over(State.DEAD, code, attempts=attempts)


def _leaves_nothing(row: OutboxRow) -> bool:
    kind = KINDS[row.kind]
    return kind.conditional and not kind.failure_is_told


def _group_refused(at: Circumstances, fate: Fate, code: str) -> Change | None:
    """A pair without a group is written to apart; not for a refusal that a second try does not get.

    None where it is no matter of the group, or one that is opened anew.
    """
    attempts = at.row.attempts + 1
    if fate is Fate.LATER:
        most = at.timing.max_attempts if codes.is_foreseen(code) else at.timing.refused_tries
        return _apart(code) if attempts >= most else None
    if fate not in _NO_GROUP:
        return None
    if at.row.last_error == code:
        return _apart(code)
    if fate is Fate.CONVERSATION_GONE:
        return None
    return _again(at, code, 0, attempts=attempts)


def _apart(reason: str) -> Change:
    return replace(_over(State.CANCELLED, reason), apart=True)


def _has_a_plain_form(row: OutboxRow) -> bool:
    return KINDS[row.kind].plain_form and not row.plain


def _failed(at: Circumstances, reason: str, **columns: Any) -> Change:
    """A definite failure: back off, and give up at the last one."""
    attempts = at.row.attempts + 1
    if attempts >= at.timing.max_attempts:
        return _over(State.DEAD, reason, attempts=attempts, **columns)
    return _again(at, reason, at.timing.backoff(attempts), attempts=attempts, **columns)


def _unclear(at: Circumstances, reason: str) -> Change:
    return _again(at, reason, at.timing.settle, unclear=True)


def _fate_stays_unknown(at: Circumstances, reason: str) -> Change:
    """Nobody will ever know: the kind's promise decides between once at most and once at least."""
    if KINDS[at.row.kind].promise is Promise.AT_LEAST_ONCE:
        return _failed(at, reason, unclear=False)
    return _sent(None, at.row.channel, at.row.last_post_at or at.now, f"unknown: {reason}")


def _put_off(at: Circumstances, until: datetime, reason: str) -> Change:
    expires = at.row.expires_at
    if expires is not None and expires <= until:
        return _over(State.EXPIRED, reason)
    until = max(until, at.now + seconds(1))
    back = _let_go(State.PENDING, reason)
    return Change({**back, "due_at": until, "first_post_at": at.claim.first_post_before})
