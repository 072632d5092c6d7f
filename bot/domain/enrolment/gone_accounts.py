"""When so many accounts are gone at once that it looks like a mistake."""

FEWEST_TOO_MANY = 5
"""Of fewer accounts that go at once nobody makes much, however small the programme."""


def too_many_gone(gone: int, participants: int) -> bool:
    """Whether so many accounts that are gone at once look like a mistake of somebody's: more than
    a tenth of those who take part, and five at least (docs/programme.md, Breaks and leaving)."""
    return gone >= FEWEST_TOO_MANY and 10 * gone > participants
