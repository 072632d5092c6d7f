"""Pairs that live for six months by themselves: the real use cases, ticks and sender, no HTTP.

Nobody types unprompted: what people do, they do because a message came to them; breaks aside.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar

from bot import schedule
from bot.domain.refusals import Refusal
from bot.domain.time.working_hours import Hours, into_hours
from bot.domain.words import Word
from bot.programme.enrolment import joining
from bot.programme.rounds import approval, proposals
from bot.store.tables import Proposal, Round
from bot.texts.topics import topics
from tests import due
from tests.databases import BOX
from tests.simulation.people import Temper, delay, temper
from tests.soak.company import OFFICE, Profile, Someone
from tests.soak.life import Life, Runtime
from tests.soak.looking import every
from tests.soak.post import Delivered
from tests.soak.village import OPENING

T = TypeVar("T")
AT_ONCE = timedelta(hours=2)
"""The bot does together what falls due within so much: a message leaves up to two hours late."""
ZONES = ("Europe/Rome", "Europe/Rome", "Europe/Rome", "America/New_York")
MENTOR = Profile("mentor", 1, ("it", "en"), OFFICE, None, newcomer=False, site=None)
MENTEE = Profile("mentee", 1, ("it", "en"), OFFICE, None, newcomer=False, site=None)


class Lives:
    """So many pairs, begun on one day; `log` is every message that left."""

    def __init__(self, runtime: Runtime, pairs: int, seed: int) -> None:
        self.dice = Random(seed)
        self.life = Life(runtime, OPENING, 2 * pairs)
        self.people = [one for one in self.life.people.values() if one is not self.life.lead]
        self.tempers: dict[str, Temper] = {}
        self.acted: Callable[[str], object] = lambda slack_id: None
        self.read = 0
        self._heap: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = count()
        for n, one in enumerate(self.people):
            one.zone = ZONES[n // 2 % len(ZONES)]
            self.tempers[one.slack_id] = temper(self.dice)

    @property
    def now(self) -> datetime:
        return self.life.now

    @property
    def log(self) -> Sequence[Delivered]:
        return self.life.post.log

    def begin(self) -> None:
        """All have joined, the lead has approved, and everybody has said yes."""
        for n, one in enumerate(self.people):
            whole = (MENTEE if n % 2 else MENTOR).filled()
            self.does(one, joining.join, whole, topics().keys())
        with self.life.sessions() as db:
            round_at = due.programme(db).next_round_at
        assert round_at is not None
        self._works_at(round_at)
        self.does(self.life.lead, approval.approve, self.rows(Round)[-1].id)
        for _ in range(4):
            self._works_at(self.now + timedelta(hours=8))
        for row in self.rows(Proposal):
            for side in (row.mentor, row.mentee):
                self.does(self.by(side.person.slack_id), proposals.say, row.id, Word.YES)

    def live(
        self,
        until: datetime,
        hears: Callable[[Someone, Delivered], object],
        looks: Callable[[], object],
    ) -> None:
        """From message to message and from act to act; `hears` is told of each message that
        arrives, `looks` is called now and then."""
        while self.now < until:
            self._works()
            looks()
            for message in self.log[self.read :]:
                self.read += 1
                for receiver in message.to:
                    hears(self.by(receiver.slack_id), message)
            self._goes_on(until)

    def does(self, who: Someone, use_case: Callable[..., T], *given: Any) -> T | Refusal:
        """A request of theirs; a refusal is an answer like another."""
        self.acted(who.slack_id)
        return self.life.asks(who, lambda work: use_case(work, *given))

    def later(
        self, who: Someone, act: Callable[[], object], after: timedelta | None = None
    ) -> None:
        """Something they will do, within their hours; by default when they come to read."""
        at = self.now + (delay(self.dice) if after is None else after)
        at = into_hours(at, Hours(zone=who.zone, country=None))
        heappush(self._heap, (at, next(self._order), act))

    def by(self, slack_id: str) -> Someone:
        return self.life.people[slack_id]

    def rows(self, table: type[T], *where: Any) -> Sequence[T]:
        return self.life.reads(lambda db: db.scalars(every(table, *where)).all())

    # --- time ---

    def _goes_on(self, until: datetime) -> None:
        """To what falls due next, two hours on at the soonest; people act until then."""
        due_at = self.life.reads(lambda db: due.next_moment(db, self.now)) or until
        if self._heap:
            due_at = min(due_at, self._heap[0][0])
        stop = min(max(due_at, self.now + AT_ONCE), until)
        while self._heap and self._heap[0][0] <= stop:
            at, _, act = heappop(self._heap)
            self.life.clock.moment = max(self.now, at)
            act()
        self.life.clock.moment = stop

    def _works_at(self, moment: datetime) -> None:
        self.life.clock.moment = moment
        self._works()

    def _works(self) -> None:
        schedule.run_due(self.life.sessions, BOX, self.now)
        self.life.sends()
        assert not self.life.broken, self.life.broken


@contextmanager
def lives(runtime: Runtime, pairs: int, seed: int) -> Iterator[Lives]:
    it = Lives(runtime, pairs, seed)
    try:
        it.begin()
        yield it
    finally:
        it.life.ends()
