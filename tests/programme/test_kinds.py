"""Each message kind is owed by some use case: else nobody would miss its row."""

import ast
from pathlib import Path

from bot.outbox.kinds import Budget, Kind
from bot.programme.messages import CHAPTERS

ROOT = Path(__file__).parents[2] / "bot" / "programme"


def test_each_kind_is_owed_by_somebody() -> None:
    declared = dict(_declared())
    texts = [
        path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
        if path.name not in ("kinds.py", "messages.py")
    ]
    used = {
        _named(node)
        for text in texts
        if any(name in text for name in declared)
        for node in ast.walk(ast.parse(text))
    }
    unused = [
        f"{kind.key} is owed by nobody"
        for name, kind in declared.items()
        if name not in used and kind.budget is not Budget.EDIT  # owed with its message
    ]
    assert unused == []


def _named(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _declared() -> list[tuple[str, Kind]]:
    modules = [vars(chapter.kinds) for chapter in CHAPTERS]
    return [pair for of in modules for pair in of.items() if isinstance(pair[1], Kind)]
