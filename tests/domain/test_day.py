import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day import NotADay, past_day

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
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert past_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["31/02", "31/02/2026", "2026-13-01", "soon", "", "24-11"])
def test_what_is_no_day_is_said_so(text: str) -> None:
    with pytest.raises(NotADay):
        past_day(text, TODAY)


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(NotADay):
        past_day(text, TODAY)
