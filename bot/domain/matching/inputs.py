"""What a round was drafted from, as one keyed number: to show later that nothing was changed."""

import hmac
from collections.abc import Collection, Sequence

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Participant


def fingerprint(
    pool: Sequence[Participant],
    rules: Rules,
    forbidden: Collection[tuple[int, int]],
    seed: int,
    key: bytes,
) -> str:
    """HMAC-SHA256 of people, rules, forbidden pairs and seed, whatever order they come in.

    Keyed, since who knows everything but one avoidance could try them all against a plain
    hash. Raises ValueError without a key.
    """
    if not key:
        raise ValueError("a fingerprint needs a key")
    apart = sorted({tuple(sorted(two)) for two in forbidden})
    digest = hmac.new(key, repr((seed, rules, apart)).encode(), "sha256")
    for person in sorted(pool, key=lambda one: one.key):
        facts = person.__dict__ | {
            "languages": sorted(person.languages),
            "slots": sorted(person.slots),
        }
        digest.update(repr(sorted(facts.items())).encode())
    return digest.hexdigest()
