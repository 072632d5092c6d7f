"""Joins a message kind to the screen that shows it."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.outbox.kinds import Kind
from bot.slack.kit.blocks import Said
from bot.texts.words import Words

F = TypeVar("F")
Screen = Callable[[F, Words], Said]
SCREENS: dict[str, Screen[Any]] = {}
"""By a kind's key, of all modules that were imported: `bot.slack.messages` imports them all."""


def screen(kind: Kind[Any, F]) -> Callable[[Screen[F]], Screen[F]]:
    """What a kind says is what its screen is built from, or it is a type error.

    Raises ValueError for a kind that has a screen.
    """

    def attach(build: Screen[F]) -> Screen[F]:
        if kind.key in SCREENS:
            raise ValueError(f"{kind.key} has a screen")
        SCREENS[kind.key] = build
        return build

    return attach
