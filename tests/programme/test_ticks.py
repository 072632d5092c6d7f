"""What is due is done: each use case that says so by its name has its row in the schedule."""

import ast
from pathlib import Path

from bot.schedule import TICKS

PROGRAMME = Path(__file__).parents[2] / "bot" / "programme"
ASKED_BY_ANOTHER = {"account_sync.nightly_sync_due"}
"""Whether the night has come: its work is done page by page."""


def test_each_use_case_that_is_due_has_its_tick() -> None:
    due = {
        f"{path.stem}.{node.name}"
        for path in PROGRAMME.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name.endswith("_due")
        and not node.name.startswith("_")
    }
    assert len(due) >= 25
    assert due - {tick.name for tick in TICKS} == ASKED_BY_ANOTHER
