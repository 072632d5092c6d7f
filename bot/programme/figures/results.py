"""A published figure, and what `stats` answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Published:
    """A released figure: relation '=', '>=' or '<='; value '4.1' (of 5) or '70' (per cent)."""

    metric: str
    relation: str
    value: str
    people: int


@dataclass(frozen=True)
class WindowFigures:
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
class Stats:
    """Who takes part now; of the closed windows of a period the counts and the releases.

    `period` is as asked ('30d', 'quarter', '2026-Q4'); `closed` is None when it has no window.
    """

    period: str
    enrolled: Mapping[str, int]
    waiting: int
    proposals_open: int
    pairs_by_state: Mapping[str, int]
    closed: OfWindows | None
    windows: tuple[WindowFigures, ...]
