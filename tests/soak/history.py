"""What people did, kept beside the bot's database and never read from it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Decline:
    """Somebody would rather not; the other side must not notice before `until`."""

    by: str
    other: str
    until: datetime


@dataclass
class History:
    """People are Slack ids, proposals and participations their numbers."""

    yes: set[tuple[int, str]] = field(default_factory=set)
    declines: dict[int, Decline] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)
    """Two who were paired, of whom one declined, or whom a lead dropped: not again."""
    avoids: dict[int, frozenset[str]] = field(default_factory=dict)
    avoids_before: dict[int, frozenset[str]] = field(default_factory=dict)
    last_act: dict[str, datetime] = field(default_factory=dict)
    """When somebody last left or paused: a partner learns it ten minutes later."""
    account_gone: set[str] = field(default_factory=set)

    def avoid(self, participation: int, people: Iterable[str]) -> None:
        """From now on, until it is undone. Nobody named: as before."""
        chosen = frozenset(people)
        before = self.avoids.get(participation, frozenset())
        self.avoids_before[participation] = before
        self.avoids[participation] = chosen or before

    def avoid_as_before(self, participation: int) -> None:
        self.avoids[participation] = self.avoids_before.get(participation, frozenset())
