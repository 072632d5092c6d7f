"""Behind a pooler whose every transaction may run on another connection to the server."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.db import engine as databases
from bot.store.db import rewriting
from tests import pooler
from tests.databases import Database
from tests.people import Colleague
from tests.store.filled import fill
from tests.world import living

PEOPLE, COMMANDS = 12, 10
VERBS = ("status", "when", "profile", "pause 2w", "resume", "language", "help", "privacy")

pytestmark = pytest.mark.skipif(pooler.PROGRAM is None, reason="there is no pgbouncer here")


@pytest.fixture
def behind(postgresql: Database) -> Iterator[Database]:
    """The same database, through the pooler."""
    with pooler.pooled(postgresql.url) as where:
        built = databases.connect(where)
        yield replace(postgresql, url=where, engine=built)
        built.dispose()


def test_no_request_fails(
    behind: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: list[str] = []
    monkeypatch.setattr("bot.logs.failure", lambda _code, error: wrong.append(repr(error)))
    with living(behind, tmp_path) as world:
        people = [world.person(f"Somebody{number}") for number in range(PEOPLE)]
        for number, one in enumerate(people):
            one.joins("mentor" if number % 2 else "mentee")

        def types(one: Colleague) -> None:
            for verb in islice(cycle(VERBS), COMMANDS):
                assert one.types(verb).status == 200

        world.at_once(*[lambda one=one: types(one) for one in people])
        world.sends_round()
        world.lives_until("2026-12-07 12:00")
    assert wrong == []


def test_the_night_leaves_nothing_in_a_connection(behind: Database) -> None:
    """Whoever is handed the connection next has the patience that the server gives."""
    fill(behind.engine)
    rewriting.rewrite(behind.engine, rewriting.NIGHTLY)
    with behind.engine.connect() as one, behind.engine.connect() as other:
        for connection in (one, other):
            assert connection.scalar(text("SHOW lock_timeout")) == "0"
