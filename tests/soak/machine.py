"""Every order of events in a programme's life, as one machine that tries them.

Each rule is something that people, Slack, a lead or the clock may do; after each, everything that
was delivered and everything in the database is looked at. Numbers pick among what there is.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.words import Reason
from bot.store.tables import Pair, Programme, Proposal, Round, Session, Window
from tests.soak.acts import ASKED, LIVE, Acts
from tests.soak.company import ZONES, Profile, Someone, profiles
from tests.soak.life import Life, Runtime

OPENINGS = (
    datetime(2026, 2, 9, 8, tzinfo=UTC),
    datetime(2026, 3, 2, 8, tzinfo=UTC),
    datetime(2026, 9, 14, 8, tzinfo=UTC),
    datetime(2026, 10, 5, 8, tzinfo=UTC),
)
"""The first round, three weeks later, comes before nights of a clock change."""
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


class AnyOrder(RuleBasedStateMachine):
    """A programme with 8 to 14 people, of which the story may begin at any stage."""

    runtime: Runtime

    @initialize(
        opening=st.sampled_from(OPENINGS),
        forms=st.lists(profiles, min_size=8, max_size=14),
        hold=st.sampled_from([10, 10, 0]),
        stage=st.integers(0, 3),
    )
    def a_programme(self, opening: datetime, forms: list[Profile], hold: int, stage: int) -> None:
        self.life = Life(self.runtime, opening, len(forms), hold)
        self.acts = Acts(self.life)
        for who, form in zip(self.life.people.values(), forms, strict=False):
            self.acts.joins(who, form, None, twice=False)
        for step in (self.a_round_goes_out, self.everybody_says_yes, self.everybody_meets)[:stage]:
            step()

    def teardown(self) -> None:
        """Ten weeks on, everything that was owed has come to its end."""
        if not hasattr(self, "acts"):
            return
        try:
            for days in (2, 28, 40):
                self.life.passes(days=days)
                self.acts.works()
            self.nothing_is_wrong()
        finally:
            self.life.ends()

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "acts"):
            self.acts.looks()
            assert not self.acts.wrong, "\n".join(self.acts.wrong)

    # --- joining, leaving, being away -------------------------------------------------------------

    @rule(n=n, form=profiles, manager=st.none() | n, twice=twice)
    def join(self, n: int, form: Profile, manager: int | None, twice: bool) -> None:
        boss = None if manager is None else self.acts.someone(manager)
        self.acts.joins(self.acts.someone(n), form, boss, twice=twice)

    @rule(n=n, form=profiles, places=st.tuples(st.integers(1, 2), st.integers(1, 2)),
          avoids=st.lists(n, max_size=2), twice=twice)  # fmt: skip
    def profile(
        self, n: int, form: Profile, places: tuple[int, int], avoids: list[int], twice: bool
    ) -> None:
        avoided = [self.acts.someone(one) for one in avoids]
        self.acts.edits(self.acts.someone(n), form, places, avoided, twice=twice)

    @rule(n=n, twice=twice)
    def leave(self, n: int, twice: bool) -> None:
        self.acts.leaves(self.acts.someone(n), twice=twice)

    @rule(n=n, days=st.sampled_from([-1, 0, 1, 1, 3, 10, 28, 56, 57]), twice=twice)
    def pause(self, n: int, days: int, twice: bool) -> None:
        self.acts.pauses(self.acts.someone(n), days, twice=twice)

    @rule(n=n, twice=twice)
    def resume(self, n: int, twice: bool) -> None:
        self.acts.resumes(self.acts.someone(n), twice=twice)

    @rule(n=n, what=st.sampled_from(["join", "leave", "pause", "resume", "profile"]), twice=twice)
    def undo(self, n: int, what: str, twice: bool) -> None:
        self.acts.takes_back(self.acts.someone(n), what, twice=twice)

    @rule(n=n, what=st.sampled_from(["leave", "pause", "resume", "profile"]), form=profiles)
    def change_their_mind(self, n: int, what: str, form: Profile) -> None:
        who = self.acts.someone(n)
        act = {
            "leave": lambda: self.acts.leaves(who),
            "pause": lambda: self.acts.pauses(who, 7),
            "resume": lambda: self.acts.resumes(who),
            "profile": lambda: self.acts.edits(who, form, (2, 2), []),
        }[what]
        self.acts.changes_their_mind(what, act, who)

    @rule(n=n, typed=st.sampled_from(["it", "English", "klingon"]))
    def choose_language(self, n: int, typed: str) -> None:
        self.acts.chooses_language(self.acts.someone(n), typed)

    @rule(n=n, fewer=st.booleans())
    def reminders(self, n: int, fewer: bool) -> None:
        self.acts.wants_reminders(self.acts.someone(n), fewer=fewer)

    @rule(n=n, told=st.booleans())
    def account_gone(self, n: int, told: bool) -> None:
        """Told by an event, or found out when a message is refused, or at night."""
        who = self.acts.someone(n)
        if who is self.life.lead:
            return
        self.acts.account_goes(who)
        if told:
            self.acts.history.account_gone.add(who.slack_id)
            self.life.hears_of(who)

    @rule(n=n)
    def account_back(self, n: int) -> None:
        who = self.acts.someone(n)
        self.acts.account_returns(who)
        self.life.hears_of(who)

    @rule(n=n, zone=st.sampled_from(list(ZONES)))
    def move_house(self, n: int, zone: str) -> None:
        who = self.acts.someone(n)
        who.zone = zone
        self.life.hears_of(who)

    @rule(n=n, asks=st.booleans(), twice=twice)
    def look_for_somebody(self, n: int, asks: bool, twice: bool) -> None:
        self.acts.looks_for_somebody(self.acts.someone(n), asks=asks, twice=twice)

    # --- the lead ---------------------------------------------------------------------------------

    @rule(n=n, decision=st.sampled_from(["hold", "release", "drop", "restore"]))
    def decide(self, n: int, decision: str) -> None:
        drafted = self.acts.rows(Proposal, Proposal.state.in_(["drafted", "held", "dropped"]))
        if drafted:
            self.acts.decides(drafted[n % len(drafted)], decision)

    @rule(word=st.sampled_from(["approve", "approve", "stop", "postpone"]), back=st.integers(0, 1),
          twice=twice)  # fmt: skip
    def rule_on_a_round(self, word: str, back: int, twice: bool) -> None:
        rounds = self.acts.rows(Round)
        if len(rounds) > back:
            self.acts.rules_on(rounds[-1 - back], word, twice=twice)

    @rule(period=st.sampled_from(["30d", "quarter", "2026-Q3"]))
    def ask_for_figures(self, period: str) -> None:
        self.acts.asks_for_figures(period)

    # --- a proposal -------------------------------------------------------------------------------

    def _asked(self, n: int) -> tuple[Proposal, Someone] | None:
        rows = self.acts.rows(Proposal, Proposal.state.in_(ASKED))
        sides = [(row, who) for row in rows for one in (row.mentor, row.mentee)
                 if (who := self.acts.by(one))]  # fmt: skip
        return sides[-1 - n % len(sides)] if sides else None

    @rule(n=n, twice=twice)
    def yes(self, n: int, twice: bool) -> None:
        if asked := self._asked(n):
            self.acts.says_yes(*asked, twice=twice)

    @rule(n=n, not_again=st.booleans(), twice=twice)
    def someone_else(self, n: int, not_again: bool, twice: bool) -> None:
        if asked := self._asked(n):
            self.acts.says(*asked, "someone_else", not_again=not_again, twice=twice)

    @rule(n=n)
    def later(self, n: int) -> None:
        if asked := self._asked(n):
            self.acts.says(*asked, "later")

    # --- a date, a meeting ------------------------------------------------------------------------

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

    @rule(n=n, hours=st.sampled_from([-1, 1, 2, 5, 26, 50, 100, 200, 5000]), twice=twice)
    def propose_a_date(self, n: int, hours: int, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            at = (self.life.now + timedelta(hours=hours)).replace(minute=0)
            self.acts.proposes(*side, at, twice=twice)

    @rule(n=n, twice=twice)
    def wake(self, n: int, twice: bool) -> None:
        if side := self._side_of_a_pair(n):
            self.acts.wakes(*side, twice=twice)

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

    @rule()
    def silence_falls(self) -> None:
        """Nobody says anything until a silent pair takes its next step, or for three weeks."""
        last = Pair.next_step.in_(["hand", "rest", "end"])
        silent = self.acts.rows(Pair, Pair.state.in_(LIVE), last)
        soon = [one.next_step_at for one in silent if one.next_step_at and not one.stopped_at]
        self.acts.lives_until(min(soon, default=self.life.now + timedelta(weeks=3)))

    @rule(n=n, twice=twice)
    def confirm(self, n: int, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            self.acts.confirms(*side, twice=twice)

    @rule(n=n)
    def say_met(self, n: int) -> None:
        if side := self._side_of_a_date(n):
            self.acts.says_met(*side)

    @rule(n=n, days=st.none() | st.integers(-1, 12), twice=twice)
    def declare_met(self, n: int, days: int | None, twice: bool) -> None:
        day = None if days is None else (self.life.now - timedelta(days=days)).date()
        self.acts.declares(self.acts.someone(n), day, twice=twice)

    @rule(n=n, useful=st.integers(0, 5), twice=twice)
    def answer(self, n: int, useful: int, twice: bool) -> None:
        if side := self._side_of_a_date(n):
            self.acts.answers(*side, twice=twice, useful=useful)

    # --- the clock --------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 5, 9, 10, 11, 45]), works=st.booleans())
    def minutes_pass(self, minutes: int, works: bool) -> None:
        self.life.passes(minutes=minutes)
        if works:
            self.acts.works()

    @rule(hours=st.integers(1, 20))
    def hours_pass(self, hours: int) -> None:
        self.life.passes(hours=hours)
        self.acts.works()

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.acts.lives(days=days)

    @rule()
    def something_falls_due(self) -> None:
        self.life.clock.moment = self.acts.next_due() or self.life.now
        self.acts.works()

    @rule(days=st.sampled_from([3, 3, 8]))
    def down_for_days(self, days: int) -> None:
        self.life.passes(days=days)
        self.acts.works()

    @rule()
    def a_night_of_clock_change(self) -> None:
        """Every twenty minutes around the next clock change, if it is near."""
        soon = (self.life.now, self.life.now + timedelta(days=21))
        night = next((one for one in CLOCK_CHANGES if soon[0] < one < soon[1]), None)
        if night is None:
            return
        self.acts.lives(days=(night - self.life.now).days)
        for minutes in range(-100, 200, 20):
            self.life.clock.moment = max(self.life.now, night + timedelta(minutes=minutes))
            self.acts.works()

    @rule()
    def work(self) -> None:
        self.acts.works()

    @rule()
    def work_as_two(self) -> None:
        self.acts.works(self.life.works_as_two)

    # --- good times, to come far in few steps -----------------------------------------------------

    @rule()
    def a_round_goes_out(self) -> None:
        """To the day of the next round, approved and sent at once."""
        (programme,) = self.acts.rows(Programme)
        at = programme.next_round_at
        if at is not None and not self.acts.rows(Round, Round.state.in_(["drafted", "approved"])):
            self.acts.lives_until(at)
        for one in self.acts.rows(Round, Round.state == "drafted"):
            self.acts.rules_on(one, "approve")
        self.life.passes(minutes=10)
        self.acts.works()

    @rule()
    def everybody_looks(self) -> None:
        for who in self.life.people.values():
            self.acts.looks_for_somebody(who, asks=True)

    @rule()
    def everybody_says_yes(self) -> None:
        self.acts.lives(hours=30)
        for row in self.acts.rows(Proposal, Proposal.state == "offered"):
            for one in (row.mentor, row.mentee):
                if who := self.acts.by(one):
                    self.acts.says_yes(row, who)
        self.acts.works()

    @rule()
    def everybody_meets(self) -> None:
        """Each pair declares a meeting of today, and both sides answer."""
        self.life.passes(hours=20)
        for pair in self.acts.rows(Pair, Pair.state.in_(LIVE)):
            if who := self.acts.by(pair.mentor):
                self.acts.declares(who, None)
        for held in self.acts.rows(Session, Session.state == "held"):
            for one in (held.pair.mentor, held.pair.mentee):
                if who := self.acts.by(one):
                    self.acts.answers(held, who)
        self.acts.works()

    @rule()
    def a_window_is_sealed(self) -> None:
        waiting = self.acts.rows(Window, Window.state == "collecting")
        if waiting:
            self.acts.lives_until(waiting[0].seal_at)
