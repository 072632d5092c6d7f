"""Settings that stand in a file: mounted secrets."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from bot import files
from bot.settings.errors import BadSettings


class MountedSecrets(PydanticBaseSettingsSource):
    """A value may stand in a file instead: `<NAME>_FILE` names it (for mounted secrets)."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = field.alias or field_name
        path = os.environ.get(f"{name}_FILE")
        if not path:
            return None, name, False
        if os.environ.get(name):
            raise BadSettings(f"{name}: is set, and {name}_FILE too: keep one of them")
        try:
            return files.read_text(Path(path)).strip(), name, False
        except files.NotText as error:
            raise BadSettings(f"{name}_FILE: {path} {error}") from None
        except (OSError, ValueError) as error:
            raise BadSettings(f"{name}_FILE: {_why_not(error, Path(path))}") from None

    def __call__(self) -> dict[str, Any]:
        read = (
            self.get_field_value(field, name)
            for name, field in self.settings_cls.model_fields.items()
        )
        return {name: value for value, name, _ in read if value is not None}


def _why_not(error: Exception, file: Path) -> str:
    """Why a mounted secret cannot be read. Its path is told only when it leads to something: who
    put the secret itself there by mistake does not read it in a log."""
    if isinstance(error, OSError) and not files.is_missing(file):
        return f"{file} {files.why(error, file)}"
    return "that file cannot be read: check its path"
