"""On which line of a programme file something stands."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rules.lines import line_of, lines_of

FILE = '''# a comment
name = "A"

[round]
hold_minutes = 5   # [not a header]
matching.gap = 1

[[functions]]
id = "a"
en = """
[[functions]]
"""
[[functions]]
id = "b"

[functions.more]
it = "x"

[[sites]]
names = [
  { en = "x" },
  { en = "y" },
]
'''


def test_tables_lists_and_keys_have_lines() -> None:
    lines = lines_of(FILE)
    at = {
        "name": 2, "round": 4, "round.hold_minutes": 5, "round.matching.gap": 6,
        "functions[1].id": 9, "functions[1].en": 10, "functions[2]": 13, "functions[2].id": 14,
        "functions[2].more.it": 17, "sites[1].names": 20, "sites[1].names[2].en": 20,
    }  # fmt: skip
    assert {path: line_of(path, lines) for path in at} == at


def test_what_is_missing_has_the_line_of_what_it_is_missing_from() -> None:
    lines = lines_of(FILE)
    assert line_of("functions[2].en", lines) == 13
    assert line_of("round.matching.weights", lines) == 6
    assert line_of("places.mentor", lines) is None
    assert line_of("", lines) is None


@given(
    st.lists(
        st.tuples(st.text(alphabet='[]="#,\\\n x\u2028'), st.booleans()), min_size=1, max_size=5
    )
)
def test_whatever_stands_in_a_text_the_next_table_is_found(values: list[tuple[str, bool]]) -> None:
    text, expected = "", []
    for value, wide in values:
        expected.append(text.count("\n") + 1)
        written = json.dumps(value, ensure_ascii=False)
        text += "[[rows]]\nvalue = " + (f"[\n{written},\n]" if wide else written) + "\n"
    lines = lines_of(text)
    assert [line_of(f"rows[{n}]", lines) for n in range(1, len(values) + 1)] == expected
