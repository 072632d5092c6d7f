"""A message kind as its chapter knows it: its key, and what is still true of it when it leaves.

The outbox keeps keys and ids; what a message says is read at sending time: docs/delivery.md,
Before it leaves. The type of the facts ties a kind to its screen: `bot.slack.messages` accepts only
a screen that is built from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session as Db

from bot.store.tables import Participation, Person

F = TypeVar("F")
F_co = TypeVar("F_co", covariant=True)
S = TypeVar("S")
Arguments = Mapping[str, Any]
"""What was kept of a message: ids, and what no longer stands anywhere else."""
AWAY = "account gone"
"""Why a message waits while somebody's account is gone."""
LOOK_AGAIN = timedelta(days=1)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Defer:
    """Not now: look again at `until` (programme time)."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Message(Generic[F_co]):
    """`still_true` reads, for one receiver, what the message says; None: it is pointless now."""

    key: str
    still_true: Callable[[Db, Arguments, Person, datetime], F_co | Defer | None]


def message(
    key: str,
) -> Callable[[Callable[[Db, Arguments, Person, datetime], F | Defer | None]], Message[F]]:
    """Makes a kind of the function that says what is still true of it."""
    return lambda still_true: Message(key, still_true)


@dataclass(frozen=True)
class Subject(Generic[S]):
    """What messages are about: the argument that holds its id, and how it is found."""

    argument: str
    find: Callable[[Db, int], S | None]

    def message(
        self, key: str
    ) -> Callable[[Callable[[Db, S, Arguments, Person, datetime], F | Defer | None]], Message[F]]:
        """The same for a kind about this: without its subject a message is pointless."""

        def attach(
            still_true: Callable[[Db, S, Arguments, Person, datetime], F | Defer | None],
        ) -> Message[F]:
            def of_subject(
                db: Db, arguments: Arguments, person: Person, now: datetime
            ) -> F | Defer | None:
                subject = self.find(db, arguments[self.argument])
                return None if subject is None else still_true(db, subject, arguments, person, now)

            return Message(key, of_subject)

        return attach


def until_found(
    participation: Participation, now: datetime, expires_at: datetime | None
) -> Defer | None:
    """While somebody's account is gone nothing goes to them; once it is found again, it does,
    unless it has expired meanwhile."""
    if participation.gone_at is None:
        return None
    until = participation.gone_until or now
    until = until if until > now else now + LOOK_AGAIN
    return Defer(min(until, (expires_at or until) - _A_MOMENT), AWAY)
