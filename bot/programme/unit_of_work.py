"""The wrapper around every use case that a Slack request causes: once, in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import sessionmaker

from bot.programme import standing
from bot.programme.enrolment.joining import meet, meet_with_part
from bot.programme.people.accounts import Account
from bot.programme.standing import Standing
from bot.store.db.engine import in_one_transaction, reading
from bot.store.queries import inbox
from bot.store.tables import Person

T = TypeVar("T")
UseCase = Callable[[Db, Person], T]


class Again(Exception):
    """This very request has had its effect already: show the state, change nothing."""


def run_once(
    sessions: sessionmaker[Db], account: Account, key: str, now: datetime, use_case: UseCase[T]
) -> T:
    """Run a use case for the person behind a request, and keep the request's key with its effect.

    A refusal rolls back and keeps no key: what is corrected and sent again counts.
    Raises Again for a request that came before, and whatever the use case refuses.
    """

    def effect(db: Db) -> T:
        person = meet(db, account, now)
        if not inbox.first_time(db, key, now):
            raise Again
        return use_case(db, person)

    return in_one_transaction(sessions, effect)


def run(sessions: sessionmaker[Db], account: Account, now: datetime, use_case: UseCase[T]) -> T:
    """Run what may run again and again: a draft is kept, a form is looked up."""
    return in_one_transaction(sessions, lambda db: use_case(db, meet(db, account, now)))


def run_with_standing(
    sessions: sessionmaker[Db], account: Account, now: datetime, use_case: UseCase[T]
) -> tuple[Standing, T]:
    """Where the person behind a request stands, and what else is looked up with it."""

    def look(db: Db) -> tuple[Standing, T]:
        person, one = meet_with_part(db, account, now)
        return standing.of(db, person, one, now), use_case(db, person)

    return in_one_transaction(sessions, look)


def run_as_system(sessions: sessionmaker[Db], use_case: Callable[[Db], T]) -> T:
    """Run what Slack tells without anybody asking: it may come twice, and changes nothing then."""
    return in_one_transaction(sessions, use_case)


def read(sessions: sessionmaker[Db], use_case: Callable[[Db], T]) -> T:
    """Read only."""
    with sessions.begin() as db:
        return use_case(reading(db))
