"""When things are due. Moments are written in UTC unless a zone is named."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import cadence
from bot.domain.cadence import Hours
from bot.domain.time.calendar import is_holiday

ROME = Hours("Europe/Rome", country="IT")
NEW_YORK = Hours("America/New_York", country="US")


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def rome(text: str) -> datetime:
    return at(text, "Europe/Rome")


# --- local time ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "minute", "moment"),
    [
        ("Europe/Rome", date(2026, 3, 28), 540, "2026-03-28T08:00"),
        ("Europe/Rome", date(2026, 3, 29), 540, "2026-03-29T07:00"),
        ("Europe/Rome", date(2026, 3, 29), 150, "2026-03-29T01:00"),  # 02:30 does not exist
        ("Europe/Rome", date(2026, 10, 25), 150, "2026-10-25T00:30"),  # 02:30 twice: the first
        ("America/New_York", date(2026, 3, 8), 150, "2026-03-08T07:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30"),  # half an hour
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00"),  # no midnight
        ("Pacific/Apia", date(2011, 12, 30), 540, "2011-12-30T10:00"),  # no such day
        ("Europe/Rome", date(2026, 11, 25), 1440, "2026-11-25T23:00"),
    ],
)
def test_a_wall_time_becomes_a_moment(zone: str, day: date, minute: int, moment: str) -> None:
    assert cadence.at_local(day, minute, zone) == at(moment)


def test_the_day_is_the_one_on_the_local_clock() -> None:
    assert cadence.local_day(at("2026-11-25T23:30"), "Europe/Rome") == date(2026, 11, 26)
    assert cadence.local_day(at("2026-11-25T23:30"), "America/New_York") == date(2026, 11, 25)


# --- working hours -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        ("2026-11-25T10:00", "2026-11-25T10:00"),  # a Wednesday, working
        ("2026-11-25T08:59", "2026-11-25T09:00"),
        ("2026-11-25T18:00", "2026-11-26T09:00"),  # the end is not included
        ("2026-11-27T19:00", "2026-11-30T09:00"),  # over the weekend
        ("2026-12-07T18:30", "2026-12-09T09:00"),  # 8 December is a holiday in Italy
        ("2026-03-27T19:00", "2026-03-30T09:00"),  # over the change of the clock
        ("2026-10-23T19:00", "2026-10-26T09:00"),
    ],
)
def test_a_moment_moves_into_working_hours(moment: str, moved: str) -> None:
    assert cadence.into_hours(rome(moment), ROME) == rome(moved)


def test_nine_stays_nine_when_new_york_changes_its_clock() -> None:
    for friday, monday in (("2026-03-06", "2026-03-09"), ("2026-10-30", "2026-11-02")):
        moved = cadence.into_hours(at(f"{friday}T20:00", NEW_YORK.zone), NEW_YORK)
        assert moved == at(f"{monday}T09:00", NEW_YORK.zone)


NIGHTS = {
    "Europe/Rome": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],
    "Asia/Kolkata": ["2026-03-29"],
    "Australia/Sydney": ["2026-04-05", "2026-10-04"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
}
NEAR = [(zone, night) for zone, nights in NIGHTS.items() for night in nights]
COUNTRY = {"Europe/Rome": "IT", "America/Sao_Paulo": "BR"}


@st.composite
def hours(draw: st.DrawFn, zone: str) -> Hours:
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, 1440))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Hours(zone, days, start, end, COUNTRY.get(zone))


def working_minutes(first: datetime, hours: Hours) -> set[datetime]:
    """Minute by minute over ten days: what the clock on the wall has reached, day by day.

    Where the clock goes back, what it had reached counts: an hour is lived through once.
    """
    zone, found = ZoneInfo(hours.zone), set()
    reached: dict[date, int] = {}
    for n in range(-36 * 60, 10 * 24 * 60):
        moment = first + timedelta(minutes=n)
        wall = moment.astimezone(zone)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        reached[day] = max(minute, reached.get(day, 0))
        works = day.weekday() in hours.days and not is_holiday(day, hours.country)
        if works and hours.start <= reached[day] < hours.end and n >= 0:
            found.add(moment)
    return found


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.integers(-48 * 60, 48 * 60))
def test_brute_force_over_the_nights_of_the_clock_change(
    data: st.DataObject, near: tuple[str, str], shift: int
) -> None:
    zone, night = near
    who = data.draw(hours(zone))
    moment = at(f"{night}T00:00", zone) + timedelta(minutes=shift)
    working = working_minutes(moment, who)
    if working:
        assert cadence.into_hours(moment, who) == min(working)
    assert cadence.is_working(moment, who) == (moment in working)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.sampled_from(NEAR), st.integers(-2880, 2880))
def test_common_hours_are_the_first_minute_that_both_work(
    data: st.DataObject, one: tuple[str, str], other: tuple[str, str], shift: int
) -> None:
    a, b = data.draw(hours(one[0])), data.draw(hours(other[0]))
    moment = at(f"{one[1]}T00:00", one[0]) + timedelta(minutes=shift)
    both = working_minutes(moment, a) & working_minutes(moment, b)
    if both:
        assert cadence.into_common_hours(moment, a, b) == min(both)


def test_who_never_works_together_is_met_in_the_hours_of_the_first() -> None:
    weekend = Hours("Europe/Rome", frozenset({5, 6}))
    assert cadence.into_common_hours(rome("2026-11-25T20:00"), ROME, weekend) == rome(
        "2026-11-26T09:00"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset[int]()},
        {"days": frozenset({7})},
        {"start": 600, "end": 600},
        {"end": 1441},
        {"start": -30},
    ],
)
def test_hours_that_cannot_be(wrong: dict[str, frozenset[int]]) -> None:
    with pytest.raises(ValueError, match="hours need"):
        Hours("Europe/Rome", **wrong)  # type: ignore[arg-type]


def test_a_week_has_its_quarters_of_an_hour() -> None:
    quarters = cadence.slots(ROME, date(2026, 12, 7))  # the holiday of the 8th stays in
    assert len(quarters) == 5 * 9 * 4
    assert min(quarters) * 900 == rome("2026-12-07T09:00").timestamp()
    assert max(quarters) * 900 == rome("2026-12-11T17:45").timestamp()
    assert cadence.slots(ROME, date(2026, 12, 10)) == quarters  # any day of the week names it


def test_common_hours_shrink_across_zones() -> None:
    monday = date(2026, 12, 7)
    common = cadence.slots(ROME, monday) & cadence.slots(NEW_YORK, monday)
    assert len(common) == 5 * 3 * 4  # 15:00 to 18:00 in Rome


def test_a_night_shift_loses_the_hour_that_does_not_exist() -> None:
    night = Hours("Europe/Rome", frozenset({6}), 60, 240)
    assert len(cadence.slots(night, date(2026, 3, 23))) == 2 * 4
    assert len(cadence.slots(night, date(2026, 10, 19))) == 4 * 4


# --- working days --------------------------------------------------------------------------------


def test_working_days_are_counted_without_holidays() -> None:
    assert cadence.add_working_days(date(2026, 12, 4), 2, ROME) == date(2026, 12, 9)
    assert cadence.add_working_days(date(2026, 12, 5), 0, ROME) == date(2026, 12, 5)
    assert cadence.previous_working_day(date(2026, 12, 9), ROME) == date(2026, 12, 7)
    with pytest.raises(ValueError, match="forward"):
        cadence.add_working_days(date(2026, 12, 4), -1, ROME)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12))
def test_there_and_back_again(day: date, n: int) -> None:
    later = cadence.add_working_days(day, n, ROME)
    back = later
    for _ in range(n - 1):
        back = cadence.previous_working_day(back, ROME)
    assert cadence.previous_working_day(back, ROME) <= day < back


# --- rounds and proposals ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "first"),
    [
        (date(2026, 11, 9), date(2026, 11, 30)),  # a Monday: exactly three weeks
        (date(2026, 11, 10), date(2026, 12, 7)),
        (date(2027, 3, 8), date(2027, 3, 30)),  # Easter Monday moves it to Tuesday
    ],
)
def test_the_first_round(opening: date, first: date) -> None:
    assert cadence.off_holiday(cadence.first_monday(opening), "IT") == first


def test_rounds_keep_their_rhythm_after_a_holiday() -> None:
    assert cadence.next_round(date(2027, 3, 1), 4, "IT") == (date(2027, 3, 29), date(2027, 3, 30))
    assert cadence.next_round(date(2027, 3, 29), 4, "IT")[0] == date(2027, 4, 26)


def test_a_round_is_due_at_nine() -> None:
    assert cadence.round_due(date(2026, 12, 7), "Europe/Rome") == rome("2026-12-07T09:00")


def test_a_proposal_ends_at_six_on_the_fifth_working_day() -> None:
    sent = rome("2026-12-07T09:10")
    assert cadence.proposal_expiry(sent, "Europe/Rome", "IT") == rome("2026-12-15T18:00")
    assert cadence.proposal_expiry(sent, "Europe/Rome", None, 2) == rome("2026-12-09T18:00")


@pytest.mark.parametrize(
    ("sent", "days", "draft", "ends"),
    [
        ("2026-11-23T09:10", 9, "2026-12-07T09:00", "2026-12-04T18:00"),  # as the rules say
        ("2026-11-30T09:10", 9, "2026-12-14T09:00", "2026-12-11T18:00"),  # two holidays between
        ("2026-12-02T15:00", 9, "2026-12-07T09:00", "2026-12-04T18:00"),  # sent late
        ("2026-12-04T15:00", 9, "2026-12-07T09:00", "2026-12-09T18:00"),  # later than that
        ("2026-11-23T09:10", 4, "2026-12-21T09:00", "2026-11-27T18:00"),
    ],
)
def test_a_proposal_ends_before_the_next_round_is_drafted(
    sent: str, days: int, draft: str, ends: str
) -> None:
    """On the last working day before; two working days there are in any case."""
    end = cadence.proposal_expiry(rome(sent), "Europe/Rome", "IT", days, rome(draft))
    assert end == rome(ends)


@given(
    weeks=st.integers(1, 26), day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    country=st.sampled_from([None, "IT", "DE", "US", "JP", "SA"]), data=st.data(),
)  # fmt: skip
def test_what_the_rules_allow_ends_before_the_next_draft_unless_the_weeks_are_all_holidays(
    weeks: int, day: date, country: str | None, data: st.DataObject
) -> None:
    days = data.draw(st.integers(2, min(10, cadence.most_expiry_days(weeks))))
    nominal = day - timedelta(days=day.weekday())
    sent = cadence.round_due(cadence.off_holiday(nominal, country), "Europe/Rome")
    following = cadence.next_round(nominal, weeks, country)[1]
    draft = cadence.round_due(following, "Europe/Rome")
    end = cadence.proposal_expiry(sent, "Europe/Rome", country, days, draft)
    office = cadence.Hours(zone="Europe/Rome", country=country)
    two = cadence.add_working_days(cadence.local_day(sent, "Europe/Rome"), 2, office)
    assert end < draft or cadence.local_day(end, "Europe/Rome") == two


def test_a_proposal_is_recalled_after_two_working_days() -> None:
    assert cadence.proposal_reminder(rome("2026-12-04T10:20"), ROME) == rome("2026-12-09T10:20")
    assert cadence.proposal_reminder(rome("2026-12-04T20:00"), ROME) == rome("2026-12-10T09:00")


# --- sessions and check-ins ----------------------------------------------------------------------

EARLY = Hours("Europe/Rome", start=6 * 60, end=9 * 60)
LATE = Hours("Europe/Rome", start=11 * 60, end=20 * 60)


@pytest.mark.parametrize(
    ("ends", "who", "due"),
    [
        ("2026-11-25T11:45", ROME, "2026-11-25T13:45"),
        ("2026-11-25T15:59", ROME, "2026-11-25T17:59"),
        ("2026-11-25T16:00", ROME, "2026-11-26T09:30"),  # 18:00 is after hours
        ("2026-11-27T17:00", ROME, "2026-11-30T09:30"),  # Friday to Monday
        ("2026-12-07T17:00", ROME, "2026-12-09T09:30"),  # over a holiday
        ("2026-11-25T06:00", ROME, "2026-11-25T09:30"),  # before hours: the same morning
        ("2026-11-25T19:00", LATE, "2026-11-26T11:00"),  # not before their own start
        ("2026-11-25T10:00", EARLY, "2026-11-26T06:00"),  # nor after their end
    ],
)
def test_a_checkin_is_due(ends: str, who: Hours, due: str) -> None:
    assert cadence.checkin_due(rome(ends), who) == rome(due)


@settings(deadline=None)
@given(st.data(), st.sampled_from(NEAR), st.integers(-2880, 2880))
def test_a_checkin_is_asked_in_hours_and_never_early(
    data: st.DataObject, near: tuple[str, str], shift: int
) -> None:
    start = data.draw(st.integers(0, 22)) * 60
    who = Hours(near[0], start=start, end=data.draw(st.integers(start // 60 + 1, 24)) * 60)
    ends = at(f"{near[1]}T12:00", near[0]) + timedelta(minutes=shift)
    due = cadence.checkin_due(ends, who)
    assert due >= ends + timedelta(hours=2)
    assert cadence.is_working(due, who)


def test_a_checkin_closes_seven_days_after_the_end_whenever_asked() -> None:
    ends = rome("2026-10-23T17:00")
    assert cadence.checkin_closes(ends) - ends == timedelta(days=7)


def test_a_checkin_is_recalled_once_two_working_days_later() -> None:
    assert cadence.checkin_reminder(rome("2026-11-26T13:45"), ROME) == rome("2026-11-30T13:45")


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2026-11-26T15:00", "2026-11-25T09:30"),
        ("2026-11-30T15:00", "2026-11-27T09:30"),  # Monday: on Friday
        ("2026-12-09T09:00", "2026-12-07T09:30"),  # the day before is a holiday
    ],
)
def test_the_preparation_comes_a_working_day_ahead(starts: str, due: str) -> None:
    assert cadence.prep_due(rome(starts), ROME) == rome(due)


def test_seven_sessions_in_six_months() -> None:
    d0 = rome("2026-06-01T10:00")
    due = [cadence.sessions_due(d0, d0 + timedelta(days=n)) for n in range(183)]
    grown = [n for n in range(1, 183) if due[n] > due[n - 1]]
    assert grown == [14, 35, 63, 91, 119, 147, 175]
    assert due[-1] == 7


def test_a_week_without_a_date() -> None:
    d0 = rome("2026-11-25T10:00")
    assert cadence.no_date_due(d0) == rome("2026-12-02T10:00")


# --- windows -------------------------------------------------------------------------------------


def test_windows_follow_each_other_from_midnight_to_midnight() -> None:
    first = date(2026, 10, 5)
    start, end, seal = cadence.window_bounds(first, 0, "Europe/Rome")
    assert (start, end) == (rome("2026-10-05T00:00"), rome("2026-11-02T00:00"))
    assert seal == rome("2026-11-09T00:00")
    assert cadence.window_bounds(first, 1, "Europe/Rome")[0] == end


@given(st.integers(-700 * 1440, 700 * 1440), st.sampled_from(sorted(NIGHTS)))
def test_every_moment_lies_in_the_window_of_its_number(minutes: int, zone: str) -> None:
    moment = rome("2026-10-05T00:00") + timedelta(minutes=minutes)
    first = date(2026, 10, 5)
    number = cadence.window_number(first, moment, zone)
    start, end, seal = cadence.window_bounds(first, number, zone)
    assert start <= moment < end
    assert cadence.checkin_closes(moment) <= seal


def test_the_last_checkin_has_closed_when_a_window_is_sealed_over_the_clock_change() -> None:
    first = date(2026, 2, 23)
    for number in count():
        _, end, seal = cadence.window_bounds(first, number, "Europe/Rome")
        assert seal - end == timedelta(days=7)
        if end > rome("2026-12-01T00:00"):
            break
