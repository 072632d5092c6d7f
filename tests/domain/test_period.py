from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.period import Period, period
from bot.domain.refusals import BadPeriod

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("", date(2026, 10, 27), TODAY),
        ("30d", date(2026, 10, 27), TODAY),
        ("1d", TODAY, TODAY),
        ("quarter", date(2026, 10, 1), TODAY),
        ("trimestre", date(2026, 10, 1), TODAY),
        ("2026-Q4", date(2026, 10, 1), TODAY),
        ("2026-q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_read(text: str, since: date, until: date) -> None:
    read = period(text, TODAY)
    assert (read.since, read.until) == (since, until)


def test_its_normal_form_reads_the_same() -> None:
    for text in ("", "30d", "TRIMESTRE", "2026q4"):
        read = period(text, TODAY)
        assert period(read.asked, TODAY) == read


@pytest.mark.parametrize(
    "text", ["0d", "999d", "2027-Q1", "2026-Q5", "0000-Q1", "yesterday", "-3d"]
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
    assert read.since <= read.until <= TODAY
