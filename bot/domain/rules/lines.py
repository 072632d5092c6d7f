"""Where in a programme file each of its values stands: TOML's reader does not say."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any


def lines_of(text: str) -> dict[str, int]:
    """The line, from 1, of each table and key by its path, such as "functions[2].id".

    What stands within a value (an entry of a list in brackets, a key in braces) has its line.
    """
    entries: Counter[str] = Counter()
    found: dict[str, int] = {}
    table = ""
    for line, statement in _statements(text):
        written = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _opened(written, entries)
            found.setdefault(table, line)
            continue
        for path in _paths(written, table):
            found.setdefault(path, line)
    return found


def line_of(where: str, lines: Mapping[str, int]) -> int | None:
    """The line of what stands at a path, or of the nearest around it."""
    while where:
        if where in lines:
            return lines[where]
        where = where[: max(where.rfind("."), where.rfind("["), 0)]
    return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header, and each key with its whole value, with the line on which it begins."""
    begun: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        begun.append(line)
        if line.endswith(",") and "#" not in line:
            continue  # in the middle of a list: not read again and again
        statement = "\n".join(begun)
        if _is_whole(statement):
            yield number - len(begun) + 1, statement
            begun = []


def _is_whole(statement: str) -> bool:
    """Else its value goes on over the next line."""
    try:
        tomllib.loads(statement)
    except ValueError:
        return False
    return True


def _opened(header: Mapping[str, Any], entries: Counter[str]) -> str:
    """The path of the table that a header opens; of a list of tables, with the entry's number."""
    path, inner = "", header
    while inner:
        ((key, value),) = inner.items()
        path = f"{path}.{key}" if path else key
        if isinstance(value, list):
            entries[path] += 1
            inner = {}
        else:
            inner = value
        if entries[path]:
            path = f"{path}[{entries[path]}]"
    return path


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            at = f"{path}.{key}" if path else key
            yield at
            yield from _paths(inner, at)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield f"{path}[{number}]"
            yield from _paths(inner, f"{path}[{number}]")
