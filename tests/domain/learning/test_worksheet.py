"""Three short lines, or a word beside the one that is too long."""

import pytest

from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.learning.worksheet import LINES, LONGEST, Worksheet, filled_in
from bot.texts import guidance


def test_what_is_missing_is_empty() -> None:
    assert filled_in({"tried": "a table", "other": "x"}) == Worksheet(tried="a table")
    assert filled_in({"give": "g" * LONGEST}).give == "g" * LONGEST


def test_each_line_that_is_too_long_is_named_with_its_length() -> None:
    with pytest.raises(FormRefused) as refused:
        filled_in({"tried": "x" * 3000, "question": "short", "give": "y" * (LONGEST + 1)})
    assert refused.value.errors == {
        "tried": FieldError("form.too_long", {"limit": LONGEST, "n": 3000}),
        "give": FieldError("form.too_long", {"limit": LONGEST, "n": LONGEST + 1}),
    }


def test_the_content_has_the_same_lines() -> None:
    assert tuple(line.id for line in guidance.worksheet()) == LINES
