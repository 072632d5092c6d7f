"""The stage: the clock jumps from moment to moment, people act, the bot comes to rest."""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count

from playground.errors import CannotDo
from playground.story.bot_process import BotProcess
from playground.story.clock import MovedClock
from playground.story.transcript import Told, Transcript

Deed = Callable[[], None]


class Stage:
    """Plans and plays deeds; `stumbles` are deeds that the screens did not allow."""

    def __init__(self, bot: BotProcess, clock: MovedClock, transcript: Transcript) -> None:
        self.bot = bot
        self.clock = clock
        self.transcript = transcript
        self.stumbles: list[str] = []
        self._plans: list[tuple[datetime, int, Deed]] = []
        self._number = count()
        self._read = 0

    def plan(self, moment: datetime, deed: Deed) -> None:
        """Do this then; what is planned for a moment that has passed is done at the next one."""
        heapq.heappush(self._plans, (moment, next(self._number), deed))

    def look_at(self, moment: datetime) -> None:
        """Let the clock stop there, so that what is due is seen at its time."""
        self.plan(moment, lambda: None)

    def play(self, looks: Iterable[datetime], react: Callable[[Told], None]) -> None:
        """Stop at every look and at every planned deed between them. Raises StoryFailed."""
        for look in looks:
            while self._plans and self._plans[0][0] < look:
                self._stop_at(self._plans[0][0], react)
            self._stop_at(look, react)

    def _stop_at(self, moment: datetime, react: Callable[[Told], None]) -> None:
        self.transcript.beat += 1
        self.bot.settle(lambda: self._live_until(moment))
        read, self._read = self._read, len(self.transcript.items)
        for told in list(self.transcript.told(read)):
            react(told)

    def _live_until(self, moment: datetime) -> None:
        self.clock.goes_to(moment)
        while self._plans and self._plans[0][0] <= moment:
            _, _, deed = heapq.heappop(self._plans)
            try:
                deed()
            except CannotDo as cannot:
                self.stumbles.append(f"{self.clock.now():%Y-%m-%d %H:%M} {cannot}")
