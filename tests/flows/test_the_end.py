"""The end of a pair: it is announced, both choose apart from each other, and it closes kindly."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.due.ending import asked_at
from bot.store.tables import OutboxRow, Pair, Round, RoundWaiting
from bot.texts import guidance
from playground.actor.finding import presses_of
from tests.databases import Database
from tests.flows.forged import again
from tests.flows.test_home import header, home
from tests.people import Colleague
from tests.world import NEW_YORK, World, living, moment

RULES = "[plan]\nweeks = 12\nmeetings = 3\n"
CHOICE, OVER, NEAR = "pair.choice", "pair.completed", "session.near"
ASKED, AFTER = "2027-02-01 18:00", "2027-02-15 18:00"
"""A pair that begins on 23 November at 09:11 ends twelve weeks later, to the minute."""
TWO = ("Anna", "Marco")


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    with living(database, tmp_path, rules=RULES) as here:
        yield here


@pytest.fixture
def lite(sqlite: Database, tmp_path: Path) -> Iterator[World]:
    with living(sqlite, tmp_path, rules=RULES) as here:
        yield here


def asked(world: World) -> tuple[Colleague, Colleague]:
    """Anna, who reads Italian, and Marco, who reads English, have met twice, and are asked."""
    world.person("Marco", locale="en-US")
    anna, marco = world.paired()
    for day in ("2026-12-03 12:00", "2027-01-14 12:00"):
        world.lives_until(day)
        marco.met()
        marco.closes()
        world.tick()
    world.lives_until(ASKED)
    return anna, marco


def chooses(one: Colleague, key: str) -> str:
    """By a button of the question; what the person alone reads."""
    one.answers_to(CHOICE, key)
    return one.answer


def in_the_next_round(world: World) -> set[str]:
    world.drafts_round()
    last = world.rows(Round)[-1].id
    with world.db() as db:
        rows = db.query(RoundWaiting).filter_by(round_id=last).all()
        ids = {row.participation_id for row in rows}
    return {
        one.name for one in world.cast.values() if one.takes_part and one.participation.id in ids
    }


def neutral(one: Colleague, kind: str) -> str:
    """The newest message of a kind, whoever reads it."""
    return one.reads(kind).replace("ad Anna", "a Anna").replace("Anna", "Marco")


# --- asked ----------------------------------------------------------------------------------------


def test_both_are_asked_once_and_alike_and_told_until_when(world: World) -> None:
    anna, marco = asked(world)
    for one, partner in ((anna, "Marco"), (marco, "Anna")):
        assert one.heard.count(CHOICE) == 1
        day = one.words.date(date(2027, 2, 15))
        assert one.says_text("the_end.headline", partner=partner, date=day) in one.reads(CHOICE)
        assert one.says_text("standing.pair_ends", date=day) in home(one).shown
    world.lives_until("2027-02-14 18:00")
    assert anna.heard.count(CHOICE) == marco.heard.count(CHOICE) == 1


def test_the_message_reads_the_same_for_every_choice(world: World) -> None:
    anna, marco = asked(world)
    left: set[str] = set()
    for key in ("together", "find_someone", "other_role", "not_now"):
        message = anna.message(CHOICE)
        said = chooses(anna, f"button.{key}") if not left else _presses_again(anna, key)
        left.add(anna.reads(CHOICE))
        assert anna.says_text("the_end.can_change") in said
        assert anna.message(CHOICE) is message
    (kept,) = left
    assert anna.says_text("the_end.kept", partner="Marco") in kept
    assert anna.words.plain("button.my_choice") in kept
    assert marco.words.plain("button.together") in marco.reads(CHOICE)


def _presses_again(one: Colleague, key: str) -> str:
    """A button that stood there before: an old screen may still show it."""
    message = one.message(CHOICE)
    press = next(
        press
        for press in presses_of(message.earlier[0].blocks)
        if press.element["text"]["text"] == one.words.plain(f"button.{key}")
    )
    one.hands.acts(message, press.action())
    return one.answer


def test_ones_own_choice_is_shown_and_changed_in_a_window(world: World) -> None:
    anna, marco = asked(world)
    chooses(anna, "button.together")
    anna.answers_to(CHOICE, "button.my_choice")
    assert anna.shows("after") == anna.words.plain("the_end.after.together")
    anna.fills(after=anna.words.plain("the_end.after.not_now"))
    reply = anna.submits()
    assert anna.says_text("the_end.said.not_now") in anna.answer
    again(anna, reply)
    anna.closes()
    home(marco)
    marco.presses("button.my_choice", "home")
    assert marco.shows("after") in ("", None)
    marco.closes()
    anna.answers_to(CHOICE, "button.my_choice")
    assert anna.shows("after") == anna.words.plain("the_end.after.not_now")


# --- closed ---------------------------------------------------------------------------------------


def test_two_different_choices_end_in_the_same_words(world: World) -> None:
    """Only who asked to is in the next round."""
    anna, marco = asked(world)
    chooses(anna, "button.together")
    chooses(marco, "button.find_someone")
    world.lives_until(AFTER)
    assert world.one(Pair).state == "completed"
    rows = world.rows(OutboxRow, kind=OVER)
    assert [row.due_at for row in rows] == [moment("2027-02-15 09:11")] * 2
    for one, partner in ((anna, "Marco"), (marco, "Anna")):
        assert one.heard.count(OVER) == 1
        assert one.says_text("completed.headline", partner=partner) in one.reads(OVER)
        assert one.says_text("completed.thanks") in one.reads(OVER)
        assert one.says_text("the_end.over", partner=partner) in one.reads(CHOICE)
    assert header(home(anna)) == "12 settimane e 2 incontri con Marco"
    assert marco.says_text("standing.waiting_since", date=marco.words.date(date(2027, 2, 15))) in (
        home(marco).shown
    )
    assert in_the_next_round(world) == {"Marco"}


def test_what_both_read_says_nothing_of_either_choice(lite: World) -> None:
    lite.person("Marco")
    anna, marco = lite.paired()
    lite.lives_until(ASKED)
    chooses(anna, "button.other_role")
    lite.lives_until(AFTER)
    assert neutral(anna, OVER) == neutral(marco, OVER)
    assert "completed.thanks" not in neutral(anna, OVER)
    assert anna.says_text("completed.thanks") not in anna.reads(OVER), "they had no meeting"


def test_both_go_on_together_and_both_read_so(world: World) -> None:
    """Their room stays theirs, and neither is in a round."""
    anna, marco = asked(world)
    in_room = len(world.heard_together(anna, marco))
    for one in (anna, marco):
        chooses(one, "button.together")
    assert "completed" not in str(anna.heard)
    world.lives_until(AFTER)
    for one, partner in ((anna, "Marco"), (marco, "Anna")):
        assert one.says_text("completed.together", partner=partner) in one.reads(OVER)
        assert one.says_text("completed.room") in one.reads(OVER)
    assert in_the_next_round(world) == set()
    assert len(world.heard_together(anna, marco)) == in_room


def test_two_who_choose_in_the_second_of_the_end_read_the_same(world: World) -> None:
    """In time or too late: each choice is the one or the other, and none is lost."""
    anna, marco = asked(world)
    for one in (anna, marco):
        chooses(one, "button.not_now")
    world.goes_to(world.one(Pair).ends_at)
    world.at_once(
        lambda: _presses_again(anna, "together"),
        lambda: _presses_again(marco, "together"),
        world.ticks_only,
    )
    world.lives_until(AFTER)
    assert world.one(Pair).state == "completed"
    together = [one.says_text("completed.together", partner=other.name) in one.reads(OVER)
                for one, other in ((anna, marco), (marco, anna))]  # fmt: skip
    assert together in ([True, True], [False, False])
    assert in_the_next_round(world) == set()


def test_nobody_has_to_say_anything_to_be_left_in_peace(world: World) -> None:
    anna, marco = asked(world)
    world.lives_until(AFTER)
    assert in_the_next_round(world) == set()
    heard = (len(anna.heard), len(marco.heard))
    world.lives_until("2027-06-01 12:00")
    assert (len(anna.heard), len(marco.heard)) == heard


def test_three_months_later_a_choice_acts_at_once(world: World) -> None:
    """By the closing message, and by the question of long ago; pressed twice, it is one."""
    anna, marco = asked(world)
    world.lives_until("2027-05-14 12:00")
    reply = anna.answers_to(OVER, "button.find_someone")
    assert anna.says_text("after_pair.looks") in anna.answer
    again(anna, reply)
    _presses_again(marco, "together")
    assert marco.says_text("the_end.too_late", partner="Anna") in marco.answer
    assert in_the_next_round(world) == {"Anna"}


def test_the_other_role_needs_what_the_form_asks_of_it(lite: World) -> None:
    """A mentor without a wish is told so at once, with the way to the profile."""
    anna, marco = lite.person("Anna"), lite.person("Marco")
    anna.joins("mentor", wish1=None)
    lite.paired()
    lite.lives_until(ASKED)
    said = chooses(anna, "button.other_role")
    assert anna.says_text("after_pair.missing.wish") in said
    anna.presses("button.verb.profile")
    assert anna.view.title == anna.words.plain("title.profile", n=1)
    anna.closes()
    lite.lives_until(AFTER)
    assert anna.says_text("standing.turns_to.mentee") in home(anna).shown
    assert anna.says_text("after_pair.missing.wish") in home(anna).shown
    assert in_the_next_round(lite) == set()
    assert marco.takes_part


# --- breaks, holidays, clocks ---------------------------------------------------------------------


def test_during_a_break_the_end_waits_for_both(world: World) -> None:
    """Marco's break holds the last day: no question dates from it, and nothing closes."""
    anna, marco = asked(world)
    chooses(anna, "button.together")
    marco.types("pause 3w")
    world.lives_until("2027-02-20 12:00")
    assert world.one(Pair).state == "paused"
    for one, partner in ((anna, "Marco"), (marco, "Anna")):
        assert OVER not in one.heard
        assert one.says_text("the_end.later", partner=partner) in one.reads(CHOICE)
    world.lives_until("2027-03-09 18:00")
    assert world.one(Pair).state == "completed"
    assert anna.heard.count(OVER) == marco.heard.count(OVER) == 1
    assert anna.heard.count(CHOICE) == marco.heard.count(CHOICE) == 1


def test_each_is_asked_in_their_own_hours_beside_holidays_and_clocks(
    sqlite: Database, tmp_path: Path
) -> None:
    """The end falls on Easter Monday, after a change of clocks; New York works that day."""
    with living(sqlite, tmp_path, rules="[plan]\nweeks = 18\nmeetings = 4\n") as world:
        world.person("Marco", NEW_YORK, "en-US")
        anna, marco = world.paired()
        pair = world.one(Pair)
        with world.db() as db:
            row = db.get_one(Pair, pair.id)
            row.ends_at = row.ends_at.replace(month=3, day=29, hour=12, minute=0)
            row.next_step = row.next_step_at = None
            row.choice_at = asked_at(row.ends_at, "Europe/Rome")
        assert moment("2027-03-15 14:00") == world.one(Pair).choice_at, "the time on the clock"
        world.lives_until("2027-03-31 18:00")
        at = {one.name: [row.due_at for row in world.rows(OutboxRow, kind=OVER)
                         if row.person_id == one.participation.person_id]
              for one in (anna, marco)}  # fmt: skip
        assert at["Anna"] == [moment("2027-03-30 09:00")]
        assert at["Marco"] == [moment("2027-03-29 09:00 America/New_York")]


# --- the last meeting -----------------------------------------------------------------------------


def _last_meeting(world: World) -> tuple[Colleague, Colleague]:
    """Agreed for a week before the end; both have been reminded."""
    anna, marco = asked(world)
    marco.proposes("2027-02-08 15:00")
    world.lives_until("2027-02-02 12:00")
    anna.confirms()
    world.lives_until("2027-02-05 18:00")
    return anna, marco


def test_the_reminder_of_a_last_meeting_has_the_day_and_the_closing_kit(world: World) -> None:
    anna, marco = _last_meeting(world)
    for one, role in ((anna, "mentor"), (marco, "mentee")):
        day, register = one.words.date(date(2027, 2, 15)), one.words.register
        assert one.says_text("session.last_weeks", date=day) in one.reads(NEAR)
        one.answers_to(NEAR, "button.closing_kit")
        shown = one.view.shown
        assert all(part.says[register] in shown for part in guidance.closing())
        assert all(phrase.says[register] in shown for phrase in guidance.thanks(role))
        told = [one.says[register] for one in guidance.all_starters() if one.phase == "closing"]
        assert sum(question in shown for question in told) == 3
        one.closes()


def test_the_window_after_it_asks_what_comes_next(world: World) -> None:
    """In the place of the next date; also once the pair is over, while the questions are open."""
    anna, marco = _last_meeting(world)
    world.lives_until("2027-02-08 18:00")
    marco.answers_to("checkin.ask", "button.yes")
    marco.tells(4)
    assert marco.says_text("the_end.asked", partner="Anna") in marco.view.shown
    assert marco.words.plain("button.another_time") not in marco.view.shown
    marco.presses("button.together", "view")
    assert marco.says_text("the_end.said.together", partner="Anna") in marco.answer
    marco.closes()
    world.lives_until("2027-02-15 10:00")
    assert world.one(Pair).state == "completed"
    anna.answers_to("checkin.ask", "button.yes")
    anna.tells(5)
    assert anna.says_text("the_end.asked_over", partner="Marco") in anna.view.shown
    assert anna.words.plain("button.together") not in anna.view.shown
    anna.presses("button.find_someone", "view")
    anna.closes()
    assert in_the_next_round(world) == {"Anna"}


def test_no_reminder_of_a_date_comes_when_it_is_too_late_for_one(lite: World) -> None:
    """The last one would be due two days before the end."""
    anna, marco = asked(lite)
    with lite.db() as db:
        row = db.get_one(Pair, lite.one(Pair).id)
        row.next_step_at = row.ends_at - timedelta(days=2)
    heard = len(anna.heard), len(marco.heard)
    lite.lives_until("2027-02-15 09:00")
    assert (len(anna.heard), len(marco.heard)) == heard


def test_leads_read_how_many_pairs_end_soon(lite: World) -> None:
    asked(lite)
    assert lite.lead.words.plural("standing.lead_pairs.ending", 1) in home(lite.lead).shown


# --- formally -------------------------------------------------------------------------------------


def test_it_is_asked_formally_where_the_programme_speaks_so(
    sqlite: Database, tmp_path: Path
) -> None:
    with living(sqlite, tmp_path, rules=f"formal = true\n{RULES}") as world:
        anna, _ = world.paired()
        world.lives_until(ASKED)
        assert "Che cosa Le piacerebbe dopo?" in anna.reads(CHOICE)
        anna.answers_to(CHOICE, "button.together")
        assert "La Sua scelta" in anna.reads(CHOICE)
