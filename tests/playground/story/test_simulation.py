"""The stage of the story: whose turn it is when the moment of a deed has come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground.state.clock import SlackClock
from playground.state.errors import CannotDo
from playground.state.workspace import Workspace
from playground.story.simulation import Simulation, Turn
from playground.story.transcript import Transcript

MONDAY = datetime(2026, 9, 14, 7, tzinfo=UTC)


class Rests:
    """A bot that has nothing to do."""

    def settle(self, write_clock: Callable[[], None]) -> None:
        write_clock()


@pytest.fixture
def turns() -> dict[str, Turn]:
    return {}


@pytest.fixture
def stage(tmp_path: Path, turns: dict[str, Turn]) -> Simulation:
    clock = SlackClock(tmp_path / "clock")
    clock.start_at(MONDAY)
    transcript = Transcript(Workspace())
    return Simulation(Rests(), clock, transcript, lambda who: turns.get(who, Turn.NOW))


def play(stage: Simulation, hours: int) -> None:
    stage.play([MONDAY + timedelta(hours=hours)], lambda _: None)


def test_a_deed_is_done_when_its_moment_comes(stage: Simulation) -> None:
    done: list[str] = []
    stage.plan(MONDAY + timedelta(hours=2), lambda: done.append("Ada"), "ada")
    play(stage, 1)
    assert done == []
    play(stage, 3)
    assert done == ["Ada"]


def test_who_waits_does_it_when_they_act_again(stage: Simulation, turns: dict[str, Turn]) -> None:
    done: list[str] = []
    turns["ada"] = Turn.LATER
    stage.plan(MONDAY + timedelta(hours=1), lambda: done.append("Ada"), "ada")
    play(stage, 2)
    assert done == []
    assert not stage.acts("ada")
    turns["ada"] = Turn.NOW
    play(stage, 3)
    assert done == ["Ada"]


def test_what_somebody_else_decides_is_forgotten(stage: Simulation, turns: dict[str, Turn]) -> None:
    done: list[str] = []
    turns["ada"] = Turn.NEVER
    stage.plan(MONDAY + timedelta(hours=1), lambda: done.append("Ada"), "ada")
    play(stage, 2)
    turns["ada"] = Turn.NOW
    play(stage, 3)
    assert done == []


def test_the_stage_itself_always_acts(stage: Simulation, turns: dict[str, Turn]) -> None:
    done: list[str] = []
    turns[""] = Turn.NEVER
    stage.plan(MONDAY + timedelta(hours=1), lambda: done.append("look"))
    play(stage, 2)
    assert done == ["look"]


def test_it_stops_before_the_next_moment_when_it_is_enough(stage: Simulation) -> None:
    done: list[int] = []
    for hour in (1, 2, 3):
        stage.plan(MONDAY + timedelta(hours=hour), lambda hour=hour: done.append(hour))  # type: ignore[misc]
    stage.play([MONDAY + timedelta(hours=5)], lambda _: None, lambda: len(done) == 2)
    assert done == [1, 2]
    assert stage.clock.moment() < MONDAY + timedelta(hours=3)


def test_what_the_screens_do_not_allow_is_noted(stage: Simulation) -> None:
    def deed() -> None:
        raise CannotDo("no such button")

    stage.plan(MONDAY + timedelta(hours=1), deed, "ada")
    play(stage, 2)
    assert len(stage.stumbles) == 1
    assert stage.stumbles[0].endswith("no such button")
