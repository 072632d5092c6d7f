"""The master secret: from the environment, or generated beside the SQLite database."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from bot import files


def cipher(keys: Sequence[str]) -> MultiFernet:
    """A box that locks with the first key and opens with any.

    Raises ValueError when a key is not 32 bytes in URL-safe base64, or when there is none.
    """
    return MultiFernet([Fernet(key) for key in keys])


def key_beside(file: Path) -> str:
    """The key kept in `file`, made at the first call with mode 0600.

    Two processes that start together end up with the same key: the file appears whole or not
    at all, and the first one wins. Raises OSError when it cannot be made or read, and
    files.NotText.
    """
    if files.is_missing(file):
        _write_once(file, Fernet.generate_key())
    return files.read_text(file).strip()


def _write_once(file: Path, key: bytes) -> None:
    files.make_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = files.create(draft)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(key + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        files.appear(draft, file)
    except FileExistsError:
        pass  # the other process was first
    finally:
        draft.unlink(missing_ok=True)
