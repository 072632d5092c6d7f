"""What the profile asks beyond the join form: places, and whom not to meet."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.enrolment.field_errors import AVOIDS_YOU, TOO_MANY, UNKNOWN
from bot.domain.enrolment.step import SLACK_ID, Step

MOST_PLACES = 2
MOST_AVOIDED = 10


@dataclass(frozen=True)
class Places:
    """Pairs at a time, as mentor and in total (1 or 2); `avoids` are Slack ids."""

    mentor: int
    total: int
    avoids: frozenset[str]


def places(raw: object, own: str = "") -> Places:
    """The profile's last fields: places_mentor, places_total, avoids.

    Raises FormRefused; the fact of MORE_PLACES_TAKEN is `n`, the pairs that take places now.
    """
    step = Step(raw if isinstance(raw, Mapping) else None)
    numbers = [str(n) for n in range(1, MOST_PLACES + 1)]
    mentor = int(step.one("places_mentor", numbers) or "1")
    total = int(step.one("places_total", numbers) or "1")
    chosen = frozenset(step.several("avoids", None))
    if any(not SLACK_ID.fullmatch(one) for one in chosen):
        step.wrong("avoids", UNKNOWN)
    elif own and own in chosen:
        step.wrong("avoids", AVOIDS_YOU)
    elif len(chosen) > MOST_AVOIDED:
        step.wrong("avoids", TOO_MANY, limit=MOST_AVOIDED)
    step.finish()
    return Places(mentor, total, chosen)
