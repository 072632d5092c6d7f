"""The settings, as a page for people and as an example file."""

import textwrap
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings

_HEAD = """# Settings

Every setting has a default that works, except the two or three that come from Slack. They are
read from the environment; a value may also stand in a file that `<NAME>_FILE` names, or in a file
`.env` in the working folder. A missing or wrong setting ends the start with status 2 and one line
that names the variable and what to do.

This page is written by `python -m bot docs` from `bot/settings/fields.py`.

| variable | default | meaning |
|---|---|---|
"""

_ENV_HEAD = """\
# Copy this file to .env and fill in what you need; what is commented keeps its default.
# Written by `python -m bot docs` from bot/settings/fields.py.
"""

_FIRST = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")


def settings_page() -> str:
    """`docs/settings.md`."""
    rows = (f"| `{field.alias}` | {_default(field)} | {field.description} |" for field in _fields())
    return _HEAD + "\n".join(row.replace("  ", " ") for row in rows) + "\n"


def env_example() -> str:
    """`.env.example`; only the two tokens that the usual start needs are not commented."""
    entries = (
        f"\n{_comment(field)}\n{'' if field.alias in _FIRST else '# '}{field.alias}="
        f"{_plain(field)}\n"
        for field in _fields()
    )
    return _ENV_HEAD + "".join(entries)


def _comment(field: FieldInfo) -> str:
    return textwrap.fill(field.description or "", 98, initial_indent="# ", subsequent_indent="# ")


def _fields() -> list[FieldInfo]:
    return list(Settings.model_fields.values())


def _default(field: FieldInfo) -> str:
    plain = _plain(field)
    return f"`{plain}`" if plain else ("none (secret)" if _secret(field) else "none")


def _plain(field: FieldInfo) -> str:
    value: Any = field.default
    if value is None or value == ():
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _secret(field: FieldInfo) -> bool:
    return SecretStr in get_args(field.annotation)
