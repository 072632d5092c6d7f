"""Messages for whoever runs the programme, and to the one person whom a concern goes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.outbox.kinds import NOTHING, Budget, Kind, Kinds, Promise, Subject, days
from bot.outbox.operator import texts
from bot.programme.enrolment import kinds as enrolment
from bot.programme.figures import kinds as figures
from bot.programme.meetings import kinds as meetings
from bot.programme.pairs import kinds as pairs
from bot.programme.people import kinds as people
from bot.programme.rounds import kinds as rounds
from bot.store.queries import administration
from bot.store.tables import ConcernRow


@dataclass(frozen=True)
class Undelivered:
    """To a lead: messages given up yesterday, by reason class, and how many are gone."""

    messages: int
    by_reason: Mapping[str, int]
    people_gone: int


@dataclass(frozen=True)
class ConcernNote:
    """That there is one, and until when; neither whose, nor what."""

    concern_id: int
    deleted_on: date


CONCERN = Subject[ConcernRow]("concern", lambda one: one.id, administration.concern)
CONCERN_RAISED = Kind(
    "concern.raised", about=CONCERN, facts=ConcernNote, budget=Budget.LEAD, priority=1,
    promise=Promise.AT_LEAST_ONCE, to_participants=False, conditional=True,
)  # fmt: skip
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
    CONCERN_RAISED,
    texts.TEXT,
)
"""All kinds: this chapter stands above the others."""
