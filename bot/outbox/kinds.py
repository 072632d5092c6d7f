"""A message kind: when it may leave, what it is about, and what is still true of it then.

Each chapter of the programme declares its own; `bot.programme.administration.kinds.KINDS` has all
of them. Classes: REPLY free and at once; SESSION free, in working hours; OTHER at most one per
person in seven days, in working hours; LEAD in working hours; OPERATOR at once, outside people;
EDIT at once, since an edit notifies nobody. See docs/delivery.md, What each kind promises.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from bot.outbox.ports import Defer
from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.tables import Person

S = TypeVar("S")
F = TypeVar("F")
L = TypeVar("L")
Arguments = Mapping[str, Any]
"""What was kept of a message: ids, and what no longer stands anywhere else."""


class Budget(StrEnum):
    REPLY = "reply"
    SESSION = "session"
    OTHER = "other"
    LEAD = "lead"
    OPERATOR = "operator"
    EDIT = "edit"


class Promise(StrEnum):
    """What holds when a fate cannot be looked up (docs/delivery.md, Unknown fates)."""

    AT_MOST_ONCE = "at_most_once"
    AT_LEAST_ONCE = "at_least_once"


PRIORITIES = range(6)
"""0 leaves first."""


@dataclass(frozen=True)
class Subject(Generic[S]):
    """What messages are about: the argument that holds its id, and how it is found.

    Without `argument` it is about nothing, and no id is kept.
    """

    argument: str
    id_of: Callable[[S], int]
    find: Callable[[Db, int], S | None]

    def arguments_of(self, subject: S) -> dict[str, int]:
        return {self.argument: self.id_of(subject)} if self.argument else {}

    def name(self, subject: S) -> str | None:
        """By this name what is owed about it is taken back: "pair:7"."""
        return f"{self.argument}:{self.id_of(subject)}" if self.argument else None

    def found(self, db: Db, arguments: Arguments) -> S | None:
        return self.find(db, arguments[self.argument] if self.argument else 0)


NOTHING = Subject[None]("", lambda _: 0, lambda _db, _id: None)
"""For messages that stay true whatever goes meanwhile."""


@dataclass(frozen=True)
class Leaving:
    """A message that is about to leave, as its kind sees it: who reads it, and what was kept.

    Of a message to a group the `reader` is the pair's mentor. `sealed` is a fact that is nobody's
    business. Of an edit `last_at` is when (programme time) the message can be edited for the last
    time: what it says from then on has to stay true. None: that moment is over, or does not come.
    """

    reader: Person
    arguments: Arguments
    sealed: bytes | None = None
    last_at: datetime | None = None


@dataclass(frozen=True)
class ForNow(Generic[F]):
    """An edit says this, and is looked at anew at `until` (programme time)."""

    facts: F
    until: datetime


StillTrue = Callable[[Work, S, Leaving], F | ForNow[F] | Defer | None]
"""Reads, at the last moment, what a message says; None: it is pointless now."""


@dataclass(eq=False)
class Kind(Generic[S, F]):
    """`facts` is what its screen is built from; `priority` 0 leaves first.

    `lives`: how long after its due time it may still be sent; None: no end or given by row.
    `conditional`: whether it leaves follows from what somebody does in private. It is owed in any
    case, looked at when leaving, and its row is emptied the moment it ends, whichever way.
    `failure_is_told`: the leads hear when it cannot be delivered, so that row is kept.
    `to_participants`: it waits during a break, and ends when its receiver has left. `is_nudge`: who
    was silent to the last ones gets none. `essential`: somebody else waits for it, or it says what
    has become of the two; who wants less gets it all the same. `later`: what edits its messages
    once they have aged (`becomes`). `waits_long`: of such an edit, that it comes when its message
    ages, however late.
    """

    key: str
    about: Subject[S]
    facts: type[F]
    budget: Budget
    priority: int
    promise: Promise
    lives: timedelta | None = None
    plain_form: bool = False
    conditional: bool = False
    failure_is_told: bool = False
    to_participants: bool = True
    is_nudge: bool = False
    waits_long: bool = False
    essential: bool = False
    later: "Kind[S, Any] | None" = None
    _check: StillTrue[S, F] | None = None

    @property
    def in_hours(self) -> bool:
        return self.budget in (Budget.SESSION, Budget.OTHER, Budget.LEAD)

    @property
    def can_be_unwanted(self) -> bool:
        """Whether its receiver may do without: not what answers them, nor what comes with a duty in
        the programme."""
        return self.to_participants and self.budget in (Budget.SESSION, Budget.OTHER)

    @property
    def is_checked(self) -> bool:
        return self._check is not None

    def becomes(
        self, facts: type[L], *, priority: int = PRIORITIES[-1], waits_long: bool = False
    ) -> "Kind[S, L]":
        """Declares what its messages say once they have aged: a kind of its own, which edits them.

        `waits_long` is for what the database knows of the two of a pair anyway. Raises ValueError
        for one whose rows are emptied at once, so that no edit finds its message, or would tell
        that there was one; and for one that has a later form.
        """
        if self.conditional or self.later is not None:
            raise ValueError(f"{self.key} has no later form, or has one already")
        self.later = Kind(
            f"{self.key}.later", about=self.about, facts=facts, budget=Budget.EDIT,
            priority=priority, promise=Promise.AT_LEAST_ONCE, to_participants=False,
            waits_long=waits_long,
        )  # fmt: skip
        return self.later

    def still_true(self, check: StillTrue[S, F]) -> StillTrue[S, F]:
        """Attaches the check to the kind."""
        self._check = check
        return check

    def revalidate(self, work: Work, leaving: Leaving) -> F | ForNow[F] | Defer | None:
        """What the message says now. Without its subject it is pointless.

        Raises LookupError for a kind of which nothing was said.
        """
        if self._check is None:
            raise LookupError(self.key)
        subject = self.about.found(work.db, leaving.arguments)
        if subject is None and self.about is not NOTHING:
            return None
        return self._check(work, cast(S, subject), leaving)


class Kinds(Mapping[str, Kind[Any, Any]]):
    """These kinds and their later forms by their key. Raises ValueError when two have the same."""

    def __init__(self, *kinds: Kind[Any, Any]) -> None:
        every = [one for kind in kinds for one in (kind, kind.later) if one is not None]
        self._by_key = {kind.key: kind for kind in every}
        if len(self._by_key) < len(every):
            raise ValueError("two kinds have one key")

    def __getitem__(self, key: str) -> Kind[Any, Any]:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    @cached_property
    def conditional(self) -> tuple[str, ...]:
        return self._which(lambda kind: kind.conditional)

    @cached_property
    def other(self) -> tuple[str, ...]:
        """Of which a person gets at most one in seven days."""
        return self._which(lambda kind: kind.budget is Budget.OTHER)

    @cached_property
    def reported(self) -> tuple[str, ...]:
        """Of which the leads hear the next morning that they could not be delivered."""
        return self._which(lambda kind: kind.failure_is_told)

    @cached_property
    def for_leads(self) -> tuple[str, ...]:
        """Of whose trouble leads may know: not those that depend on what somebody does in
        private, of which one that was tried at all says something."""
        return self._which(lambda kind: kind.failure_is_told or not kind.conditional)

    @cached_property
    def waiting_long(self) -> tuple[str, ...]:
        """Of the edits that come when their message ages, however late."""
        return self._which(lambda kind: kind.waits_long)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Of which nobody has said what is still true."""
        return self._which(lambda kind: not kind.is_checked)

    def _which(self, fits: Callable[[Kind[Any, Any]], bool]) -> tuple[str, ...]:
        return tuple(key for key, kind in self._by_key.items() if fits(kind))


def days(n: int) -> timedelta:
    return timedelta(days=n)
