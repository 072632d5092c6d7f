"""A meeting in the calendars of the two: button, links, file, and what becomes of it."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from icalendar import Calendar

from bot.domain.refusals import NotYours
from bot.programme.meetings.calendar import entries as use_cases
from bot.slack.edge.scopes import REQUIRED
from bot.store.tables import OutboxRow, Pair, Session
from playground.state.conversations import Message
from playground.state.faults import Fault
from tests.databases import Database
from tests.people import Colleague
from tests.world import World, living, moment

FILE, NEAR = "calendar.file", "session.near"
POSTS = ("session.proposed", "session.agreed")
SUITES = ["calendar.google.com", "outlook.office.com"]
MEET = "https://meet.example.com/j/42?pwd=a&b=c"


def adds(one: Colleague, in_: Message) -> None:
    """The button in a message; the window that it opens stays open, what is owed leaves."""
    one.hands.presses("calendar.add", in_)
    one.world.sends()


def adds_and_closes(one: Colleague, in_: Message) -> None:
    adds(one, in_)
    one.closes()


def links(one: Colleague) -> dict[str, list[str]]:
    """Titles by host, of the links in the open window."""
    found: dict[str, list[str]] = {}
    for block in one.view.blocks:
        for element in block.get("elements", []):
            if "url" in element:
                address = urlsplit(element["url"])
                asked = parse_qs(address.query)
                title = (asked.get("text") or asked.get("subject") or [""])[0]
                found.setdefault(address.netloc, []).append(title)
    return found


def files(one: Colleague) -> list[Message]:
    return [seen.message for seen in one.hands.sees.dm if seen.message.files]


def entries(message: Message) -> list[Any]:
    content = message.files[0].content
    assert content is not None
    return Calendar.from_ical(content).walk("VEVENT")


def said(entry: Any) -> tuple[str, int, str, datetime]:
    """Of an entry what a calendar goes by: status, sequence, title, beginning."""
    return (
        str(entry["STATUS"]),
        int(entry["SEQUENCE"]),
        str(entry["SUMMARY"]),
        entry["DTSTART"].dt,
    )


def when(one: Colleague, local: str) -> str:
    return one.words.moment(moment(local))


def rooms(world: World, *two: Colleague) -> list[Message]:
    """The posts about dates in the group of the two: each is the proposal, then the agreement."""
    return [one for one in world.group(*two) if world.kind_of(one) in POSTS]


def room(world: World, *two: Colleague) -> Message:
    return rooms(world, *two)[-1]


def test_each_adds_the_meeting_with_the_others_name(world: World) -> None:
    """The post is the same for both; what its button brings is each reader's own."""
    anna, marco = world.dated("2026-12-03 15:00")
    post = room(world, anna, marco)
    assert "https://" not in str(post.blocks)
    adds(anna, post)
    titles = ["Mentoring con Marco"]
    assert links(anna) == {"calendar.google.com": titles, "outlook.office.com": titles}
    adds(marco, post)
    assert links(marco)["calendar.google.com"] == ["Mentoring con Anna"]
    (at_anna,), (at_marco,) = files(anna), files(marco)
    assert anna.heard[-1] == marco.heard[-1] == FILE
    assert re.fullmatch(r"mentoring-[0-9a-f]{8}\.ics", at_anna.files[0].name)
    assert at_anna.files[0].title == "Mentoring con Marco"
    starts = moment("2026-12-03 15:00")
    assert [said(one) for one in entries(at_anna)] == [
        ("CONFIRMED", 0, "Mentoring con Marco", starts)
    ]
    (mine,), (theirs,) = entries(at_anna), entries(at_marco)
    assert mine["UID"] == theirs["UID"]
    assert str(mine["DTSTART"].params["TZID"]) == "Europe/Rome"
    assert not set(str(mine["UID"]).split("-")) & {anna.id, marco.id}


def test_a_second_tap_does_not_bring_the_file_twice(lite: World) -> None:
    """Whether one after the other or both at once; the day after it comes again."""
    anna, marco = lite.dated("2026-12-03 15:00")
    post = room(lite, anna, marco)
    adds_and_closes(anna, post)
    adds_and_closes(anna, post)
    assert len(files(anna)) == 1
    lite.passes(days=1)
    adds_and_closes(anna, post)
    assert len(files(anna)) == 2


def test_without_the_scope_there_are_the_links_alone(sqlite: Database, tmp_path: Path) -> None:
    with living(sqlite, tmp_path, workspace={"scopes": set(REQUIRED)}) as here:
        anna, marco = here.dated("2026-12-03 15:00")
        adds(anna, room(here, anna, marco))
        assert anna.says_text("calendar.link_adds") in anna.answer
        assert links(anna)["calendar.google.com"] == ["Mentoring con Marco"]
        assert FILE not in anna.heard
        assert here.rows(OutboxRow, kind=FILE) == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", method="files.getUploadURLExternal", code="file_uploads_disabled"),
        Fault("error", method="files.getUploadURLExternal", code="missing_scope"),
        Fault("http_500", method="upload"),
        Fault("drop", method="upload"),
        Fault("error", method="files.completeUploadExternal", code="file_not_found"),
    ],
    ids=lambda fault: f"{fault.method} {fault.kind} {fault.code}",
)
def test_where_slack_refuses_the_file_its_links_come(lite: World, fault: Fault) -> None:
    """In its place, once; nobody else waits for it, and the operator reads why, once."""
    anna, marco = lite.dated("2026-12-03 15:00")
    fault.count = None
    lite.slack.workspace.faults.add(fault)
    with structlog.testing.capture_logs() as logged:
        for one in (anna, marco):
            adds_and_closes(one, room(lite, anna, marco))
    for one in (anna, marco):
        assert files(one) == []
        assert one.heard.count(FILE) == 1
        elements = [e for b in one.message(FILE).blocks for e in b.get("elements", [])]
        assert [urlsplit(e["url"]).netloc for e in elements] == SUITES
    refused = [line for line in logged if "takes no files" in line["event"]]
    assert len(refused) == 1


def test_a_meeting_that_is_moved_stays_the_same_entry(world: World) -> None:
    """Whoever opens the file again has it at the new time, and at no other."""
    anna, marco = world.dated("2026-12-03 15:00")
    adds_and_closes(anna, room(world, anna, marco))
    world.passes(hours=1)
    marco.proposes("2026-12-10 11:00")
    world.tick()
    anna.confirms()
    world.tick()
    old, new = rooms(world, anna, marco)
    assert "calendar.add" not in str(old.blocks)
    adds_and_closes(anna, new)
    first, second = ([*entries(one)] for one in files(anna))
    assert [said(one) for one in second] == [
        ("CONFIRMED", 1, "Mentoring con Marco", moment("2026-12-10 11:00"))
    ]
    assert first[0]["UID"] == second[0]["UID"]
    assert second[0]["DTSTAMP"].dt > first[0]["DTSTAMP"].dt


def test_a_meeting_within_a_break_is_cancelled_in_the_calendar(world: World) -> None:
    """Also for who is away; once both are back and agree anew, that is another entry."""
    anna, marco = world.dated("2026-12-10 15:00")
    adds_and_closes(anna, room(world, anna, marco))
    world.passes(hours=1)
    marco.types("pause 2026-12-20")
    world.lives_until("2026-12-05 12:00")
    post = room(world, anna, marco)
    assert anna.words.plain("button.calendar_remove") in str(post.blocks)
    for one in (anna, marco):
        adds(one, post)
        assert links(one) == {}
        assert (
            one.says_text("calendar.called_off", when=when(one, "2026-12-10 15:00")) in one.answer
        )
        one.closes()
        (entry,) = entries(files(one)[-1])
        assert said(entry)[:2] == ("CANCELLED", 1)
        assert one.words.plain("calendar.delete") in str(entry["DESCRIPTION"])
    assert entries(files(anna)[0])[0]["UID"] == entries(files(anna)[1])[0]["UID"]


def test_a_meeting_of_a_pair_that_is_over_is_cancelled(lite: World) -> None:
    anna, marco = lite.dated("2026-12-10 15:00")
    marco.leaves()
    lite.passes(minutes=11)
    lite.tick()
    adds_and_closes(anna, room(lite, anna, marco))
    (entry,) = entries(files(anna)[-1])
    assert said(entry)[:2] == ("CANCELLED", 1)


def test_the_reminder_has_the_links_themselves(lite: World) -> None:
    """One person reads it; called off, it has the button instead."""
    anna, marco = lite.dated("2026-12-03 15:00")
    lite.lives_until("2026-12-02 12:00")
    for host in SUITES:
        assert f"<https://{host}/" in str(anna.message(NEAR).blocks)
    assert "Mentoring%20con%20Marco" in str(anna.message(NEAR).blocks)
    marco.leaves()
    lite.passes(minutes=11)
    lite.tick()
    assert SUITES[0] not in str(anna.message(NEAR).blocks)
    adds_and_closes(anna, anna.message(NEAR))
    (entry,) = entries(files(anna)[-1])
    assert said(entry)[:2] == ("CANCELLED", 1)


def test_a_meeting_that_has_begun_is_nothing_to_add(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 15:00")
    lite.goes_to("2026-12-03 16:00")
    adds(anna, room(lite, anna, marco))
    assert anna.says_text("calendar.none", partner="Marco") in anna.answer
    assert files(anna) == []


def test_only_the_two_have_the_meeting(lite: World) -> None:
    lite.dated("2026-12-03 15:00")
    stranger = lite.person("Eva")
    stranger.joins("mentor")
    (session,) = lite.rows(Session)
    with pytest.raises(NotYours):
        stranger.does(lambda work: use_cases.page(work, session.id, files_granted=True))
    assert lite.rows(OutboxRow, kind=FILE) == []


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "America/Vancouver"])
def test_each_reads_the_entry_on_their_own_clock(lite: World, zone: str) -> None:
    anna, john = lite.person("Anna"), lite.person("Marco", zone, "en-GB")
    lite.dated("2026-12-03 15:00")
    for one in (anna, john):
        adds_and_closes(one, room(lite, anna, john))
    (mine,), (theirs,) = entries(files(anna)[0]), entries(files(john)[0])
    assert mine["DTSTART"].dt == theirs["DTSTART"].dt
    assert str(theirs["DTSTART"].params["TZID"]) == zone
    assert str(theirs["SUMMARY"]) == "Mentoring with Anna"
    calendar_of_john = Calendar.from_ical(files(john)[0].files[0].content or b"")
    (written,) = calendar_of_john.walk("VTIMEZONE")
    assert str(written["TZID"]) == zone
    changes = len(written.walk("DAYLIGHT")) + len(written.walk("STANDARD"))
    assert changes > 1, "a year before and after has changes, if only those of the past"


# --- the video call -------------------------------------------------------------------------------


def proposes_with(one: Colleague, local: str, link: str) -> None:
    one.types("when")
    one.fills(starts_at=int(moment(local).timestamp()), video_link=link)
    one.submits()


def test_a_video_call_stays_with_the_pair_and_stands_where_one_looks(world: World) -> None:
    anna, marco = world.paired()
    proposes_with(marco, "2026-12-03 15:00", MEET)
    marco.closes()
    world.tick()
    anna.confirms()
    world.tick()
    assert f"<{MEET.replace('&', '&amp;')}>" in room(world, anna, marco).text
    adds_and_closes(anna, room(world, anna, marco))
    assert str(entries(files(anna)[0])[0]["LOCATION"]) == MEET
    world.lives_until("2026-12-02 12:00")
    assert MEET in anna.reads(NEAR)
    anna.types("when")
    assert anna.shows("video_link") == MEET
    anna.closes()


def test_a_new_video_call_changes_what_was_agreed(lite: World) -> None:
    """The post says the new address, the file brings it to calendars; emptied, there is none."""
    anna, marco = lite.dated("2026-12-03 15:00")
    agreed = room(lite, anna, marco)
    adds_and_closes(anna, agreed)
    for number, link in enumerate((MEET, ""), start=1):
        lite.passes(hours=1)
        proposes_with(anna, f"2026-12-1{number} 15:00", link)
        anna.closes()
        lite.tick()
        assert (MEET in lite.slack.shown(agreed, anna.id)) is bool(link)
        adds_and_closes(anna, agreed)
        (entry,) = entries(files(anna)[-1])
        assert int(entry["SEQUENCE"]) == number
        assert str(entry.get("LOCATION", "")) == link
    assert lite.one(Pair).video_link is None


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "http://meet.example.com/42", "https://a:b@meet.example.com/"]
)
def test_what_is_no_video_call_is_said_beside_the_field_and_stays(lite: World, typed: str) -> None:
    _anna, marco = lite.paired()
    before = lite.fingerprint()
    proposes_with(marco, "2026-12-03 15:00", typed)
    said_beside = marco.words.plain("refusal.no_video_link", limit=500)
    assert list(marco.view.errors.values()) == [said_beside]
    assert marco.shows("video_link") == typed
    assert lite.fingerprint() == before
