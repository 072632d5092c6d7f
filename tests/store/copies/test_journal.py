"""The journal: entries that are there for good, and a file that shows what was done to it."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store.copies.journal import Damaged, Entry, Foreign, Journal, Missing, OutOfReach, Unusable

KEY, OTHER = b"k" * 32, b"o" * 32


def window(number: int) -> Entry:
    return {"kind": "window", "number": number}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    begun = Journal(tmp_path / "away" / "journal", KEY)
    begun.begin([window(0)])
    return begun


def add(journal: Journal, *entries: Entry) -> None:
    with journal.alone() as pen:
        pen.add(*entries)


def test_what_is_added_is_read_in_its_order(journal: Journal) -> None:
    add(journal, window(1), {"kind": "left", "who": "è"})
    assert journal.read() == [window(0), window(1), {"kind": "left", "who": "è"}]


def test_whoever_adds_sees_what_is_there_and_what_they_added(journal: Journal) -> None:
    with journal.alone() as pen:
        pen.add(window(1))
        assert pen.entries == [window(0), window(1)]


def test_a_journal_that_is_there_is_not_begun_again(journal: Journal) -> None:
    journal.begin([])
    assert journal.read() == [window(0)]


def test_without_a_file_it_is_missing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", KEY)
    assert not journal.exists()
    with pytest.raises(Missing):
        journal.read()
    with pytest.raises(Missing):
        add(journal, window(0))


def test_only_its_owner_may_read_it(journal: Journal) -> None:
    assert stat.S_IMODE(journal.file.stat().st_mode) == 0o600
    add(journal, window(1))
    journal.forget(lambda entry: True)
    assert stat.S_IMODE(journal.file.stat().st_mode) == 0o600


def test_that_of_another_installation_is_foreign(journal: Journal) -> None:
    with pytest.raises(Foreign):
        Journal(journal.file, OTHER).read()


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"{}\n", b"SQLite format 3\0", b"\xff\xfe\n", b"a []\n"]
)
def test_anything_else_is_no_journal(journal: Journal, content: bytes) -> None:
    journal.file.write_bytes(content)
    with pytest.raises(Foreign):
        journal.read()


Change = Callable[[list[bytes]], list[bytes]]
CHANGES: dict[str, Change] = {
    "a number changed": lambda lines: [
        *lines[:2], lines[2].replace(b'"number":1', b'"number":7'), *lines[3:],
    ],
    "a line gone": lambda lines: [*lines[:2], *lines[3:]],
    "the first entry gone": lambda lines: [lines[0], *lines[2:]],
    "two lines swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "a line twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "a line of nonsense": lambda lines: [*lines[:-1], b"\0\0\0\0", b""],
    "an empty line": lambda lines: [*lines[:-1], b"", b""],
    "a code changed": lambda lines: [*lines[:2], b"0" * 64 + lines[2][64:], *lines[3:]],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_done_to_its_lines_is_found(journal: Journal, change: Change) -> None:
    add(journal, window(1), window(2))
    lines = change(journal.file.read_bytes().split(b"\n"))
    journal.file.write_bytes(b"\n".join(lines))
    with pytest.raises(Damaged):
        journal.read()
    before = journal.file.read_bytes()
    with pytest.raises(Damaged):
        add(journal, window(3))
    assert journal.file.read_bytes() == before


def test_every_flipped_bit_is_found(journal: Journal) -> None:
    add(journal, window(1))
    whole = journal.file.read_bytes()
    for at in range(len(whole) - 1):  # the very last is the end of a line: torn, if it is another
        flipped = bytearray(whole)
        flipped[at] ^= 1
        journal.file.write_bytes(bytes(flipped))
        with pytest.raises(Unusable):
            journal.read()


def test_lines_of_another_journal_of_the_same_installation_do_not_fit(
    journal: Journal, tmp_path: Path
) -> None:
    other = Journal(tmp_path / "other", KEY)
    other.begin([window(5), window(6)])
    add(journal, window(1))
    last = other.file.read_bytes().split(b"\n")[-2]
    journal.file.write_bytes(journal.file.read_bytes() + last + b"\n")
    with pytest.raises(Damaged):
        journal.read()


def test_a_line_torn_by_a_crash_counts_as_never_written(journal: Journal) -> None:
    before = journal.file.read_bytes()
    add(journal, window(1))
    whole = journal.file.read_bytes()
    for length in range(len(before), len(whole)):
        journal.file.write_bytes(whole[:length])
        assert journal.read() == [window(0)]
        add(journal, window(2))
        assert journal.read() == [window(0), window(2)]


def test_a_long_torn_line_leaves_nothing_behind_a_short_one(journal: Journal) -> None:
    journal.file.write_bytes(journal.file.read_bytes() + b"0" * 500)
    add(journal, window(1))
    assert b"000" * 100 not in journal.file.read_bytes()
    assert journal.read() == [window(0), window(1)]


def test_what_is_over_is_forgotten_physically_and_the_rest_stays(journal: Journal) -> None:
    add(journal, {"kind": "left", "who": "anna-code"}, window(1))
    assert journal.forget(lambda entry: entry["kind"] == "left") == 1
    assert journal.read() == [window(0), window(1)]
    assert b"anna-code" not in journal.file.read_bytes()
    assert not [one for one in journal.file.parent.iterdir() if b"anna-code" in one.read_bytes()]
    assert journal.forget(lambda entry: entry["kind"] == "left") == 0
    add(journal, window(2))
    assert journal.read() == [window(0), window(1), window(2)]


def test_one_that_is_set_aside_makes_room_for_a_new_one(journal: Journal) -> None:
    other = journal.set_aside("damaged")
    assert not journal.exists()
    assert Journal(other, KEY).read() == [window(0)]


def test_a_folder_that_cannot_be_used_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for journal in (Journal(tmp_path / "file" / "journal", KEY), Journal(tmp_path, KEY)):
        with pytest.raises(OutOfReach):
            journal.read()
    with pytest.raises(OutOfReach):
        Journal(tmp_path / "file" / "journal", KEY).begin([])


def test_a_full_disk_is_told_and_what_was_there_stays(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutOfReach, match="No space"):
        add(journal, window(1))
    with pytest.raises(OutOfReach):
        journal.forget(lambda entry: True)
    assert journal.read()[0] == window(0)


def test_many_threads_lose_nothing(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: add(journal, window(n)), range(1, 41)))
    assert sorted(entry["number"] for entry in journal.read()) == list(range(41))


def test_several_processes_lose_nothing(journal: Journal) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.store.copies.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]), b'k' * 32)\n"
        "for n in range(20):\n"
        "    with journal.alone() as pen: pen.add({'kind': sys.argv[2], 'n': n})\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(journal.file), name], env=os.environ)
        for name in ("a", "b")
    ]
    assert [one.wait(60) for one in both] == [0, 0]
    read = journal.read()[1:]
    assert len(read) == 40
    for name in ("a", "b"):
        assert [entry["n"] for entry in read if entry["kind"] == name] == list(range(20))
