from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.typed.day import NotADay, coming_day, past_day

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("24/11", date(2026, 11, 24)),
        ("24.11.", date(2026, 11, 24)),
        ("24/12", date(2025, 12, 24)),
        ("24/12/2026", date(2026, 12, 24)),
        ("29/2", date(2024, 2, 29)),
        ("Ieri", date(2026, 11, 24)),
        ("today", TODAY),
        ("24-11", date(2026, 11, 24)),
        ("24\u201311", date(2026, 11, 24)),
        ("2026\u201311\u201324", date(2026, 11, 24)),
        ("24-11-2026", date(2026, 11, 24)),
        ("24/11/26", date(2026, 11, 24)),
        ("24.11.26", date(2026, 11, 24)),
        ("24-11-26", date(2026, 11, 24)),
        ("24\u00a0/ 11", date(2026, 11, 24)),
        ("on 24/11", date(2026, 11, 24)),
        ("24\u00a0nov", date(2026, 11, 24)),
        ("24 November", date(2026, 11, 24)),
        ("24th of november 2025", date(2025, 11, 24)),
        ("Nov 24, 2025", date(2025, 11, 24)),
        ("24 novembre", date(2026, 11, 24)),
        ("il 3 sett.", date(2026, 9, 3)),
        ("tuesday 24 november", date(2026, 11, 24)),
        ("monday 24 november", None),
        ("11/24", date(2026, 11, 24)),
        ("\u0662\u0664/\u0661\u0661", date(2026, 11, 24)),
        ("ieri sera", date(2026, 11, 24)),
        ("stasera", TODAY),
        ("tonight", TODAY),
        ("Yesterday evening", date(2026, 11, 24)),
        ("l\u2019altro ieri", date(2026, 11, 23)),
        ("l'altro ieri", date(2026, 11, 23)),
        ("luned\u00ec", date(2026, 11, 23)),
        ("lunedi scorso", date(2026, 11, 23)),
        ("last monday", date(2026, 11, 23)),
        ("thursday", date(2026, 11, 19)),
        ("wednesday", None),
        ("3 giorni fa", date(2026, 11, 22)),
        ("a week ago", date(2026, 11, 18)),
        ("un mese fa", date(2026, 10, 25)),
        ("999 months ago", date(1943, 8, 25)),
        ("2 weeks", None),
        ("24", None),
        ("24 brumaire", None),
    ],
)
def test_a_day_is_read_or_kindly_not(text: str, day: date | None) -> None:
    assert read(past_day, text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2w", date(2026, 12, 9)),
        ("2 weeks", date(2026, 12, 9)),
        ("2\u00a0week", date(2026, 12, 9)),
        ("two weeks", date(2026, 12, 9)),
        ("for 2 weeks", date(2026, 12, 9)),
        ("2 settimane", date(2026, 12, 9)),
        ("per due settimane", date(2026, 12, 9)),
        ("2 sett.", date(2026, 12, 9)),
        ("2s", date(2026, 12, 9)),
        ("10 days", date(2026, 12, 5)),
        ("10 giorni", date(2026, 12, 5)),
        ("a week", date(2026, 12, 2)),
        ("una settimana", date(2026, 12, 2)),
        ("1 month", date(2026, 12, 25)),
        ("un mese", date(2026, 12, 25)),
        ("until 7/1", date(2027, 1, 7)),
        ("fino al 7/1", date(2027, 1, 7)),
        ("fino a domani", date(2026, 11, 26)),
        ("7\u20131", date(2027, 1, 7)),
        ("7/1/27", date(2027, 1, 7)),
        ("7 gennaio", date(2027, 1, 7)),
        ("until monday", date(2026, 11, 30)),
        ("fino a luned\u00ec", date(2026, 11, 30)),
        ("wednesday", None),
        ("next week", None),
        ("next monday", date(2026, 11, 30)),
        ("fino a luned\u00ec prossimo", date(2026, 11, 30)),
        ("next friday", None),
        ("venerd\u00ec prossimo", None),
        ("next wednesday", None),
        ("2w 3d", None),
        ("-2w", None),
        ("\u20132w", None),
        ("1000w", None),
    ],
)
def test_a_day_ahead_is_read_or_kindly_not(text: str, day: date | None) -> None:
    assert read(coming_day, text) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last(today: date, day: date) -> None:
    assert coming_day("1 month", today) == day


@pytest.mark.parametrize("text", ["31/02", "31/02/2026", "2026-13-01", "soon", "", "32/13"])
def test_what_is_no_day_is_said_so(text: str) -> None:
    with pytest.raises(NotADay):
        past_day(text, TODAY)


WORDS = (
    *("1", "24", "31", "999", "2w", "26", "2026", "/", "-", ".", "until", "last", "ago", "fa"),
    *("il", "nov", "may", "weeks", "mesi", "monday", "ieri", "sera"),
)


@given(st.one_of(st.text(max_size=12), st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)))
@example("\u00b2\u00b3/\u00b9")
def test_no_text_breaks_it(text: str) -> None:
    for reading in (past_day, coming_day):
        read(reading, text)


def read(reading: Callable[[str, date], date], text: str) -> date | None:
    try:
        return reading(text, TODAY)
    except NotADay:
        return None
