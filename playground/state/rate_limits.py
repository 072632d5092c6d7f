"""Slack's rate limits, off unless asked for.

Tiers are per method and minute, posts additionally one a second and conversation and several
hundred a minute for the workspace. `factor` makes everything that many times faster, so that
a test sees limits without waiting: a minute becomes 60 / factor seconds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.state.clock import real_elapsed

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_A_MINUTE = 300
BURST = 3


@dataclass(slots=True)
class Bucket:
    """`room` tokens, refilled at `per_second`."""

    room: float
    per_second: float
    tokens: float
    filled_at: float

    def wait_for_one(self, now: float) -> float:
        """Seconds until a token is there; 0 takes it."""
        self.tokens = min(self.room, self.tokens + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.per_second


@dataclass
class RateLimits:
    """Which limits hold. `elapsed` is a clock in seconds."""

    on: bool = False
    factor: float = 1.0
    elapsed: Callable[[], float] = real_elapsed
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def retry_after(self, method: str, tier: int | None, channel: str) -> int | None:
        """Whole seconds to wait when the call is too much, else None."""
        if not self.on:
            return None
        waits = [self._take(*limit) for limit in _limits(method, tier, channel)]
        longest = max(waits, default=0.0)
        return math.ceil(longest) if longest > 0 else None

    def _take(self, key: str, a_minute: float, room: float) -> float:
        now = self.elapsed()
        if key not in self.buckets:
            self.buckets[key] = Bucket(room, a_minute / 60 * self.factor, room, now)
        return self.buckets[key].wait_for_one(now)


def _limits(method: str, tier: int | None, channel: str) -> list[tuple[str, float, float]]:
    if method == "chat.postMessage":
        return [
            (f"post:{channel}", 60, BURST),
            ("post", POSTS_A_MINUTE, POSTS_A_MINUTE),
        ]
    return [(method, TIERS[tier], TIERS[tier])] if tier is not None else []
