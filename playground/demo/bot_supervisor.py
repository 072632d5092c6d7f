"""The bot behind the demo: whether it runs, stopped and started again by hand."""

import threading
from collections.abc import Callable
from enum import StrEnum

from playground.story.bot_process import BotProcess


class Health(StrEnum):
    """How the bot is, as the demo says it."""

    RUNS = "runs"
    STARTING = "starting"
    STOPPED = "stopped"
    ENDED = "ended"


class BotSupervisor:
    """Starts and stops the bot. While it is stopped, time passes without it."""

    def __init__(self, bot: BotProcess) -> None:
        self._bot = bot
        self._lock = threading.Lock()
        self._wanted = False
        self._is_starting = False

    @property
    def log(self) -> str:
        """Where the bot writes what it has to say."""
        return str(self._bot.log)

    @property
    def health(self) -> Health:
        """ENDED is a bot that was not told to."""
        if self._is_starting:
            return Health.STARTING
        if not self._wanted:
            return Health.STOPPED
        return Health.RUNS if self._bot.is_running else Health.ENDED

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        """Returns when it answers; does nothing when it runs. Raises StoryFailed."""
        with self._lock:
            if self.health is Health.RUNS:
                return
            self._is_starting, self._wanted = True, True
            try:
                self._bot.start(say)
            finally:
                self._is_starting = False

    def stop(self) -> None:
        """End it in good order."""
        with self._lock:
            self._wanted = False
            self._bot.stop()

    def settle(self, write_clock: Callable[[], None]) -> None:
        """As the bot does, while it runs; else only the clock moves. Raises StoryFailed."""
        if self.health is Health.RUNS:
            self._bot.settle(write_clock)
        else:
            write_clock()
