"""What people may type for a break: read, or answered clearly; what cannot be changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.tables import Participation
from tests import databases
from tests.databases import Database
from tests.flows.forged import dump
from tests.people import Colleague
from tests.world import World, living, moment

LATEST = "lunedì 28 dicembre"
"""Eight weeks after the first day of the story."""
TYPED = {
    "pause yesterday": "refusal.date_in_past",
    "pause ieri": "refusal.date_in_past",
    "pause today": "refusal.date_in_past",
    "pause 2026-10-31": "refusal.date_in_past",
    "pause 0d": "refusal.date_in_past",
    "pause 99w": "refusal.pause_too_long",
    "pause 57d": "refusal.pause_too_long",
    "pause 2027-06-01": "refusal.pause_too_long",
    "pause 31/02": "not_understood.pause",
    "pause 2026-02-30": "not_understood.pause",
    "pause 1000w": "not_understood.pause",
    "pause -2w": "not_understood.pause",
    "pause soon": "not_understood.pause",
    "pause 2w 3d": "not_understood.pause",
    "resume": "refusal.not_paused",
    "resume now": "refusal.not_paused",
}


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Colleague]:
    """Somebody who takes part, and of whom nothing of this changes anything."""
    folder = tmp_path_factory.mktemp("waiting")
    with databases.database("sqlite", folder) as database, living(database, folder) as world:
        world.person("Anna").joins("mentor")
        world.person("Anna").types("status")
        world.passes(minutes=11)
        world.tick()
        yield world.person("Anna")


@pytest.mark.parametrize(("typed", "key"), TYPED.items(), ids=TYPED)
def test_what_cannot_be_is_said_and_changes_nothing(
    waiting: Colleague, typed: str, key: str
) -> None:
    before = dump(waiting.world)
    waiting.types(typed)
    argument = typed.partition(" ")[2]
    assert waiting.says_text(key, latest=LATEST, typed=argument) in waiting.answer
    assert dump(waiting.world) == before


@pytest.mark.parametrize(
    ("until", "other_day", "key"),
    [("2026-11-09", "2026-10-30", "date_in_past"), ("2026-11-09", "2027-06-01", "pause_too_long")],
)
def test_another_day_that_cannot_be_is_refused(
    waiting: Colleague, until: str, other_day: str, key: str
) -> None:
    before = dump(waiting.world)
    waiting.types("pause")
    waiting.fills(until=until, other_day=other_day)
    waiting.submits()
    assert waiting.says_text(f"refusal.{key}", latest=LATEST) in waiting.answer
    waiting.closes()
    assert dump(waiting.world) == before


@pytest.mark.parametrize("typed", ["pause", "pause 2w", "resume", "leave"])
def test_a_stranger_has_no_break(waiting: Colleague, typed: str) -> None:
    stranger = waiting.world.person("Eva", locale="en-GB")
    stranger.types(typed)
    assert stranger.says_text("refusal.not_enrolled") in stranger.answer
    assert len(waiting.world.rows(Participation)) == 1


def test_leaving_twice_is_said_and_keeps_the_undo(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.leaves()
    lite.passes(minutes=5)
    before = dump(lite)
    marco.leaves()
    assert marco.says_text("refusal.not_enrolled") in marco.answer
    assert dump(lite) == before
    marco.presses("button.undo_leave")
    assert marco.takes_part
    lite.lives_until("2026-11-25 18:00")
    assert "pair.ended" not in anna.heard


def test_eight_weeks_to_the_day_are_allowed(sqlite: Database, tmp_path: Path) -> None:
    with living(sqlite, tmp_path) as world:
        anna = world.person("Anna")
        anna.joins("mentor")
        anna.types("pause 8w")
        ends = anna.participation.pause_ends_at
        assert ends is not None
        assert ends - moment("2026-11-02 00:00") == timedelta(weeks=8)
