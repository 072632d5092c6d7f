"""The simulation: the clock jumps from moment to moment, people act, the bot comes to rest."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import count
from typing import Protocol

from playground.state.clock import SlackClock
from playground.state.errors import CannotDo
from playground.story.transcript import MessageItem, Transcript

Action = Callable[[], None]


class Turn(Enum):
    """What becomes of an action when its moment comes."""

    NOW = "it is done"
    LATER = "it is put aside until its person acts"
    NEVER = "it is forgotten, because somebody else plays its person"


class Bot(Protocol):
    """The bot, as far as the simulation needs it."""

    def settle(self, write_clock: Callable[[], None]) -> None:
        """Write the clock's file, and wait until all that is due is done and sent."""


class Simulation:
    """Plans and plays what people do; `failed_actions` are those that the screens did not allow.

    `turn` says of an id whether this person acts of themselves at the moment.
    """

    def __init__(
        self,
        bot: Bot,
        clock: SlackClock,
        transcript: Transcript,
        turn: Callable[[str], Turn] = lambda _: Turn.NOW,
    ) -> None:
        self.bot = bot
        self.turn = turn
        self.clock = clock
        self.transcript = transcript
        self.failed_actions: list[str] = []
        self._plans: list[tuple[datetime, int, Action, str]] = []
        self._aside: list[tuple[Action, str]] = []
        self._number = count()
        self._read = 0

    def plan(self, moment: datetime, action: Action, by: str = "") -> None:
        """Do this then; what is planned for a moment that has passed is done at the next one.
        `by` is who does it, empty for the simulation itself."""
        heapq.heappush(self._plans, (moment, next(self._number), action, by))

    def look_at(self, moment: datetime) -> None:
        """Let the clock stop there, so that what is due is seen at its time."""
        self.plan(moment, lambda: None)

    def play(
        self,
        looks: Iterable[datetime],
        react: Callable[[MessageItem], None],
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Stop at every look and at every planned action between them, until it is `enough`.
        Raises StoryFailed."""
        self.read(react)
        for moment in self._stops(looks):
            if enough():
                return
            self.transcript.beat += 1
            self.bot.settle(partial(self._live_until, moment))
            self.read(react)

    def read(self, react: Callable[[MessageItem], None]) -> None:
        """Let everybody read what has arrived since they read last."""
        read, self._read = self._read, len(self.transcript.items)
        for item in list(self.transcript.messages(read)):
            react(item)

    def _stops(self, looks: Iterable[datetime]) -> Iterator[datetime]:
        for look in looks:
            while self._plans and self._plans[0][0] < look:
                yield self._plans[0][0]
            yield look

    def _live_until(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        for action in self._due_by(moment):
            try:
                action()
            except CannotDo as cannot:
                self.failed_actions.append(f"{self.clock.moment():%Y-%m-%d %H:%M} {cannot}")

    def _due_by(self, moment: datetime) -> Iterator[Action]:
        """What is to be done now; it may plan more for this moment while it is done."""
        aside, self._aside = self._aside, []
        for action, by in aside:
            yield from self._unless_aside(action, by)
        while self._plans and self._plans[0][0] <= moment:
            _, _, action, by = heapq.heappop(self._plans)
            yield from self._unless_aside(action, by)

    def _unless_aside(self, action: Action, by: str) -> Iterator[Action]:
        turn = self.turn(by) if by else Turn.NOW
        if turn is Turn.NOW:
            yield action
        elif turn is Turn.LATER:
            self._aside.append((action, by))

    def acts(self, person: str) -> bool:
        """Whether this person acts of themselves at the moment."""
        return self.turn(person) is Turn.NOW
