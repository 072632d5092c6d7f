"""Writing down what came of a message: only while it is still in our hands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.lifecycle.outbox import CLOSED_STATES, State
from bot.outbox import codes
from bot.outbox.codes import Fate
from bot.outbox.deliver import evidence
from bot.outbox.deliver.change import NO_GROUP, Change, Circumstances, change_of
from bot.outbox.deliver.claim import ROWS, Claim
from bot.outbox.deliver.evidence import Evidence
from bot.outbox.deliver.results import POSTED_NOTHING, Result
from bot.outbox.deliver.timing import Timing, seconds
from bot.outbox.enqueue import enqueue_apart
from bot.outbox.kinds import Budget
from bot.outbox.limits import holds, rate_budget
from bot.outbox.operator.retention import EMPTY
from bot.outbox.ports import Cancel, Edited, Refused, Sent, Unclear, Withhold
from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.tables import APART, OutboxRow, Pair, Person

_LONGER = 1.25
_OURS = update(ROWS).where(
    ROWS.c.id == bindparam("this"),
    ROWS.c.state == State.SENDING,
    ROWS.c.lease_owner == bindparam("lease"),
)


@dataclass(frozen=True)
class Recorded:
    """Whether the message was still ours to write about, the state that it is in now, whether
    everything waits because Slack refuses the installation, and whether many are refused alike."""

    ours: bool
    state: State
    all_wait: bool = False
    incident: bool = False


Ended = Callable[[Work, OutboxRow, bool], None]
"""Hears in the same transaction that a conditional message has ended: True if it arrived."""


def settle(
    db: Db,
    claim: Claim,
    result: Result,
    now: datetime,
    real_now: datetime,
    timing: Timing,
    ended: Ended = lambda work, row, arrived: None,
) -> Recorded:
    """Writes the result down, if the message is still ours.

    What Slack said about everybody's pace is kept in any case. What follows from which result:
    docs/delivery.md, Refusals, and docs/delivery.md, Unknown fates.
    """
    if isinstance(result, Edited):
        result = _moved_meanwhile(db, claim, result)
    at = Circumstances(claim, now, real_now, timing, _evidence(db, claim, result, now, timing))
    plain = change_of(at, result)
    change = _emptied(at, plain, result)
    until = change.holds | _pace(at, result)
    for key in sorted(until):
        holds.hold(db, key, until[key])
    ours = _if_still_ours(db, claim, change.columns)
    if ours:
        _write_beside(db, claim.row, change, result)
    if isinstance(result, Sent | Edited) or _looks_sent(at, result):
        evidence.accepted(db, claim.row.conversation)
    posted_nothing = isinstance(result, POSTED_NOTHING) and not _looks_sent(at, result)
    if posted_nothing and not claim.row.unclear:
        rate_budget.give_back(db, claim.method, real_now, timing.pace)
    state: State = plain.columns["state"]
    if ours and claim.kind.conditional and state in (State.SENT, State.CANCELLED):
        ended(Work(db, now), claim.row, state is State.SENT)
    if isinstance(result, Refused) and at.evidence.incident:
        evidence.take_up_again(db, result.code, now, now + timing.patience(1))
    return Recorded(ours, state, holds.INSTALLATION in until, at.evidence.incident)


def _evidence(db: Db, claim: Claim, result: Result, now: datetime, timing: Timing) -> Evidence:
    """What a refusal means beside those of others; that of a group is a matter of that group."""
    if not isinstance(result, Refused) or claim.is_edit:
        return Evidence()
    if claim.row.to_group and codes.fate(result.code, in_dm=False) in NO_GROUP:
        return Evidence()
    patience = seconds(_LONGER * timing.refused_max)
    return evidence.take_note(db, claim.row, result.code, now, patience)


def _moved_meanwhile(db: Db, claim: Claim, result: Edited) -> Edited:
    """While it was under way the state may have changed once more (`edit_now`)."""
    asked = select(ROWS.c.due_at).where(ROWS.c.id == claim.row.id).with_for_update()
    due = db.connection().execute(asked).scalar_one_or_none()
    if due is None or due <= claim.row.due_at:
        return result
    return Edited(min(due, result.again_at or due))


def _looks_sent(at: Circumstances, result: Result) -> bool:
    """What is withheld, and a conditional message that is not sent, leave the same hold and budget
    as one that is."""
    return isinstance(result, Withhold) or (isinstance(result, Cancel) and at.kind.conditional)


def _emptied(at: Circumstances, change: Change, result: Result) -> Change:
    """What a message that has ended leaves behind."""
    state = change.columns.get("state")
    columns, ended = change.columns, None
    if at.kind.budget is Budget.OTHER and (state is State.SENT or _looks_sent(at, result)):
        ended = at.now if state is not State.SENT else change.columns["sent_at"]
    if at.kind.conditional and state in CLOSED_STATES:
        columns = _left_over(at, change, state)
    return replace(change, columns=columns, ends_other_at=ended)


def _left_over(at: Circumstances, change: Change, state: State) -> dict[str, Any]:
    """Nothing but the key; of one that was given up, that its receiver is gone."""
    if state is not State.DEAD:
        return dict(EMPTY)
    if at.kind.failure_is_told:
        return change.columns
    code = change.columns["last_error"] or ""
    if codes.fate(code, in_dm=True) is not Fate.PERSON_GONE:
        return dict(EMPTY)
    gone = {"state": State.DEAD, "person_id": at.row.person_id, "last_error": code}
    return {**EMPTY, **gone, "due_at": at.row.due_at}


def _write_beside(db: Db, row: OutboxRow, change: Change, result: Result) -> None:
    """What is written of the person or the pair: the budget of the week, the conversation."""
    if change.ends_other_at is not None:
        _spend_other(db, row, change.ends_other_at)
    if change.apart:
        _remember_conversation(db, row, APART)
        enqueue_apart(db, row)
    elif change.forget_conversation:
        _remember_conversation(db, row, None)
    elif isinstance(result, Sent):
        _remember_conversation(db, row, result.channel)


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
    reached_slack = isinstance(result, Sent | Edited | Refused | Unclear) or _looks_sent(at, result)
    if not reached_slack or at.timing.pace <= 0:
        return {}
    return {holds.of_conversation(at.row.conversation): at.after(at.timing.pace)}
