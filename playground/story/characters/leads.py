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

    def __init__(self, stage: Simulation, leads: tuple[Actor, Actor]) -> None:
        self._stage = stage
        self._italian, self._english = leads

    def plan_first_look(self) -> None:
        """On the first day both ask where they stand."""
        looks = ((self._italian, "/revmentor stato"), (self._english, "/revmentor status"))
        for lead, command in looks:
            self._stage.plan(morning(OPENING), partial(types, self._stage, lead, command), lead.id)

    def read_round(self, readers: Collection[str], message: Message, is_first: bool) -> None:
        """A round is drafted: decide on the same morning, or look on the day after."""
        today = day_in_rome(self._stage.clock)
        if self._english.id in readers:
            deed = partial(self._approves, message)
            self._stage.plan(morning(working_day(today, 0)), deed, self._english.id)
        elif is_first:
            when = rome(working_day(today, 1), AFTERNOON)
            self._stage.plan(when, self._looks, self._italian.id)

    def ask_for_figures(self) -> None:
        """Both ask for the figures."""
        self._stage.transcript.beat += 1
        types(self._stage, self._italian, "/revmentor statistiche")
        types(self._stage, self._english, "/revmentor stats")
        self._stage.clock.stay()

    def _approves(self, message: Message) -> None:
        lead = self._english
        presses(self._stage, lead, "round.open", message)
        self._stage.transcript.sees_window(lead.id)
        if presses_in_window(self._stage, lead, "round.approve"):
            self._stage.transcript.sees_window(lead.id)
            self._stage.look_at(self._stage.clock.moment() + HOLD)
        lead.closes(everything=True)

    def _looks(self) -> None:
        types(self._stage, self._italian, "/revmentor giro")
        self._stage.transcript.sees_window(self._italian.id)
        self._italian.closes(everything=True)
