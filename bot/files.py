"""Files of the operator's machine: text whatever program saved it, new ones for their owner alone,
and why one is refused. And where the files are that come with the bot."""

import codecs
import contextlib
import errno
import fcntl
import os
from pathlib import Path

_PACKAGE = Path(__file__).parent
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(ValueError):
    """The bytes of a file are no text that the bot reads; says in which line, and the fix."""

    def __init__(self, line: int) -> None:
        super().__init__(f"is not UTF-8 in line {line}: save it as UTF-8")


def shipped(name: str) -> Path:
    """A file or folder that comes with the bot without being its code: a wheel has it inside the
    package, a checkout and the image beside it."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name


def encoding(content: bytes) -> str:
    """In what these bytes are text: UTF-8, with a byte order mark or without, or UTF-16 with one.

    Raises NotText for anything else, such as Windows-1252.
    """
    name = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise NotText(content[: error.start].decode(name, "ignore").count("\n") + 1) from None
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise NotText(text.count("\n", 0, text.index("\0")) + 1)
    return name


def decoded(content: bytes) -> str:
    """The text of these bytes, without a byte order mark. Raises NotText."""
    return content.decode(encoding(content))


def read_text(file: Path) -> str:
    """The text of a file, whatever its line ends. Raises NotText and OSError."""
    return "\n".join(decoded(file.read_bytes()).split("\r\n"))


def is_missing(file: Path) -> bool:
    """Whether nothing is there; what may not be looked at is."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def make_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, each for its owner alone whatever the umask.

    Raises OSError.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):  # another process was first
        folder.mkdir(0o700)
        folder.chmod(0o700)


def create(file: Path) -> int:
    """A descriptor for writing a new file, for its owner alone whatever the umask.

    Raises FileExistsError, also for a link that leads nowhere, and OSError.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with contextlib.suppress(OSError):  # exFAT and SMB keep no rights of their own
        os.fchmod(descriptor, 0o600)
    return descriptor


def appear(draft: Path, file: Path) -> None:
    """Give a finished draft its name, if that is free; follows no link and replaces nothing.

    Where the file system has no hard links, processes of this machine take turns instead. Raises
    FileExistsError, and OSError.
    """
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _renamed(draft, file)


def _renamed(draft: Path, file: Path) -> None:
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
        draft.rename(file)
    finally:
        os.close(folder)


def why(error: OSError, file: Path) -> str:
    """Why the system refuses a file: what is the matter, and the fix, to be put after its name."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"may not be used by uid {os.geteuid()}: {_whose(file)}"
    if error.errno == errno.ENOENT and is_missing(file.absolute().parent):
        return "lies in a folder that is not there: make it, or check the path"
    known = _REASONS.get(error.errno or 0)
    return known or f"cannot be used ({error.strerror or type(error).__name__}): fix the path"


_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK}
_FULL = "does not fit, the disk is full: make room there"
_REASONS = {
    errno.ENOENT: "is not there: check the path",
    errno.EISDIR: "is a folder, not a file: move it away, or name a file",
    errno.ENOTDIR: "lies below something that is no folder: check the path",
    errno.EROFS: "lies on a file system that is mounted read-only: mount it writable",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
}


def _whose(file: Path) -> str:
    """The file, or the nearest folder above it that can be looked at, and whose it is."""
    for one in (file, *file.absolute().parents):
        try:
            owner = one.stat()
        except OSError:
            continue
        rights = f"{owner.st_mode & 0o777:03o}"
        return (
            f"{one} belongs to uid {owner.st_uid} (rights {rights}), so run the bot as that user "
            "or give it to the bot's with chown"
        )
    return "fix its rights"
