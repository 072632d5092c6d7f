"""Reading the settings of this process, from the environment and from `.env`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource

from bot import files
from bot.settings.errors import BadSettings
from bot.settings.fields import DOTENV
from bot.settings.model import Settings


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises BadSettings with every finding at once."""
    _refuse_oauth(os.environ if environment is None else environment)
    try:
        return Settings(_env_file_encoding=_encoding(DOTENV))
    except ValidationError as error:
        raise BadSettings(*(_finding(one) for one in error.errors(include_input=False))) from None


def dotenv_names() -> set[str]:
    """The names that `.env` gives values to, in lower case. Raises BadSettings when it cannot be
    read."""
    if DOTENV.is_fifo():  # it was read with the settings, and cannot be read again
        return set()
    written = DotEnvSettingsSource(
        Settings, env_file_encoding=_encoding(DOTENV), env_ignore_empty=False
    )
    return set(written.env_vars)


def _encoding(file: Path) -> str:
    """In what the settings' file is written. Raises BadSettings when it cannot be read."""
    if file.is_fifo() or files.is_missing(file):  # a pipe can be read once
        return "utf-8"
    try:
        return files.encoding(file.read_bytes())
    except files.NotText as error:
        raise BadSettings(f"{file}: {error}") from None
    except OSError as error:
        raise BadSettings(f"{file}: {files.why(error, file)}") from None


def _refuse_oauth(environment: Mapping[str, str]) -> None:
    # Bolt would silently change to its OAuth mode and drop the bot token.
    both = [name for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if environment.get(name)]
    if len(both) == 2:
        raise BadSettings(
            "SLACK_CLIENT_ID: is set together with SLACK_CLIENT_SECRET: unset both, the bot "
            "serves one workspace with its bot token"
        )


def _finding(error: Any) -> str:
    field = Settings.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    name = (field.alias if field else None) or ".".join(map(str, error["loc"]))
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "should be")
    return f"{name}: {message}"
