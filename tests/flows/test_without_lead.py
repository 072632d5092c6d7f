"""Who leads, and who no longer does: where nobody is left the owner of the workspace hears it once,
and how it is fixed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import schedule
from bot.app import Application
from bot.domain.lifecycle.outbox import State
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.enrolment.accounts import account_sync
from bot.programme.people import leads
from bot.programme.people.accounts import Account
from bot.serve.socket_mode import Installation
from bot.store.queries import administration as programmes
from bot.store.queries import people
from bot.store.secrets import private
from bot.store.tables import OutboxRow, Programme, Round
from playground import Fault
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
    schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody, world.directory.account, world.now
    )


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
    assert leaderless.one(OutboxRow, kind=KIND).sent_at == moment("2026-11-03 09:00")


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
    with leaderless.runtime.sessions.begin() as db:
        _, rules = programme_rules.shown(db)
        programme_rules.apply(Work(db, leaderless.now), rules, [anna.id])
    leaderless.lives_until("2026-11-03 12:00")
    assert anna.heard == []
    assert leaderless.one(OutboxRow, kind=KIND).state == State.CANCELLED


# --- leads who are gone ---------------------------------------------------------------------------

GONE = {
    "deactivated": {"deleted": True},
    "a guest": {"is_restricted": True},
    "another workspace's": {"is_stranger": True},
    "moved to another workspace": {"team_id": "T0ELSEWHER"},
}


def changes(world: World, name: str, **facts: Any) -> None:
    """Something changes in Slack, and nobody tells the bot."""
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(world.cast[name].id).changed(**facts))


def by_event(world: World, **facts: Any) -> None:
    world.slack.change_person(world.lead.id, **facts)


def by_night(world: World, **facts: Any) -> None:
    calls_the_roll(world)
    changes(world, "Giulia", **facts)
    world.goes_to("2026-11-03 03:00")
    calls_the_roll(world)


def by_night_of_24(world: World, **facts: Any) -> None:
    changes(world, "Giulia", **facts)
    world.goes_to("2026-11-25 03:00")
    calls_the_roll(world)


@pytest.mark.parametrize("finds_out", [by_event, by_night])
@pytest.mark.parametrize("facts", GONE.values(), ids=GONE)
def test_a_lead_who_is_gone_hears_and_decides_nothing(
    world: World, facts: dict[str, Any], finds_out: Callable[..., None]
) -> None:
    world.joined()
    finds_out(world, **facts)
    world.goes_to("2026-11-23 09:00")
    world.tick()
    world.lives_until("2026-11-24 12:00")
    assert world.lead.heard == []
    marco = world.person("Marco")
    marco.types("health")
    assert marco.says_text("refusal.not_a_lead.nobody") in marco.answer


def test_a_guest_decides_nothing(world: World) -> None:
    world.joined()
    world.drafts_round()
    world.lead.opens_round()
    by_event(world, is_restricted=True)
    world.lead.approves()
    world.passes(minutes=11)
    world.tick()
    assert world.one(Round).state == "drafted"


def test_a_message_that_is_refused_tells_it_of_a_lead_who_takes_part(world: World) -> None:
    world.lead.joins("mentor")
    changes(world, "Giulia", deleted=True)
    world.tick()
    assert world.one(Programme).leads_gone == [world.lead.id]


@pytest.mark.parametrize("facts", GONE.values(), ids=GONE)
def test_the_owner_hears_when_the_last_lead_is_gone(world: World, facts: dict[str, Any]) -> None:
    anna = owner(world)
    by_night(world, **facts)
    world.lives_until("2026-11-03 12:00")
    nights(world, "2026-11-04")
    assert anna.heard == [KIND]
    assert "REVMENTOR_ADMINS" in anna.reads(KIND)
    assert anna.says_text("without_lead.gone") in anna.reads(KIND)


def test_an_id_that_slack_does_not_know_leads_nothing(database: Database, tmp_path: Path) -> None:
    with living(database, tmp_path, leads=()) as world:
        anna = owner(world)
        with world.db() as db:
            _, rules = programme_rules.shown(db)
            programme_rules.apply(Work(db, world.now), rules, ["U0NOBODY0"])
        nights(world, "2026-11-03", "2026-11-04")
        assert anna.heard == [KIND]


def test_while_another_leads_the_owner_is_left_alone(world: World) -> None:
    anna, paola = owner(world), world.another_lead("Paola")
    by_night(world, deleted=True)
    world.lives_until("2026-11-03 12:00")
    assert anna.heard == []
    paola.types("health")
    said = paola.answer_plain
    assert said.startswith("Something needs a look.")
    assert world.lead.id in said
    assert paola.id not in said


def test_colleagues_are_sent_only_to_leads_who_are_there(world: World) -> None:
    world.another_lead("Paola")
    by_event(world, deleted=True)
    marco = world.person("Marco")
    marco.types("health")
    assert "Paola" in marco.answer
    assert "Giulia" not in marco.answer


@pytest.mark.parametrize("finds_out", [by_event, by_night])
def test_a_lead_who_is_back_leads_again(world: World, finds_out: Callable[..., None]) -> None:
    by_event(world, deleted=True)
    assert world.one(Programme).without_lead_since == world.now
    finds_out(world, deleted=False)
    assert world.one(Programme).without_lead_since is None
    world.joined()
    world.drafts_round()
    assert world.lead.heard == ["round.ready"]


def test_each_time_the_last_is_gone_the_owner_hears(world: World) -> None:
    anna = owner(world)
    by_night(world, deleted=True)
    world.lives_until("2026-11-03 12:00")
    by_event(world, deleted=False)
    by_event(world, deleted=True)
    nights(world, "2026-11-04", "2026-11-05")
    assert anna.heard == [KIND, KIND]


def test_of_a_weekend_of_coming_and_going_the_owner_hears_once(lite: World) -> None:
    anna = owner(lite)
    calls_the_roll(lite)
    for day in ("2026-11-07", "2026-11-08"):
        by_event(lite, deleted=True)
        lite.goes_to(f"{day} 03:00")
        calls_the_roll(lite)
        by_event(lite, deleted=False)
    by_event(lite, deleted=True)
    nights(lite, "2026-11-09", "2026-11-10")
    assert anna.heard == [KIND]


def test_of_several_owners_one_hears(lite: World) -> None:
    """An organisation-wide Slack has one in each workspace."""
    anna, second = owner(lite), lite.person("Zoe")
    workspace = lite.slack.workspace
    workspace.put_person(workspace.person(second.id).changed(is_primary_owner=True))
    by_night(lite, deleted=True)
    nights(lite, "2026-11-04")
    assert len(anna.heard + second.heard) == 1


def test_ids_that_lead_nowhere_are_one_incident(lite: World) -> None:
    """Another mistyped id, or none, does not make somebody lead."""
    anna = owner(lite)
    by_night(lite, deleted=True)
    lite.lives_until("2026-11-03 12:00")
    for night, named in (("2026-11-04", ["U0NOBODY0"]), ("2026-11-05", [])):
        with lite.db() as db:
            _, rules = programme_rules.shown(db)
            programme_rules.apply(Work(db, lite.now), rules, named)
        nights(lite, night)
    assert anna.heard == [KIND]


def test_an_owner_who_takes_part_gives_no_sign_of_life_at_night(lite: World) -> None:
    anna = owner(lite)
    anna.joins("mentor")
    with lite.db() as db:
        one = people.participation(db, anna.participation.id)
        private.keep(db, one, replace(private.of(db, one), unanswered=2))
    by_night(lite, deleted=True)
    with lite.db() as db:
        assert private.of(db, people.participation(db, anna.participation.id)).unanswered == 2


def test_where_rounds_go_out_by_themselves_the_owner_reads_no_worry(
    sqlite: Database, tmp_path: Path
) -> None:
    with living(sqlite, tmp_path, leads=(), rules="[round]\nauto_approve = true\n") as world:
        anna = owner(world)
        nights(world, "2026-11-03")
        assert anna.says_text("without_lead.why_automatic") in anna.reads(KIND)


# --- what waits for whoever leads next ------------------------------------------------------------


def while_nobody_led(world: World) -> None:
    """A round was drafted on Monday, and there was no lead to hear of it."""
    world.joined()
    calls_the_roll(world)
    by_event(world, deleted=True)
    world.drafts_round()
    world.lives_until("2026-11-24 12:00")


@pytest.mark.parametrize("finds_out", [by_event, by_night_of_24])
def test_a_lead_who_is_back_hears_of_the_round_that_waits(
    world: World, finds_out: Callable[..., None]
) -> None:
    while_nobody_led(world)
    finds_out(world, deleted=False)
    world.lives_until("2026-11-25 12:00")
    assert world.lead.heard == ["round.ready"]


def test_whoever_is_named_next_hears_of_the_round_that_waits(lite: World) -> None:
    while_nobody_led(lite)
    paola = lite.another_lead("Paola")
    Application(lite.runtime)._meet_leads()
    lite.lives_until("2026-11-24 18:00")
    assert paola.heard == ["round.ready"]


def test_who_has_heard_of_the_round_does_not_hear_again(lite: World) -> None:
    lite.joined()
    lite.drafts_round()
    by_event(lite, deleted=True)
    by_event(lite, deleted=False)
    lite.lives_until("2026-11-23 18:00")
    assert lite.lead.heard == ["round.ready"]


def test_a_lead_who_vanished_with_everybody_hears_that_nobody_ends(lite: World) -> None:
    names = [f"Person {n}" for n in range(12)]
    for name in names:
        lite.person(name).joins("mentor")
    for one in (lite.lead, *map(lite.person, names)):
        lite.slack.change_person(one.id, deleted=True)
    lite.tick()
    by_event(lite, deleted=False)
    lite.lives_until("2026-11-02 18:00")
    assert lite.lead.heard == ["trouble.accounts_gone"]


# --- at once, out of order, out of reach ----------------------------------------------------------


@pytest.mark.parametrize("is_member", [False, True])
def test_the_same_news_twice_at_once_is_news_once(shared: World, is_member: bool) -> None:
    if is_member:
        by_event(shared, deleted=True)
    lead, now = shared.lead.id, shared.now
    with shared.db() as late:
        programmes.current(late)
        with shared.db() as first:
            leads.account_seen(Work(first, now), lead, is_member=is_member)
        leads.account_seen(Work(late, now), lead, is_member=is_member)
    assert shared.one(Programme).leads_gone == ([] if is_member else [lead])


def test_what_a_replica_remembers_of_an_account_makes_nobody_lead(lite: World) -> None:
    """Another replica has heard the event; this one still remembers a full account."""
    lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    with lite.db() as db:
        gone = Account(lite.lead.id, None, None, is_guest=True)
        account_sync.changed(Work(db, lite.now), gone)
    lite.lead.approves()
    assert lite.one(Round).state == "drafted"
    assert lite.one(Programme).leads_gone == [lite.lead.id]


def test_a_lead_whom_slack_does_not_look_up_is_found_on_the_pages(lite: World) -> None:
    lite.slack.workspace.faults.add(Fault("error", method="users.info", code="ratelimited"))
    by_night(lite, deleted=True)
    assert lite.one(Programme).leads_gone == [lite.lead.id]


def test_nothing_leaves_before_the_leads_are_looked_up(lite: World) -> None:
    application = Application(lite.runtime)
    looked: list[bool] = []
    application._meet_leads = lambda: looked.append(application._installation is None)  # type: ignore[method-assign]
    application._keep(Installation(lite.slack.workspace.team_id, "UBOT", frozenset()))
    assert looked == [True]


def test_a_start_looks_the_leads_up(database: Database, tmp_path: Path) -> None:
    with living(database, tmp_path) as world:
        assert world.one(Programme).leads_gone == []
        changes(world, "Giulia", is_restricted=True)
        Application(world.runtime)._meet_leads()
        assert world.one(Programme).leads_gone == [world.lead.id]
