"""Nothing grows beyond what one reads at a sitting: packages, files, functions.

What is too large today is listed with its reason. A list only shrinks: whatever fits by now has to
leave it.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIDE_BY_SIDE, FILE, FUNCTION, SHORT = 12, 300, 40, 12
HANDLERS = ("verbs.py", "buttons.py", "windows.py", "events.py")
SHORT_TODAY = 0.90
"""The share of use cases and handlers of at most `SHORT` lines; this floor only rises."""

LARGE_PACKAGES: dict[str, str] = {}
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS = {
    "bot/logs.py: configure": "the processors of a log line, in their order",
    "bot/serve/metrics.py: __init__": "a list of figures, each with its sentence",
}


@cache
def modules() -> tuple[Path, ...]:
    return tuple(
        path for room in ("bot", "playground") for path in sorted((ROOT / room).rglob("*.py"))
    )


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, with whatever it says of itself."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return lines(node) - len((ast.get_docstring(node, clean=False) or "").splitlines())


def only_listed(found: set[str], listed: dict[str, str]) -> None:
    assert found - set(listed) == set(), "too large: to be divided"
    assert set(listed) - found == set(), "fits by now: to leave the list"


def test_few_modules_stand_side_by_side() -> None:
    counted = Counter(named(path.parent) for path in modules() if not path.stem.startswith("__"))
    only_listed({one for one, count in counted.items() if count > SIDE_BY_SIDE}, LARGE_PACKAGES)


def test_no_file_is_long() -> None:
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    only_listed({named(path) for path, count in counted.items() if count > FILE}, LONG_FILES)


def test_no_function_is_long() -> None:
    long = {f"{named(path)}: {node.name}" for path, node in functions() if lines(node) > FUNCTION}
    only_listed(long, LONG_FUNCTIONS)


def is_measured(path: Path) -> bool:
    """Use cases, and what parses a request and calls one."""
    name = named(path)
    return name.startswith("bot/programme/") or (
        name.startswith("bot/slack/") and path.name in HANDLERS
    )


def test_most_use_cases_and_handlers_are_short() -> None:
    counted = [lines_of_code(node) for path, node in functions() if is_measured(path)]
    share = sum(count <= SHORT for count in counted) / len(counted)
    assert share >= SHORT_TODAY
    assert share < SHORT_TODAY + 0.05, "better than that by now: raise the floor"


def test_whatever_is_too_large_is_seen() -> None:
    with pytest.raises(AssertionError, match="to be divided"):
        only_listed({"bot/planted.py"}, {})
    with pytest.raises(AssertionError, match="to leave the list"):
        only_listed(set(), {"bot/planted.py": "was long"})
