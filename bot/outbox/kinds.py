"""One row per message kind: budget class, lifetime, delivery promise, order of urgency.

Classes: REPLY free and at once; SESSION free, in working hours; OTHER at most one per
person in seven days, in working hours; LEAD in working hours; OPERATOR at once, outside people. See
docs/delivery.md, What each kind promises.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Budget(StrEnum):
    REPLY = "reply"
    SESSION = "session"
    OTHER = "other"
    LEAD = "lead"
    OPERATOR = "operator"


class Promise(StrEnum):
    """What holds when a fate cannot be looked up (docs/delivery.md, Unknown fates)."""

    AT_MOST_ONCE = "at_most_once"
    AT_LEAST_ONCE = "at_least_once"


@dataclass(frozen=True)
class Kind:
    """`lives`: how long after its due time it may still be sent; None: no end or given by row.

    `conditional`: whether it leaves follows from what somebody does in private. It is owed in any
    case, looked at when leaving, and its row is emptied the moment it ends, whichever way.
    `failure_is_told`: the leads hear when it cannot be delivered, so that row is kept.
    """

    key: str
    budget: Budget
    priority: int
    promise: Promise
    lives: timedelta | None = None
    plain_form: bool = False
    conditional: bool = False
    failure_is_told: bool = False

    @property
    def in_hours(self) -> bool:
        return self.budget in (Budget.SESSION, Budget.OTHER, Budget.LEAD)


def days(n: int) -> timedelta:
    return timedelta(days=n)


_ONCE, _SURELY = Promise.AT_MOST_ONCE, Promise.AT_LEAST_ONCE

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("welcome", Budget.REPLY, 0, _SURELY),
        Kind("stats.picture", Budget.REPLY, 0, _ONCE, days(1), plain_form=True),
        Kind("pair.introduction", Budget.SESSION, 1, _SURELY, failure_is_told=True),
        Kind("proposal.offer", Budget.SESSION, 1, _SURELY, conditional=True, failure_is_told=True),
        Kind("proposal.reminder", Budget.SESSION, 2, _ONCE, conditional=True),
        Kind("pair.ended", Budget.SESSION, 1, _SURELY),
        Kind("pair.paused", Budget.SESSION, 1, _SURELY),
        Kind("pair.resumed", Budget.SESSION, 1, _SURELY),
        Kind("pause.over", Budget.OTHER, 3, _ONCE, days(7)),
        Kind("nudge.last_word", Budget.OTHER, 4, _ONCE, days(14), conditional=True),
        Kind("nudge.still_looking", Budget.OTHER, 5, _ONCE, days(27), conditional=True),
        Kind("pair.needs_a_hand", Budget.LEAD, 2, _SURELY, days(14)),
        Kind("programme.without_lead", Budget.LEAD, 2, _SURELY, days(14)),
        Kind("trouble.accounts_gone", Budget.LEAD, 1, _SURELY, days(14)),
        Kind("trouble.undelivered", Budget.LEAD, 2, _ONCE, days(7)),
        Kind("session.proposed", Budget.SESSION, 1, _SURELY),
        Kind("session.agreed", Budget.SESSION, 1, _SURELY),
        Kind("session.near", Budget.SESSION, 2, _ONCE),
        Kind("checkin.ask", Budget.SESSION, 2, _SURELY, conditional=True),
        Kind("checkin.reminder", Budget.SESSION, 3, _ONCE, conditional=True),
        Kind("proposal.did_not_go_ahead", Budget.OTHER, 3, _SURELY, days(14), conditional=True),
        Kind("nudge.no_date", Budget.OTHER, 4, _ONCE, days(7), conditional=True),
        Kind("round.ready", Budget.LEAD, 1, _SURELY),
        Kind("round.still_waiting", Budget.LEAD, 2, _ONCE),
        Kind("operator.text", Budget.OPERATOR, 2, _SURELY),
    )
}
CONDITIONAL = tuple(kind.key for kind in KINDS.values() if kind.conditional)
