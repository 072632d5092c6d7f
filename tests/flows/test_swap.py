"""Changing a pairing: two taps, no reason, and both read the same ten minutes later."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.fit.people import Role
from bot.domain.words import Reason
from bot.programme.pairs.results import SwapForm
from bot.slack.kit.blocks import VALUE
from bot.slack.pairs import swap_screens
from bot.store.secrets import exits
from bot.store.tables import Event, OutboxRow, Pair, Proposal, Session
from tests.databases import Database
from tests.flows.forged import Came, dump, presses, submits
from tests.people import Colleague
from tests.world import World, living, moment

ENDED = "pair.ended"
UNDO, NEW, WAIT = "button.undo_swap", "button.find_someone", "button.not_now"


def swaps_pairing(who: Colleague, reason: str | None = None) -> None:
    """The two taps."""
    who.types("swap")
    if reason:
        who.fills(reason=reason)
    who.submits()


def sends(who: Colleague, pair: object, reason: object = None) -> Came:
    """The window about any pair at all, with any reason."""
    window = swap_screens.swap(SwapForm(1, who.id, who.id), who.words)
    chosen = {"type": "static_select", "selected_option": {"value": reason} if reason else None}
    return submits(
        who,
        window,
        values={"reason": {VALUE: chosen}},
        private_metadata=json.dumps({"pair": pair}),
    )


def at_ten(world: World) -> list[Colleague]:
    two = world.paired()
    world.goes_to("2026-11-25 10:00")
    return two


def ends(world: World) -> None:
    world.passes(minutes=10)
    world.tick()


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_two_taps_and_both_read_the_same_ten_minutes_later(world: World, locale: str) -> None:
    for name in ("Anna", "Marco"):
        world.person(name, locale=locale)
    anna, marco = at_ten(world)
    anna.types("swap")
    read_before = anna.answer
    anna.submits()
    assert "10:10" in anna.answer
    anna.closes()
    world.passes(minutes=9, seconds=59)
    world.tick()
    assert ENDED not in [*anna.heard, *marco.heard]
    assert world.one(Pair).state == "active"
    world.passes(seconds=1)
    world.tick()
    assert (anna.heard[-1], marco.heard[-1]) == (ENDED, ENDED)
    assert anna.reads(ENDED).replace("Marco", "@") == marco.reads(ENDED).replace("Anna", "@")
    for line in marco.says_text("ended.thanks"), marco.says_text("after_pair.asked"):
        assert line in marco.reads(ENDED)
        assert line in read_before
    assert world.one(Pair).state == "ended_early"
    assert anna.participation.priority
    assert marco.participation.priority


def test_nothing_in_clear_tells_which_of_the_two_asked(world: World) -> None:
    anna, marco = at_ten(world)
    before = {row.id for row in world.rows(Event)}
    swaps_pairing(anna, "topics")
    assert {row.id for row in world.rows(Event)} == before
    ends(world)
    told = [row for row in world.rows(Event) if row.id not in before]
    assert [(row.thing, row.event, row.actor_id) for row in told] == [("pair", "one_leaves", None)]
    rows = world.rows(OutboxRow, kind=ENDED)
    assert {row.person_id for row in rows} == {one.participation.person_id for one in (anna, marco)}
    assert len({(row.due_at, str(row.arguments), row.priority) for row in rows}) == 1


def test_undone_in_time_it_never_was(world: World) -> None:
    anna, marco = at_ten(world)
    before = dump(world, "inbox_key", "person")
    swaps_pairing(anna, "times")
    anna.presses(UNDO)
    assert anna.says_text("swapped.undone", partner="Marco") in anna.answer
    anna.closes()
    assert dump(world, "inbox_key", "person") == before
    world.passes(minutes=30)
    world.tick()
    assert ENDED not in [*anna.heard, *marco.heard]


def test_only_who_asked_can_take_it_back(world: World) -> None:
    anna, marco = at_ten(world)
    world.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    world.tick()
    swaps_pairing(anna)
    number = world.one(Pair).id
    for who, key in ((marco, "refusal.nothing_to_undo"), (world.cast["Bea"], "refusal.not_yours")):
        came = presses(who, "swap.undo", str(number))
        assert who.says_text(key) in came.text
    ends(world)
    came = presses(anna, "swap.undo", str(number))
    assert anna.says_text("refusal.undo_over") in came.text
    assert world.one(Pair).state == "ended_early"


def test_both_in_the_same_second_is_one_end_and_one_message_each(world: World) -> None:
    anna, marco = at_ten(world)
    for one, reason in ((anna, "topics"), (marco, "goal")):
        swaps_pairing(one, reason)
    ends(world)
    assert anna.heard.count(ENDED) == marco.heard.count(ENDED) == 1
    assert len(world.rows(Event, event="one_leaves")) == 1
    with world.db() as db:
        said = exits.of(db, world.one(Pair))
    assert {said.mentor.reason, said.mentee.reason} == {Reason.TOPICS, Reason.GOAL}
    assert said.mentor.asked_at is said.mentee.asked_at is None


def test_one_of_two_who_asked_takes_it_back_and_it_ends_all_the_same(lite: World) -> None:
    anna, marco = at_ten(lite)
    swaps_pairing(anna)
    lite.passes(minutes=4)
    swaps_pairing(marco)
    anna.presses(UNDO)
    lite.passes(minutes=9)
    lite.tick()
    assert lite.one(Pair).state == "active"
    lite.passes(minutes=1)
    lite.tick()
    assert lite.one(Pair).state == "ended_early"


def test_a_meeting_of_today_is_called_off(world: World) -> None:
    anna, marco = world.dated("2026-12-03 15:00")
    world.lives_until("2026-12-03 10:00")
    heard = len(world.group(anna, marco))
    swaps_pairing(marco)
    ends(world)
    (session,) = world.rows(Session)
    assert session.state == "lapsed"
    assert session.sequence > 0, "calendars hear that it is off"
    post = world.slack.shown(world.group(anna, marco)[-1], anna.id)
    assert "non vale più" in post
    world.lives_until("2026-12-08 12:00")
    assert len(world.group(anna, marco)) == heard
    assert "checkin.ask" not in [*anna.heard, *marco.heard]


def test_whoever_asks_may_say_at_once_what_they_would_like_next(world: World) -> None:
    anna, marco = at_ten(world)
    swaps_pairing(anna)
    anna.presses(NEW)
    anna.closes()
    ends(world)
    for one, key in ((anna, "standing.waiting"), (marco, "standing.between")):
        one.types("status")
        assert one.words(key) in one.answer


def test_a_choice_made_beforehand_may_be_changed_and_goes_with_the_undo(lite: World) -> None:
    anna, _ = at_ten(lite)
    swaps_pairing(anna)
    number = lite.one(Pair).id
    presses(anna, "swap.find_someone", str(number))
    presses(anna, "swap.wait", str(number))
    with lite.db() as db:
        assert exits.of(db, lite.one(Pair)).of(Role.MENTOR).looks is False
    presses(anna, "swap.undo", str(number))
    came = presses(anna, "swap.find_someone", str(number))
    assert anna.says_text("refusal.nothing_to_undo") in came.text


def test_the_early_buttons_pressed_after_the_end_say_it_then(lite: World) -> None:
    anna, marco = at_ten(lite)
    swaps_pairing(anna)
    ends(lite)
    number = lite.one(Pair).id
    for one in (anna, marco):
        came = presses(one, "swap.find_someone", str(number))
        assert one.says_text("after_pair.looks") in came.text


def test_asked_twice_or_typed_again_it_ends_no_later(lite: World) -> None:
    anna, _ = at_ten(lite)
    swaps_pairing(anna)
    anna.closes()
    lite.passes(minutes=6)
    anna.types("swap")
    assert "10:10" in anna.answer
    assert anna.hands.sees.view is None
    sends(anna, lite.one(Pair).id, "goal")
    lite.passes(minutes=4)
    lite.tick()
    assert lite.one(Pair).state == "ended_early"


@pytest.mark.parametrize("reason", ["boss", "TIMES", "\u202etimes", "x" * 5000])
def test_a_reason_that_is_none_ends_nothing(lite: World, reason: str) -> None:
    anna, _ = at_ten(lite)
    before = dump(lite, "inbox_key", "person")
    came = sends(anna, lite.one(Pair).id, reason)
    assert anna.says_text("refusal.not_yours") in came.text
    assert dump(lite, "inbox_key", "person") == before


@pytest.mark.parametrize("number", ["999999", "-1", "abc", "", None, [1], 10**30])
def test_an_id_that_is_nobodys_ends_nothing(lite: World, number: object) -> None:
    anna, _ = at_ten(lite)
    before = dump(lite, "inbox_key", "person")
    came = sends(anna, number)
    assert anna.says_text("refusal.not_yours") in came.text
    assert dump(lite, "inbox_key", "person") == before


def test_a_stranger_to_the_pair_ends_nothing(lite: World) -> None:
    at_ten(lite)
    bea, _ = lite.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    before = dump(lite, "inbox_key", "person")
    came = sends(bea, lite.one(Pair).id)
    assert bea.says_text("refusal.not_yours") in came.text
    assert dump(lite, "inbox_key", "person") == before


def test_in_two_pairs_one_is_chosen_and_the_other_kept(sqlite: Database, tmp_path: Path) -> None:
    with living(sqlite, tmp_path, rules="[places]\nmentor = 2\ntotal = 2\n") as world:
        anna, marco = world.paired()
        world.joined("Anna", "Carlo")
        world.lives_until("2026-12-21 12:00")
        world.lead.opens_round()
        world.lead.approves()
        world.lead.closes()
        world.lives_until("2026-12-21 18:00")
        for one in (anna, world.person("Carlo")):
            one.says_yes()
        world.tick()
        world.lives_until("2026-12-22 10:00")
        anna.types("swap")
        assert "Marco" in anna.answer
        assert "Carlo" in anna.answer
        anna.hands.presses("swap.open", "view")
        anna.submits()
        anna.closes()
        world.passes(minutes=10)
        world.tick()
        assert [pair.state for pair in world.rows(Pair)] == ["ended_early", "active"]
        assert ENDED in marco.heard
        assert ENDED not in world.cast["Carlo"].heard


def test_on_a_break_or_at_rest_it_can_be_changed_too(lite: World) -> None:
    anna, marco = at_ten(lite)
    marco.types("pause 2w")
    lite.passes(minutes=11)
    lite.tick()
    swaps_pairing(marco)
    ends(lite)
    assert lite.one(Pair).state == "ended_early"
    assert anna.heard[-1] == ENDED
    assert ENDED not in marco.heard, "who is away reads it when they are back"
    lite.lives_until("2026-12-10 12:00")
    assert marco.heard.count(ENDED) == 1


def test_who_leaves_meanwhile_ends_it_once(lite: World) -> None:
    anna, marco = at_ten(lite)
    swaps_pairing(anna)
    anna.closes()
    lite.passes(minutes=5)
    marco.leaves()
    lite.passes(minutes=20)
    lite.tick()
    assert anna.heard.count(ENDED) == 1
    assert ENDED not in marco.heard
    assert lite.one(Pair).state == "ended_early"


def test_out_of_hours_each_hears_it_in_their_own(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-27 19:00")
    swaps_pairing(marco)
    lite.passes(minutes=11)
    lite.tick()
    assert lite.one(Pair).state == "ended_early"
    assert ENDED not in [*anna.heard, *marco.heard]
    lite.lives_until("2026-11-30 09:30")
    assert (anna.heard[-1], marco.heard[-1]) == (ENDED, ENDED)


def test_the_two_are_not_proposed_again(lite: World) -> None:
    anna, marco = at_ten(lite)
    swaps_pairing(anna)
    ends(lite)
    for one in (anna, marco):
        one.answers_to(ENDED, NEW)
    lite.lives_until("2027-01-18 12:00")
    assert len(lite.rows(Proposal)) == 1


def test_without_a_pair_there_is_nothing_to_change(lite: World) -> None:
    (anna, _) = lite.joined()
    anna.types("swap")
    assert anna.says_text("refusal.no_live_pair") in anna.answer
    eva = lite.person("Eva")
    eva.types("cambia")
    assert eva.says_text("refusal.not_enrolled") in eva.answer


def test_the_three_doors_name_each_other(lite: World) -> None:
    anna, marco = at_ten(lite)
    anna.types("pause")
    anna.presses("button.verb.swap", "view")
    assert anna.says_text("swap.intro", partner="Marco") in anna.answer
    anna.presses("button.verb.pause", "view")
    anna.closes()
    marco.leaves()
    assert "/revmentor cambia" in marco.answer
    anna.hands.opens_home()
    anna.presses("button.verb.swap", "home")
    anna.submits()
    anna.closes()
    lite.passes(minutes=11)
    lite.tick()
    assert lite.one(Pair).state == "ended_early"


def test_the_reason_goes_half_a_year_after_the_round_or_with_its_author(lite: World) -> None:
    anna, marco = at_ten(lite)
    swaps_pairing(anna, "role")
    swaps_pairing(marco, "goal")
    ends(lite)
    marco.leaves()
    lite.lives_until("2026-12-26 12:00")
    with lite.db() as db:
        said = exits.of(db, lite.one(Pair))
    assert (said.mentor.reason, said.mentee.reason) == (Reason.ROLE, None)
    lite.lives_until(moment("2026-11-25 10:10") + timedelta(weeks=27))
    assert lite.one(Pair).exits is None


def test_what_is_said_of_the_end_has_one_length_from_the_start_on(lite: World) -> None:
    anna, _ = at_ten(lite)
    lengths = {len(lite.one(Pair).exits or b"")}
    swaps_pairing(anna, "topics")
    lengths.add(len(lite.one(Pair).exits or b""))
    anna.presses(WAIT)
    lengths.add(len(lite.one(Pair).exits or b""))
    ends(lite)
    lengths.add(len(lite.one(Pair).exits or b""))
    assert len(lengths) == 1
