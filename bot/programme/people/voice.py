"""In which words to answer somebody."""

from sqlalchemy.orm import Session as Db

from bot.domain.rules import (
    ProgrammeRules,
)
from bot.programme.people.hours import rules_now
from bot.store.queries import people
from bot.store.tables import Person

Voice = tuple[ProgrammeRules, Person | None]
"""In which words to answer somebody: the rules, and the person if known."""


def voice(db: Db, slack_id: str) -> Voice:
    """For somebody who may be unknown."""
    return voice_of(db, people.known(db, slack_id))


def voice_of(db: Db, person: Person | None) -> Voice:
    """For somebody who was looked up already."""
    return rules_now(db), person
