"""What is told of each attempt: to the log, to who counts, and what an operator should know."""

import re
from collections.abc import Callable
from datetime import datetime

from bot import logs
from bot.domain.lifecycle.outbox import CLOSED_STATES, State
from bot.outbox.deliver.claim import Claim
from bot.outbox.deliver.results import Result
from bot.outbox.deliver.settle import Recorded
from bot.outbox.ports import Delivery, Found, Refused, Sent, Withhold

log = logs.logger(__name__)


class Report:
    """Tells what came of each attempt, and remembers what it has told an operator already.

    `notify` hears of every one.
    """

    def __init__(self, notify: Callable[[Delivery], None]) -> None:
        self._notify = notify
        self._refused_as: str | None = None
        self._alike: set[str | None] = set()

    def tell(
        self, claim: Claim, result: Result, recorded: Recorded, now: datetime, real_now: datetime
    ) -> None:
        """One line of the log and one call, and more only where something begins or ends."""
        if not recorded.ours:
            log.warning("lease lost", kind=claim.row.kind, result=type(result).__name__)
        self._tell(_delivery(claim, result, recorded.state, now, real_now))
        self._tell_of_refusal(claim.row.kind, result, recorded)
        self._tell_of_installation(result, all_wait=recorded.all_wait)

    def _tell(self, delivery: Delivery) -> None:
        log.info(
            "delivery",
            kind=delivery.kind,
            outcome=delivery.outcome,
            reason=delivery.reason,
            ms=None if delivery.seconds is None else round(delivery.seconds * 1000),
        )
        self._notify(delivery)

    def _tell_of_refusal(self, kind: str, result: Result, recorded: Recorded) -> None:
        """What an operator should know: what was given up, and once that many are refused alike."""
        code = result.code if isinstance(result, Refused) else None
        if recorded.ours and recorded.state is State.DEAD:
            log.warning("a message was given up", kind=kind, code=code)
        if recorded.incident and code not in self._alike:
            log.error("slack refuses many alike: nothing is given up for it", code=code)
            self._alike.add(code)
        elif isinstance(result, Sent):
            self._alike.clear()

    def _tell_of_installation(self, result: Result, *, all_wait: bool) -> None:
        """Once when Slack begins to refuse the installation itself, and once when it ends."""
        if isinstance(result, Refused) and all_wait:
            if self._refused_as != result.code:
                log.error("slack refuses the installation: everything waits", code=result.code)
            self._refused_as = result.code
        elif isinstance(result, Sent) and self._refused_as is not None:
            self._refused_as = None
            log.info("slack accepts the installation again")


def _delivery(
    claim: Claim, result: Result, state: State, now: datetime, real_now: datetime
) -> Delivery:
    row, arrived = claim.row, isinstance(result, Sent | Found | Withhold)
    if claim.kind.conditional and state is not State.DEAD:
        return Delivery(row.kind, "finished" if state in CLOSED_STATES else "again", None)
    reason = getattr(result, "code", None) or getattr(result, "reason", None)
    return Delivery(
        kind=row.kind,
        outcome=_named(Sent if isinstance(result, Withhold) else type(result)),
        reason=reason,
        seconds=max(0.0, (real_now - claim.taken_at).total_seconds()),
        late_seconds=max(0.0, (now - row.due_at).total_seconds()) if arrived else None,
        given_up=state is State.DEAD,
    )


def _named(outcome: type[Result]) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", outcome.__name__).lower()
