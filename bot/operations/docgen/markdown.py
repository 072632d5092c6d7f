"""Markdown tables, and pages of which some parts are written from the code.

A part stands between `<!-- generated: name -->` and `<!-- end: name -->`; what is written around
it is left alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

Parts = Mapping[str, Callable[[], str]]
_PART = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end: \2 -->)", re.DOTALL)
_MARK = re.compile(r"<!-- (?:generated|end): ")


def refreshed(page: str, parts: Parts) -> str:
    """The page with all its generated parts written anew.

    Raises ValueError when a part stands not at all, twice or under an unknown name, or when a
    mark has lost its other half.
    """
    found = [match[2] for match in _PART.finditer(page)]
    if sorted(found) != sorted(parts) or len(_MARK.findall(page)) != 2 * len(parts):
        raise ValueError(f"the page should hold each of {', '.join(parts)} once")
    return _PART.sub(lambda match: f"{match[1]}\n{parts[match[2]]()}\n{match[4]}", page)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
