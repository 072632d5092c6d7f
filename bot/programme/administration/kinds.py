"""Messages for whoever runs the programme: what was not delivered, and that nobody leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.outbox.kinds import NOTHING, Budget, Kind, Kinds, Promise, days
from bot.outbox.operator import texts
from bot.programme.enrolment import kinds as enrolment
from bot.programme.figures import kinds as figures
from bot.programme.meetings import kinds as meetings
from bot.programme.pairs import kinds as pairs
from bot.programme.people import kinds as people
from bot.programme.rounds import kinds as rounds


@dataclass(frozen=True)
class Undelivered:
    """To a lead: messages given up yesterday, by reason class, and how many are gone."""

    messages: int
    by_reason: Mapping[str, int]
    people_gone: int


UNDELIVERED = Kind(
    "trouble.undelivered", about=NOTHING, facts=Undelivered, budget=Budget.LEAD, priority=2,
    promise=Promise.AT_MOST_ONCE, lives=days(7), to_participants=False,
)  # fmt: skip
KINDS = Kinds(
    *enrolment.KINDS,
    *rounds.KINDS,
    *meetings.KINDS,
    *pairs.KINDS,
    *figures.KINDS,
    *people.KINDS,
    UNDELIVERED,
    texts.TEXT,
)
"""All kinds: this chapter stands above the others."""
