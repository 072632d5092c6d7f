"""`stats`: who may ask, what is counted at once, and what only released figures may say."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.secrets.answers import Answer
from bot.store.tables import Release, Window
from playground import Fault
from tests import due
from tests.databases import Database
from tests.flows.cohort import answer, meet, pairs
from tests.world import World, living

SEALED = "2026-12-29 09:00"


def met_and_answered(world: World, number: int, answering: int, *useful: int) -> list[int]:
    """So many pairs met on 3 December, and so many of their people answered."""
    met = pairs(world, number)
    world.goes_to("2026-12-03 15:00")
    sessions = [meet(world, two) for two in met]
    asked = [(one, it) for two, it in zip(met, sessions, strict=True) for one in two]
    for n, (one, session) in enumerate(asked[:answering]):
        answer(world, one, session, useful[n % len(useful)])
    return sessions


def test_nine_people_are_too_few_and_with_the_tenth_figures_come(world: World) -> None:
    """Nine roll over into the next window, where the tenth person joins them."""
    sessions = met_and_answered(world, 5, 9, 4, 3, 4)
    world.goes_to("2026-12-28 00:00")
    world.tick()
    assert world.lead.words("stats.too_few") in world.lead.asks_stats()
    assert [row.state for row in world.rows(Window)][:1] == ["rolled_over"]
    assert not world.rows(Release)
    assert len({row.window for row in world.rows(Answer)}) == 1
    silent = world.proposals()[-1]
    answer(world, silent[1], meet(world, silent), 5)
    world.goes_to("2027-01-25 00:00")
    world.tick()
    figures = world.lead.reads_all_figures("60d")
    days = "Monday 23 November to Sunday 17 January"
    assert f"Check-ins, {days}: at least 10 people answered" in figures
    assert "Useful: 3.8 of 5" in figures
    assert len(sessions) == 5


def test_ten_people_are_enough_and_the_figures_never_change(world: World) -> None:
    met_and_answered(world, 5, 10, 4, 3, 4, 4, 3)
    world.goes_to(SEALED)
    world.tick()
    first = world.lead.reads_all_figures()
    assert "Useful: 3.6 of 5" in first
    assert "Answer rate: ≥ 80%" in first
    world.passes(minutes=1)
    assert world.lead.reads_all_figures() == first
    paolo = world.another_lead("Paolo")
    assert paolo.reads_all_figures() == first
    for change in ("UPDATE release SET figure = '{}'", "DELETE FROM release"):
        with pytest.raises(DBAPIError, match="append-only"), world.db() as db:
            db.execute(text(change))
    world.tick()
    assert world.lead.heard.count("stats.picture") == 2


def test_when_everybody_answers_five_only_a_bound_is_shown(world: World) -> None:
    met_and_answered(world, 5, 10, 5)
    world.goes_to(SEALED)
    world.tick()
    figures = world.lead.reads_all_figures()
    assert "Useful: ≥ 4.4 of 5" in figures
    assert "5 of 5" not in figures
    assert "100" not in figures


def test_a_leads_answers_are_kept_but_not_counted(lite: World) -> None:
    """Ten people answer, one of them runs the programme: nine count, so nothing is shown."""
    met = pairs(lite, 5, with_lead=True)
    lite.goes_to("2026-12-03 15:00")
    for two in met:
        session = meet(lite, two)
        for one in two:
            answer(lite, one, session, 4)
    assert len(lite.rows(Answer)) == 10
    lite.goes_to(SEALED)
    lite.tick()
    assert lite.lead.words("stats.too_few") in lite.lead.asks_stats()


def test_only_leads_may_ask_and_others_are_told_whom_to_ask(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("statistiche")
    assert "Giulia" in anna.answer
    assert "mentor" not in anna.answer
    lite.tick()
    assert anna.heard == []


def test_the_picture_comes_once_a_window_has_closed_and_its_button_tells_the_rest(
    lite: World,
) -> None:
    """The button of an old picture tells how it is then, and only to somebody who still leads."""
    lite.paired()
    assert "The first figures come on Monday 28 December." in lite.lead.asks_stats("quarter")
    lite.tick()
    assert "stats.picture" not in lite.lead.heard
    lite.goes_to(SEALED)
    lite.tick()
    assert "1 pair so far: 1 active." in lite.lead.asks_stats("quarter")
    lite.tick()
    picture = lite.lead.message("stats.picture")
    kinds = [block["type"] for block in picture.blocks]
    assert kinds == ["section", "section", "data_visualization", "actions", "context"]
    assert "accepted by both: 1" in picture.text.splitlines()
    lite.lead.answers_to("stats.picture", "button.all_figures")
    assert "Pairs so far: 1" in lite.lead.view.shown
    assert "Accepted by both: 1" in lite.lead.view.shown
    lite.lead.closes()
    paolo = lite.another_lead("Paolo")
    with lite.db() as db:
        due.programme(db).leads = [paolo.id]
    lite.lead.answers_to("stats.picture", "button.all_figures")
    assert "Paolo" in lite.lead.answer


def test_a_forged_period_is_refused_like_a_typed_one(lite: World) -> None:
    lite.lead.types("stats")
    message = lite.lead.hands.sees.last
    action = {"type": "button", "action_id": "stats.all", "block_id": "b", "value": "forever"}
    lite.lead.hands.acts(message.message, action)
    assert lite.lead.says_text("refusal.bad_period", text="forever") in lite.lead.answer


def test_a_refused_picture_is_sent_plain(database: Database, tmp_path: Path) -> None:
    """A workspace whose Slack does not know charts yet reads the same figures as text."""
    with living(database, tmp_path) as world:
        world.paired()
        world.goes_to(SEALED)
        world.tick()
        world.lead.types("stats")
        world.slack.workspace.faults.add(
            Fault("error", method="chat.postMessage", code="invalid_blocks")
        )
        world.tick()
        picture = world.lead.message("stats.picture")
        assert not picture.blocks
        assert "accepted by both: 1" in picture.text
