"""Plain text for a terminal: at most 98 columns, no colour, two columns where two people read."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest

WIDTH = 98
COLUMN = 47
BETWEEN = " │ "
INDENT = "  "


def title(number: int, words: str) -> list[str]:
    """The head of a chapter."""
    return ["", "=" * WIDTH, f"{number}. {words}", "=" * WIDTH]


def paragraph(words: str) -> list[str]:
    """The story's own words."""
    return textwrap.wrap(words, WIDTH)


def quoted(text: str, width: int = COLUMN) -> list[str]:
    """What somebody reads, line by line, indented."""
    return [
        INDENT + part
        for line in text.split("\n")
        for part in textwrap.wrap(line, width - len(INDENT)) or [""]
    ]


def beside(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Two columns."""
    rows = zip_longest(left, right, fillvalue="")
    return [f"{one:<{COLUMN}}{BETWEEN}{other}".rstrip() for one, other in rows]


def rule() -> list[str]:
    """A line between two moments."""
    return ["-" * COLUMN + "-+-" + "-" * COLUMN]


def printed(lines: Iterable[str]) -> str:
    """The lines as one text."""
    return "\n".join(lines) + "\n"
