"""Nobody leads: the owner of the workspace hears it once, and how it is mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import schedule
from bot.outbox.states import State
from bot.programme import administration
from bot.store.tables import OutboxRow
from tests.databases import Database
from tests.people import Colleague
from tests.world import World, living, moment

KIND = "programme.without_lead"


@pytest.fixture
def leaderless(database: Database, tmp_path: Path) -> Iterator[World]:
    with living(database, tmp_path, leads=()) as world:
        yield world


def owner(world: World) -> Colleague:
    one = world.person("Anna", locale="it-IT")
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(one.id).changed(is_primary_owner=True))
    return one


def calls_the_roll(world: World) -> None:
    everybody = world.directory.everybody(lambda _: True)
    schedule.call_the_roll(world.ground.sessions, lambda: everybody, world.now)


def nights(world: World, *mornings: str) -> None:
    """The roll is called at three, and the day begins."""
    calls_the_roll(world)
    for day in mornings:
        world.goes_to(f"{day} 03:00")
        calls_the_roll(world)
        world.lives_until(f"{day} 12:00")


def test_the_owner_hears_it_once_in_the_morning(leaderless: World) -> None:
    anna = owner(leaderless)
    nights(leaderless, "2026-11-03", "2026-11-04", "2026-11-05")
    assert anna.heard == [KIND]
    said = anna.reads(KIND)
    assert "REVMENTOR_ADMINS" in said
    assert "lunedì 23 novembre" in said
    assert leaderless.one(OutboxRow).sent_at == moment("2026-11-03 09:00")


def test_nobody_else_hears_of_it(leaderless: World) -> None:
    owner(leaderless)
    marco = leaderless.person("Marco")
    marco.joins("mentee")
    nights(leaderless, "2026-11-03")
    assert marco.heard == ["welcome"]


def test_the_owner_of_another_workspace_is_not_ours(leaderless: World) -> None:
    """Shared channels bring strangers into the list of people; the rest of the page counts."""
    marco = leaderless.person("Marco")
    marco.joins("mentee")
    anna = owner(leaderless)
    workspace = leaderless.slack.workspace
    workspace.put_person(workspace.person(anna.id).changed(is_stranger=True))
    workspace.put_person(workspace.person(marco.id).changed(tz="America/New_York"))
    nights(leaderless, "2026-11-03")
    assert anna.heard == []
    assert marco.participation.person.zone == "America/New_York"


def test_where_somebody_leads_the_owner_is_left_alone(lite: World) -> None:
    anna = owner(lite)
    nights(lite, "2026-11-03")
    assert anna.heard == []
    assert not lite.rows(OutboxRow, kind=KIND)


def test_a_lead_named_meanwhile_makes_it_pointless(leaderless: World) -> None:
    anna = owner(leaderless)
    calls_the_roll(leaderless)
    leaderless.goes_to("2026-11-03 03:00")
    calls_the_roll(leaderless)
    with leaderless.ground.sessions.begin() as db:
        _, rules = administration.shown(db)
        administration.apply(db, rules, [anna.id], leaderless.now)
    leaderless.lives_until("2026-11-03 12:00")
    assert anna.heard == []
    assert leaderless.one(OutboxRow).state == State.CANCELLED
