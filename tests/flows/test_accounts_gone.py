"""Removed by mistake: an account that is gone ends nothing at once, many at once end nothing."""

from collections.abc import Callable

import pytest

from bot import schedule
from bot.outbox.work import Work
from bot.programme.enrolment.accounts import gone_accounts
from bot.store.tables import OutboxRow, Pair, Proposal, Round
from tests import due
from tests.flows.forged import dump
from tests.flows.test_no_group import become_a_pair, refuses_groups
from tests.outbox.owing import owe
from tests.people import Colleague
from tests.world import World

GONE, GUEST = {"deleted": True}, {"is_restricted": True}
ENDED, MANY = "pair.ended", "trouble.accounts_gone"
NAMES = ("Anna", "Bea", "Carla", "Dario", "Elio", "Fabio")


def removed(one: Colleague, **flags: bool) -> None:
    one.world.slack.change_person(one.id, **(flags or GONE))


def restored(one: Colleague) -> None:
    one.world.slack.change_person(one.id, deleted=False, is_restricted=False)


def calls_the_roll(world: World) -> None:
    everybody = world.directory.everybody(lambda _: True)
    schedule.sync_nightly(
        world.runtime.sessions, lambda: everybody, world.directory.account, world.now
    )


def by_event(one: Colleague) -> None:
    restored(one)


def by_the_night(one: Colleague) -> None:
    """The event was lost."""
    world = one.world
    workspace = world.slack.workspace
    calls_the_roll(world)
    workspace.put_person(workspace.person(one.id).changed(deleted=False, is_restricted=False))
    world.goes_to("2026-11-25 03:00")
    calls_the_roll(world)


def by_their_own_hand(one: Colleague) -> None:
    workspace = one.world.slack.workspace
    workspace.put_person(workspace.person(one.id).changed(deleted=False, is_restricted=False))
    one.types("status")
    assert "Anna" in one.answer_plain


@pytest.mark.parametrize("back", [by_event, by_the_night, by_their_own_hand])
@pytest.mark.parametrize("flags", [GONE, GUEST], ids=["deactivated", "a guest"])
def test_who_is_back_in_time_is_in_as_before_and_nobody_was_told(
    world: World, flags: dict[str, bool], back: Callable[[Colleague], None]
) -> None:
    anna, marco = world.paired()
    heard = [*anna.heard]
    removed(marco, **flags)
    # Before an edit of the introduction looks him up: that is remembered for ten real minutes.
    world.lives_until("2026-11-24 09:45")
    assert world.one(Pair).state == "active"
    back(marco)
    world.lives_until("2026-12-01 09:30")
    assert world.one(Pair).state == "active"
    assert marco.takes_part
    assert anna.heard == [*heard, "nudge.no_date"]
    assert marco.heard[-1] == "nudge.no_date"
    assert world.lead.heard == ["round.ready"]


def test_fifteen_minutes_away_change_nothing_but_that_it_was_seen(world: World) -> None:
    _, marco = world.paired()
    before = dump(world)
    removed(marco)
    world.tick()
    world.passes(minutes=15)
    restored(marco)
    world.tick()
    after = dump(world)
    assert {name for name in after if after[name] != before[name]} == {"participation"}


def test_what_was_owed_meanwhile_comes_on_the_return(lite: World) -> None:
    """Also what Slack has refused, since it came a moment before the news. The two have no room: in
    one it would be read there."""
    refuses_groups(lite, "restricted_action")
    anna, marco = become_a_pair(lite)
    workspace = lite.slack.workspace
    workspace.put_person(workspace.person(marco.id).changed(deleted=True))
    anna.proposes("2026-12-03 15:00")
    lite.tick()
    assert lite.one(OutboxRow, kind="session.proposed").state == "dead"
    assert marco.participation.gone_at == lite.now
    restored(marco)
    lite.tick()
    assert marco.heard[-1] == "session.proposed"
    removed(marco)
    anna.proposes("2026-12-04 15:00")
    lite.lives_until("2026-11-24 12:00")
    assert marco.heard.count("session.proposed") == 1
    restored(marco)
    lite.tick()
    assert marco.heard.count("session.proposed") == 2
    lite.lives_until("2026-12-01 09:00")
    assert marco.takes_part


def test_rounds_go_on_without_them_and_their_places_stay_taken(lite: World) -> None:
    anna, marco = lite.paired()
    lite.joined("Bea", "Carlo")
    carlo = lite.person("Carlo")
    lite.goes_to("2026-12-21 08:00")
    removed(marco)
    removed(carlo)
    lite.drafts_round()
    lite.lives_until("2026-12-22 10:00")
    assert lite.rows(Round)[-1].state == "sent"
    assert len(lite.rows(Proposal)) == 1
    assert lite.pair_of(anna, marco).state == "active"


def test_an_offer_waits_while_the_other_side_is_gone(lite: World) -> None:
    anna, marco = lite.owes_offers()
    removed(marco)
    lite.lives_until("2026-11-25 12:00")
    assert "proposal.offer" not in [*anna.heard, *marco.heard]
    restored(marco)
    lite.tick()
    assert "proposal.offer" in anna.heard
    assert "proposal.offer" in marco.heard


def test_a_yes_makes_no_pair_while_the_other_side_is_gone(lite: World) -> None:
    anna, marco = lite.proposed()
    marco.says_yes()
    removed(marco)
    anna.says_yes()
    lite.tick()
    assert not lite.rows(Pair)
    restored(marco)
    lite.tick()
    assert lite.one(Pair).state == "active"


def test_the_programme_says_for_how_long(lite: World) -> None:
    _, marco = lite.paired()
    with lite.db() as db:
        programme = due.programme(db)
        programme.rules = {**programme.rules, "account_days": 5}
    removed(marco)
    lite.lives_until("2026-11-30 08:00")
    assert marco.participation.state == "active"
    lite.lives_until("2026-12-01 08:00")
    assert marco.participation.state == "ended"


# --- many at once ---------------------------------------------------------------------------------


def company(world: World) -> list[Colleague]:
    """Six who take part, and two who are a pair."""
    two = world.paired("Pia", "Quinto")
    for name in NAMES:
        world.person(name).joins("mentor")
    world.tick()
    return [*(world.person(name) for name in NAMES), *two]


def test_of_many_at_once_nobody_ends_and_the_leads_hear_it_once(world: World) -> None:
    many = company(world)
    heard = {one.id: list(one.heard) for one in many}
    for one in many[1:]:
        removed(one)
    world.lives_until("2026-12-04 12:00")
    assert {one.participation.state for one in many} == {"active"}
    assert world.lead.heard.count(MANY) == 1
    assert "7 of 8" in world.lead.reads(MANY)
    assert "python -m bot accounts confirm" in world.lead.reads(MANY)
    for one in many[1:]:
        restored(one)
    world.lives_until("2026-12-09 12:00")
    assert {one.participation.state for one in many} == {"active"}
    assert ENDED not in [kind for one in many for kind in one.heard]
    assert all(one.heard[: len(heard[one.id])] == heard[one.id] for one in many)


def test_the_last_ones_to_be_restored_have_their_days_anew(lite: World) -> None:
    many = company(lite)
    for one in many[1:]:
        removed(one)
    lite.lives_until("2026-12-04 12:00")
    for one in many[1:6]:
        restored(one)
        lite.tick()
    assert {one.participation.state for one in many} == {"active"}
    lite.lives_until("2026-12-08 12:00")
    assert {one.participation.state for one in many[6:]} == {"active"}
    lite.lives_until("2026-12-10 12:00")
    assert {one.participation.state for one in many[6:]} == {"ended"}
    assert {one.participation.state for one in many[:6]} == {"active"}


def test_confirmed_they_end_in_their_time_and_later_ones_count_anew(world: World) -> None:
    many = company(world)
    for one in many[1:6]:
        removed(one)
    world.lives_until("2026-11-24 12:00")
    with world.db() as db:
        assert gone_accounts.confirm(Work(db, world.now)) == 5
    world.tick()
    removed(many[6])
    world.lives_until("2026-11-26 09:00")
    assert {one.participation.state for one in many} == {"active"}
    world.lives_until("2026-11-27 12:00")
    assert {one.participation.state for one in many[1:6]} == {"ended"}
    assert many[6].participation.state == "ended"
    with world.db() as db:
        assert gone_accounts.confirm(Work(db, world.now)) == 0


def by_the_look_at_night(many: list[Colleague]) -> None:
    world = many[0].world
    world.goes_to("2026-11-24 03:00")
    calls_the_roll(world)


def by_refused_messages(many: list[Colleague]) -> None:
    world = many[0].world
    ids = [one.participation.person_id for one in many]
    with world.db() as db:
        for person_id in ids:
            owe(db, "welcome", occasion="again", now=world.now, person=person_id)
    world.tick()


@pytest.mark.parametrize("notice", [by_the_look_at_night, by_refused_messages])
def test_however_it_is_noticed(world: World, notice: Callable[[list[Colleague]], None]) -> None:
    many = company(world)
    workspace = world.slack.workspace
    calls_the_roll(world)
    for one in many[1:]:
        workspace.put_person(workspace.person(one.id).changed(deleted=True))
    notice(many[1:])
    world.lives_until("2026-12-04 12:00")
    assert all(one.participation.gone_at is not None for one in many[1:])
    assert {one.participation.state for one in many} == {"active"}
    assert world.lead.heard.count(MANY) == 1


def test_four_are_not_too_many(lite: World) -> None:
    many = company(lite)
    for one in many[:4]:
        removed(one)
    lite.lives_until("2026-11-27 12:00")
    assert {one.participation.state for one in many[:4]} == {"ended"}
    assert MANY not in lite.lead.heard
