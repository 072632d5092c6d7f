from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import BadPeriod
from bot.domain.typed.period import Period, period

TODAY = date(2026, 11, 25)
CLOSED = [date(2026, 5, 31) + timedelta(days=28 * n) for n in range(7)]
"""The last days of the windows that have closed: the seventh on 15 November."""


def chosen(text: str, closed: list[date] = CLOSED, today: date = TODAY) -> list[date]:
    return list(period(text, today).of(closed, lambda day: day))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30d",
        "1d",
        "28d",
        "55d",
        "30 d",
        "30days",
        "last 30 days",
        "ultimi 30 giorni",
        "1 month",
        "last month",
        "Mese scorso",
    ],
)
def test_thirty_days_are_the_last_closed_window(text: str) -> None:
    assert chosen(text) == [date(2026, 11, 15)]


@pytest.mark.parametrize(("text", "windows"), [("56d", 2), ("90d", 3), ("365d", 7), ("8 weeks", 2)])
def test_more_days_are_as_many_windows_as_they_hold(text: str, windows: int) -> None:
    assert chosen(text) == CLOSED[-windows:]


@pytest.mark.parametrize(
    ("text", "last_days"),
    [
        ("quarter", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("trimestre", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("2026-Q4", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("2026-q2", [date(2026, 5, 31), date(2026, 6, 28)]),
        ("2026\u2013Q4", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("Q4 2026", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("Q4", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("questo\u00a0trimestre", [date(2026, 10, 18), date(2026, 11, 15)]),
        ("T2", [date(2026, 5, 31), date(2026, 6, 28)]),
        ("2025-Q4", []),
        ("last quarter", [date(2026, 7, 26), date(2026, 8, 23), date(2026, 9, 20)]),
        ("trimestre scorso", [date(2026, 7, 26), date(2026, 8, 23), date(2026, 9, 20)]),
    ],
)
def test_a_quarter_is_the_windows_that_ended_in_it(text: str, last_days: list[date]) -> None:
    assert chosen(text) == last_days


def test_a_quarter_reaches_from_its_first_day_to_its_last() -> None:
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert chosen("2026-q3", days) == days[1:3]


def test_a_quarter_without_its_year_is_the_latest_that_has_begun() -> None:
    assert period("Q4", date(2027, 2, 1)).asked == "2026-Q4"
    assert period("Q1", date(2027, 2, 1)).asked == "2027-Q1"


def test_before_any_window_closed_there_is_none() -> None:
    for text in ("", "365d", "quarter"):
        assert chosen(text, []) == []


def test_a_day_that_passes_changes_nothing() -> None:
    """As long as no window closes: or two days' figures would tell what happened between."""
    for text in ("30d", "90d", "quarter", "2026-Q4"):
        assert {tuple(chosen(text, today=TODAY + timedelta(days=n))) for n in range(28)} == {
            tuple(chosen(text))
        }


def test_its_normal_form_reads_the_same() -> None:
    for text in ("", "30d", "TRIMESTRE", "2026q4"):
        read = period(text, TODAY)
        assert period(read.asked, TODAY) == read


@pytest.mark.parametrize(
    "text",
    ["0d", "999d", "2027-Q1", "2026-Q5", "0000-Q1", "yesterday", "-3d", "this month", "25 months"],
)
def test_anything_else_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        period(text, TODAY)
    assert refused.value.text == text


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    try:
        read = period(text, TODAY)
    except BadPeriod:
        return
    assert isinstance(read, Period)
    assert (read.last or 1) >= 1
    assert read.since <= read.until
