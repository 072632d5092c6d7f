"""The sender: take one message, look once more, post it, write down what came of it.

Many may work at once, in one process or in many. No transaction is open while Slack is asked. Why
this order: docs/delivery.md, The promise.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update

from bot import logs
from bot.clock import Time
from bot.outbox.codes import Fate, fate
from bot.outbox.deliver import claim as claims
from bot.outbox.deliver import edits, queue
from bot.outbox.deliver.claim import Claim
from bot.outbox.deliver.report import Report
from bot.outbox.deliver.results import Broken, LeaseTooShort, NotOpened, Result
from bot.outbox.deliver.settle import Ended, renew, settle
from bot.outbox.deliver.timing import Timing, seconds
from bot.outbox.kinds import Kinds
from bot.outbox.limits import holds, rate_budget
from bot.outbox.operator.retention import drop_old_holds
from bot.outbox.ports import (
    HISTORY,
    OPEN,
    Cancel,
    CannotLook,
    Delivery,
    Edited,
    Found,
    LookFailed,
    Opened,
    Refused,
    Rendered,
    Renderer,
    Send,
    Throttled,
    Transport,
    Unclear,
    Verdict,
)
from bot.outbox.work import Work
from bot.store.db.engine import glancing, in_one_transaction, reading
from bot.store.db.session import Sessions
from bot.store.tables import OutboxRow, Pair, Person

_CLOCKS_DIFFER = timedelta(minutes=5)
_LOOK_FURTHER_BACK = timedelta(days=1)
_HOLDS_KEPT = timedelta(minutes=10)
_TURNS = 10
"""Every so many messages the longest due of all goes first, however little urgent."""
_FINAL = (Fate.PERSON_GONE, Fate.CONVERSATION_GONE, Fate.POLICY, Fate.OUR_BUG)


class Sender:
    """Delivers what is owed; for `renderer` and `transport` see bot.outbox.ports.

    `notify` hears what came of each attempt; `taken` is called as soon as a message is in hand, so
    that somebody else may look for another meanwhile, unless the budget is spent. `ended` hears in
    the same transaction how a conditional message ended.
    """

    def __init__(
        self,
        sessions: Sessions,
        kinds: Kinds,
        renderer: Renderer,
        transport: Transport,
        clock: Time,
        timing: Timing | None = None,
        notify: Callable[[Delivery], None] = lambda _: None,
        taken: Callable[[], None] = lambda: None,
        ended: Ended = lambda work, row, arrived: None,
    ) -> None:
        self._sessions = sessions
        self._kinds = kinds
        self._renderer = renderer
        self._transport = transport
        self._clock = clock
        self._timing = timing or Timing()
        self._report = Report(notify)
        self._taken = taken
        self._ended = ended
        self._turn = 0
        self._tidied_at: datetime | None = None

    def pump(self, limit: int | None = None) -> int:
        """Works until nothing can be done now, or `limit` messages were handled; how many."""
        done = 0
        while (limit is None or done < limit) and self.run_one():
            done += 1
        return done

    def run_one(self) -> bool:
        """Handles one message: sent, looked up, put off or given up. False if none could be."""
        claim = self._claim()
        if claim is None:
            return False
        if claim.more:
            self._taken()
        result = self._find(claim) if claim.row.unclear else self._send(claim)
        self._settle(claim, result)
        return True

    def next_at(self) -> datetime | None:
        """When (technical time) to look again, not after this; None when nothing waits."""
        with self._sessions() as db:
            now, real_now = self._clock.now(), self._clock.real_now()
            return claims.next_at(glancing(db), now, real_now, self._timing)

    def _claim(self) -> Claim | None:
        now, real_now = self._clock.now(), self._clock.real_now()
        with self._sessions() as db:
            backlog = queue.backlog(glancing(db), now, real_now)
            worth = bool(backlog.due_levels) and claims.may_leave(db, real_now, self._timing)
        self._tidy(now, real_now, to_tidy=backlog.to_tidy)
        if not (worth or backlog.to_tidy):
            return None
        levels = queue.EVERY_LEVEL if backlog.to_tidy else backlog.due_levels
        self._turn += 1
        with self._sessions.begin() as db:
            return claims.claim(
                db, self._kinds, now, real_now, self._timing,
                longest_due=self._turn % _TURNS == 0, levels=levels,
            )  # fmt: skip

    def _tidy(self, now: datetime, real_now: datetime, *, to_tidy: bool) -> None:
        if to_tidy:
            with self._sessions.begin() as db:
                claims.tidy(db, self._kinds, now, real_now, self._timing)
        if self._tidied_at is None or abs(real_now - self._tidied_at) > _HOLDS_KEPT:
            self._tidied_at = real_now
            with self._sessions.begin() as db:
                drop_old_holds(db, real_now - _HOLDS_KEPT)

    def _settle(self, claim: Claim, result: Result) -> None:
        now, real_now = self._clock.now(), self._clock.real_now()
        recorded = in_one_transaction(
            self._sessions,
            lambda db: settle(db, claim, result, now, real_now, self._timing, self._ended),
        )
        self._report.tell(claim, result, recorded, now, real_now)

    # --- sending ---

    def _send(self, claim: Claim) -> Result:
        if claim.is_edit:
            return self._edit(claim)
        verdict = self._revalidate(claim.row)
        if not isinstance(verdict, Send):
            return verdict
        channel = self._conversation(claim.row, verdict)
        if not isinstance(channel, str):
            return channel
        if not self._lease_lasts(claim):
            return LeaseTooShort()
        try:
            return self._transport.post(
                channel, verdict.content, _uid(claim.row), plain=claim.row.plain
            )
        except Exception as error:  # what it did before it broke, nobody knows
            return Unclear(_named(error))

    def _conversation(self, row: OutboxRow, verdict: Send[Rendered]) -> str | Result:
        """Where it goes: a person's id serves to post, not to share a file."""
        known = self._known(row)[0] if verdict.content.file else verdict.channel
        return known or self._open(row, verdict.open_with)

    def _edit(self, claim: Claim) -> Result:
        """Rewrites a message that has aged; one that did not arrive is left alone."""
        with self._sessions() as db:
            message = edits.place_of(reading(db), claim.row)
        if message is None:
            return Cancel("no message")
        verdict = self._revalidate(claim.row)
        if not isinstance(verdict, Send):
            return verdict
        if not self._lease_lasts(claim):
            return LeaseTooShort()
        if message.ts is None:
            return Edited(verdict.again_at)
        content, plain = verdict.content, claim.row.plain or message.plain
        try:
            result = self._transport.update(message.channel, message.ts, content, plain=plain)
        except Exception as error:  # doing it twice changes nothing
            return Unclear(_named(error))
        return Edited(verdict.again_at) if isinstance(result, Edited) else result

    def _revalidate(self, row: OutboxRow) -> Verdict[Rendered] | Broken:
        try:
            with self._sessions() as db:
                return self._renderer.revalidate(Work(reading(db), self._clock.now()), row)
        except Exception as error:
            logs.failure(logs.error_code(), error, kind=row.kind)
            return Broken(_named(error))

    def _open(self, row: OutboxRow, people: tuple[str, ...]) -> str | Result:
        wait = self._spend(OPEN)
        if wait is not None:
            return Throttled(wait, "method", OPEN)
        try:
            opened = self._transport.open(people)
        except Exception as error:
            return Broken(_named(error))
        if isinstance(opened, Opened):
            self._keep_group(row, opened.channel)
            return opened.channel
        if isinstance(opened, Unclear):  # opening twice gives the same conversation
            return NotOpened(opened.reason)
        return opened

    def _spend(self, method: str) -> float | None:
        """Uses a method's budget; None if it may be called now, else in how many seconds."""
        real_now = self._clock.real_now()
        with self._sessions.begin() as db:
            held = holds.held_until(db, holds.of_method(method), real_now=real_now)
            until = held or rate_budget.spend(db, method, real_now, self._timing.pace)
        return None if until is None else (until - real_now).total_seconds()

    def _keep_group(self, row: OutboxRow, channel: str) -> None:
        if row.to_group:
            with self._sessions.begin() as db:
                db.execute(update(Pair).where(Pair.id == row.pair_id).values(channel=channel))

    def _lease_lasts(self, claim: Claim) -> bool:
        """Whether a call begun now ends within the lease, renewed after a slow start."""
        real_now, timing = self._clock.real_now(), self._timing
        assert claim.row.lease_until is not None
        if real_now + seconds(timing.timeout) > claim.row.lease_until:
            return False
        if real_now < claim.taken_at + seconds(timing.heartbeat):
            return True
        with self._sessions.begin() as db:
            return renew(db, claim, real_now + seconds(timing.lease))

    # --- looking up ---

    def _find(self, claim: Claim) -> Result:
        row = claim.row
        if row.to_group:
            return CannotLook("group conversation")
        channel = self._readable(row)
        if not isinstance(channel, str):
            return channel
        wait = self._spend(HISTORY)
        if wait is not None:
            return LookFailed("throttled", wait)
        if not self._lease_lasts(claim):
            return LookFailed("lease")
        try:
            found = self._transport.find(channel, _uid(row), self._since(row))
            return replace(found, channel=channel) if isinstance(found, Found) else found
        except Exception as error:
            return LookFailed(_named(error))

    def _readable(self, row: OutboxRow) -> str | CannotLook | LookFailed:
        """The id of the conversation itself: a person's id serves to post, not to read."""
        known, slack_id = self._known(row)
        if known is not None:
            return known
        opened = self._open(row, (slack_id,))
        if isinstance(opened, str):
            return opened
        if isinstance(opened, Throttled):
            return LookFailed("throttled", opened.seconds, OPEN)
        if isinstance(opened, Refused) and fate(opened.code, in_dm=True) in _FINAL:
            return CannotLook(opened.code)
        return LookFailed(getattr(opened, "code", "not opened"))

    def _known(self, row: OutboxRow) -> tuple[str | None, str]:
        if row.person_id is None:
            channel = row.channel or ""
            return (None, channel) if channel[:1] in ("U", "W") else (channel, "")
        with self._sessions() as db:
            person = reading(db).get_one(Person, row.person_id)
            return person.dm_channel, person.slack_id

    def _since(self, row: OutboxRow) -> datetime:
        """From a day before the first attempt: our clock may have been set back since, and what
        is too old is merely read in vain.

        Where programme time is moved, Slack's timestamps may follow either clock.
        """
        now, real_now = self._clock.now(), self._clock.real_now()
        since = row.first_post_at or now
        if abs(now - real_now) > _CLOCKS_DIFFER:
            since = min(since, real_now)
        return since - _LOOK_FURTHER_BACK


def _uid(row: OutboxRow) -> str:
    assert row.uid is not None, "only what is over has none"
    return row.uid


def _named(error: Exception) -> str:
    return f"error: {type(error).__name__}"
