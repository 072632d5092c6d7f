"""The machine's rules about a pair's meetings, from the first time that is suggested on."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.domain.words import After, Fit, Reason
from bot.store.tables import Pair, Session
from tests.soak.acts import LIVE, Acts
from tests.soak.company import Someone
from tests.soak.life import Life

CLOCK_CHANGES = (
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 16, tzinfo=UTC),
    datetime(2026, 10, 3, 16, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
)
"""New York, Rome, Sydney in spring and in autumn."""

n = st.integers(0, 40)
twice = st.booleans()


class MeetingRules(RuleBasedStateMachine):
    """Needs a life, and its acts."""

    life: Life
    acts: Acts

    def _side_of_a_pair(self, n: int) -> tuple[Pair, Someone] | None:
        rows = self.acts.rows(Pair)
        sides = [(row, who) for row in rows for one in (row.mentor, row.mentee)
                 if (who := self.acts.by(one))]  # fmt: skip
        return sides[-1 - n % len(sides)] if sides else None

    def _side_of_a_date(self, n: int) -> tuple[Session, Someone] | None:
        rows = self.acts.rows(Session)
        sides = [(row, who) for row in rows for one in (row.pair.mentor, row.pair.mentee)
                 if (who := self.acts.by(one))]  # fmt: skip
        return sides[-1 - n % len(sides)] if sides else None

    # --- a time -----------------------------------------------------------------------------------

    @rule(n=n, hours=st.sampled_from([-1, 1, 2, 5, 26, 50, 100, 200, 5000]), twice=twice)
    def propose_a_date(self, n: int, hours: int, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            at = (self.life.now + timedelta(hours=hours)).replace(minute=0)
            self.acts.proposes(*side, at, twice=twice)

    @rule(n=n, most=st.integers(1, 3), introduced=st.booleans(), twice=twice)
    def take_slots(self, n: int, most: int, introduced: bool, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.takes_slots(*side, most, introduced=introduced, twice=twice)

    @rule(n=n, hours=st.sampled_from([-1, 2, 26, 100, 800]), twice=twice)
    def move(self, n: int, hours: int, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            at = (self.life.now + timedelta(hours=hours)).replace(minute=0)
            self.acts.moves(*side, at, twice=twice)

    @rule(n=n, option=st.integers(0, 2), twice=twice)
    def confirm(self, n: int, option: int, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            self.acts.confirms(*side, option=option, twice=twice)

    @rule(n=n, offers=st.booleans(), twice=twice)
    def keep_this_time(self, n: int, offers: bool, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            self.acts.keeps(*side, offers=offers, twice=twice)

    @rule()
    def everybody_finds_a_time(self) -> None:
        """Each pair takes one that suits both, and one tap more of each keeps it."""
        for pair in self.acts.rows(Pair, Pair.state.in_(LIVE)):
            one, other = self.acts.by(pair.mentee), self.acts.by(pair.mentor)
            if one and other:
                self.acts.agrees_on_a_time(pair, one, other)
        self.acts.works()

    @rule()
    def a_suggestion_lapses(self) -> None:
        """Nobody answers the oldest one until its last time has begun."""
        waits = [one.answer_by for one in self.acts.rows(Session, Session.state == "proposed")]
        if soon := min((at for at in waits if at is not None), default=None):
            self.acts.lives_until(min(soon, self.life.now + timedelta(weeks=6)))

    # --- before and after it ----------------------------------------------------------------------

    @rule(n=n, line=st.sampled_from(["", "A question", "x" * 301]))
    def note(self, n: int, line: str) -> None:
        if side := self._side_of_a_date(n):
            self.acts.notes(*side, {"tried": line, "question": line})

    @rule(n=n)
    def say_met(self, n: int) -> None:
        if side := self._side_of_a_date(n):
            self.acts.says_met(*side)

    @rule(n=n)
    def say_not_yet(self, n: int) -> None:
        if side := self._side_of_a_date(n):
            self.acts.says_not_yet(*side)

    @rule(n=n, useful=st.integers(0, 5), twice=twice)
    def answer(self, n: int, useful: int, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            self.acts.answers(*side, twice=twice, useful=useful)

    @rule(n=n, fit=st.sampled_from(list(Fit)))
    def say_of_the_match(self, n: int, fit: Fit) -> None:
        if side := self._side_of_a_date(n):
            self.acts.says_of_the_match(*side, fit)

    @rule(n=n)
    def suggest_the_next(self, n: int) -> None:
        if side := self._side_of_a_date(n):
            self.acts.suggests_the_next(*side)

    # --- silence ----------------------------------------------------------------------------------

    @rule(n=n, twice=twice)
    def wake(self, n: int, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.wakes(*side, twice=twice)

    @rule()
    def silence_falls(self) -> None:
        """Nobody says anything until a silent pair takes its next step, or for three weeks."""
        last = Pair.next_step.in_(["hand", "rest", "end"])
        silent = self.acts.rows(Pair, Pair.state.in_(LIVE), last)
        soon = [one.next_step_at for one in silent if one.next_step_at and not one.stopped_at]
        self.acts.lives_until(min(soon, default=self.life.now + timedelta(weeks=3)))

    # --- the end ----------------------------------------------------------------------------------

    @rule(n=n, after=st.sampled_from(After), twice=twice)
    def choose_what_comes_next(self, n: int, after: After, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.chooses(*side, after, twice=twice)

    @rule()
    def a_pair_nears_its_end(self) -> None:
        """Until both of some pair are asked what comes next, or, once they were, until it ends."""
        live = self.acts.rows(Pair, Pair.state.in_(LIVE), Pair.state != "paused")
        ahead = [one.choice_at or one.ends_at for one in live]
        if ahead:
            self.acts.lives_until(min(ahead))

    @rule(n=n, reason=st.none() | st.sampled_from(list(Reason)), twice=twice)
    def ask_for_the_end(self, n: int, reason: Reason | None, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.asks_for_the_end(*side, reason, twice=twice)

    @rule(n=n, reason=st.none() | st.sampled_from(list(Reason)))
    def both_ask_for_the_end(self, n: int, reason: Reason | None) -> None:
        rows = self.acts.rows(Pair, Pair.state.in_(LIVE))
        for pair in rows[n % len(rows) :][:1] if rows else ():
            for one in pair.sides:
                if who := self.acts.by(one):
                    self.acts.asks_for_the_end(pair, who, reason)

    @rule(n=n, twice=twice)
    def take_back_the_end(self, n: int, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.takes_back_the_end(*side, twice=twice)

    @rule(n=n, asks=st.booleans())
    def say_beforehand(self, n: int, asks: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.says_beforehand(*side, asks=asks)

    # --- the clocks change ------------------------------------------------------------------------

    def _near_change(self) -> datetime | None:
        soon = (self.life.now, self.life.now + timedelta(days=21))
        return next((one for one in CLOCK_CHANGES if soon[0] < one < soon[1]), None)

    @rule()
    def a_night_of_clock_change(self) -> None:
        """Every twenty minutes around the next clock change, if it is near."""
        night = self._near_change()
        if night is None:
            return
        self.acts.lives(days=(night - self.life.now).days)
        for minutes in range(-100, 200, 20):
            self.life.clock.moment = max(self.life.now, night + timedelta(minutes=minutes))
            self.acts.works()

    @rule(hours=st.sampled_from([1, 30, 200]))
    def the_bot_sleeps_through_a_clock_change(self, hours: int) -> None:
        """From an hour before it to some time after."""
        night = self._near_change()
        if night is None:
            return
        self.acts.lives_until(max(self.life.now, night - timedelta(hours=1)))
        self.life.clock.moment = night + timedelta(hours=hours)
        self.acts.works()
