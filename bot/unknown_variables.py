"""Variables that look like settings of the bot, and that nothing reads: mostly typing errors."""

import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.settings import DOTENV, Settings, dotenv_names

PREFIX = "REVMENTOR_"
TESTS_OWN = frozenset({"REVMENTOR_SOAK"})
"""What the tests read, and may hand on to a bot that they start."""

_ALIASES = [str(field.alias) for field in Settings.model_fields.values()]
_READ = {*_ALIASES, *(f"{alias}_FILE" for alias in _ALIASES), *TESTS_OWN}


@dataclass(frozen=True)
class Misspelt:
    """A variable that nothing reads: its name, where it stands, and what may be meant."""

    name: str
    place: str
    nearest: str | None

    @property
    def fix(self) -> str:
        meant = f"Did you mean {self.nearest}? " if self.nearest else ""
        return f"{meant}Unset it, or see docs/settings.md"


def found() -> list[Misspelt]:
    """Those of this process's environment and of `.env`, by name. Raises BadSettings when `.env`
    cannot be read."""
    in_file, set_here = set(misspelt(dotenv_names())), set(misspelt(os.environ))
    return [
        Misspelt(name, "the environment" if name in set_here else str(DOTENV), nearest(name))
        for name in sorted(in_file | set_here)
    ]


def misspelt(names: Iterable[str]) -> list[str]:
    """Which of these names begin like a setting of the bot and are none; upper case, since
    settings are read in any case."""
    ours = {name.upper() for name in names if name.upper().startswith(PREFIX)}
    return sorted(name for name in ours - _READ if not _of_kubernetes(name, ours))


def nearest(name: str) -> str | None:
    """The setting that is most like this name; None when none is near."""
    without = name.removeprefix(PREFIX)
    if without in _READ:  # REVMENTOR_PORT: some settings bear no prefix
        return without
    ours = sorted(
        one.removeprefix(PREFIX) for one in _READ - TESTS_OWN if one.startswith(PREFIX)
    )  # the prefix that all bear would make all alike
    near = difflib.get_close_matches(without, ours, 1, 0.7)
    return PREFIX + near[0] if near else None


def _of_kubernetes(name: str, names: set[str]) -> bool:
    # For a service `revmentor` each pod is given REVMENTOR_SERVICE_HOST, REVMENTOR_PORT and more.
    services = [one.removesuffix("_SERVICE_HOST") for one in names if one.endswith("_SERVICE_HOST")]
    return any(re.fullmatch(rf"{one}_(SERVICE|PORT)(_\w+)?", name) for one in services)
