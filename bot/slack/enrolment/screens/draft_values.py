"""Values of a kept draft, which may be of any shape."""

from collections.abc import Mapping
from typing import Any


def one(kept: Mapping[str, Any], name: str) -> str | None:
    """A single choice as text."""
    value = kept.get(name)
    return str(value) if isinstance(value, str | int) else None


def several(kept: Mapping[str, Any], name: str) -> list[str]:
    """Several choices as texts."""
    value = kept.get(name)
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def number(kept: Mapping[str, Any], name: str) -> int:
    """A count; 0 for anything else."""
    value = kept.get(name)
    return value if isinstance(value, int) and value > 0 else 0
