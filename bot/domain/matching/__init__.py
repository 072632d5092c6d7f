"""The pairs of a round: as many people as can be covered, and the proof of it.

The objective and the method: docs/programme.md, Matching.
"""

from collections.abc import Collection, Sequence

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Participant
from bot.domain.matching.audit import check
from bot.domain.matching.effort import Effort
from bot.domain.matching.inputs import fingerprint
from bot.domain.matching.outcome import (
    Certificate,
    Inadmissible,
    Match,
    Outcome,
    Tiers,
    Waiting,
)

__all__ = [
    "Certificate",
    "Effort",
    "Inadmissible",
    "Match",
    "Outcome",
    "Tiers",
    "Waiting",
    "check",
    "fingerprint",
    "match",
]


def match(
    pool: Sequence[Participant],
    rules: Rules,
    *,
    seed: int,
    forbidden: Collection[tuple[int, int]] = (),
    effort: Effort | None = None,
) -> Outcome:
    """The best pairs of a pool, whatever its order.

    In strict tiers: most people covered, most waiting points (one per round left waiting, at
    most six) of those covered, fewest pairs, highest total score, and among equals the
    lottery of `seed`. `forbidden` are pairs of keys, in either order, that may not meet. Source:
    docs/programme.md, Matching.
    """
    # numpy and scipy take a second to load, and hardly any process ever drafts.
    from bot.domain.matching.draft import drafted

    return drafted(pool, rules, seed, forbidden, effort or Effort())
