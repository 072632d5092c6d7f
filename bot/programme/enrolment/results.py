"""What joining, pausing, leaving and coming back say."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.lifecycle import Undoable


@dataclass(frozen=True)
class Left:
    delete_on: date
    partners_told_at: datetime | None
    undo_until: datetime
    participation_id: int


@dataclass(frozen=True)
class Paused:
    """`until` is the day on which the person is back; `partners` of live pairs, told at `told_at`.

    A break prolonged later than ten minutes after it began has neither: partners hear of the new
    day at once, and there is no way back. `pair_ends_on`: a pair of theirs ends in it, unless they
    are back before.
    """

    until: date
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime | None
    participation_id: int
    pair_ends_on: date | None = None


@dataclass(frozen=True)
class Resumed:
    next_round_on: date | None
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime
    participation_id: int


@dataclass(frozen=True)
class ProfileKept:
    """`proposal_open`: a proposal goes on as it is; `round_waits`: a round is on its way that
    was drafted from the profile before."""

    participation_id: int
    undo_until: datetime
    proposal_open: bool
    round_waits: bool


@dataclass(frozen=True)
class PauseForm:
    """The window of `pause`: days offered, the one chosen so far, who would learn of it; `paired`:
    this person has a pair that they could change."""

    offered: tuple[date, ...]
    until: date | None
    partners: tuple[str, ...]
    paired: bool = False


@dataclass(frozen=True)
class AfterPair:
    """What somebody would like after a pair: whether they look for a new one; `priority`: a little
    earlier than others."""

    looks: bool
    priority: bool = False
    next_round_on: date | None = None


@dataclass(frozen=True)
class Undone:
    """All as before; after a join as if never joined, the draft kept."""

    what: Undoable
