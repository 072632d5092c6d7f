"""When a round is due, and its proposals end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.due.rounds import (
    first_monday,
    most_expiry_days,
    next_round,
    off_holiday,
    proposal_expiry,
    proposal_reminder,
    round_due,
)
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import Hours, add_working_days
from tests.domain.time.moments import ROME, rome


@pytest.mark.parametrize(
    ("opening", "first"),
    [
        (date(2026, 11, 9), date(2026, 11, 30)),  # a Monday: exactly three weeks
        (date(2026, 11, 10), date(2026, 12, 7)),
        (date(2027, 3, 8), date(2027, 3, 30)),  # Easter Monday moves it to Tuesday
    ],
)
def test_the_first_round(opening: date, first: date) -> None:
    assert off_holiday(first_monday(opening), "IT") == first


def test_rounds_keep_their_rhythm_after_a_holiday() -> None:
    assert next_round(date(2027, 3, 1), 4, "IT") == (date(2027, 3, 29), date(2027, 3, 30))
    assert next_round(date(2027, 3, 29), 4, "IT")[0] == date(2027, 4, 26)


def test_a_round_is_due_at_nine() -> None:
    assert round_due(date(2026, 12, 7), "Europe/Rome") == rome("2026-12-07T09:00")


def test_a_proposal_ends_at_six_on_the_fifth_working_day() -> None:
    sent = rome("2026-12-07T09:10")
    assert proposal_expiry(sent, "Europe/Rome", "IT") == rome("2026-12-15T18:00")
    assert proposal_expiry(sent, "Europe/Rome", None, 2) == rome("2026-12-09T18:00")


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
    end = proposal_expiry(rome(sent), "Europe/Rome", "IT", days, rome(draft))
    assert end == rome(ends)


@given(
    weeks=st.integers(1, 26), day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    country=st.sampled_from([None, "IT", "DE", "US", "JP", "SA"]), data=st.data(),
)  # fmt: skip
def test_what_the_rules_allow_ends_before_the_next_draft_unless_the_weeks_are_all_holidays(
    weeks: int, day: date, country: str | None, data: st.DataObject
) -> None:
    days = data.draw(st.integers(2, min(10, most_expiry_days(weeks))))
    nominal = day - timedelta(days=day.weekday())
    sent = round_due(off_holiday(nominal, country), "Europe/Rome")
    following = next_round(nominal, weeks, country)[1]
    draft = round_due(following, "Europe/Rome")
    end = proposal_expiry(sent, "Europe/Rome", country, days, draft)
    office = Hours(zone="Europe/Rome", country=country)
    two = add_working_days(local_day(sent, "Europe/Rome"), 2, office)
    assert end < draft or local_day(end, "Europe/Rome") == two


def test_a_proposal_is_recalled_after_two_working_days() -> None:
    assert proposal_reminder(rome("2026-12-04T10:20"), ROME) == rome("2026-12-09T10:20")
    assert proposal_reminder(rome("2026-12-04T20:00"), ROME) == rome("2026-12-10T09:00")
