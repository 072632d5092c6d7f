"""Attributes of modules that a file uses and that are not there: mypy refuses them, too."""

import ast
from importlib import import_module
from pathlib import Path
from types import ModuleType


def missing_in(folder: Path, file: str) -> list[str]:
    module = import_module(file.removesuffix(".py").replace("/", "."))
    tree = ast.parse((folder / file).read_text(encoding="utf-8"))
    used = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return [
        f"{file}: {name} has no {attribute}"
        for name, attribute in sorted(used)
        if isinstance(of := getattr(module, name, None), ModuleType) and not hasattr(of, attribute)
    ]
