"""The stage: the clock jumps from moment to moment, people act, the bot comes to rest."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import count
from typing import Protocol

from playground.state.clock import SlackClock
from playground.state.errors import CannotDo
from playground.story.transcript import Told, Transcript

Action = Callable[[], None]


class Turn(Enum):
    """What becomes of a deed when its moment comes."""

    NOW = "it is done"
    LATER = "it is put aside until its person acts"
    NEVER = "it is forgotten, because somebody else plays its person"


class Settling(Protocol):
    """The bot, as far as the stage needs it."""

    def settle(self, write_clock: Callable[[], None]) -> None:
        """Write the clock's file, and wait until all that is due is done and sent."""


class Simulation:
    """Plans and plays deeds; `stumbles` are deeds that the screens did not allow.

    `turn` says of an id whether this person acts of themselves at the moment.
    """

    def __init__(
        self,
        bot: Settling,
        clock: SlackClock,
        transcript: Transcript,
        turn: Callable[[str], Turn] = lambda _: Turn.NOW,
    ) -> None:
        self.bot = bot
        self.turn = turn
        self.clock = clock
        self.transcript = transcript
        self.stumbles: list[str] = []
        self._plans: list[tuple[datetime, int, Action, str]] = []
        self._aside: list[tuple[Action, str]] = []
        self._number = count()
        self._read = 0

    def plan(self, moment: datetime, deed: Action, by: str = "") -> None:
        """Do this then; what is planned for a moment that has passed is done at the next one.
        `by` is who does it, empty for the stage itself."""
        heapq.heappush(self._plans, (moment, next(self._number), deed, by))

    def look_at(self, moment: datetime) -> None:
        """Let the clock stop there, so that what is due is seen at its time."""
        self.plan(moment, lambda: None)

    def play(
        self,
        looks: Iterable[datetime],
        react: Callable[[Told], None],
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Stop at every look and at every planned deed between them, until it is `enough`.
        Raises StoryFailed."""
        self.read(react)
        for moment in self._stops(looks):
            if enough():
                return
            self.transcript.beat += 1
            self.bot.settle(partial(self._live_until, moment))
            self.read(react)

    def read(self, react: Callable[[Told], None]) -> None:
        """Let everybody read what has arrived since they read last."""
        read, self._read = self._read, len(self.transcript.items)
        for told in list(self.transcript.told(read)):
            react(told)

    def _stops(self, looks: Iterable[datetime]) -> Iterator[datetime]:
        for look in looks:
            while self._plans and self._plans[0][0] < look:
                yield self._plans[0][0]
            yield look

    def _live_until(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        for deed in self._due_by(moment):
            try:
                deed()
            except CannotDo as cannot:
                self.stumbles.append(f"{self.clock.moment():%Y-%m-%d %H:%M} {cannot}")

    def _due_by(self, moment: datetime) -> Iterator[Action]:
        """What is to be done now; it may plan more for this moment while it is done."""
        aside, self._aside = self._aside, []
        for deed, by in aside:
            yield from self._unless_aside(deed, by)
        while self._plans and self._plans[0][0] <= moment:
            _, _, deed, by = heapq.heappop(self._plans)
            yield from self._unless_aside(deed, by)

    def _unless_aside(self, deed: Action, by: str) -> Iterator[Action]:
        turn = self.turn(by) if by else Turn.NOW
        if turn is Turn.NOW:
            yield deed
        elif turn is Turn.LATER:
            self._aside.append((deed, by))

    def acts(self, person: str) -> bool:
        """Whether this person acts of themselves at the moment."""
        return self.turn(person) is Turn.NOW
