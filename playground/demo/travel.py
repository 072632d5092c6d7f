"""Moving the clock for everybody: by an hour, a day, many weeks, or to the next message."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from playground.demo.worker import Worker
from playground.story.calendar import OPENING, ROME, looks, rome
from playground.story.characters.company import Company
from playground.story.simulation import Simulation

HOURS = tuple(time(hour, 35) for hour in range(8, 20))
"""By Rome's clock: working hours from Rome to the east coast of America are seen often enough."""
WEEKS = 5
"""How far "to the next message" goes at most: a round comes every four weeks."""


@dataclass(frozen=True)
class Arrival:
    """What a journey brought: `came` counts the messages of each person who was watched."""

    since: datetime
    at: datetime
    came: dict[str, int]
    others: int
    was_stopped: bool
    looked_for: bool = False


class Travel:
    """Journeys through time. Each returns when the clock stands where it was to go, or when the
    worker was told to stop. They raise StoryFailed, or OSError when the clock's file cannot be
    written."""

    def __init__(self, simulation: Simulation, company: Company, worker: Worker) -> None:
        self._simulation = simulation
        self._company = company
        self._worker = worker

    def hours(self, number: int, watched: Collection[str]) -> Arrival:
        """So many hours on."""
        now = self._simulation.clock.moment()
        return self._go(now, [now + timedelta(hours=number)], watched)

    def days(self, number: int, watched: Collection[str]) -> Arrival:
        """So many days on, hour by hour while people are at work."""
        now = self._simulation.clock.moment()
        return self._go(now, hour_by_hour(now, now + timedelta(days=number)), watched)

    def weeks(self, number: int, watched: Collection[str]) -> Arrival:
        """So many weeks on, at speed."""
        now = self._simulation.clock.moment()
        return self._go(now, at_speed(now, now + timedelta(weeks=number)), watched)

    def next_message(self, watched: Collection[str]) -> Arrival:
        """Hour by hour until one of these people has a new message.

        The demo cannot look into the bot to see what is due; it lets time pass and looks who
        got something, as people do.
        """
        now = self._simulation.clock.moment()
        before = self._items()
        some = lambda: any(self._came(before, watched).values())  # noqa: E731
        return self._go(
            now, hour_by_hour(now, now + timedelta(weeks=WEEKS)), watched, some, looked_for=True
        )

    def until(
        self, happened: Callable[[], bool], watched: Collection[str], weeks: int = WEEKS
    ) -> Arrival:
        """Hour by hour until something can be seen to have happened, so many weeks at most."""
        now = self._simulation.clock.moment()
        return self._go(now, hour_by_hour(now, now + timedelta(weeks=weeks)), watched, happened)

    def rest(self) -> None:
        """Time stays; what is due is done and sent, and everybody reads."""
        self._simulation.bot.settle(self._simulation.clock.stay)
        self._simulation.read(self._company.reads)

    def _go(
        self,
        since: datetime,
        looks: Iterable[datetime],
        watched: Collection[str],
        enough: Callable[[], bool] = lambda: False,
        looked_for: bool = False,
    ) -> Arrival:
        before = self._items()
        stopping = self._worker.stopping
        stops = self._noting(since, list(looks))
        self._simulation.play(stops, self._company.reads, lambda: stopping.is_set() or enough())
        came = self._came(before, watched)
        others = sum(readers.isdisjoint(watched) for readers in self._groups(before))
        now = self._simulation.clock.moment()
        return Arrival(since, now, came, others, stopping.is_set(), looked_for)

    def _noting(self, since: datetime, looks: list[datetime]) -> Iterator[datetime]:
        """The looks, with the progress noted at each."""
        whole = looks[-1] - since
        for look in looks:
            self._worker.has_come((self._simulation.clock.moment() - since) / whole)
            yield look

    def _items(self) -> int:
        return len(self._simulation.transcript.items)

    def _came(self, before: int, watched: Collection[str]) -> dict[str, int]:
        groups = self._groups(before)
        return {one: sum(one in readers for readers in groups) for one in watched}

    def _groups(self, before: int) -> list[frozenset[str]]:
        """The readers of each message since then; private answers are no news."""
        transcript = self._simulation.transcript
        news = [one for one in transcript.messages(before) if not transcript.is_private(one)]
        return [transcript.readers(one) for one in news]


def hour_by_hour(now: datetime, until: datetime) -> Iterator[datetime]:
    """Every hour of the weekdays on the way, then `until` itself."""
    day, last = now.astimezone(ROME).date(), until.astimezone(ROME).date()
    while day <= last:
        if day.weekday() < 5:
            yield from (one for one in (rome(day, at) for at in HOURS) if now < one < until)
        day += timedelta(days=1)
    yield until


def at_speed(now: datetime, until: datetime) -> Iterator[datetime]:
    """The story's looks on the way, one or two a weekday, then `until` itself."""
    first = max(now.astimezone(ROME).date(), OPENING)
    weeks = (until - now) // timedelta(weeks=1) + 2
    yield from (look for look in looks(first, weeks) if now < look < until)
    yield until
