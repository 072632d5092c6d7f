"""What two people do about their meetings: times that suit, moves, a time that is kept, preparing,
and what follows the questions."""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations

from bot.domain.lifecycle import SessionState
from bot.domain.refusals import Refusal
from bot.domain.words import Fit
from bot.outbox.work import Work
from bot.programme.learning import worksheets
from bot.programme.meetings import afterwards, attendance, dates, finding
from bot.programme.meetings.calendar import series
from bot.programme.pairs import pairing
from bot.store.tables import Pair, Session
from tests.soak import eyes
from tests.soak.company import Someone
from tests.soak.observed import Observed


class Meetings(Observed):
    """The acts of two people about their meetings."""

    def wakes(self, pair: Pair, who: Someone, *, twice: bool = False) -> object:
        return self.life.asks(who, lambda work: pairing.wake(work, pair.id), twice=twice)

    # --- a time ---

    def proposes(self, pair: Pair, who: Someone, at: datetime, *, twice: bool = False) -> object:
        return self.life.asks(who, lambda work: dates.propose(work, pair.id, [at]), twice=twice)

    def takes_slots(
        self, pair: Pair, who: Someone, most: int, *, introduced: bool, twice: bool = False
    ) -> object:
        """The first of the times that suit both; `introduced`: one, as the introduction has it."""

        def use_case(work: Work) -> object:
            window = finding.one_more(work, pair.id)
            if not window.slots:
                return None
            if introduced:
                return dates.propose_one(work, pair.id, window.slots[0])
            return dates.propose(work, pair.id, window.slots[:most])

        return self.life.asks(who, use_case, twice=twice)

    def moves(self, date_: Session, who: Someone, at: datetime, *, twice: bool = False) -> object:
        return self.life.asks(
            who,
            lambda work: dates.propose(work, date_.pair_id, [at], instead_of=date_.id),
            twice=twice,
        )

    def confirms(
        self, date_: Session, who: Someone, *, option: int = 0, twice: bool = False
    ) -> object:
        """One of the times that were suggested; the time of one that is agreed."""
        at = date_.options[option % len(date_.options)] if date_.options else None
        return self.life.asks(who, lambda work: dates.confirm(work, date_.id, at), twice=twice)

    def agrees_on_a_time(self, pair: Pair, one: Someone, other: Someone) -> None:
        """One suggests, the other takes it; then both would keep it."""
        self.takes_slots(pair, one, 3, introduced=False)
        for date_ in self.rows(Session, Session.pair_id == pair.id, Session.state == "proposed"):
            self.confirms(date_, other)
            self.keeps(date_, one, offers=True)
            self.keeps(date_, other, offers=False)

    def keeps(self, date_: Session, who: Someone, *, offers: bool, twice: bool = False) -> object:
        act = series.offer if offers else series.accept
        return self.life.asks(who, lambda work: act(work, date_.id), twice=twice)

    # --- before and after it ---

    def notes(self, date_: Session, who: Someone, values: Mapping[str, str]) -> object:
        """Nobody sees any difference."""
        before = eyes.seen(self.life, but=who.slack_id)
        told = self.life.asks(who, lambda work: worksheets.save(work, date_.id, values))
        if not isinstance(told, Refusal):
            self.same("a worksheet", before, eyes.seen(self.life, but=who.slack_id))
        return told

    def says_not_yet(self, date_: Session, who: Someone) -> object:
        return self.life.asks(who, lambda work: attendance.say_not_yet(work, date_.id))

    def says_of_the_match(self, date_: Session, who: Someone, fit: Fit) -> object:
        """Nobody sees any difference."""
        before = eyes.seen(self.life, but=who.slack_id)

        def use_case(work: Work) -> object:
            afterwards.read_notice(work, date_.id)
            return afterwards.say_fit(work, date_.id, fit)

        told = self.life.asks(who, use_case)
        self.same("a word on the match", before, eyes.seen(self.life, but=who.slack_id))
        return told

    def suggests_the_next(self, date_: Session, who: Someone) -> object:
        """One tap in the window after the questions."""

        def use_case(work: Work) -> object:
            window = afterwards.again(work, date_.id)
            choices = window.next.choices if window.next else ()
            return afterwards.suggest(work, date_.id, choices[0]) if choices else None

        return self.life.asks(who, use_case)

    # --- what has to hold ---

    def looks_at_dates(self) -> None:
        """Two agreed meetings of a pair do not overlap, and it keeps one time."""
        agreed = self.rows(Session, Session.state == SessionState.DATED)
        for one, other in combinations(agreed, 2):
            if one.pair_id == other.pair_id and _overlap(one, other):
                self.wrong.append(f"meetings {one.id} and {other.id} of a pair overlap")
        kept: dict[int, set[int]] = {}
        for one in agreed:
            if one.kept_from_id is not None and one.starts_at > self.life.now:
                kept.setdefault(one.pair_id, set()).add(one.kept_from_id)
        self.wrong += [
            f"pair {pair} keeps {len(of)} times" for pair, of in kept.items() if len(of) > 1
        ]


def _overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
