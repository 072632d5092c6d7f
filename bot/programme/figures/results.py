"""A published figure, and what `stats` answers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from bot.domain.figures.meaning import NoneClosed


@dataclass(frozen=True)
class Parts:
    """Counts of which each thing is in one: together they are all."""

    @property
    def total(self) -> int:
        """The sum of them."""
        return sum(self.parts.values())

    @property
    def parts(self) -> Mapping[str, int]:
        """By name, in their order."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class People(Parts):
    """Whoever takes part, by what they are."""

    paired: int
    proposed: int
    unpaired: int
    on_a_break: int


@dataclass(frozen=True)
class Pairs(Parts):
    """Every pair that ever began, by what it is."""

    active: int
    needs_a_hand: int
    resting: int
    paused: int
    ended_early: int
    completed: int


@dataclass(frozen=True)
class Published:
    """A released figure: relation '=', '>=' or '<='; value '4.1' (of 5) or '70' (per cent)."""

    metric: str
    relation: str
    value: str
    people: int


@dataclass(frozen=True)
class WindowFigures:
    """What a window published; all of it comes from the same people."""

    starts_on: date
    ends_on: date
    figures: tuple[Published, ...]


@dataclass(frozen=True)
class OfWindows:
    """What was counted when each of some windows closed; `until` is the last day of the last.

    Meetings are those of the windows that show them, None where none does; `without_meetings`
    of them do not.
    """

    since: date
    until: date
    rounds: int
    proposals_accepted: int
    proposals_not_ahead: int
    sessions_held: int | None
    sessions_due: int | None
    without_meetings: int


@dataclass(frozen=True)
class NoFigures:
    """Why a period has none; `first_on` is the day of the first ones, where they are to come."""

    why: NoneClosed
    first_on: date | None = None


@dataclass(frozen=True)
class Stats:
    """Who takes part today; of the closed windows of a period the counts and the releases.

    `period` is as asked ('30d', 'quarter', '2026-Q4'); `roles` are those of all people.
    """

    period: str
    today: date
    people: People
    roles: Mapping[str, int]
    pairs: Pairs
    proposals_open: int
    closed: OfWindows | NoFigures
    windows: tuple[WindowFigures, ...]
