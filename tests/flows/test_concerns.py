"""A concern: to one named person outside the leads, who reads no more than its author wants."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import schedule
from bot.domain.concern import ConcernKind
from bot.store.secrets import concerns as sealed
from bot.store.tables import ConcernRow, OutboxRow, Person, Programme
from tests.databases import Database
from tests.flows.forged import presses
from tests.people import Colleague
from tests.world import World, living, slack_id_of

RAISED = "concern.raised"
RULES = f'contact = "{slack_id_of("Petra")}"\n'


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    with living(database, tmp_path, rules=RULES) as here:
        here.person("Petra", locale="en-US")
        yield here


@pytest.fixture
def lite(sqlite: Database, tmp_path: Path) -> Iterator[World]:
    with living(sqlite, tmp_path, rules=RULES) as here:
        here.person("Petra", locale="en-US")
        yield here


def raises(one: Colleague, kind: str = "pressure", contact: str = "yes", **more: Any) -> None:
    """Through the window, which stays open with the answer."""
    one.types("concern")
    one.fills(kind=kind, contact=contact, **more)
    one.submits()


def reads(one: Colleague) -> str:
    one.answers_to(RAISED, "button.concern")
    shown = one.view.shown
    one.closes()
    return shown


def owned_by(world: World, name: str) -> Colleague:
    """The owner of the workspace, of whom the nightly look at everybody has told."""
    owner = world.person(name)
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(owner.id).changed(is_primary_owner=True))
    with world.db() as db:
        db.execute(update(Programme).values(workspace_owner=owner.id))
    world.directory.forget(owner.id)
    return owner


def gone(world: World, one: Colleague) -> None:
    workspace = world.slack.workspace
    workspace.put_person(workspace.person(one.id).changed(deleted=True))


# --- raised and read ------------------------------------------------------------------------------


def test_it_goes_to_one_person_who_reads_a_name_where_that_is_wanted(world: World) -> None:
    anna, _ = world.joined()
    world.tick()
    petra = world.cast["Petra"]
    anna.types("segnala Marco mi tratta male")
    assert anna.says_text("concern.goes_to", receiver="Petra") in anna.view.shown
    anna.fills(kind="behaviour", contact="yes")
    anna.submits()
    assert anna.says_text("concern.raised", receiver="Petra") in anna.answer
    assert anna.says_text("concern.raised.named", receiver="Petra") in anna.answer
    anna.closes()
    heard = list(anna.heard)
    world.passes(hours=1)
    world.tick()
    assert petra.heard == [RAISED]
    note = petra.reads(RAISED)
    kind = petra.words.plain("concern.kind.behaviour")
    assert petra.says_text("concern.note") in note
    assert kind not in note
    assert "Anna" not in note
    shown = reads(petra)
    assert kind in shown
    assert petra.says_text("concern.shown.named", author="@Anna Rossini") in shown
    assert anna.heard == heard, "nothing of it stands in the author's own conversation"
    assert world.lead.heard == []


def test_who_wants_no_contact_is_named_to_nobody_and_forgotten_overnight(world: World) -> None:
    anna, _ = world.joined()
    petra = world.cast["Petra"]
    raises(anna, contact="no")
    assert anna.says_text("concern.raised.unnamed", receiver="Petra") in anna.answer
    anna.closes()
    assert _kept(world)[0].author == anna.id
    world.passes(hours=1)
    world.tick()
    shown = reads(petra)
    assert petra.says_text("concern.shown.unnamed") in shown
    assert "Anna" not in shown
    assert anna.id not in shown
    world.lives_until("2026-11-03 05:00")
    assert [one.author for one in _kept(world)] == [None]
    assert reads(petra) == shown


def _kept(world: World) -> list[sealed.Concern]:
    with world.db() as db:
        return [concern for _, concern in sealed.every(db)]


def test_no_moment_of_it_is_kept_and_the_message_leaves_no_row(world: World) -> None:
    anna, _ = world.joined()
    world.tick()
    world.goes_to("2026-11-02 10:17")
    raises(anna)
    (owed,) = [row for row in world.rows(OutboxRow) if row.kind == RAISED]
    assert f"{owed.due_at:%M:%S}" == "00:00"
    world.lives_until("2026-11-02 12:00")
    assert [row for row in world.rows(OutboxRow) if row.kind == RAISED] == []
    petra = next(one for one in world.rows(Person) if one.slack_id == world.cast["Petra"].id)
    assert f"{petra.first_seen_at:%M:%S}" == "00:00"
    assert str(world.rows(ConcernRow)[0].raised_on) == "2026-11-02"


def test_after_ninety_days_it_is_gone_and_its_button_says_so(world: World) -> None:
    anna, _ = world.joined()
    petra = world.cast["Petra"]
    raises(anna)
    anna.closes()
    world.passes(hours=1)
    world.tick()
    world.lives_until("2027-01-30 12:00")
    assert len(world.rows(ConcernRow)) == 1
    world.lives_until("2027-01-31 12:00")
    assert world.rows(ConcernRow) == []
    petra.answers_to(RAISED, "button.concern")
    assert petra.says_text("refusal.concern_over") in petra.answer


def test_a_row_is_as_long_whatever_it_says(lite: World) -> None:
    for number, kind in enumerate(ConcernKind):
        one = lite.person(f"P{number}")
        raises(one, kind, "yes" if number % 2 else "no")
        one.closes()
    assert len({len(row.sealed) for row in lite.rows(ConcernRow)}) == 1


def test_the_message_waits_for_working_hours(lite: World) -> None:
    anna, _ = lite.joined()
    lite.goes_to("2026-11-06 18:30")
    raises(anna)
    lite.lives_until("2026-11-09 08:59")
    assert lite.cast["Petra"].heard == []
    lite.lives_until("2026-11-09 09:00")
    assert lite.cast["Petra"].heard == [RAISED]


# --- who may, and whom it goes to -----------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "left", "on a break", "lead"])
def test_anybody_of_the_workspace_may(lite: World, who: str) -> None:
    anna, _ = lite.joined()
    one = {"stranger": lite.person("Nives"), "lead": lite.lead}.get(who, anna)
    if who == "left":
        anna.leaves()
    if who == "on a break":
        anna.types("pause 2w")
    raises(one)
    assert one.says_text("concern.raised", receiver="Petra") in one.answer
    lite.passes(hours=1)
    lite.tick()
    assert lite.cast["Petra"].heard == [RAISED]


def test_without_a_contact_the_window_says_whom_to_ask(lite: World) -> None:
    _contact_is(lite, "")
    anna, _ = lite.joined()
    anna.types("concern")
    assert anna.says_text("concern.nobody") in anna.view.shown
    assert [block for block in anna.view.blocks if block["type"] == "input"] == []
    anna.closes()
    owned_by(lite, "Oscar")
    anna.types("concern")
    assert anna.says_text("concern.nobody_but", owner="@Oscar Rossini") in anna.view.shown


def _contact_is(world: World, contact: str) -> None:
    with world.db() as db:
        programme = db.scalars(select(Programme)).one()
        programme.rules = {**programme.rules, "contact": contact}


def test_about_the_contact_it_goes_to_the_owner_of_the_workspace(world: World) -> None:
    anna, _ = world.joined()
    oscar, petra = owned_by(world, "Oscar"), world.cast["Petra"]
    raises(anna, receiver=oscar.id)
    assert anna.says_text("concern.raised", receiver="Oscar") in anna.answer
    anna.closes()
    world.passes(hours=1)
    world.tick()
    assert (oscar.heard, petra.heard) == ([RAISED], [])
    assert "@Anna Rossini" in reads(oscar)


def test_a_contact_who_is_gone_gives_way_to_the_owner(world: World) -> None:
    anna, _ = world.joined()
    oscar, petra = owned_by(world, "Oscar"), world.cast["Petra"]
    gone(world, petra)
    world.directory.forget(petra.id)
    raises(anna)
    assert anna.says_text("concern.raised", receiver="Oscar") in anna.answer
    anna.closes()
    world.passes(hours=1)
    world.tick()
    assert oscar.heard == [RAISED]
    oscar.types("concern")
    assert oscar.says_text("concern.nobody") in oscar.view.shown, "not to themself"
    assert world.lead.heard == []


def test_an_owner_who_leads_and_one_who_owns_no_longer_are_not_offered(lite: World) -> None:
    anna, _ = lite.joined()
    oscar = owned_by(lite, "Oscar")
    with lite.db() as db:
        programme = db.scalars(select(Programme)).one()
        programme.leads = [*programme.leads, oscar.id]
    anna.types("concern")
    assert anna.says_text("concern.goes_to", receiver="Petra") in anna.view.shown
    anna.closes()
    with lite.db() as db:
        programme = db.scalars(select(Programme)).one()
        programme.leads = programme.leads[:-1]
    workspace = lite.slack.workspace
    workspace.put_person(workspace.person(oscar.id).changed(is_primary_owner=False))
    lite.directory.forget(oscar.id)
    anna.types("concern")
    assert anna.says_text("concern.goes_to", receiver="Petra") in anna.view.shown


def test_the_nightly_look_finds_the_owner_and_the_next_one(lite: World) -> None:
    first, second = lite.person("Oscar"), lite.person("Olga")
    workspace = lite.slack.workspace
    _looks_at_everybody(lite)
    for owner, other in ((first, second), (second, first)):
        for one in (owner, other):
            own = one is owner
            workspace.put_person(workspace.person(one.id).changed(is_primary_owner=own))
        for _ in range(2):  # the one before is let go of in the first night at the latest
            lite.passes(days=1)
            _looks_at_everybody(lite)
        assert lite.rows(Programme)[0].workspace_owner == owner.id


def _looks_at_everybody(world: World) -> None:
    everybody = world.directory.everybody(lambda _: True)
    schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody, world.directory.account, world.now
    )


def test_a_lead_named_since_reads_none_raised_later(lite: World) -> None:
    anna, _ = lite.joined()
    anna.types("concern")
    with lite.db() as db:
        programme = db.scalars(select(Programme)).one()
        programme.leads = [*programme.leads, lite.cast["Petra"].id]
    anna.fills(kind="other", contact="no")
    anna.submits()
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.receiver_changed")]
    assert anna.shows("kind") == anna.words.plain("concern.kind.other"), "what was chosen stays"
    assert lite.rows(ConcernRow) == []


# --- for that account only ------------------------------------------------------------------------


def test_anybody_else_who_presses_or_forges_the_button_is_refused(world: World) -> None:
    anna, marco = world.joined()
    petra = world.cast["Petra"]
    raises(anna)
    anna.closes()
    world.passes(hours=1)
    world.tick()
    number = world.rows(ConcernRow)[0].id
    for one in (anna, marco):
        came = presses(one, "concern.open", str(number))
        assert came.reply.status == 200
        assert one.says_text("refusal.not_yours") in one.answer
        assert petra.words.plain("concern.kind.pressure") not in one.answer
    presses(petra, "concern.open", str(number + 1))
    assert petra.says_text("refusal.concern_over") in petra.answer


def test_what_was_raised_to_somebody_stands_in_their_window_too(lite: World) -> None:
    anna, marco = lite.joined()
    petra = lite.cast["Petra"]
    raises(anna)
    anna.closes()
    petra.types("concern")
    assert petra.says_text("concern.mine") in petra.view.shown
    number = lite.rows(ConcernRow)[0].id
    petra.hands.presses(f"concern.open.{number}", "view")
    assert petra.words.plain("concern.kind.pressure") in petra.view.shown
    petra.closes()
    for one in (anna, marco, lite.lead):
        one.types("concern")
        assert one.says_text("concern.mine") not in one.view.shown
        one.closes()


# --- floods, double presses, bad input ------------------------------------------------------------


def test_a_flood_ends_kindly_and_the_next_day_it_works_again(world: World) -> None:
    anna, marco = world.joined()
    for contact in ("yes", "no", "no"):
        raises(anna, contact=contact)
        anna.closes()
    raises(anna)
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.too_many_concerns")]
    anna.closes()
    raises(marco)
    assert marco.says_text("concern.raised", receiver="Petra") in marco.answer
    world.lives_until("2026-11-03 10:00")
    raises(anna)
    assert anna.says_text("concern.raised", receiver="Petra") in anna.answer
    assert len(world.rows(ConcernRow)) == 5


def test_sent_twice_it_is_raised_once(world: World) -> None:
    anna, _ = world.joined()
    anna.types("concern")
    anna.fills(kind="other", contact="no")
    reply = anna.submits()
    anna.hands.replays(reply)
    assert len(world.rows(ConcernRow)) == 1
    world.passes(hours=1)
    world.tick()
    assert world.cast["Petra"].heard == [RAISED]


def test_a_receiver_that_is_forged_is_refused(lite: World) -> None:
    anna, _ = lite.joined()
    anna.types("concern")
    anna.fills(kind="other", contact="no")
    view = anna.hands.sees.view
    assert view is not None
    top = lite.slack.workspace.views.top(anna.id)
    assert top is not None
    top.body["private_metadata"] = f'{{"receiver": "{lite.lead.id}"}}'
    anna.submits()
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.receiver_changed")]
    assert lite.rows(ConcernRow) == []


# --- leaving --------------------------------------------------------------------------------------


def test_with_its_author_goes_what_names_them(world: World) -> None:
    anna, marco = world.joined()
    for one, contact in ((anna, "yes"), (marco, "yes")):
        raises(one, contact=contact)
        one.closes()
    anna.leaves()
    world.lives_until("2026-12-01 12:00")
    assert len(world.rows(ConcernRow)) == 2
    world.lives_until("2026-12-03 12:00")
    assert [one.author for one in _kept(world)] == [marco.id]


def test_a_damaged_row_is_no_concern_and_is_counted(lite: World) -> None:
    anna, _ = lite.joined()
    petra = lite.cast["Petra"]
    raises(anna)
    anna.closes()
    lite.passes(hours=1)
    lite.tick()
    with lite.db() as db:
        db.execute(update(ConcernRow).values(sealed=b"x" * 60))
    petra.answers_to(RAISED, "button.concern")
    assert petra.says_text("refusal.concern_over") in petra.answer
    raises(anna)
    assert anna.says_text("concern.raised", receiver="Petra") in anna.answer
