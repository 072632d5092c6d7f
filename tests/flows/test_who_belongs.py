"""Who belongs here: on an organisation-wide Slack it is a list that says so, else a workspace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import schedule
from bot.slack.edge.directory import account_of
from tests.databases import Database
from tests.flows.forged import dump, presses, types
from tests.people import Colleague
from tests.world import World, living

OURS, ELSEWHERE, ORGANISATION = "T0PLAYGRND", "T0ELSEWHER", "E0PLAYGRND"
AT_HOME_ELSEWHERE: dict[str, Any] = {
    "team_id": ELSEWHERE, "enterprise_id": ORGANISATION, "teams": (ELSEWHERE, OURS),
}  # fmt: skip
NOT_WITH_US: dict[str, Any] = {
    "team_id": OURS,
    "enterprise_id": ORGANISATION,
    "teams": (ELSEWHERE,),
}


@pytest.fixture
def organisation(database: Database, tmp_path: Path) -> Iterator[World]:
    """The app is installed for the whole organisation."""
    of_all = {
        "enterprise_id": ORGANISATION, "is_enterprise_install": True, "other_teams": (ELSEWHERE,),
    }  # fmt: skip
    with living(database, tmp_path, workspace=of_all) as world:
        yield world


def calls_the_roll(world: World) -> int:
    everybody = world.directory.everybody(lambda _: True)
    return schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody, world.directory.account, world.now
    )


def refused(who: Colleague) -> bool:
    who.types("status")
    return who.says_text("refusal.foreign_team") in who.answer


def test_a_colleague_at_home_in_another_workspace_joins_and_stays(world: World) -> None:
    world.slack.workspace.enterprise_id = ORGANISATION
    world.person("Anna", **AT_HOME_ELSEWHERE)
    anna, marco = world.paired()
    calls_the_roll(world)
    world.goes_to("2026-11-24 03:00")
    world.slack.change_person(anna.id, tz="Europe/Madrid")
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(anna.id).changed(tz="Europe/Lisbon"))
    assert calls_the_roll(world) >= 2
    assert anna.participation.person.zone == "Europe/Lisbon"
    world.lives_until("2026-11-26 12:00")
    assert anna.takes_part
    assert "pair.ended" not in marco.heard


def test_a_request_from_their_home_is_theirs(world: World) -> None:
    """Be it typed or pressed; a workspace that they are not in is no home of theirs."""
    anna = world.person("Anna", **AT_HOME_ELSEWHERE)
    anna.joins("mentor")
    no = anna.says_text("refusal.foreign_team")
    assert no not in types(anna, "status", team_id=ELSEWHERE).text
    elsewhere = {"id": ELSEWHERE, "domain": "elsewhere"}
    assert no not in presses(anna, "verb.status", "x", team=elsewhere).text
    assert no in types(anna, "status", team_id="T0THIRD000").text


def test_whose_list_lacks_us_is_refused(world: World) -> None:
    before = dump(world)
    assert refused(world.person("Anna", **NOT_WITH_US))
    assert dump(world) == before


def test_an_organisation_takes_people_of_all_its_workspaces(organisation: World) -> None:
    anna = organisation.person("Anna", **AT_HOME_ELSEWHERE)
    marco = organisation.person("Marco", enterprise_id=ORGANISATION, teams=(OURS,), team_id=OURS)
    for one, role in ((anna, "mentor"), (marco, "mentee")):
        one.joins(role)
    fern = organisation.person("Fern", team_id="T0THIRD000", enterprise_id="E0OTHER", teams=())
    assert refused(fern)
    calls_the_roll(organisation)
    organisation.goes_to("2026-11-03 03:00")
    asked = len(organisation.slack.workspace.calls)
    assert calls_the_roll(organisation) >= 2
    since = list(organisation.slack.workspace.calls)[asked:]
    assert {call.arguments.get("team_id") for call in since if call.method == "users.list"} == {
        OURS, ELSEWHERE,
    }  # fmt: skip
    assert anna.takes_part
    assert marco.takes_part


SHAPES: dict[str, tuple[dict[str, Any], str, bool]] = {
    "ours": ({"team_id": "T1"}, "T1", False),
    "another": ({"team_id": "T2"}, "T1", True),
    "a stranger of ours": ({"team_id": "T1", "is_stranger": True}, "T1", True),
    "empty": ({"team_id": ""}, "T1", True),
    "null": ({"team_id": None}, "T1", True),
    "missing": ({}, "T1", True),
    "a number": ({"team_id": 1}, "T1", True),
    "a sentence": ({"team_id": "T1 or so"}, "T1", True),
    "a line end": ({"team_id": "T1\n"}, "T1", True),
    "home elsewhere": ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, "T1", False),
    "home is the organisation": (
        {"team_id": "E1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1"]}}, "T1", False,
    ),
    "home with us, not a member": (
        {"team_id": "T1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T2"]}}, "T1", True,
    ),
    "in no workspace": ({"team_id": "T1", "enterprise_user": {"teams": []}}, "T1", True),
    "no list": ({"team_id": "T1", "enterprise_user": {"teams": None}}, "T1", False),
    "no home, but a list": ({"team_id": None, "enterprise_user": {"teams": ["T1"]}}, "T1", True),
    "in the organisation": (
        {"team_id": "T2", "enterprise_user": {"enterprise_id": "E1", "teams": ["T2"]}}, "E1", False,
    ),
    "the organisation in the list": (
        {"team_id": "T2", "enterprise_user": {"teams": ["T2", "E1"]}}, "E1", False,
    ),
    "of another organisation": (
        {"team_id": "T2", "enterprise_user": {"enterprise_id": "E2", "teams": ["T2"]}}, "E1", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("user", "ours", "foreign"), SHAPES.values(), ids=SHAPES)
def test_of_every_shape_it_is_known_who_belongs(
    user: dict[str, Any], ours: str, foreign: bool
) -> None:
    account = account_of({"id": "U1"} | user, ours)
    assert account.is_foreign is foreign
    assert account.is_member is not foreign


@pytest.mark.parametrize("team", ["", None, "t0lower", "T1 "])
def test_whose_workspace_is_none_is_nobodys_also_before_slack_has_told_ours(team: str) -> None:
    assert account_of({"id": "U1", "team_id": team}, None).is_foreign
