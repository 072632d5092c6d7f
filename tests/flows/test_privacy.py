"""What is kept of people's answers, and what a whole story leaves in the log."""

import io
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import logs
from bot.programme import standing as standings
from bot.store.answers import Answer
from bot.store.tables import Participation, Person
from playground import Fault
from tests.databases import Database
from tests.flows.cohort import answer, meet, pairs
from tests.people import form
from tests.world import KEY, World, living


def test_an_answer_names_nobody_and_no_moment(world: World) -> None:
    two = pairs(world, 1)[0]
    for one in two:
        answer(world, one, meet(world, two), 4)
    assert set(Answer.__table__.columns.keys()) == {
        "id", "round", "respondent", "pair", "occasion", "window", "role", "dimension", "values",
    }  # fmt: skip
    with world.db() as db:
        rows = [tuple(row) for row in db.execute(select(Answer.__table__))]
    slack_ids = {row.slack_id for row in world.rows(Person)}
    numbers = {str(row.id) for row in world.rows(Participation)}
    hashes = {row.person_hash for row in world.rows(Participation)}
    for row in rows:
        assert not slack_ids & set(map(str, row))
        assert not hashes & set(map(str, row))
        pseudonyms = row[2:5]
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in pseudonyms)
        assert not numbers & set(pseudonyms)
    assert rows[0][2] != rows[1][2]
    assert rows[0][3] == rows[1][3]


def _breaks(*_: object) -> None:
    raise ValueError("Zafira Rossini typed something")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the bot logs, from the least serious line on."""
    stream = io.StringIO()
    logs.configure("DEBUG", "json", stream)
    yield stream
    logs.configure("WARNING", "json", sys.__stderr__)
    logging.getLogger().setLevel(logging.WARNING)


def test_a_whole_story_leaves_no_name_id_text_or_token_in_the_log(
    log: io.StringIO, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a failure in it: our own lines and those of the libraries are read through."""
    with living(database, tmp_path) as world:
        anna, marco = world.person("Zafira"), world.person("Wolfango", locale="en-US")
        anna.joins_by_form("mentor")
        marco.types("join mentee")
        marco.fills(**form("mentee")["you"], manager=anna.hands)
        marco.submits()
        marco.closes()
        marco.joins("mentee")
        anna.types("my secret words about Zafira")
        world.slack.workspace.faults.add(Fault("error", method="views.open", code="fatal_error"))
        world.person("Ortensia").types("join")
        with monkeypatch.context() as broken:
            broken.setattr(standings, "where", _breaks)
            anna.types("status very private words")
        assert anna.words.plain("trouble", code="R-")[:40] in anna.answer
        anna.types("privacy")
        world.proposed("Zafira", "Wolfango")
        anna.says_yes()
        marco.says_yes()
        world.tick()
        marco.proposes("2026-12-03 11:00")
        world.lives_until("2026-12-04 10:00")
        world.lead.asks_stats()
        world.slack.raw(b"payload=Zafira%20Rossini", secret="wrong")
        ids = [one.id for one in world.cast.values()]
        tokens = [world.slack.workspace.bot_token, world.slack.workspace.signing_secret, KEY]
    text = log.getvalue()
    assert "failure" in text
    for secret in (
        "Zafira",
        "Wolfango",
        "Rossini",
        "Giulia",
        "secret words",
        "private words",
        *ids,
        *tokens,
    ):
        assert secret.casefold() not in text.casefold(), secret
    assert not re.search(r"xox[bp]-|xapp-", text)
