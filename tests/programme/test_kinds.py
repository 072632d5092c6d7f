"""Each message kind is owed by some use case: else nobody would miss its row."""

import ast
from pathlib import Path

from bot.outbox.kinds import KINDS

ROOT = Path(__file__).parents[2]


def test_each_kind_is_owed_by_somebody() -> None:
    written = {
        node.value
        for room in ("programme", "outbox/operator")
        for path in (ROOT / "bot" / room).rglob("*.py")
        if path.name != "messages.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [f"{key} is owed by nobody" for key in KINDS if key not in written] == []
