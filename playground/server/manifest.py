"""What an app's manifest says of its slash commands, as Slack shows it while somebody types.

The file is read for these few lines only, in the plain YAML in which manifests are written.
"""

import re
from pathlib import Path

LINE = re.compile(r"(?P<indent> *)(?:- )?(?P<key>\w+):(?: (?P<value>.*))?")
FOLDED = (">-", ">")


def command_hints(manifest: Path) -> dict[str, tuple[str, str]]:
    """Description and usage hint by command. Raises OSError when the file cannot be read."""
    hints: dict[str, tuple[str, str]] = {}
    command = ""
    for key, value in _pairs(manifest.read_text("utf-8").splitlines()):
        if key == "command":
            command = value
            hints[command] = ("", "")
        elif command and key == "description":
            hints[command] = (value, hints[command][1])
        elif command and key == "usage_hint":
            hints[command] = (hints[command][0], value)
    return hints


def _pairs(lines: list[str]) -> list[tuple[str, str]]:
    """Keys and values in order; folded text is joined to one line."""
    pairs: list[tuple[str, str]] = []
    is_folded = False
    for line in lines:
        found = LINE.fullmatch(line.rstrip())
        if found:
            value = (found["value"] or "").strip().strip("\"'")
            is_folded = value in FOLDED
            pairs.append((found["key"], "" if is_folded else value))
        elif is_folded and line.strip():
            key, begun = pairs[-1]
            pairs[-1] = (key, f"{begun} {line.strip()}".strip())
    return pairs
