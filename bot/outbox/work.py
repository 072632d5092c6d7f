"""What a use case is given: one transaction, its moment, and who asks.

`bot/programme/unit_of_work.py` opens one, hands it over and commits.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.rules import ProgrammeRules
from bot.store.queries import administration as programmes
from bot.store.tables import Person, Programme


class NobodyAsks(Exception):
    """A use case is about the person who asks, and was run without one: a fault of ours."""


@dataclass(frozen=True)
class Work:
    """One unit of work. `now` is programme time; `actor` is who asks, None for the clock, Slack
    or an operator."""

    db: Db
    now: datetime
    actor: Person | None = None
    _rules: list[tuple[object, ProgrammeRules]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @property
    def me(self) -> Person:
        """Who asks. Raises NobodyAsks."""
        if self.actor is None:
            raise NobodyAsks
        return self.actor

    @property
    def programme(self) -> Programme:
        """The one that is open, read once in a transaction."""
        return programmes.current(self.db)

    @property
    def rules(self) -> ProgrammeRules:
        """Those of the programme that is open, read once in a unit of work."""
        plain = self.programme.rules
        if not self._rules or self._rules[0][0] is not plain:
            self._rules[:] = [(plain, ProgrammeRules.from_plain(plain))]
        return self._rules[0][1]
