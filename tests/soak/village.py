"""Three people who are always at work, and the moments of their programme, for short stories."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.store.tables import Pair, Proposal, Round
from tests.soak.acts import Acts
from tests.soak.company import ROUND_THE_CLOCK, Profile, Someone
from tests.soak.life import Life, Runtime

OPENING = datetime(2026, 9, 14, 8, tzinfo=UTC)
FIRST_ROUND = datetime(2026, 10, 5, 7, tzinfo=UTC)
NEXT_ROUND = datetime(2026, 11, 2, 8, tzinfo=UTC)


def profile(role: str, hours: tuple[tuple[int, ...], int, int] = ROUND_THE_CLOCK) -> Profile:
    return Profile(role, 1, ("it", "en"), hours, None, newcomer=False, site=None)


class Village(Acts):
    """Anna shares, Marco and Sara learn; time passes in minutes with the bot at work."""

    def __init__(self, runtime: Runtime, hold: int) -> None:
        super().__init__(Life(runtime, OPENING, 3, hold))
        self.anna, self.marco, self.sara, _ = self.life.people.values()

    def join(self, *more: Someone) -> None:
        self.joins(self.anna, profile("mentor"), None, twice=False)
        for one in (self.marco, *more):
            self.joins(one, profile("mentee"), None, twice=False)
        self.works()

    def draft(self) -> Round:
        self.life.clock.moment = FIRST_ROUND
        self.works()
        return self.rows(Round)[-1]

    def send(self) -> Proposal:
        self.rules_on(self.draft(), "approve")
        self.after(11)
        return self.rows(Proposal)[-1]

    def pair(self) -> Pair:
        proposal = self.send()
        for one in (self.anna, self.marco):
            self.says_yes(proposal, one)
        self.works()
        return self.pair_now

    @property
    def pair_now(self) -> Pair:
        return self.rows(Pair)[-1]

    def after(self, minutes: float) -> None:
        self.life.passes(minutes=minutes)
        self.works()

    def heard(self, kind: str) -> int:
        return sum(one.kind.key == kind for one in self.life.post.log)


@contextmanager
def living(runtime: Runtime, hold: int = 10) -> Iterator[Village]:
    it = Village(runtime, hold)
    try:
        yield it
        it.looks()
    finally:
        it.life.ends()
    assert not it.wrong, "\n".join(it.wrong)
