"""The machine behind every state: a table of transitions, walked one row at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.refusals import NoLongerOpen

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Row(Generic[S, E]):
    """One transition."""

    state: S
    event: E
    to: S
    guard: str = ""
    owes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step(Generic[S]):
    """What a transition leads to: the new state and the message kinds owed."""

    to: S
    owes: tuple[str, ...]


class Table(Generic[S, E]):
    """All transitions of one thing. A state and an event lead to one state or nowhere.

    Raises ValueError when two rows share a state and an event.
    """

    def __init__(self, thing: str, first: S, rows: Iterable[Row[S, E]]) -> None:
        self.thing = thing
        self.first = first
        self.rows = tuple(rows)
        self._by_cause: dict[tuple[S, E], Row[S, E]] = {
            (row.state, row.event): row for row in self.rows
        }
        if len(self._by_cause) != len(self.rows):
            raise ValueError(f"two transitions of {thing} share a state and an event")

    def step(self, state: S, event: E) -> Step[S]:
        """Where `event` leads from `state`. Raises NoLongerOpen."""
        row = self._by_cause.get((state, event))
        if row is None:
            raise NoLongerOpen
        return Step(row.to, row.owes)

    def may(self, state: S, event: E) -> bool:
        """`event` has a place in `state`."""
        return (state, event) in self._by_cause

    def sources(self, event: E) -> tuple[S, ...]:
        """The states in which `event` has a place."""
        return tuple(row.state for row in self.rows if row.event is event)
