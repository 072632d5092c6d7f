"""A whole programme in one hand: the real use cases, ticks and sender, and a clock to move."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot import logs, schedule
from bot.domain.matching import match
from bot.domain.refusals import Refusal
from bot.domain.rules import from_toml
from bot.outbox.deliver.sender import Sender
from bot.outbox.deliver.timing import Timing
from bot.outbox.ports import Owed, Rendered, Send, Verdict
from bot.outbox.work import Work, run_as_system
from bot.programme import messages, unit_of_work
from bot.programme.administration import programme_rules
from bot.programme.administration.kinds import KINDS
from bot.programme.enrolment.accounts import account_sync
from bot.programme.people.accounts import Account
from bot.store.db.session import Db
from bot.store.tables import Event, OutboxRow
from tests import databases
from tests.databases import BOX
from tests.soak.company import LEAD, RULES, Someone, company
from tests.soak.post import Post

T = TypeVar("T")
MATCHES = "bot.programme.rounds.drafting.match"


@dataclass
class HandClock:
    """Both readings move together, and only by hand."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def real_now(self) -> datetime:
        return self.moment


class LastLook:
    """The real last look; of the words only the kind is left."""

    def revalidate(self, work: Work, row: Owed) -> Verdict[Rendered]:
        verdict = messages.revalidate(work, row)
        if not isinstance(verdict, Send):
            return verdict
        return replace(verdict, content=Rendered(row.kind))  # type: ignore[arg-type, return-value]


class Runtime:
    """One database for many lives, empty again for each: its engine compiles a statement once."""

    def __init__(self, folder: Path) -> None:
        self._ends = ExitStack()
        self._database = self._ends.enter_context(databases.database("sqlite", folder))
        self._empty = sqlite3.connect(":memory:")
        with self._raw() as connection:
            connection.backup(self._empty)

    def emptied(self) -> sessionmaker[Db]:
        """The database as it was before any life."""
        with self._raw() as connection:
            self._empty.backup(connection)
        return self._database.sessions

    def close(self) -> None:
        self._empty.close()
        self._ends.close()

    @contextmanager
    def _raw(self) -> Iterator[sqlite3.Connection]:
        lent = self._database.engine.raw_connection()
        try:
            connection = lent.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            yield connection
        finally:
            lent.close()


class Life:
    """One programme and its company."""

    def __init__(self, runtime: Runtime, opening: datetime, size: int, hold: int = 10) -> None:
        self._ends = ExitStack()
        self.sessions = runtime.emptied()
        self.clock = HandClock(opening)
        self.people = {one.slack_id: one for one in company(size)}
        self.lead = self.people[LEAD]
        self.broken: list[str] = []
        self._ends.enter_context(mock.patch.object(logs, "failure", self._failed))
        self.post = Post(self.sessions, self.clock)
        self.sender, self.other_sender = self._sender(), self._sender()
        self._keys = count(1)
        with self.sessions.begin() as db:
            rules = from_toml(RULES.format(hold=hold))
            programme_rules.first_programme(Work(db, opening), rules, [LEAD])
        self.asks(self.lead, lambda work: None)

    def _sender(self) -> Sender:
        look, timing = LastLook(), Timing(pace=0)
        return Sender(
            self.sessions, KINDS, look, self.post, self.clock, timing, ended=messages.message_ended
        )

    def _failed(self, code: str, error: BaseException, **facts: object) -> None:
        self.broken.append(f"{facts}: {error!r}")

    def ends(self) -> None:
        self._ends.close()

    @property
    def now(self) -> datetime:
        return self.clock.moment

    # --- people ---

    def asks(
        self, who: Someone, use_case: Callable[[Work], T], *, twice: bool = False
    ) -> T | Refusal:
        """A request, as a listener makes it; `twice`: Slack sends it again."""
        key = f"request:{next(self._keys)}"
        try:
            done = unit_of_work.run_once(self.sessions, who.account, key, self.now, use_case)
        except Refusal as refused:
            return refused
        if twice:
            before = self._written()
            with pytest.raises(unit_of_work.Again):
                unit_of_work.run_once(self.sessions, who.account, key, self.now, use_case)
            assert self._written() == before, "the same request had two effects"
        return done.result

    def _written(self) -> tuple[list[Any], ...]:
        with self.sessions() as db:
            return (
                list(db.execute(select(Event.id))),
                list(db.execute(select(OutboxRow.id, OutboxRow.state))),
            )

    def hears_of(self, who: Someone) -> None:
        """Slack's event about an account that changed."""
        run_as_system(self.sessions, self.now, account_sync.changed, who.account)

    # --- time ---

    def passes(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)

    def ticks(self) -> None:
        schedule.sync_nightly(self.sessions, self._everybody, self._account, self.now)
        schedule.run_due(self.sessions, BOX, self.now)
        # The one question that finds out what is due must overlook nothing.
        for row in schedule.TICKS:
            assert row.run(self.sessions, BOX, self.now) == 0, f"{row.name} was overlooked"

    def _account(self, slack_id: str) -> Account:
        return next(one.account for one in self.people.values() if one.account.slack_id == slack_id)

    def _everybody(self) -> Sequence[Sequence[Any]]:
        return [[one.account for one in self.people.values()]]

    def sends(self) -> None:
        self.sender.pump()

    def works(self) -> None:
        """Everything that is due now is done and sent, as the two threads would."""
        self.ticks()
        self.sends()

    def works_as_two(self) -> None:
        """Two replicas: the other does everything while one matches, and while one posts."""

        def other_first(*args: Any, **more: Any) -> Any:
            with mock.patch(MATCHES, match):
                self.ticks()
            return match(*args, **more)

        with mock.patch(MATCHES, other_first):
            self.ticks()
        self.post.meanwhile = self._other_sends
        self.sends()
        self.post.meanwhile = None

    def _other_sends(self) -> None:
        self.post.meanwhile = None
        self.other_sender.pump()

    # --- looking ---

    def reads(self, look: Callable[[Db], T]) -> T:
        return unit_of_work.read(self.sessions, self.now, lambda work: look(work.db))
