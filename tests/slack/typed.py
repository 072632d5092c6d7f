"""What mypy says of a few lines that are planted beside ours."""

import sys
from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[2]


def checked(code: str, folder: Path) -> str:
    """The lines about this code; none when it fits."""
    planted = folder / "planted.py"
    planted.write_text(code + "\n", encoding="utf-8")
    found, trouble, _ = api.run([
        "--config-file", str(ROOT / "pyproject.toml"), "--python-executable", sys.executable,
        "--cache-dir", str(ROOT / ".mypy_cache"), str(planted),
    ])  # fmt: skip
    assert trouble == ""
    return "\n".join(line for line in found.splitlines() if "planted.py" in line)
