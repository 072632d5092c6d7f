"""What the use cases of learning return."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.fit.people import SideRole
from bot.domain.learning.phases import Phase
from bot.domain.learning.worksheet import Worksheet
from bot.programme.people.results import Notice


@dataclass(frozen=True)
class PairIdeas:
    """Three starters for a pair's coming meeting, the `page`th three of them.

    Which they are follows from the pair, the phase and how many meetings have begun: both of the
    two are told the same.
    """

    pair_id: int
    partner: str
    my_role: SideRole
    phase: Phase
    meetings: int
    page: int = 0


@dataclass(frozen=True)
class Primer:
    """What to read before a first meeting, by one's role in it."""

    role: SideRole


@dataclass(frozen=True)
class TopicCard:
    """What a pair's mentor shares; `ai_rules_link` is where the company's own rules stand, or
    empty. `phase` is that of a pair of the newcomers' track, by whose questions it goes, too."""

    partner: str
    topics: tuple[str, ...]
    ai_rules_link: str
    phase: Phase | None = None


@dataclass(frozen=True)
class ClosingKit:
    """For the last meeting, as this role reads it; starters follow from the pair and how many
    meetings have begun, as in `PairIdeas`."""

    pair_id: int
    partner: str
    role: SideRole
    meetings: int


@dataclass(frozen=True)
class WorksheetForm:
    """A mentee's worksheet for a meeting; once that has begun it is not `open` any more.

    `notice` is to be read before, where there is one.
    """

    session_id: int
    partner: str
    starts_at: datetime
    worksheet: Worksheet
    open: bool
    notice: Notice | None = None


@dataclass(frozen=True)
class WorksheetKept:
    """Until when it can be changed; the same whether anything was written or not."""

    until: datetime
