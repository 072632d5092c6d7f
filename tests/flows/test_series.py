"""The same time from now on: one tap of each, and every meeting stands by itself."""

from datetime import datetime

from icalendar import Calendar

from bot.store.tables import CheckinRequest, Session
from playground.state.conversations import Message
from tests.flows.test_no_group import become_a_pair, refuses_groups
from tests.people import Colleague
from tests.world import World, moment

KEEP, NEAR = "session.keep", "session.near"
EVERY_FOURTH = ["2027-01-12", "2027-02-09", "2027-03-09", "2027-04-06", "2027-05-04"]
"""Tuesdays, four weeks from 15 December on, up to the end in May."""


def second_agreed(world: World, local: str = "2026-12-15 15:00") -> list[Colleague]:
    """A pair that has met once, and has agreed on its next meeting."""
    anna, marco = world.dated("2026-12-03 15:00")
    world.lives_until("2026-12-04 12:00")
    agrees(world, marco, anna, local)
    return [anna, marco]


def agrees(world: World, proposer: Colleague, other: Colleague, local: str) -> None:
    proposer.types("when")
    proposer.fills(starts_at=int(moment(local).timestamp()))
    proposer.submits()
    proposer.closes()
    world.tick()
    other.confirms()
    world.tick()


def room(world: World, kind: str, *two: Colleague) -> Message:
    return [one for one in world.group(*two) if world.kind_of(one) == kind][-1]


def offers(world: World, one: Colleague, other: Colleague) -> Message:
    """Beside the agreement; the post that the other reads."""
    one.presses("button.keep", room(world, "session.proposed", one, other))
    world.tick()
    return room(world, KEEP, one, other)


def at_its_time(world: World) -> list[Session]:
    return [row for row in world.rows(Session) if row.kept_from_id is not None]


def times(rows: list[Session]) -> list[datetime]:
    return sorted(row.starts_at for row in rows)


def when(one: Colleague, local: str) -> str:
    return one.words.moment(moment(local))


def stand(world: World) -> list[str]:
    """The days of those at the time that is kept, and that are agreed."""
    agreed = [row for row in at_its_time(world) if row.state == "dated"]
    return [f"{at:%Y-%m-%d}" for at in times(agreed)]


def at_three(days: list[str]) -> list[datetime]:
    return [moment(f"{day} 15:00") for day in days]


def test_one_tap_each_and_all_meetings_stand(world: World) -> None:
    """One post, which becomes the agreement; one file with all of them."""
    anna, marco = second_agreed(world)
    before = len(world.group(anna, marco))
    post = offers(world, marco, anna)
    assert "Marco" in post.text
    assert len(world.group(anna, marco)) == before + 1
    assert at_its_time(world) == []
    anna.presses("button.keep_yes", post)
    world.tick()
    assert times(at_its_time(world)) == at_three(EVERY_FOURTH)
    assert {row.state for row in at_its_time(world)} == {"dated"}
    assert len(world.group(anna, marco)) == before + 1
    assert anna.says_text("keep.kept") in room(world, KEEP, anna, marco).text
    anna.hands.presses("calendar.add", room(world, KEEP, anna, marco))
    world.sends()
    anna.closes()
    content = [one.message for one in anna.hands.sees.dm if one.message.files][-1].files[0].content
    found = Calendar.from_ical(content or b"").walk("VEVENT")
    assert len(found) == len({str(one["UID"]) for one in found}) == 1 + len(EVERY_FOURTH)


def test_the_clock_goes_on_telling_three_and_holidays_are_left_out(lite: World) -> None:
    """Tuesdays as well; 25 May is after the last day."""
    anna, marco = second_agreed(lite, "2026-12-08 15:00")
    post = offers(lite, marco, anna)
    anna.presses("button.keep_yes", post)
    days = ["2027-01-05", "2027-02-02", "2027-03-02", "2027-03-30", "2027-04-27"]
    assert times(at_its_time(lite)) == at_three(days)


def test_both_at_once_suggest_and_so_agree(world: World) -> None:
    anna, marco = second_agreed(world)
    post = room(world, "session.proposed", anna, marco)
    world.at_once(
        lambda: anna.presses("button.keep", post), lambda: marco.presses("button.keep", post)
    )
    world.tick()
    assert times(at_its_time(world)) == at_three(EVERY_FOURTH)


def test_both_at_once_take_it_once(world: World) -> None:
    """And who suggested it cannot take it for the other."""
    anna, marco = second_agreed(world)
    post = offers(world, marco, anna)
    marco.presses("button.keep_yes", post)
    assert marco.says_text("keep.answer.waits", partner="Anna") in marco.answer
    assert at_its_time(world) == []
    world.at_once(*[lambda: anna.presses("button.keep_yes", post)] * 2)
    world.tick()
    assert times(at_its_time(world)) == at_three(EVERY_FOURTH)
    anna.hands.presses_old(anna.words.plain("button.keep_yes"), post)
    assert anna.says_text("keep.answer.kept", partner="Marco") in anna.answer


def test_each_meeting_is_moved_by_itself(lite: World) -> None:
    """The others stay, and the post lists what stands."""
    anna, marco = second_agreed(lite)
    anna.presses("button.keep_yes", offers(lite, marco, anna))
    lite.lives_until("2026-12-16 12:00")
    agrees(lite, anna, marco, "2027-01-14 11:00")
    states = [row.state for row in sorted(at_its_time(lite), key=lambda row: row.starts_at)]
    assert states == ["moved", *["dated"] * 4]
    shown = lite.slack.shown(room(lite, KEEP, anna, marco), anna.id)
    assert "12 gennaio" not in shown
    assert "9 febbraio" in shown


def test_the_post_is_up_to_date_after_months_too(lite: World) -> None:
    anna, marco = second_agreed(lite)
    post = offers(lite, marco, anna)
    anna.presses("button.keep_yes", post)
    lite.lives_until("2027-03-10 12:00")
    agrees(lite, anna, marco, "2027-04-08 11:00")
    shown = lite.slack.shown(post, anna.id)
    assert "6 aprile" not in shown
    assert "4 maggio" in shown


def test_each_meeting_is_reminded_and_asked_about(lite: World) -> None:
    """The next one is what Home has, too."""
    anna, marco = second_agreed(lite)
    anna.presses("button.keep_yes", offers(lite, marco, anna))
    lite.lives_until("2026-12-28 12:00")
    anna.types("status")
    assert when(anna, "2027-01-12 15:00") in anna.answer
    lite.lives_until("2027-01-13 12:00")
    assert [anna.heard.count(kind) for kind in (NEAR, "checkin.ask")] == [3, 3]
    asked = {row.session_id for row in lite.rows(CheckinRequest)}
    assert {row.id for row in at_its_time(lite)} <= asked


def test_when_the_pair_ends_before_the_same_time_comes_again_that_is_said(lite: World) -> None:
    """They met in winter, too: a pair without meetings has ended by then."""
    anna, marco = lite.dated("2026-12-03 15:00")
    lite.lives_until("2027-02-15 12:00")
    agrees(lite, marco, anna, "2027-02-22 15:00")
    lite.lives_until("2027-05-03 09:00")
    agrees(lite, marco, anna, "2027-05-10 15:00")
    before = lite.counts()
    marco.presses("button.keep", room(lite, "session.proposed", anna, marco))
    assert marco.words.plain("refusal.no_time_left", day="").split(",")[1] in marco.answer
    assert lite.counts()["session"] == before["session"]
    assert {row.keep_offered_by for row in lite.rows(Session)} == {None}


def test_a_suggestion_does_not_outlive_the_pair_or_its_meeting(lite: World) -> None:
    anna, marco = second_agreed(lite)
    post = offers(lite, marco, anna)
    marco.leaves()
    lite.passes(minutes=11)
    lite.tick()
    assert anna.says_text("keep.gone") in lite.slack.shown(post, anna.id)
    anna.hands.presses_old(anna.words.plain("button.keep_yes"), post)
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    assert at_its_time(lite) == []


def test_a_break_takes_out_what_lies_within_it(lite: World) -> None:
    """A longer one more; what lies beyond stands, and is reminded of when its time comes."""
    anna, marco = second_agreed(lite)
    anna.presses("button.keep_yes", offers(lite, marco, anna))
    lite.lives_until("2027-01-05 12:00")
    assert stand(lite) == EVERY_FOURTH
    marco.types("pause 2027-01-20")
    lite.lives_until("2027-01-05 14:00")
    assert stand(lite) == EVERY_FOURTH[1:]
    marco.types("pause 2027-02-15")
    lite.lives_until("2027-01-06 12:00")
    assert stand(lite) == EVERY_FOURTH[2:]
    lite.lives_until("2027-03-08 12:00")
    assert anna.message(NEAR).text.startswith("Domani alle 15:00")


def test_before_the_first_meeting_no_time_is_kept(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 15:00")
    assert "date.keep" not in str(room(lite, "session.proposed", anna, marco).blocks)


# --- both hear that it is kept --------------------------------------------------------------------


def test_what_is_taken_before_its_post_has_left_is_told_as_taken(lite: World) -> None:
    """Both tap on the agreement in the evening: in the morning the room reads what stands."""
    anna, marco = second_agreed(lite)
    lite.lives_until("2026-12-07 20:00")
    for one in (marco, anna):
        one.presses("button.keep", room(lite, "session.proposed", anna, marco))
    assert times(at_its_time(lite)) == at_three(EVERY_FOURTH)
    lite.lives_until("2026-12-09 12:00")
    assert marco.says_text("keep.kept") in room(lite, KEEP, anna, marco).text


def test_without_a_room_who_suggested_it_hears_that_it_is_taken(lite: World) -> None:
    refuses_groups(lite, "restricted_action")
    anna, marco = become_a_pair(lite)
    lite.tick()
    agrees(lite, marco, anna, "2026-12-03 15:00")
    lite.lives_until("2026-12-04 12:00")
    agrees(lite, marco, anna, "2026-12-15 15:00")
    marco.answers_to("session.agreed", "button.keep")
    lite.tick()
    assert KEEP not in marco.heard
    anna.answers_to(KEEP, "button.keep_yes")
    lite.tick()
    assert anna.heard.count(KEEP) == marco.heard.count(KEEP) == 1
    assert marco.says_text("keep.kept") in marco.reads(KEEP)
