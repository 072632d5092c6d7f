"""What people did, kept beside the bot's database and never read from it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.words import After


@dataclass(frozen=True)
class Said:
    """A word about a proposal; `not_again` goes with someone_else."""

    word: str
    not_again: bool = False


@dataclass(frozen=True)
class Offered:
    """A proposal as it was sent: its people by Slack id, and by participation, mentor first."""

    two: tuple[str, str]
    sides: tuple[int, int]
    round_id: int
    closes: datetime
    fits: bool


@dataclass
class History:
    """People are Slack ids, proposals, participations and meetings their numbers."""

    words: dict[tuple[int, str], Said] = field(default_factory=dict)
    offered: dict[int, Offered] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    """Proposals of which it is known that they have closed."""
    apart: set[frozenset[str]] = field(default_factory=set)
    """Two who were paired, or whom a lead dropped: not again."""
    avoids: dict[int, frozenset[str]] = field(default_factory=dict)
    avoids_before: dict[int, frozenset[str]] = field(default_factory=dict)
    answered: set[tuple[int, int]] = field(default_factory=set)
    """(meeting, participation)."""
    last_act: dict[str, datetime] = field(default_factory=dict)
    """When somebody last left or paused: a partner learns it ten minutes later."""
    end_asked: dict[tuple[int, str], datetime] = field(default_factory=dict)
    """(pair, who): since when one of a pair asks for its end: both learn it ten minutes later."""
    account_gone: set[str] = field(default_factory=set)
    looking: set[int] = field(default_factory=set)
    """Participations that looked for a pair before the bot last did its work."""
    choices: dict[tuple[int, str], After] = field(default_factory=dict)
    """What somebody would like after a pair, as they said it last while it lived."""

    def ends_since(self, pair: int) -> datetime | None:
        """When the first of the two who still ask for the end did."""
        return min((at for (it, _), at in self.end_asked.items() if it == pair), default=None)

    def said_yes(self, proposal: int, who: str) -> bool:
        said = self.words.get((proposal, who))
        return said is not None and said.word == "yes"

    def both_go_on(self, pair: int) -> bool:
        """Whether two people of this pair said that they would go on together."""
        said = [after for (of, _), after in self.choices.items() if of == pair]
        return said == [After.TOGETHER] * 2

    def avoid(self, participation: int, people: Iterable[str]) -> None:
        """From now on, until it is undone."""
        self.avoids_before[participation] = self.avoids.get(participation, frozenset())
        self.avoids[participation] = frozenset(people)

    def avoid_as_before(self, participation: int) -> None:
        self.avoids[participation] = self.avoids_before.get(participation, frozenset())

    def has_closed(self, proposal: int) -> None:
        """Who asked for it avoids the other from now on."""
        if proposal in self.closed:
            return
        self.closed.add(proposal)
        offered = self.offered[proposal]
        for who, side in zip(offered.two, offered.sides, strict=True):
            said = self.words.get((proposal, who))
            if said is not None and said.not_again:
                avoided = self.avoids.get(side, frozenset())
                self.avoids[side] = avoided | (frozenset(offered.two) - {who})
