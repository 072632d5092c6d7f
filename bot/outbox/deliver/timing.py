"""How long delivery waits for what: all of it technical time, all of it settings."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

_TRIES_WHEN_AWAY = 5
FEWEST_SECONDS = 0.01  # a wait that is no wait would let the sender turn on the spot


@dataclass(frozen=True)
class Timing:
    """Seconds.

    `settle` must exceed `timeout` plus the time a message takes to show in history, `lease` three
    timeouts (Raises ValueError). `pace`: between two posts to one conversation, Slack's other
    limits are scaled with it (bot.outbox.limits.rate_budget); `pause`: between two tries while the
    installation itself is refused. `refused_min` to `refused_max`: between two tries of a message
    that Slack refused and may yet take, of which there are `refused_tries`.
    """

    timeout: float = 10.0
    settle: float = 60.0
    lease: float = 120.0
    heartbeat: float = 30.0
    backoff_min: float = 1.0
    backoff_max: float = 900.0
    max_attempts: int = 12
    pace: float = 1.0
    pause: float = 60.0
    refused_min: float = 60.0
    refused_max: float = 14400.0
    refused_tries: int = 6
    dice: random.Random = field(default_factory=random.Random, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.settle <= self.timeout:
            raise ValueError("settle must be longer than timeout")
        if self.lease <= 3 * self.timeout:
            raise ValueError("lease must be longer than three timeouts")

    @property
    def away(self) -> float:
        """Between two tries while Slack cannot be reached at all."""
        return min(_TRIES_WHEN_AWAY * self.backoff_min, self.backoff_max)

    def backoff(self, attempts: int) -> timedelta:
        """The wait after so many failed attempts: doubled each time, half of it by chance.

        Formula: docs/delivery.md, How long it waits.
        """
        return self._by_chance(min(self.backoff_max, self.backoff_min * _power(2, attempts)))

    def patience(self, attempts: int) -> timedelta:
        """The same after a refusal: four times as long each time, over hours in all.

        Formula: docs/delivery.md, How long it waits.
        """
        return self._by_chance(min(self.refused_max, self.refused_min * _power(4, attempts)))

    def _by_chance(self, whole: float) -> timedelta:
        return seconds(whole * (0.5 + self.dice.random() / 2))


def _power(base: float, attempts: int) -> float:
    return base ** min(max(attempts - 1, 0), 30)


def seconds(number: float) -> timedelta:
    """At least a hundredth of a second."""
    return timedelta(seconds=max(number, FEWEST_SECONDS))
