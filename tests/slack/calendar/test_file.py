"""A calendar file, read back by other code than wrote it, and against RFC 5545."""

import io
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.domain.meetings.entry import Entry
from bot.domain.meetings.slots import Slot
from bot.slack.meetings.calendar.file import calendar_file
from bot.texts.words import Words, words_for
from tests.domain.time.moments import at

LENGTH = timedelta(minutes=45)
ZONES = {
    # A Monday or Tuesday on each side of what the clock does there, at ten o'clock, and its UTC.
    ("Europe/Rome", "2027-03-26"): "09:00",
    ("Europe/Rome", "2027-03-29"): "08:00",
    ("Europe/Rome", "2026-10-23"): "08:00",
    ("Europe/Rome", "2026-10-26"): "09:00",
    ("Europe/London", "2027-03-26"): "10:00",
    ("Europe/London", "2027-03-29"): "09:00",
    ("America/New_York", "2027-03-12"): "15:00",
    ("America/New_York", "2027-03-15"): "14:00",
    ("America/New_York", "2026-10-30"): "14:00",
    ("America/New_York", "2026-11-02"): "15:00",
    ("America/Sao_Paulo", "2026-11-02"): "13:00",
    ("America/Sao_Paulo", "2027-02-22"): "13:00",
    ("Asia/Kolkata", "2027-03-29"): "04:30",
    ("America/Vancouver", "2026-03-06"): "18:00",  # the last winter time
    ("America/Vancouver", "2026-03-09"): "17:00",
    ("America/Vancouver", "2026-11-02"): "17:00",  # and no more change
    ("America/Vancouver", "2027-03-15"): "17:00",
}

ODD = {"Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"}


def reader(zone: str = "Europe/Rome", language: str = "en", name: str = "Marco Bianchi") -> Words:
    return words_for(language, zone, formal=False, names=lambda _: name)


def entry(starts: datetime, number: int = 1, **more: object) -> Entry:
    slot = Slot(starts, starts + LENGTH)
    return Entry(f"{number}@revmentor", slot, at("2026-01-05T09:30"), **more)  # type: ignore[arg-type]


def events(file: bytes) -> list[Event]:
    return [one for one in Calendar.from_ical(file).walk("VEVENT") if isinstance(one, Event)]


def lines(file: bytes) -> list[str]:
    """Content lines, unfolded by hand as RFC 5545, 3.1 says; each line as it must be."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    return file.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(file: bytes, name: str) -> str:
    """The only value of a property, unescaped by hand as RFC 5545, 3.3.11 says."""
    (raw,) = (one for one in lines(file) if one.startswith(f"{name}:"))
    text, found = raw.partition(":")[2], ""
    while text:
        if text[0] == "\\":
            found, text = found + {"n": "\n", "N": "\n"}.get(text[1], text[1]), text[2:]
        else:
            assert text[0] not in ",;", "commas and semicolons are escaped"
            found, text = found + text[0], text[1:]
    return found


# --- what stands in it ----------------------------------------------------------------------------


def test_what_a_file_says() -> None:
    link = "https://meet.example.com/abc?x=1,2;y"
    file = calendar_file([entry(at("2026-12-01T09:00"), link=link)], "U0MARCO", reader())
    said = lines(file)
    assert said[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"} <= set(said)
    assert {
        "UID:1@revmentor", "SEQUENCE:0", "STATUS:CONFIRMED", "CLASS:PRIVATE",
        "DTSTAMP:20260105T093000Z", "DTSTART;TZID=Europe/Rome:20261201T100000",
        "DTEND;TZID=Europe/Rome:20261201T104500", "SUMMARY:Mentoring with Marco Bianchi",
    } <= set(said)  # fmt: skip
    assert value(file, "LOCATION") == link
    assert not [one for one in said if one.startswith(("ORGANIZER", "ATTENDEE"))]


@pytest.mark.parametrize(
    ("language", "formal", "title", "delete"),
    [
        ("en", False, "Called off: mentoring with Marco", "please delete this entry"),
        ("it", False, "Annullato: mentoring con Marco", "questa voce è da eliminare"),
        ("it", True, "Annullato: mentoring con Marco", "questa voce è da eliminare"),
    ],
)
def test_a_meeting_called_off_keeps_its_entry_and_says_to_delete_it(
    language: str, formal: bool, title: str, delete: str
) -> None:
    words = words_for(language, "Europe/Rome", formal=formal, names=lambda _: "Marco")
    gone = entry(at("2026-12-01T09:00")).called_off(at("2026-11-30T09:00"))
    file = calendar_file([gone], "U0MARCO", words)
    assert {"UID:1@revmentor", "SEQUENCE:1", "STATUS:CANCELLED"} <= set(lines(file))
    assert value(file, "SUMMARY") == title
    assert delete in value(file, "DESCRIPTION")


def test_each_change_has_the_same_uid_and_a_higher_sequence() -> None:
    first = entry(at("2026-12-01T09:00"))
    moved = first.moved(
        Slot(at("2026-12-02T09:00"), at("2026-12-02T09:45")), at("2026-11-20T09:00")
    )
    gone = moved.called_off(at("2026-11-21T09:00"))
    back = gone.moved(first.slot, at("2026-11-22T09:00"))
    changes = [first, moved, gone, back]
    read = [events(calendar_file([one], "U0MARCO", reader()))[0] for one in changes]
    assert [one.uid for one in read] == ["1@revmentor"] * 4
    assert [one.sequence for one in read] == [0, 1, 2, 3]
    assert [str(one.status) for one in read] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip
    assert [one.stamp for one in read] == [one.changed_at for one in changes]
    assert [one.start for one in read] == [one.slot.starts_at for one in changes]


def test_a_series_is_one_entry_a_meeting() -> None:
    """So that a single one can be moved: nothing in the file repeats by a rule."""
    starts = [at("2026-12-01T09:00") + timedelta(weeks=4 * n) for n in range(6)]
    file = calendar_file([entry(one, n) for n, one in enumerate(starts)], "U0MARCO", reader())
    read = events(file)
    assert [one.start for one in read] == starts
    assert len({one.uid for one in read}) == 6
    assert not [one for one in lines(file) if one.startswith(("RRULE", "EXDATE", "RECURRENCE"))]
    assert [one for one in lines(file) if one.startswith("TZID:")] == ["TZID:Europe/Rome"]


# --- clocks ---------------------------------------------------------------------------------------


def clock_in(file: bytes, zone: str) -> tzical:
    """The zone as the file itself describes it, read by another library."""
    text = "\r\n".join(lines(file))
    begin, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE") + len("END:VTIMEZONE")
    return tzical(io.StringIO(text[begin:end])).get(zone)


@pytest.mark.parametrize(("zone", "day"), ZONES)
def test_ten_is_ten_by_the_files_own_clock(zone: str, day: str) -> None:
    starts = at(f"{day}T{ZONES[zone, day]}")
    file = calendar_file([entry(starts)], "U0MARCO", reader(zone))
    (written,) = (one for one in lines(file) if one.startswith("DTSTART;"))
    assert written == f"DTSTART;TZID={zone}:{day.replace('-', '')}T100000"
    wall = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=clock_in(file, zone))
    assert wall.astimezone(UTC) == starts


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        sorted({zone for zone, _ in ZONES} | {"Australia/Lord_Howe", "Asia/Kathmandu"})
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(-300, 300),
)
def test_the_clock_of_a_file_is_that_of_its_zone(zone: str, starts: datetime, days: int) -> None:
    """For months around its meeting, which somebody may move by hand; a wall time that the clock
    skips or repeats is left out."""
    file = calendar_file([entry(starts.replace(microsecond=0))], "U0MARCO", reader(zone))
    moment = (starts + timedelta(days=days)).replace(microsecond=0)
    wall = moment.astimezone(ZoneInfo(zone))
    if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset():
        return
    theirs = wall.replace(tzinfo=clock_in(file, zone), fold=0)
    assert theirs.utcoffset() == wall.utcoffset()


def test_summer_time_begins_on_the_clock_of_before() -> None:
    """RFC 5545, 3.6.5: at two o'clock of winter time, not at three of summer time."""
    file = calendar_file([entry(at("2027-03-01T09:00"))], "U0MARCO", reader())
    text = "\n".join(lines(file))
    assert (
        "BEGIN:DAYLIGHT\nDTSTART:20270328T020000\nTZNAME:CEST\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT"
    ) in text
    assert (
        "BEGIN:STANDARD\nDTSTART:20261025T030000\nTZNAME:CET\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD"
    ) in text


@pytest.mark.parametrize("zone", ["UTC", "Mars/Olympus"])
def test_who_has_no_zone_reads_utc(zone: str) -> None:
    file = calendar_file([entry(at("2027-03-01T09:00"))], "U0MARCO", reader(zone))
    assert "DTSTART:20270301T090000Z" in lines(file)
    assert "BEGIN:VTIMEZONE" not in lines(file)


# --- signs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        'Rossi, Anna; \\ "Nina" d\'Arc',
        "👩🏽‍💻 Ада 李小龍 " * 5,
        "à" * 80,
        "END:VEVENT BEGIN:VALARM",
        "a:b;TZID=x,y",
    ],
)
def test_any_name_comes_through(name: str) -> None:
    words = reader(name=name)
    file = calendar_file([entry(at("2027-03-01T09:00"))], "U0MARCO", words)
    title = f"Mentoring with {words.plain_name('U0MARCO')}"
    assert value(file, "SUMMARY") == title
    (read,) = events(file)
    assert read.summary == title


def test_a_name_with_a_line_break_begins_no_line() -> None:
    name = "Marco\r\nATTENDEE:mailto:boss@example.com\nX\u2028Y\x00"
    file = calendar_file([entry(at("2027-03-01T09:00"))], "U0MARCO", reader(name=name))
    assert not [one for one in lines(file) if one.startswith(("ATTENDEE", "X"))]
    assert len(events(file)) == 1


@settings(deadline=None)
@given(st.text(max_size=120))
def test_whatever_somebody_is_called(name: str) -> None:
    words = reader(name=name)
    file = calendar_file([entry(at("2027-03-01T09:00"))], "U0MARCO", words)
    assert value(file, "SUMMARY") == f"Mentoring with {words.plain_name('U0MARCO')}"
    assert [one.partition(":")[0] for one in lines(file)].count("SUMMARY") == 1


def test_the_library_is_loaded_by_the_first_file_alone() -> None:
    said = (
        "import sys, bot.app, bot.operations.cli, bot.slack.meetings.calendar.file as file;"
        "print('icalendar' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    ran = subprocess.run([sys.executable, "-c", said], cwd=root, capture_output=True, text=True)
    assert ran.stdout.strip() == "False", ran.stderr


def test_an_empty_file_is_still_a_calendar() -> None:
    none: Sequence[Entry] = ()
    assert events(calendar_file(none, "U0MARCO", reader())) == []
