"""Who lives in the simulated pairs: how each takes up what the bot says to them."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random


@dataclass(frozen=True)
class Temper:
    """Shares are of 1: how often somebody takes up a message, keeps an agreed date, asks to move
    it, answers the four questions, and is away once in the six months. `until_meeting`: after so
    many meetings they fall silent for good.
    """

    reacts: float
    keeps: float = 0.98
    moves: float = 0.05
    answers: float = 0.85
    away: float = 0.15
    until_meeting: int | None = None


KEEN = Temper(reacts=0.98)
BUSY = Temper(reacts=0.9, keeps=0.93, moves=0.1, answers=0.65, away=0.3)
FADING = Temper(reacts=0.9, until_meeting=2)
ABSENT = Temper(reacts=0.1, answers=0.3)
MIX = {KEEN: 65, BUSY: 20, FADING: 10, ABSENT: 5}
"""A company's people, so many in a hundred."""


def temper(dice: Random) -> Temper:
    """One of them, by chance."""
    return dice.choices(list(MIX), list(MIX.values()))[0]


def delay(dice: Random) -> timedelta:
    """How long until a message is taken up: mostly the same day, now and then after days."""
    return timedelta(hours=min(dice.expovariate(1 / 10), 96))
