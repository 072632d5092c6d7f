"""The demo as one object: the clock, the bot, the three roles, the tour, and what it all says."""

import http.client
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from playground.actor.actor import Actor
from playground.demo import observed
from playground.demo.bot_supervisor import BotSupervisor, Health
from playground.demo.casting import CastWithTrios, Trio, give
from playground.demo.observed import Counts
from playground.demo.roles import ROLES, Roles
from playground.demo.tour.context import StepContext
from playground.demo.tour.guide import Guide, People
from playground.demo.travel import Arrival, Travel
from playground.demo.worker import Worker
from playground.server.serve import Running
from playground.state.clock import real_elapsed
from playground.state.errors import CannotDo, Json
from playground.story.calendar import day_in_rome
from playground.story.characters.company import Company
from playground.story.errors import StoryFailed
from playground.story.simulation import Simulation, Turn
from playground.story.transcript import Transcript

WEEKS = 28
"""The three before the first round, and a pair's plan up to its seventh meeting."""
LONGEST_PAUSE = 1.5
NEWS_LASTS = 15.0
"""Real seconds."""


@dataclass(frozen=True)
class Note:
    """Something the demo says once: the key of its words, and facts for them. What came on the
    way is news for a while only; trouble stands until the visitor does something."""

    key: str
    arrival: Arrival | None = None
    said: float = field(default_factory=real_elapsed)

    @property
    def has_passed(self) -> bool:
        """Whether it is no news any more."""
        return self.arrival is not None and real_elapsed() - self.said > NEWS_LASTS


class Demo:
    """Everything behind the page of the demo. `pause` is how long, in real seconds, a window
    stays open that the tour fills."""

    def __init__(
        self,
        running: Running,
        supervisor: BotSupervisor,
        cast: CastWithTrios,
        pause: float = 1.2,
    ) -> None:
        self.running = running
        self.workspace = running.workspace
        self.clock = running.workspace.clock
        self.supervisor = supervisor
        self.cast = cast
        self.roles = Roles(vars(cast.trios["en"][0]))
        self.colleagues_act = True
        self.counts = Counts(self.workspace)
        self.note: Note | None = None
        self.version = 0
        self.people = [lead.id for lead in cast.leads] + sorted(cast.members)
        self._are_chosen = False
        self._pause = min(pause, LONGEST_PAUSE)
        self._acting = threading.Lock()
        self.worker = Worker(self._changed, self._failed)
        simulation = Simulation(supervisor, self.clock, Transcript(self.workspace), self.turn)
        self.company = Company(simulation, cast, give)
        self.company.plan_joining()
        self.travel = Travel(simulation, self.company, self.worker)
        self.guide = Guide(self.roles, [lead.id for lead in cast.leads], self._context)
        self.workspace.watchers.append(self._hears)

    # --- who acts ---

    def turn(self, person: str) -> Turn:
        """Nobody acts whom the visitor plays, or whom the tour leaves to the visitor; the others
        wait while colleagues are not to act, or the bot is not there."""
        if self.is_by_hand(person):
            return Turn.NEVER
        runs = self.supervisor.health is Health.RUNS
        return Turn.NOW if runs and self.colleagues_act else Turn.LATER

    def is_by_hand(self, person: str) -> bool:
        """Whether the visitor acts for this person. No lead decides while one is played."""
        if self.is_lead(person):
            return self.guide.leads or any(map(self.is_lead, self.roles.played))
        return self.guide.waits_for(person) or person in self.roles.played

    def is_lead(self, person: str) -> bool:
        """Whether this person leads the programme."""
        return person in {lead.id for lead in self.cast.leads}

    # --- what can be done in the demo ---

    def do(self, given: Json) -> bool:
        """One action. False when it could not be begun, because another runs.

        Raises KeyError for an action, a role or a person that does not exist.
        """
        action = ACTIONS[str(given["do"])]
        with self._acting:
            begun = action(self, given)
        self._changed()
        return begun

    def close(self) -> None:
        """Whatever runs is stopped; the bot is the supervisor's matter."""
        self.worker.stop(patience=20)

    def _assign(self, given: Json) -> bool:
        person = str(given["person"])
        if person not in self.people:
            raise KeyError(person)
        self.roles.assign(str(given["role"]), person)
        self._are_chosen = True
        return True

    def _let_go(self, given: Json) -> bool:
        self.roles.let_go(self.roles.holders[str(given["role"])])
        return True

    def _colleagues(self, given: Json) -> bool:
        self.colleagues_act = bool(given["act"])
        return True

    def _stop(self, _: Json) -> bool:
        self.worker.stop()
        return True

    def _hour(self, _: Json) -> bool:
        return self._go("hour", lambda: self.travel.hours(1, self._watched()))

    def _day(self, _: Json) -> bool:
        return self._go("day", lambda: self.travel.days(1, self._watched()))

    def _next(self, _: Json) -> bool:
        return self._go("next", lambda: self.travel.next_message(self._watched()))

    def _play(self, _: Json) -> bool:
        return self._go("play", lambda: self.travel.weeks(WEEKS, self._watched()))

    def _stop_bot(self, _: Json) -> bool:
        return self.worker.begin("stop_bot", self.supervisor.stop)

    def _start_bot(self, _: Json) -> bool:
        def job() -> None:
            self.supervisor.start()
            self.travel.rest()

        return self.worker.begin("start_bot", job)

    def _start_tour(self, given: Json) -> bool:
        if not self.guide.resume():
            if self.guide.step is None:  # one more tour is about other people
                for person in self.guide.people.values():
                    self.roles.let_go(person)
            self._are_chosen = False
            self._casts_tour(str(given["lang"]))
            self.guide.start()
        return True

    def _leave_tour(self, _: Json) -> bool:
        self.guide.leave()
        return True

    def _skip(self, given: Json) -> bool:
        self.guide.skip(str(given["step"]))
        return True

    def _show(self, given: Json) -> bool:
        """Another page may have gone on meanwhile: a step that is over is not shown again."""
        step = self.guide.step
        if step is None or step.name != given["step"]:
            return True
        self.note, self.colleagues_act = None, True
        return self.worker.begin("show", partial(self.guide.show, step.name))

    def speaks(self, language: str) -> None:
        """Give the roles to people who read this language, as long as nobody was chosen, is
        played, or is on the tour."""
        trios = self.cast.trios[language]
        if self._is_free and self.roles.holders not in map(vars, trios):
            self.roles.holders.update(vars(trios[0]))

    def _casts_tour(self, language: str) -> None:
        """The tour is for people who have yet to join, as long as there are some."""
        trios = self.cast.trios[language]
        fresh = next((one for one in trios if not self._has_begun(one)), trios[0])
        if self._is_free:
            self.roles.holders.update(vars(fresh))

    @property
    def _is_free(self) -> bool:
        """Whether nobody minds who has the roles."""
        return not (self._are_chosen or self.roles.played or self.guide.leads)

    def _has_begun(self, trio: Trio) -> bool:
        pair = (trio.mentor, trio.mentee)
        return any(observed.has_joined(self.workspace, one) for one in pair)

    # --- inside ---

    def _go(self, name: str, journey: Callable[[], Arrival]) -> bool:
        def job() -> None:
            arrival = journey()
            self.note = Note("arrived", arrival)

        self.note = None
        return self.worker.begin(name, job)

    def _watched(self) -> list[str]:
        return [self.roles.holders[role] for role in ROLES]

    def _context(self, people: People) -> StepContext:
        mentor, mentee, lead = (self.running.actor(people[role]) for role in ROLES)
        return StepContext(
            workspace=self.workspace,
            members=self.cast.members,
            mentor=mentor,
            mentee=mentee,
            lead=lead,
            travel=self.travel,
            pause=lambda: self.worker.pause(self._pause),
            opens=self._opens,
            today=partial(day_in_rome, self.clock),
        )

    def _opens(self, person: Actor, room: str) -> None:
        """A conversation on somebody's page, as if they had chosen it there."""
        address = urlsplit(self.running.url)
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        try:
            body = json.dumps({"do": "open", "room": room, "tab": "messages"})
            line.request("POST", f"/p/{person.id}/do", body, {"Content-Type": "application/json"})
            line.getresponse().read()
        finally:
            line.close()

    def _hears(self, kind: str, what: Any) -> None:
        if kind == "acted":
            self.roles.acted_as(str(what))
        self.version += 1

    def _changed(self) -> None:
        self.version += 1

    def _failed(self, error: Exception) -> None:
        expected = isinstance(error, CannotDo | StoryFailed)
        if expected and self.supervisor.health is not Health.RUNS:
            self.note = Note("bot_gone")
        elif isinstance(error, CannotDo):
            self.note = Note("cannot_show")
        elif isinstance(error, OSError):
            self.note = Note("no_room")
        else:
            self.note = Note("trouble")
            logging.getLogger(__name__).error("the demo could not go on", exc_info=error)


ACTIONS: dict[str, Callable[[Demo, Json], bool]] = {
    "assign": Demo._assign,
    "let_go": Demo._let_go,
    "colleagues": Demo._colleagues,
    "stop": Demo._stop,
    "hour": Demo._hour,
    "day": Demo._day,
    "next": Demo._next,
    "play": Demo._play,
    "stop_bot": Demo._stop_bot,
    "start_bot": Demo._start_bot,
    "start_tour": Demo._start_tour,
    "leave_tour": Demo._leave_tour,
    "skip": Demo._skip,
    "show": Demo._show,
}
