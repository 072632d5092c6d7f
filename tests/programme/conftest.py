"""A company with a programme, on each database, for use cases one at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.domain.rules import default_rules
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.enrolment import joining
from bot.programme.people.accounts import Account
from bot.store.db.session import Db
from bot.store.queries import people
from bot.store.tables import Participation
from bot.texts.topics import topics
from tests.databases import Database
from tests.people import form
from tests.programme.stage import Stage
from tests.world import OPENING, moment

T = TypeVar("T")


@dataclass
class Company:
    """`now` is moved by hand; calling the company runs something in a transaction of its own."""

    database: Database
    now: datetime = field(default_factory=lambda: moment(OPENING))

    def __call__(self, use_case: Callable[[Db], T]) -> T:
        with self.database.sessions.begin() as db:
            return use_case(db)

    def as_person(self, slack_id: str, use_case: Callable[[Work], T]) -> T:
        account = Account(slack_id, "Europe/Rome", "it")
        return self(lambda db: use_case(joining.asking(Work(db, self.now), account)))

    def joins(self, slack_id: str, role: str, **changes: Any) -> Participation:
        whole, known = form(role, **changes), topics().keys()
        return self.as_person(slack_id, lambda work: joining.join(work, whole, known))

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def participation(self, participation_id: int) -> Participation:
        return self(lambda db: people.participation(db, participation_id))


@pytest.fixture
def company(database: Database) -> Company:
    here = Company(database)
    here(
        lambda db: programme_rules.first_programme(Work(db, here.now), default_rules(), ["U0LEAD"])
    )
    return here


@pytest.fixture
def stage(database: Database) -> Stage:
    """The first day of a programme, on each database."""
    return Stage(database, moment(OPENING))
