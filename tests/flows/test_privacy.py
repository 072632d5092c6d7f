"""What is kept of people's answers, and what a whole story leaves in the log."""

import io
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.programme import standing as standings
from bot.store.secrets import answers
from bot.store.secrets.answers import Answer
from playground import Fault
from tests.databases import Database
from tests.flows.cohort import answer, meet, pairs
from tests.people import form
from tests.world import KEY, World, living


def test_an_answer_names_nobody_and_no_moment(world: World) -> None:
    """One side answers, the other does not: their rows look alike, and no column joins."""
    anna, marco = pairs(world, 1)[0]
    session = meet(world, (anna, marco))
    before = {row.id: row for row in world.rows(Answer)}
    answer(world, anna, session, 4)
    rows = world.rows(Answer)
    assert set(Answer.__table__.columns.keys()) == {"id", "round", "window", "sealed"}
    assert [row.id for row in rows] == list(before)
    assert len(rows) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", row.id) for row in rows)
    assert {len(row.sealed) for row in rows} == {len(row.sealed) for row in before.values()}
    assert len({len(row.sealed) for row in rows}) == 1
    (changed,) = [row for row in rows if row.sealed != before[row.id].sealed]
    with world.db() as db:
        given = {one.respondent: one.values for one in answers.opened(db, world.runtime.cipher, 1)}
    assert changed.window == 1
    assert given == {
        anna.participation.id: {"useful": 4, "open": 4, "applied": 1, "balance": 0},
        marco.participation.id: None,
    }


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
            broken.setattr(standings, "of", _breaks)
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
