"""From a result to a change: what becomes of the message, and whom it keeps waiting.

Nothing is written here. What follows from which result: docs/delivery.md, Refusals, and
docs/delivery.md, Unknown fates.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.lifecycle.outbox import State
from bot.outbox import codes
from bot.outbox.codes import Fate
from bot.outbox.deliver.claim import Claim
from bot.outbox.deliver.evidence import Evidence
from bot.outbox.deliver.results import Broken, LeaseTooShort, NotOpened, Result
from bot.outbox.deliver.timing import Timing, seconds
from bot.outbox.kinds import Kind, Promise
from bot.outbox.limits import holds
from bot.outbox.ports import (
    Absent,
    Cancel,
    CannotLook,
    Defer,
    Edited,
    Found,
    LookFailed,
    NotSent,
    Refused,
    Sent,
    Split,
    Throttled,
    Unclear,
    Withhold,
)
from bot.store.tables import OutboxRow

_LONGEST_REASON = 80
_TRIES_OUTSIDE_THE_WINDOW = 4
"""So many tries of Timing.patience take longer than evidence.WINDOW."""
NO_GROUP = (Fate.POLICY, Fate.PERSON_GONE, Fate.CONVERSATION_GONE)


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

    @property
    def kind(self) -> Kind[Any, Any]:
        return self.claim.kind

    def after(self, wait: timedelta | float) -> datetime:
        return self.real_now + (wait if isinstance(wait, timedelta) else seconds(wait))


def change_of(at: Circumstances, result: Result) -> Change:
    """What is to be written of the message after this result.

    An edit is given up quietly: its message stays as it was.
    """
    change = _change_of(at, result)
    if at.claim.is_edit and change.columns["state"] is State.DEAD:
        return _over(State.CANCELLED, change.columns["last_error"])
    return change


def _change_of(at: Circumstances, result: Result) -> Change:  # noqa: C901 - one line a result
    match result:
        case Sent(channel, ts):
            return _sent(ts, channel, at.now)
        case Found(ts, channel):
            return _sent(ts, channel or at.row.channel, at.row.last_post_at or at.now)
        case Edited(again_at):
            return _edited(at, again_at)
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
        case Defer(until, reason):
            return _put_off(at, until, reason)
        case Cancel(reason):
            return _over(State.CANCELLED, reason)
        case Split(reason):
            return _apart(reason)
        case Withhold():
            return _sent(None, at.row.channel, at.now)
        case LeaseTooShort():
            return _again(at, "lease", 0, first_post_at=at.claim.first_post_before)


def _sent(ts: str | None, channel: str | None, when: datetime, reason: str | None = None) -> Change:
    found = {"slack_ts": ts, "channel": channel, "sent_at": when}
    return _over(State.SENT, reason, unclear=False, **found)


def _edited(at: Circumstances, again_at: datetime | None) -> Change:
    if again_at is None:
        return _over(State.SENT, None, sent_at=at.now)
    later = max(again_at, at.now + seconds(1))
    return Change({**_let_go(State.PENDING, None), "due_at": later, "attempts": 0})


def _over(state: State, reason: str | None, **columns: Any) -> Change:
    return Change({**_let_go(state, reason), "sealed_text": None, **columns})


def _again(at: Circumstances, reason: str, wait: timedelta | float, **columns: Any) -> Change:
    back = _let_go(State.PENDING, reason)
    return Change({**back, "not_before": at.after(wait), **columns})


def _let_go(state: State, reason: str | None) -> dict[str, Any]:
    free = {"posting": False, "lease_owner": None, "lease_until": None}
    return {**free, "state": state, "last_error": reason and reason[:_LONGEST_REASON]}


def _throttled(at: Circumstances, notify: Throttled) -> Change:
    if notify.scope == "method":
        key = holds.of_method(notify.method)
    else:
        key = holds.of_conversation(at.row.conversation)
    again = _again(at, "throttled", notify.seconds, first_post_at=at.claim.first_post_before)
    return Change(again.columns, {key: at.after(notify.seconds)})


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
    if at.claim.is_edit:
        return _edit_refused(at, fate, code)
    if at.row.to_group and (change := _group_refused(at, fate, code)) is not None:
        return change
    if fate is Fate.LATER and codes.is_foreseen(code):
        return _failed(at, code)
    if fate is Fate.CONVERSATION_GONE and at.row.last_error != code:
        return Change(_failed(at, code).columns, forget_conversation=True)
    if fate is Fate.OUR_BUG and _has_a_plain_form(at) and codes.plain_may_help(code):
        return _again(at, code, 0, plain=True)
    return _patiently(at, fate, code)


def _edit_refused(at: Circumstances, fate: Fate, code: str) -> Change:
    """Tried again is what may pass; else the message stays as it was."""
    if fate is Fate.LATER:
        return _failed(at, code)
    if codes.plain_may_help(code) and not at.row.plain:
        return _again(at, code, 0, plain=True)
    return _over(State.CANCELLED, code)


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
    kept = may_pass or (_leaves_nothing(at.kind) and attempts < _TRIES_OUTSIDE_THE_WINDOW)
    if at.evidence.incident or (kept and not last):
        again = {"due_at": due, "attempts": attempts, "plain": False}
        return Change({**_let_go(State.PENDING, code), **again})
    return _over(State.DEAD, code, attempts=attempts)


def _leaves_nothing(kind: Kind[Any, Any]) -> bool:
    return kind.conditional and not kind.failure_is_told


def _group_refused(at: Circumstances, fate: Fate, code: str) -> Change | None:
    """A pair without a group is written to apart; not for a refusal that a second try does not get.

    None where it is no matter of the group, or one that is opened anew.
    """
    attempts = at.row.attempts + 1
    if fate is Fate.LATER:
        most = at.timing.max_attempts if codes.is_foreseen(code) else at.timing.refused_tries
        return _apart(code) if attempts >= most else None
    if fate not in NO_GROUP:
        return None
    if at.row.last_error == code:
        return _apart(code)
    if fate is Fate.CONVERSATION_GONE:
        return None
    return _again(at, code, 0, attempts=attempts)


def _apart(reason: str) -> Change:
    return replace(_over(State.CANCELLED, reason), apart=True)


def _has_a_plain_form(at: Circumstances) -> bool:
    return at.kind.plain_form and not at.row.plain


def _failed(at: Circumstances, reason: str, **columns: Any) -> Change:
    """A definite failure: back off, and give up at the last one."""
    attempts = at.row.attempts + 1
    if attempts >= at.timing.max_attempts:
        return _over(State.DEAD, reason, attempts=attempts, **columns)
    return _again(at, reason, at.timing.backoff(attempts), attempts=attempts, **columns)


def _unclear(at: Circumstances, reason: str) -> Change:
    if at.claim.is_edit:  # doing it twice changes nothing
        return _failed(at, reason)
    return _again(at, reason, at.timing.settle, unclear=True)


def _fate_stays_unknown(at: Circumstances, reason: str) -> Change:
    """Nobody will ever know: the kind's promise decides between once at most and once at least."""
    if at.kind.promise is Promise.AT_LEAST_ONCE:
        return _failed(at, reason, unclear=False)
    return _sent(None, at.row.channel, at.row.last_post_at or at.now, f"unknown: {reason}")


def _put_off(at: Circumstances, until: datetime, reason: str) -> Change:
    expires = at.row.expires_at
    if expires is not None and expires <= until:
        return _over(State.EXPIRED, reason)
    until = max(until, at.now + seconds(1))
    back = _let_go(State.PENDING, reason)
    return Change({**back, "due_at": until, "first_post_at": at.claim.first_post_before})
