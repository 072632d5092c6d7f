"""From the bytes of `join` to the welcome: how many files one has to open to follow it."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType

import pytest

from tests.databases import Database
from tests.world import World, living

BOT = f"{Path(__file__).parents[2] / 'bot'}/"
FILES, INSIDE = 73, 34
"""Ceilings: of all files, and of those outside `AROUND`."""
AROUND = ("slack/edge/", "slack/kit/", "outbox/", "serve/", "texts/", "store/db/")


class Entered:
    """The files of the bot in which a function is called, and not only imported, while `on`."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.on = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if not self.on or event != "call" or not code.co_filename.startswith(BOT):
            return
        if code.co_flags & CO_OPTIMIZED:  # a function: no module, no class
            self.files.add(code.co_filename.removeprefix(BOT))

    @contextmanager
    def watching(self) -> Iterator[None]:
        self.on = True
        yield
        self.on = False

    @contextmanager
    def here(self) -> Iterator[None]:
        """In this thread, too, which is the story's own otherwise."""
        sys.setprofile(self)
        with self.watching():
            yield
        sys.setprofile(None)


@pytest.fixture
def entered() -> Iterator[Entered]:
    """In every thread that begins from now on: the server's, and those of its pool."""
    before, entered = threading.getprofile(), Entered()
    threading.setprofile(entered)
    yield entered
    threading.setprofile(before)


@pytest.fixture
def watched(entered: Entered, sqlite: Database, tmp_path: Path) -> Iterator[World]:
    with living(sqlite, tmp_path) as world:
        yield world


def test_from_the_bytes_of_join_to_the_welcome(watched: World, entered: Entered) -> None:
    """The command, three windows, and the sender that the commit has woken. Somebody has joined
    before: what is read once and kept is not on the way of everybody after."""
    watched.person("Anna").joins_by_form("mentor")
    watched.tick()
    marco = watched.person("Marco")
    with entered.watching():
        marco.joins_by_form("mentee")
    watched._remember_kinds()
    with entered.here():
        while watched.process.background._send_one():
            pass
    assert marco.heard == ["welcome"]
    listed = sorted(entered.files)
    assert len(listed) <= FILES, "\n".join(listed)
    inside = [file for file in listed if not file.startswith(AROUND)]
    assert len(inside) <= INSIDE, "\n".join(inside)
