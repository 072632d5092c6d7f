"""What stands above a lead's own state: the round that waits for a decision, and how pairs are."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.due.ending import LAST_DAYS
from bot.domain.lifecycle import RoundState
from bot.outbox.work import Work
from bot.programme.figures import counts
from bot.programme.figures.results import Pairs
from bot.programme.rounds import approval
from bot.programme.rounds.results import RoundReady
from bot.store.queries import pairs, rounds


@dataclass(frozen=True)
class Overview:
    """Every pair that ever began, how many of the active ones have no date ahead, and how many end
    in the next four weeks."""

    pairs: Pairs
    without_a_date: int
    ending: int = 0


def round_open(work: Work) -> RoundReady | None:
    """The round that is drafted and not decided, as this lead reads it."""
    round_ = rounds.undecided(work.db, work.programme.id)
    if round_ is None or round_.state != RoundState.DRAFTED:
        return None
    return approval.ready(work.db, work.me, round_.id, again=False)


def overview(work: Work) -> Overview:
    """Counts alone, of what any lead may know by name: docs/privacy.md, Who may learn what."""
    without = pairs.without_a_date(work.db, work.programme.id, work.now)
    until = work.now + timedelta(days=LAST_DAYS)
    ending = pairs.end_soon(work.db, work.programme.id, work.now, until)
    return Overview(counts.pairs_now(work), without, ending)
