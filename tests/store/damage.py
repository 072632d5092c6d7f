"""Two ways in which a SQLite file goes bad. Nobody may have it open."""

from pathlib import Path

PAGE = 4096


def unreadable(file: Path) -> None:
    """Most pages are not even pages any more."""
    whole = bytearray(file.read_bytes())
    for page in range(1, len(whole) // PAGE):
        whole[page * PAGE : page * PAGE + 512] = b"\xff" * 512
    file.write_bytes(whole)


def table_and_index_differ(file: Path) -> None:
    """Everything can be read, but a row is not where its index says: only a check finds out."""
    whole = bytearray(file.read_bytes())
    name = b"installation"  # the key that each installation has, in its table and in the index
    at = whole.rindex(name)
    assert whole.index(name) != at
    whole[at : at + 1] = b"I"
    file.write_bytes(whole)
