"""In which words to answer somebody."""

from bot.domain.rules import (
    ProgrammeRules,
)
from bot.outbox.work import Work
from bot.store.queries import people
from bot.store.tables import Person

Voice = tuple[ProgrammeRules, Person | None]
"""In which words to answer somebody: the rules, and the person if known."""


def voice(work: Work, slack_id: str) -> Voice:
    """For somebody who may be unknown."""
    return work.rules, people.known(work.db, slack_id)


def own_voice(work: Work) -> Voice:
    """For who asks."""
    return work.rules, work.me
