"""The pairs of a round: as many people as can be covered, and the proof of it.

The objective and the method: docs/programme.md, Matching.
"""

from bot.domain.matching.audit import check
from bot.domain.matching.draft import match
from bot.domain.matching.inputs import fingerprint
from bot.domain.matching.optimiser.exact import Effort
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
