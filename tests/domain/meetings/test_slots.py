"""Finding a time: what is proposed to two people, and what must hold of it whoever they are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meetings.slots import AHEAD, NOTICE, Diary, Slot, best_slots, suits
from bot.domain.time.calendar import is_holiday
from bot.domain.time.working_hours import Hours, into_hours
from tests.domain.time.moments import ROME, at, rome

LENGTH = timedelta(minutes=45)
FAR = at("2040-01-01T00:00")
COUNTRIES = {
    "Europe/Rome": "IT",
    "Europe/London": "GB",
    "America/New_York": "US",
    "America/Sao_Paulo": "BR",
    "Asia/Kolkata": "IN",
    "America/Vancouver": "CA",
}
ABROAD = {zone: Hours(zone, country=country) for zone, country in COUNTRIES.items()}


def shown(slots: tuple[Slot, ...], zone: str = "Europe/Rome") -> list[str]:
    return [f"{slot.starts_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for slot in slots]


def found(
    other: Diary, now: str, one: Diary | None = None, last: datetime = FAR, minutes: int = 45
) -> tuple[Slot, ...]:
    return best_slots(one or Diary(ROME), other, timedelta(minutes=minutes), rome(now), last)


# --- by hand --------------------------------------------------------------------------------------


def test_two_in_one_office_meet_on_three_days_at_three_times_of_day() -> None:
    """Of ten days the first, the fifth and the eighth that are left: 8 December is a holiday."""
    slots = found(Diary(ROME), "2026-11-30T10:00")
    assert shown(slots) == ["12-01 10:00", "12-04 16:00", "12-10 14:00"]
    assert {slot.ends_at - slot.starts_at for slot in slots} == {LENGTH}


SIX_ZONES = {
    # Clocks in Rome, then there. Each line is around a change of the clock in one of the two.
    ("Europe/London", "2026-10-16T10:00"): (
        ["10-19 11:00", "10-22 16:00", "10-27 15:00"],
        ["10-19 10:00", "10-22 15:00", "10-27 14:00"],
    ),
    # New York changes a week after Rome: for a week it is five hours, not six.
    ("America/New_York", "2026-10-16T10:00"): (
        ["10-19 16:00", "10-26 16:00", "10-27 15:00"],
        ["10-19 10:00", "10-26 11:00", "10-27 10:00"],
    ),
    ("America/New_York", "2027-03-12T10:00"): (
        ["03-15 15:00", "03-18 16:00", "03-23 15:00"],
        ["03-15 10:00", "03-18 11:00", "03-23 10:00"],
    ),
    # São Paulo has no summer time any more, Kolkata never had, and is half an hour beside.
    ("America/Sao_Paulo", "2026-10-16T10:00"): (
        ["10-19 15:00", "10-22 16:00", "10-27 14:00"],
        ["10-19 10:00", "10-22 11:00", "10-27 10:00"],
    ),
    ("Asia/Kolkata", "2026-10-16T10:00"): (
        ["10-19 10:30", "10-26 11:30", "10-28 10:30"],
        ["10-19 14:00", "10-26 16:00", "10-28 15:00"],
    ),
    # Vancouver stays seven hours behind UTC: one hour in common with Rome in its winter.
    ("America/Vancouver", "2026-11-30T10:00"): (
        ["12-01 17:00", "12-04 17:00", "12-10 17:00"],
        ["12-01 09:00", "12-04 09:00", "12-10 09:00"],
    ),
    ("America/Vancouver", "2026-07-01T10:00"): ([], []),
}


@pytest.mark.parametrize(("zone", "now"), SIX_ZONES)
def test_the_clock_is_right_in_both_places(zone: str, now: str) -> None:
    slots = found(Diary(ABROAD[zone]), now)
    assert slots == found(Diary(ROME), now, Diary(ABROAD[zone])), "whoever asks"
    assert (shown(slots), shown(slots, zone)) == SIX_ZONES[zone, now]


def test_vancouver_changes_its_clock_no_more() -> None:
    zone = ZoneInfo("America/Vancouver")
    months = [at(f"2027-{month:02}-15T12:00").astimezone(zone) for month in range(1, 13)]
    assert {month.utcoffset() for month in months} == {timedelta(hours=-7)}


def test_a_meeting_with_somebody_else_is_avoided_and_so_is_a_break() -> None:
    busy = ((rome("2026-12-01T10:00"), rome("2026-12-01T11:00")),)
    assert shown(found(Diary(ROME, busy), "2026-11-30T10:00")) == [
        "12-01 11:00", "12-04 16:00", "12-10 14:00",
    ]  # fmt: skip
    away = ((rome("2026-11-30T00:00"), rome("2026-12-07T00:00")),)
    assert shown(found(Diary(ROME, away), "2026-11-30T10:00"))[0] == "12-07 10:00"
    months = ((rome("2026-11-30T00:00"), rome("2027-01-07T00:00")),)
    assert found(Diary(ROME, months), "2026-11-30T10:00") == ()


def test_one_meeting_may_begin_when_another_ends() -> None:
    only = Hours("Europe/Rome", days=frozenset({1}), start=9 * 60, end=11 * 60)
    busy = ((rome("2026-12-01T09:00"), rome("2026-12-01T10:00")),)
    slots = found(Diary(only, busy), "2026-11-24T10:00", last=rome("2026-12-02T00:00"))
    assert shown(slots) == ["12-01 10:00"]


def test_who_works_on_one_day_is_shown_three_times_of_it() -> None:
    only = Hours("Europe/Rome", days=frozenset({2}))
    slots = found(Diary(only), "2026-11-25T10:00", last=rome("2026-12-05T00:00"))
    assert shown(slots) == ["12-02 10:00", "12-02 14:00", "12-02 16:00"]


def test_a_pair_meets_before_its_last_day_is_over() -> None:
    slots = found(Diary(ROME), "2026-11-30T10:00", last=rome("2026-12-01T10:30"))
    assert slots == ()
    slots = found(Diary(ROME), "2026-11-30T10:00", last=rome("2026-12-01T10:45"))
    assert shown(slots) == ["12-01 10:00"]


def test_a_time_is_taken_for_a_whole_meeting() -> None:
    short = Hours("Europe/Rome", start=9 * 60, end=9 * 60 + 50)
    assert shown(found(Diary(short), "2026-11-30T08:00", minutes=50))[0] == "12-01 09:00"
    assert found(Diary(short), "2026-11-30T08:00", minutes=51) == ()


def test_both_have_a_day_to_read_of_it() -> None:
    """On Friday evening nobody reads any more: not on Monday, but on Tuesday."""
    assert shown(found(Diary(ROME), "2026-11-27T19:00"))[0] == "12-01 10:00"


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2026-12-01T09:00", "2026-12-01T09:45", True),
        ("2026-12-01T17:15", "2026-12-01T18:00", True),
        ("2026-12-01T17:30", "2026-12-01T18:15", False),
        ("2026-12-01T08:45", "2026-12-01T09:30", False),
        ("2026-12-05T10:00", "2026-12-05T10:45", False),  # a Saturday
        ("2026-12-08T10:00", "2026-12-08T10:45", False),  # a holiday
    ],
)
def test_whether_a_time_is_in_somebodys_hours(start: str, end: str, fits: bool) -> None:
    assert suits(Slot(rome(start), rome(end)), ROME) is fits


# --- whoever they are -----------------------------------------------------------------------------


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    zone = draw(st.sampled_from(list(COUNTRIES)))
    start = draw(st.integers(0, 40)) * 30
    return Hours(
        zone,
        days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        start=start,
        end=draw(st.integers(start // 30 + 1, 48)) * 30,
        country=COUNTRIES[zone],
    )


NOWS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.integers(25, 90).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def diaries(draw: st.DrawFn, now: datetime) -> Diary:
    stretches = st.tuples(st.integers(0, 14 * 24 * 4), st.integers(1, 2 * 24 * 4))
    spans = draw(st.lists(stretches, max_size=4))
    quarter = timedelta(minutes=15)
    taken = [(now + begins * quarter, now + (begins + lasts) * quarter) for begins, lasts in spans]
    return Diary(draw(hours()), tuple(taken))


@settings(deadline=None)
@given(st.data(), NOWS, LENGTHS, st.integers(0, 20))
def test_what_holds_of_every_slot(
    data: st.DataObject, now: datetime, length: timedelta, days: int
) -> None:
    one, other = (data.draw(diaries(now)) for _ in range(2))
    last = now + timedelta(days=days)
    slots = best_slots(one, other, length, now, last)
    assert slots == best_slots(other, one, length, now, last), "whoever asks"
    assert len(slots) <= 3
    assert list(slots) == sorted(set(slots))
    for slot in slots:
        assert slot.ends_at - slot.starts_at == length
        assert slot.ends_at <= min(last, now + AHEAD)
        assert slot.starts_at.minute in (0, 30)
        for diary in (one, other):
            _holds_for(slot, diary, now)
    for sooner, later in pairwise(slots):
        assert sooner.ends_at <= later.starts_at


def _holds_for(slot: Slot, diary: Diary, now: datetime) -> None:
    """Computed another way than in the code: on the clock on their wall."""
    zone, theirs = ZoneInfo(diary.hours.zone), diary.hours
    starts, ends = (moment.astimezone(zone) for moment in (slot.starts_at, slot.ends_at))
    assert starts.weekday() in theirs.days
    assert not is_holiday(starts.date(), theirs.country)
    assert starts.hour * 60 + starts.minute >= theirs.start
    minutes = (ends.date() - starts.date()).days * 1440 + ends.hour * 60 + ends.minute
    assert minutes <= theirs.end
    assert slot.starts_at >= into_hours(now, theirs) + NOTICE
    for since, until in diary.taken:
        assert slot.ends_at <= since or until <= slot.starts_at


@settings(deadline=None)
@given(NOWS, LENGTHS, st.sampled_from(list(COUNTRIES)), st.sets(st.integers(0, 6), min_size=1))
def test_in_one_place_they_lie_on_as_many_days_as_there_are(
    now: datetime, length: timedelta, zone: str, weekdays: set[int]
) -> None:
    who = Hours(zone, days=frozenset(weekdays), country=COUNTRIES[zone])
    slots = best_slots(Diary(who), Diary(ABROAD[zone]), length, now, FAR)
    days = {slot.starts_at.astimezone(ZoneInfo(zone)).date() for slot in slots}
    possible = {
        day.date()
        for n in range(16)
        for day in [now.astimezone(ZoneInfo(zone)) + timedelta(days=n)]
        if day.weekday() in weekdays & set(range(5)) and not is_holiday(day.date(), who.country)
    }
    earliest = max(into_hours(now, one) for one in (who, ABROAD[zone])) + NOTICE
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (earliest, now + AHEAD))
    whole = [day for day in possible if first < day < last]
    assert len(days) >= min(3, len(whole))


@settings(deadline=None)
@given(st.data(), NOWS)
def test_a_slot_does_not_tell_why_the_others_are_none(data: st.DataObject, now: datetime) -> None:
    """A break and a meeting over the same time, of whomever, leave the same slots."""
    one, other = (data.draw(diaries(now)) for _ in range(2))
    theirs = Diary(one.hours, other.taken), Diary(other.hours, one.taken)
    assert best_slots(*theirs, LENGTH, now, FAR) == best_slots(one, other, LENGTH, now, FAR)
