"""What a use case is given: one transaction, its moment, and who asks.

`bot/programme/unit_of_work.py` opens one, hands it over and commits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from bot.domain.rules import ProgrammeRules
from bot.store.db.engine import attempts
from bot.store.db.session import Db, Sessions
from bot.store.queries import administration as programmes
from bot.store.tables import Person, Programme

P = ParamSpec("P")
T = TypeVar("T")


class NobodyAsks(Exception):
    """A use case is about the person who asks, and was run without one: a fault of ours."""


@dataclass
class _Read:
    """What was read once; `plain` are the rules as the programme had them then."""

    programme: Programme | None = None
    plain: object = None
    rules: ProgrammeRules | None = None


@dataclass(frozen=True)
class Work:
    """One unit of work. `now` is programme time; `actor` is who asks, None for the clock, Slack
    or an operator."""

    db: Db
    now: datetime
    actor: Person | None = None
    _read: _Read = field(default_factory=_Read, repr=False, compare=False)

    @property
    def me(self) -> Person:
        """Who asks. Raises NobodyAsks."""
        if self.actor is None:
            raise NobodyAsks
        return self.actor

    @property
    def programme(self) -> Programme:
        """The one that is open, read once. Raises NoResultFound before the first start made it."""
        if self._read.programme is None:
            self._read.programme = programmes.current(self.db)
        return self._read.programme

    @property
    def rules(self) -> ProgrammeRules:
        """Those of the programme that is open, read once."""
        plain = self.programme.rules
        if self._read.rules is None or self._read.plain is not plain:
            self._read.plain, self._read.rules = plain, ProgrammeRules.from_plain(plain)
        return self._read.rules

    def lock_programme(self) -> Programme:
        """The same, read anew, for nobody else to change until the transaction ends."""
        self._read.programme = programmes.locked(self.db)
        return self._read.programme

    def learn(self, programme: Programme) -> None:
        """It was read together with something else."""
        self._read.programme = programme

    def asked_by(self, person: Person) -> "Work":
        """The same work, for the person who asks."""
        return replace(self, actor=person)


def run_as_system(
    sessions: Sessions,
    now: datetime,
    use_case: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a use case for the clock, Slack or an operator, in one transaction; what it returned.

    It may be done anew, see `bot.store.db.engine.attempts`.
    """
    for attempt in attempts(sessions):
        with attempt as db:
            result = use_case(Work(db, now), *args, **kwargs)
    return result
