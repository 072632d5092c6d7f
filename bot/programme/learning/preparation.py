"""What the two may read before a meeting. To read it leaves no trace.

The rules: docs/programme.md, Preparation.
"""

from bot.domain.fit.people import Role
from bot.domain.learning.phases import Phase, phase_of_newcomers
from bot.domain.refusals import NotYours
from bot.outbox.work import Work
from bot.programme.learning.results import ClosingKit, Primer, TopicCard
from bot.programme.pairs import pairing
from bot.store.queries import meetings
from bot.store.tables import Pair


def primer(work: Work, pair_id: int) -> Primer:
    """That of this person's role in a pair. Raises NotYours."""
    pair, mine = pairing.my_pair(work, pair_id)
    return Primer(pair.role_of(mine))


def topic_card(work: Work, pair_id: int) -> TopicCard:
    """For the mentor of a pair: what they share, with prompts. Raises NotYours."""
    pair, mine = pairing.my_pair(work, pair_id)
    if pair.role_of(mine) is not Role.MENTOR:
        raise NotYours
    partner, phase = pair.other(mine).slack_id, _phase_of_newcomers(work, pair)
    return TopicCard(partner, tuple(pair.topics), work.rules.ai_rules_link, phase)


def _phase_of_newcomers(work: Work, pair: Pair) -> Phase | None:
    if not pair.newcomers:
        return None
    begun, _ = meetings.begun(work.db, pair.id, work.now)
    return phase_of_newcomers(begun)


def closing_kit(work: Work, pair_id: int) -> ClosingKit:
    """What helps a pair to end well, in its last meeting. Raises NotYours."""
    pair, mine = pairing.my_pair(work, pair_id)
    met, _ = meetings.begun(work.db, pair.id, work.now)
    partner, role = pair.other(mine).slack_id, pair.role_of(mine)
    return ClosingKit(pair.id, partner, role, met)
