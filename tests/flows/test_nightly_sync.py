"""The nightly look at everybody: what Slack did not tell by an event is found out."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from bot import __version__, schedule
from bot.domain.lifecycle import ParticipationState
from bot.programme.people.accounts import Account
from bot.slack.edge import directory
from tests.world import World

NIGHT = "2026-11-03 03:00"


def everybody(world: World) -> Iterator[Sequence[Account]]:
    return world.directory.everybody(lambda _: True)


def called(world: World) -> int:
    """How many known people the look at this moment found."""
    return schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody(world), world.directory.account, world.now
    )


def changes(world: World, name: str, **account: Any) -> None:
    """Something changes in Slack, and the event of it is lost."""
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(world.person(name).id).changed(**account))


def test_what_changed_during_the_day_is_known_in_the_morning(world: World) -> None:
    world.joined("Anna", "Marco")
    assert called(world) == 0  # the first look is planned
    changes(world, "Anna", deleted=True)
    changes(world, "Marco", tz="America/New_York")
    world.goes_to(NIGHT)
    assert called(world) >= 2
    anna, marco = world.person("Anna"), world.person("Marco")
    assert anna.participation.gone_at == world.now
    assert anna.participation.state == ParticipationState.ACTIVE
    assert marco.participation.person.zone == "America/New_York"


def test_it_is_called_once_a_night(world: World) -> None:
    world.joined("Anna", "Marco")
    called(world)
    world.goes_to(NIGHT)
    assert called(world) > 0
    assert called(world) == 0
    world.goes_to("2026-11-04 03:00")
    assert called(world) > 0


def test_no_transaction_is_open_while_slack_is_asked(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 1)
    lite.joined("Anna", "Marco")
    called(lite)
    lite.goes_to(NIGHT)
    open_then: list[int] = []

    def watched() -> Iterator[Sequence[Account]]:
        for page in everybody(lite):
            open_then.append(lite.runtime.engine.pool.checkedout())  # type: ignore[attr-defined]
            yield page

    schedule.sync_nightly(lite.runtime.sessions, watched, lite.directory.account, lite.now)
    assert len(open_then) > 2
    assert set(open_then) == {0}


def test_leads_read_how_the_process_is(lite: World) -> None:
    lite.lead.types("health")
    assert __version__ in lite.lead.answer_plain
