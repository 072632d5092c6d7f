"""Nobody waits longer than the ladder allows without having been told once, and then in peace.

Looked at every third day. The ladder is written down here a second time, in days, so that the bot's
own table is not asked to confirm itself.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.lifecycle import MEETING_PAIRS, PairState, SessionState
from bot.store.tables import Pair, Session
from tests.simulation.lives import Lives
from tests.soak.post import Delivered

EVERY = timedelta(days=3)
TOLD_AFTER, RESTS_AFTER = (7, 21), (49, 77)
"""Days without a date until both are told, and until the pair rests: before the first meeting and
after one."""
SLACK = timedelta(days=14)
"""A word may wait for the week's budget, for working hours, holidays, and this look."""
ANSWER = timedelta(days=14)
"""For an answer to what is suggested it is waited so long, however much is suggested."""
WORDS, RESTS = ("nudge.no_date", "nudge.last_word"), "pair.rests"
UNANSWERED = 2
"""So many words in a row without a sign of life, and somebody hears no more."""


@dataclass
class Quiet:
    """How long a pair has had no date, agreed or met, since its start or its last meeting, breaks
    aside."""

    held: int
    lasted: timedelta = timedelta()
    woken: bool = False
    words: Counter[str] = field(default_factory=Counter)
    """Said in this silence, by who heard it."""


class Peace:
    """Over all pairs of these lives; `broken` is what should not have been."""

    def __init__(self, lives: Lives) -> None:
        self.lives = lives
        self.broken: list[str] = []
        self._pairs: dict[int, Quiet] = {}
        self._unheard: Counter[str] = Counter()
        self._looked_at: datetime = lives.now
        self._read = len(lives.log)

    def looks(self) -> None:
        """At what was said since, and at how long each pair has been silent by now."""
        now = self.lives.now
        if now - self._looked_at < EVERY:
            return
        passed, self._looked_at = now - self._looked_at, now
        for message in self.lives.log[self._read :]:
            self._hears(message)
        self._read = len(self.lives.log)
        sessions = self.lives.rows(Session)
        for pair in self.lives.rows(Pair):
            if pair.state in MEETING_PAIRS:
                theirs = [one for one in sessions if one.pair_id == pair.id]
                self._grows(pair, theirs, passed)

    def _grows(self, pair: Pair, sessions: list[Session], passed: timedelta) -> None:
        held = sum(one.state == SessionState.HELD for one in sessions)
        quiet = self._pairs.get(pair.id)
        if quiet is None or quiet.held != held:
            quiet = self._pairs[pair.id] = Quiet(held)
        if pair.state == PairState.RESTING:
            return
        agreed = any(one.state == SessionState.DATED for one in sessions)
        if agreed or held >= len(pair.due_at):
            return
        quiet.lasted += passed
        self._check(pair, quiet)

    def _check(self, pair: Pair, quiet: Quiet) -> None:
        if quiet.woken:
            return
        after = min(quiet.held, 1)
        if quiet.lasted > timedelta(days=RESTS_AFTER[after]) + ANSWER + SLACK:
            self.broken.append(f"pair {pair.id} does not rest after {quiet.lasted}")
        if quiet.lasted <= timedelta(days=TOLD_AFTER[after]) + ANSWER + SLACK:
            return
        for side in pair.sides:
            who = side.person.slack_id
            if not quiet.words[who] and self._unheard[who] < UNANSWERED:
                self.broken.append(f"{who} of pair {pair.id} was not told in {quiet.lasted}")

    # --- what was said ---

    def acts(self, slack_id: str) -> None:
        """A sign of life."""
        self._unheard[slack_id] = 0

    def _hears(self, message: Delivered) -> None:
        if message.kind.key not in (*WORDS, RESTS):
            return
        number = int((message.subject or "pair:0").partition(":")[2])
        quiet = self._pairs.get(number)
        if message.kind.key == RESTS:
            self._rested(quiet)
            return
        for receiver in message.to:
            self._unheard[receiver.slack_id] += 1
            if quiet is not None:
                self._says_once_more(number, quiet, receiver.slack_id)

    def _rested(self, quiet: Quiet | None) -> None:
        """A pair may rest and be woken again between two looks."""
        if quiet is not None:
            quiet.woken = True

    def _says_once_more(self, number: int, quiet: Quiet, who: str) -> None:
        quiet.words[who] += 1
        if quiet.words[who] > len(WORDS):
            self.broken.append(f"{who} of pair {number} is not left in peace")
        if quiet.woken:
            self.broken.append(f"{who} of pair {number} is reminded after its rest")
