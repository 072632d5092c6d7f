"""The simulation: whose turn it is when the moment of an action has come."""

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
def simulation(tmp_path: Path, turns: dict[str, Turn]) -> Simulation:
    clock = SlackClock(tmp_path / "clock")
    clock.start_at(MONDAY)
    transcript = Transcript(Workspace())
    return Simulation(Rests(), clock, transcript, lambda who: turns.get(who, Turn.NOW))


def play(simulation: Simulation, hours: int) -> None:
    simulation.play([MONDAY + timedelta(hours=hours)], lambda _: None)


def test_an_action_is_done_when_its_moment_comes(simulation: Simulation) -> None:
    done: list[str] = []
    simulation.plan(MONDAY + timedelta(hours=2), lambda: done.append("Ada"), "ada")
    play(simulation, 1)
    assert done == []
    play(simulation, 3)
    assert done == ["Ada"]


def test_who_waits_does_it_when_they_act_again(
    simulation: Simulation, turns: dict[str, Turn]
) -> None:
    done: list[str] = []
    turns["ada"] = Turn.LATER
    simulation.plan(MONDAY + timedelta(hours=1), lambda: done.append("Ada"), "ada")
    play(simulation, 2)
    assert done == []
    assert not simulation.acts("ada")
    turns["ada"] = Turn.NOW
    play(simulation, 3)
    assert done == ["Ada"]


def test_what_somebody_else_decides_is_forgotten(
    simulation: Simulation, turns: dict[str, Turn]
) -> None:
    done: list[str] = []
    turns["ada"] = Turn.NEVER
    simulation.plan(MONDAY + timedelta(hours=1), lambda: done.append("Ada"), "ada")
    play(simulation, 2)
    turns["ada"] = Turn.NOW
    play(simulation, 3)
    assert done == []


def test_the_simulation_itself_always_acts(simulation: Simulation, turns: dict[str, Turn]) -> None:
    done: list[str] = []
    turns[""] = Turn.NEVER
    simulation.plan(MONDAY + timedelta(hours=1), lambda: done.append("look"))
    play(simulation, 2)
    assert done == ["look"]


def test_it_stops_before_the_next_moment_when_it_is_enough(simulation: Simulation) -> None:
    done: list[int] = []
    for hour in (1, 2, 3):
        simulation.plan(MONDAY + timedelta(hours=hour), lambda hour=hour: done.append(hour))  # type: ignore[misc]
    simulation.play([MONDAY + timedelta(hours=5)], lambda _: None, lambda: len(done) == 2)
    assert done == [1, 2]
    assert simulation.clock.moment() < MONDAY + timedelta(hours=3)


def test_what_the_screens_do_not_allow_is_noted(simulation: Simulation) -> None:
    def action() -> None:
        raise CannotDo("no such button")

    simulation.plan(MONDAY + timedelta(hours=1), action, "ada")
    play(simulation, 2)
    assert len(simulation.failed_actions) == 1
    assert simulation.failed_actions[0].endswith("no such button")
