"""The two people who lead the programme, one reading Italian, one English."""

from collections.abc import Collection
from datetime import time, timedelta
from functools import partial

from playground.actor.actor import Actor
from playground.state.conversations import Message
from playground.story.calendar import OPENING, day_in_rome, morning, rome, working_day
from playground.story.characters.actions import presses, presses_in_window, types
from playground.story.simulation import Simulation

AFTERNOON = time(15, 35)
HOLD = timedelta(minutes=11)


class Leads:
    """One decides about every round; the other looks at the first."""

    def __init__(self, simulation: Simulation, leads: tuple[Actor, Actor]) -> None:
        self._simulation = simulation
        self._transcript, self._clock = simulation.transcript, simulation.clock
        self._italian, self._english = leads

    def plan_first_look(self) -> None:
        """On the first day both ask where they stand."""
        looks = ((self._italian, "/revmentor stato"), (self._english, "/revmentor status"))
        for lead, command in looks:
            self._simulation.plan(
                morning(OPENING), partial(types, self._simulation, lead, command), lead.id
            )

    def read_round(self, readers: Collection[str], message: Message, is_first: bool) -> None:
        """A round is drafted: decide on the same morning, or look on the day after."""
        today = day_in_rome(self._clock)
        if self._english.id in readers:
            action = partial(self._approves, message)
            self._simulation.plan(morning(working_day(today, 0)), action, self._english.id)
        elif is_first:
            when = rome(working_day(today, 1), AFTERNOON)
            self._simulation.plan(when, self._looks, self._italian.id)

    def ask_for_figures(self) -> None:
        """Both ask for the figures."""
        self._transcript.beat += 1
        types(self._simulation, self._italian, "/revmentor statistiche")
        types(self._simulation, self._english, "/revmentor stats")
        self._clock.stay()

    def _approves(self, message: Message) -> None:
        lead = self._english
        presses(self._simulation, lead, "round.open", message)
        self._transcript.note_window(lead.id)
        if presses_in_window(self._simulation, lead, "round.approve"):
            self._transcript.note_window(lead.id)
            self._simulation.look_at(self._clock.moment() + HOLD)
        lead.closes(everything=True)

    def _looks(self) -> None:
        types(self._simulation, self._italian, "/revmentor giro")
        self._transcript.note_window(self._italian.id)
        self._italian.closes(everything=True)
