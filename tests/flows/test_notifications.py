"""Notifications: which messages come, when, in which language, and whether meetings are a file."""

from typing import Any

import pytest

from bot.store.tables import Participation, Person, Programme
from playground import Fault
from tests.people import Colleague
from tests.world import World, moment

NEAR, ASK, OFFER, NO_DATE = "session.near", "checkin.ask", "proposal.offer", "nudge.no_date"
HAND, LATE, FILE = "pair.needs_a_hand", "round.late", "calendar.file"
WELCOME, POST = "welcome", "session.proposed"
"""The post of a date becomes the agreement."""


def chooses(one: Colleague, **fields: Any) -> None:
    """In the window, which stays open with what came of it."""
    one.types("notify")
    one.fills(**fields)
    one.submits()


def heard_since(one: Colleague, before: int) -> list[str]:
    return one.heard[before:]


# --- the window -----------------------------------------------------------------------------------


def test_the_window_shows_what_holds_and_keeps_what_is_chosen(world: World) -> None:
    anna, _ = world.joined()
    anna.types("avvisi")
    assert anna.shows("notify") == anna.words.plain("notify.all")
    assert anna.shows("calendar_file") == anna.words.plain("notify.file.yes")
    assert anna.shows("language") == "Italiano"
    assert anna.shows("from") == "09:00"
    assert anna.says_text("notify.none_more") in anna.view.shown
    anna.fills(notify="essential", calendar_file="no")
    anna.submits()
    assert anna.says_text("notify.kept.essential") in anna.answer
    assert anna.words.plain("button.undo_profile") not in anna.answer
    anna.closes()
    anna.types("notify")
    assert anna.shows("notify") == anna.words.plain("notify.essential")
    assert anna.shows("calendar_file") == anna.words.plain("notify.file.no")


def test_hours_are_those_of_the_profile_and_can_be_undone(world: World) -> None:
    anna, _ = world.joined()
    chooses(anna, days=["0", "2"], **{"from": "600", "to": "960"})
    assert anna.says_text("notify.new_hours") in anna.answer
    undo = anna.hands.sees.view
    assert undo is not None
    mine = anna.participation
    assert (mine.work_days, mine.work_from, mine.work_to) == ([0, 2], 600, 960)
    anna.presses("button.undo_profile", "view")
    mine = anna.participation
    assert (mine.work_days, mine.work_from, mine.work_to) == ([0, 1, 2, 3, 4], 540, 1080)
    anna.closes()
    chooses(anna, days=["0", "2"])
    anna.closes()
    anna.types("profile")
    anna.submits()
    assert anna.shows("days") == [anna.words.weekday(0), anna.words.weekday(2)]


def test_messages_come_in_the_new_hours(lite: World) -> None:
    anna, _ = lite.joined()
    chooses(anna, **{"from": "900", "to": "1020"})
    anna.closes()
    lite.sends_round()
    lite.lives_until("2026-11-23 14:59")
    assert OFFER not in anna.heard
    lite.lives_until("2026-11-23 15:01")
    assert OFFER in anna.heard


def test_the_answer_comes_in_the_language_chosen(lite: World) -> None:
    """Whoever leaves it as it is has not chosen one: Slack's counts on."""
    anna, _ = lite.joined()
    chooses(anna, notify="all")
    assert not _of(lite, anna).language_chosen
    anna.closes()
    chooses(anna, language="en")
    assert "Saved: all our messages come." in anna.view.shown
    assert _of(lite, anna).language_chosen


def _of(world: World, one: Colleague) -> Person:
    return next(row for row in world.rows(Person) if row.slack_id == one.id)


def test_who_runs_the_programme_reads_that_its_messages_come_in_any_case(lite: World) -> None:
    lite.lead.joins("mentor")
    lite.lead.types("notify")
    assert lite.lead.says_text("notify.duties") in lite.lead.view.shown
    lite.lead.closes()
    anna, _ = lite.joined()
    anna.types("notify")
    assert anna.says_text("notify.duties") not in anna.view.shown
    lite.lead.wants("none")
    lite.drafts_round()
    lite.tick()
    assert "round.ready" in lite.lead.heard


# --- none and essential ---------------------------------------------------------------------------


def test_with_none_the_bot_writes_to_nobody_else_differently(world: World) -> None:
    """An offer stands on Home, can be answered there, and makes a pair like any other."""
    anna, marco = world.joined()
    world.tick()
    anna.wants("none")
    before = len(anna.heard)
    world.sends_round()
    world.tick()
    assert heard_since(anna, before) == []
    assert OFFER in marco.heard
    anna.types("status")
    assert anna.says_text("standing.proposal", partner="Marco") in anna.answer
    anna.presses("button.yes")
    marco.says_yes()
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction"], "the room is both's"
    assert heard_since(anna, before) == []


def test_with_none_the_meeting_of_tomorrow_is_named_at_once(world: World) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    world.lives_until("2026-12-09 08:00")
    when = anna.words.moment(moment("2026-12-10 11:00"))
    chooses(anna, notify="none")
    assert anna.says_text("notify.near_tomorrow", partner="Marco", when=when) in anna.answer
    anna.closes()
    before, of_marco = len(anna.heard), len(marco.heard)
    world.lives_until("2026-12-10 16:00")
    assert heard_since(anna, before) == []
    assert heard_since(marco, of_marco) == [NEAR, ASK]
    anna.types("status")
    assert anna.says_text("standing.checkin", partner="Marco") in anna.answer


def test_with_none_a_later_meeting_is_named_and_with_essential_it_is_not(lite: World) -> None:
    anna, _ = lite.dated("2026-12-10 11:00")
    when = anna.words.moment(moment("2026-12-10 11:00"))
    chooses(anna, notify="essential")
    assert when not in anna.answer
    anna.closes()
    chooses(anna, notify="none")
    assert anna.says_text("notify.near", partner="Marco", when=when) in anna.answer


def test_with_essential_comes_what_somebody_else_waits_for(world: World) -> None:
    anna, marco = world.joined()
    world.tick()
    anna.wants("essential")
    before = len(anna.heard)
    world.proposed()
    for one in (anna, marco):
        one.says_yes()
    world.tick()
    world.lives_until("2026-12-01 12:00")
    marco.proposes("2026-12-03 15:00")
    world.tick()
    anna.confirms()
    world.lives_until("2026-12-08 18:00")
    assert heard_since(anna, before) == [OFFER, NEAR, ASK]
    assert NO_DATE in marco.heard
    assert "checkin.reminder" in marco.heard


def test_a_round_that_is_late_is_no_essential_news(lite: World) -> None:
    anna, marco = lite.joined()
    anna.wants("essential")
    lite.drafts_round()
    lite.lives_until("2026-11-27 12:00")
    assert LATE in marco.heard
    assert LATE not in anna.heard


def test_without_a_room_none_is_none(world: World) -> None:
    fault = Fault("error", method="conversations.open", code="restricted_action", count=None)
    world.slack.workspace.faults.add(fault)
    anna, marco = world.proposed()
    anna.wants("none")
    before = len(anna.heard)
    for one in (anna, marco):
        one.says_yes()
    world.tick()
    world.lives_until("2026-11-25 12:00")
    marco.proposes("2026-12-03 15:00")
    world.tick()
    assert "pair.introduction" in marco.heard
    assert heard_since(anna, before) == []
    anna.types("status")
    assert anna.says_text("standing.pair.mentor", partner="Marco") in anna.answer


@pytest.mark.parametrize("notify", ["all", "none"])
def test_the_leads_hear_of_a_pair_on_the_same_day(lite: World, notify: str) -> None:
    """Whoever wants no messages is no sooner silent, and no later, than anybody else."""
    anna, _ = lite.paired()
    anna.wants(notify)
    lite.lives_until("2026-12-11 08:59")
    assert HAND not in lite.lead.heard
    lite.lives_until("2026-12-11 09:00")
    assert HAND in lite.lead.heard


def test_it_holds_for_what_waits_already_and_until_it_is_changed_back(lite: World) -> None:
    anna, marco = lite.dated("2026-12-10 11:00")
    lite.goes_to("2026-12-08 20:00")
    lite.ticks_only()
    anna.wants("none")
    lite.lives_until("2026-12-09 12:00")
    assert NEAR not in anna.heard
    assert NEAR in marco.heard
    anna.wants("all")
    lite.lives_until("2026-12-10 16:00")
    assert ASK in anna.heard


# --- the calendar file ----------------------------------------------------------------------------


def test_without_the_file_there_are_links(world: World) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    chooses(anna, calendar_file="no")
    anna.closes()
    for one, comes in ((anna, False), (marco, True)):
        one.hands.presses("calendar.add", one.newest(POST))
        world.sends()
        assert "calendar.google.com" in str(one.view.blocks)
        assert (FILE in one.heard) is comes
        key = "calendar.file_comes" if comes else "calendar.link_adds"
        assert one.says_text(key) in one.view.shown
        one.closes()


# --- bad input, old buttons -----------------------------------------------------------------------


def test_hours_that_end_before_they_begin_are_refused_and_stay(world: World) -> None:
    anna, _ = world.joined()
    before = world.fingerprint()
    chooses(anna, notify="none", **{"from": "900", "to": "600"})
    assert anna.view.errors == {"to": anna.words.plain("form.ends_before")}
    assert world.fingerprint() == before
    assert anna.shows("notify") == anna.words.plain("notify.none")


def test_a_stranger_is_told_to_join_and_who_left_too(lite: World) -> None:
    nives = lite.person("Nives")
    nives.types("notify")
    assert nives.says_text("refusal.not_enrolled") in nives.answer
    anna, _ = lite.joined()
    anna.types("notify")
    anna.leaves()
    anna.fills(notify="none")
    anna.submits()
    assert anna.says_text("refusal.not_enrolled") in anna.answer
    assert [one.notify for one in lite.rows(Participation)] == ["all", "all"]


def test_the_old_button_for_fewer_reminders_does_not_bring_messages_back(lite: World) -> None:
    anna, _ = lite.paired()
    lite.lives_until("2026-11-30 12:00")
    anna.wants("none")
    anna.answers_to(NO_DATE, "button.fewer_reminders")
    assert anna.says_text("notify.kept.none") in anna.answer
    assert anna.participation.notify == "none"
    anna.presses("button.verb.notify")
    assert anna.shows("notify") == anna.words.plain("notify.none")


def test_sent_twice_it_is_saved_once(lite: World) -> None:
    anna, _ = lite.joined()
    anna.types("notify")
    anna.fills(notify="none")
    reply = anna.submits()
    anna.closes()
    anna.wants("all")
    anna.hands.replays(reply)
    assert anna.participation.notify == "all"


# --- leaving --------------------------------------------------------------------------------------


def test_who_joins_again_hears_everything_again(lite: World) -> None:
    anna, _ = lite.joined()
    anna.wants("none")
    anna.leaves()
    anna.presses("button.undo_leave")
    assert anna.participation.notify == "none"
    anna.leaves()
    lite.passes(minutes=11)
    lite.tick()
    anna.joins("mentor")
    lite.tick()
    assert anna.participation.notify == "all"
    assert anna.heard[-1] == WELCOME


def test_nothing_of_it_is_left_of_who_is_erased(lite: World) -> None:
    anna, _ = lite.joined()
    chooses(anna, notify="none", calendar_file="no")
    anna.closes()
    anna.leaves()
    lite.passes(days=31)
    lite.tick()
    erased = [one for one in lite.rows(Participation) if one.state == "erased"]
    assert [(one.notify, one.calendar_file) for one in erased] == [("all", True)]
    assert lite.rows(Programme)
