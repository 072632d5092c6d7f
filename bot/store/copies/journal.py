"""The journal: what must outlive a restored backup, in a file outside the database.

One entry a line, `code {"kind": …}`. Each code is keyed by this installation and runs over the
line and the code before it, so that a line that was changed, taken out, put in or moved is found,
and so is the journal of somebody else. Lines are only appended, and are on the disk before anything
relies on them; what may not be kept for ever is left out when the file is written anew
(`forget`). A last line without its end was being written when the machine stopped: nobody relied
on it.
"""

import contextlib
import fcntl
import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from bot import files
from bot.store.secrets.sealing import derived

Entry = Mapping[str, Any]
"""Plain JSON; `kind` says what it is."""

_FORM: Final = 1
_START: Final = b"revmentor journal"
_MINE: Final = 16
"""Signs of the keyed code by which an installation knows its own journal."""


class Unusable(Exception):
    """The journal cannot be relied on; `reason` is a word for logs and the doctor."""

    reason = "unusable"


class Missing(Unusable):
    """There is no such file."""

    reason = "missing"


class Foreign(Unusable):
    """It belongs to another installation, or is no journal at all."""

    reason = "foreign"


class Damaged(Unusable):
    """A line is not as it was written, or lines are missing in between."""

    reason = "damaged"


class OutOfReach(Unusable):
    """The file or its folder cannot be read or written."""

    reason = "out of reach"


class Journal:
    """One file. `key` is this installation's; every replica has the same, and the same file."""

    def __init__(self, file: Path, key: bytes) -> None:
        self.file = file
        self.codes = hmac.new(key, b"codes", sha256).digest()
        """The key of codes that stand for people in entries."""
        self._key = key
        self._lock = file.with_name(f"{file.name}.lock")

    def exists(self) -> bool:
        return self.file.exists()

    def read(self) -> list[Entry]:
        """Every entry, the oldest first. Raises Unusable."""
        return self._parsed(self._bytes())[0]

    @contextlib.contextmanager
    def alone(self) -> Iterator["Pen"]:
        """Read and append while no other process or thread does. Raises Unusable."""
        with self._alone():
            entries, code, length = self._parsed(self._bytes())
            with _reaching(), self.file.open("r+b") as stream:
                stream.truncate(length)
                stream.seek(length)
                yield Pen(stream, self._key, entries, code)

    def begin(self, entries: list[Entry]) -> None:
        """Make the file, with these entries; whoever was first has made it. Raises Unusable."""
        with self._alone():
            if not self.file.exists():
                self._write(entries)

    def forget(self, is_over: Callable[[Entry], bool]) -> int:
        """Write the file anew without what is over; how many entries went. Raises Unusable."""
        with self._alone():
            entries, _, _ = self._parsed(self._bytes())
            kept = [entry for entry in entries if not is_over(entry)]
            if len(kept) < len(entries):
                self._write(kept)
            return len(entries) - len(kept)

    def set_aside(self, name: str) -> Path:
        """Move a file that cannot be used out of the way; where it is now. Raises Unusable."""
        other = self.file.with_name(f"{self.file.name}.{name}")
        with self._alone(), _reaching():
            self.file.rename(other)
        return other

    # --- the file ---

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        # Beside the file, which may be replaced by a new one meanwhile.
        with _reaching():
            files.make_folder(self._lock.parent)
            with contextlib.suppress(FileExistsError):
                os.close(files.create(self._lock))
            descriptor = os.open(self._lock, os.O_RDWR)
        try:
            with _reaching():
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _bytes(self) -> bytes:
        with _reaching():
            try:
                return self.file.read_bytes()
            except FileNotFoundError:
                raise Missing from None

    def _write(self, entries: list[Entry]) -> None:
        draft = self.file.with_name(f".{self.file.name}.part")
        with _reaching():
            draft.unlink(missing_ok=True)
            with os.fdopen(files.create(draft), "wb") as stream:
                pen = Pen(stream, self._key, [], _START)
                pen.add(self._header(), *entries)
            draft.replace(self.file)
            folder = os.open(self.file.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    # --- the chain ---

    def _header(self) -> Entry:
        return {"kind": "journal", "form": _FORM, "of": _code(self._key, b"of", b"")[:_MINE]}

    def _parsed(self, content: bytes) -> tuple[list[Entry], bytes, int]:
        """(entries, the last code, how many bytes are whole lines)."""
        *lines, _torn = content.split(b"\n")
        if not lines or not self._is_mine(lines[0]):
            raise Foreign
        entries, code = [], _START
        for line in lines:
            said, _, body = line.partition(b" ")
            if not hmac.compare_digest(said, _code(self._key, code, body).encode()):
                raise Damaged
            entries.append(json.loads(body))
            code = said
        return entries[1:], code, sum(len(line) + 1 for line in lines)

    def _is_mine(self, line: bytes) -> bool:
        try:
            header = json.loads(line.partition(b" ")[2])
        except ValueError:
            return False
        return bool(header == self._header())


class Pen:
    """Appends entries; `entries` are those that are there already."""

    def __init__(self, stream: BinaryIO, key: bytes, entries: list[Entry], code: bytes) -> None:
        self.entries = entries
        self._stream, self._key, self._last = stream, key, code

    def add(self, *entries: Entry) -> None:
        """They are on the disk when this returns. Raises OutOfReach."""
        with _reaching():
            for entry in entries:
                body = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
                self._last = _code(self._key, self._last, body).encode()
                self._stream.write(self._last + b" " + body + b"\n")
                self.entries.append(entry)
            self._stream.flush()
            os.fsync(self._stream.fileno())


def made(file: Path, installation: bytes) -> Journal:
    """The journal of the installation that has this key."""
    return Journal(file, derived(installation, "journal"))


def _code(key: bytes, before: bytes, body: bytes) -> str:
    return hmac.new(key, before + b"\n" + body, sha256).hexdigest()


@contextlib.contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutOfReach(error.strerror or type(error).__name__) from None
