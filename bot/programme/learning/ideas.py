"""Starters: three questions to begin the coming meeting with. To look at them leaves no trace.

The rules: docs/programme.md, Preparation.
"""

from bot.domain.learning.phases import phase, phase_of_newcomers
from bot.domain.lifecycle import LIVE_PAIRS
from bot.domain.refusals import NoLivePair, NoLongerOpen
from bot.outbox.work import Work
from bot.programme.learning.results import PairIdeas
from bot.programme.pairs import pairing
from bot.programme.people.taking_part import my_part
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation


def ideas(work: Work) -> tuple[PairIdeas, ...]:
    """Three for each live pair of a person. Raises NotEnrolled, NoLivePair."""
    participation = my_part(work)
    live = pairing.my_live_pairs(work.db, participation)
    if not live:
        raise NoLivePair
    return tuple(_of(work, pair, participation) for pair in live)


def of_pair(work: Work, pair_id: int) -> tuple[PairIdeas, ...]:
    """Three for one pair. Raises NotYours, NoLongerOpen."""
    return more(work, pair_id, 0)


def more(work: Work, pair_id: int, page: int) -> tuple[PairIdeas, ...]:
    """Another three. Raises NotYours, NoLongerOpen."""
    pair, mine = pairing.my_pair(work, pair_id)
    if pair.state not in LIVE_PAIRS:
        raise NoLongerOpen
    return (_of(work, pair, mine, page),)


def _of(work: Work, pair: Pair, mine: Participation, page: int = 0) -> PairIdeas:
    count, last = meetings.begun(work.db, pair.id, work.now)
    now = phase_of_newcomers(count) if pair.newcomers else phase(last, pair.d0, pair.ends_at)
    partner, role = pair.other(mine).slack_id, pair.role_of(mine)
    return PairIdeas(pair.id, partner, role, now, count, page)
