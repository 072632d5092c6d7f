"""What every delivered message promises its receiver, checked one by one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from bot.outbox.kinds import Budget
from tests.soak.history import History
from tests.soak.post import Delivered

WEEK = timedelta(days=7)
UNDO = timedelta(minutes=10)


def broken(one: Delivered, before: Sequence[Delivered], history: History) -> list[str]:
    """What is wrong with a message, given all that was delivered before it."""
    about = f"{one.kind.key} {one.about} at {one.at}"
    return [f"{what}: {about}" for check in _CHECKS for what in check(one, before, history)]


_Check = Callable[[Delivered, Sequence[Delivered], History], Iterator[str]]


def _receiver_takes_part(one: Delivered, before: Sequence[Delivered], _: History) -> Iterator[str]:
    if one.kind.budget is Budget.LEAD or one.kind.key == "stats.picture":
        if not all(who.is_lead for who in one.to):
            yield "a lead's message to somebody else"
        return
    for who in one.to:
        if who.state != "active":
            yield f"sent to {who.slack_id}, who is {who.state}"


def _in_working_hours(one: Delivered, before: Sequence[Delivered], _: History) -> Iterator[str]:
    if not one.kind.in_hours:
        return
    out = [who for who in one.to if not who.hours.holds(one.at)]
    if not out or (len(one.to) > 1 and one.to[0] not in out and _never_together(one)):
        return
    yield f"sent outside the hours of {out}"


def _never_together(one: Delivered) -> bool:
    """The two have no hour in common in four weeks: then the mentor's hours count."""
    mentor, mentee = (who.hours for who in one.to)
    quarters = (one.at + timedelta(minutes=15 * n) for n in range(28 * 24 * 4))
    return not any(mentor.holds(at) and mentee.holds(at) for at in quarters)


def _within_budget(one: Delivered, before: Sequence[Delivered], _: History) -> Iterator[str]:
    if one.kind.budget is not Budget.OTHER:
        return
    names = _names(one)
    for other in before:
        spent = other.kind.budget is Budget.OTHER and one.at - other.at < WEEK
        if spent and _names(other) == names:
            yield f"a second one in seven days, after {other.kind.key} at {other.at}"


def _only_once(one: Delivered, before: Sequence[Delivered], _: History) -> Iterator[str]:
    if any(other.dedupe_key == one.dedupe_key for other in before):
        yield "the same message twice"
    if one.kind.key in _ONCE_ABOUT and any(other.about == one.about for other in before):
        yield "said twice"


_ONCE_ABOUT = (
    *("proposal.offer", "proposal.reminder", "pair.introduction"),
    *("pair.choice", "pair.completed"),
    *("pair.ended", "session.proposed", "session.agreed", "session.near", "round.ready"),
    *("checkin.ask", "checkin.reminder", "round.still_waiting", "trouble.undelivered"),
    "round.decided",
)


def _in_time(one: Delivered, before: Sequence[Delivered], _: History) -> Iterator[str]:
    if one.expires_at is not None and one.at >= one.expires_at:
        yield f"sent after {one.expires_at}"


def _words_are_silent(
    one: Delivered, before: Sequence[Delivered], history: History
) -> Iterator[str]:
    """Who said some word is not asked again; the end is told at the expiry."""
    offered = history.offered.get(one.proposal_id or 0)
    names = _names(one)
    if one.kind.key in ("proposal.offer", "proposal.reminder"):
        if any((one.proposal_id, name) in history.words for name in names):
            yield "to who had said a word"
        if offered is not None and not offered.fits:
            yield "of a pair that did not fit any more"
    if one.kind.key == "proposal.reminder":
        asked = [it for it in before if it.kind.key == "proposal.offer" and _names(it) == names]
        if one.proposal_id not in {it.proposal_id for it in asked}:
            yield "to who had not been asked"
    if one.kind.key == "proposal.did_not_go_ahead" and (offered is None or one.at < offered.closes):
        yield "before the expiry"


def _groups_of_two_yeses(
    one: Delivered, before: Sequence[Delivered], history: History
) -> Iterator[str]:
    if one.pair_id is None:
        return
    names = _names(one)
    agreed = {proposal for proposal, _ in history.words}
    if not any(all(history.said_yes(it, name) for name in names) for it in agreed):
        yield "a group without two yeses"
    if one.channel != "G" + "+".join(sorted(names)):
        yield f"into {one.channel}"


def _undo_leaves_no_trace(
    one: Delivered, before: Sequence[Delivered], history: History
) -> Iterator[str]:
    if one.kind.key not in ("pair.ended", "pair.paused"):
        return
    if one.kind.key == "pair.ended" and _was_asked_for(one, history):
        return
    for who in one.partners - history.account_gone:
        if one.at < history.last_act.get(who, one.at - UNDO) + UNDO:
            yield f"told while {who} could still undo it"


def _was_asked_for(one: Delivered, history: History) -> bool:
    """Whether one of the two has asked for this end, and can no longer take it back."""
    asked = history.ends_since(int(str(one.subject).partition(":")[2]))
    return asked is not None and asked + UNDO <= one.at


def _names(one: Delivered) -> frozenset[str]:
    return frozenset(who.slack_id for who in one.to)


_CHECKS: tuple[_Check, ...] = (
    _receiver_takes_part,
    _in_working_hours,
    _within_budget,
    _only_once,
    _in_time,
    _words_are_silent,
    _groups_of_two_yeses,
    _undo_leaves_no_trace,
)
