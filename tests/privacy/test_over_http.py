"""A few worlds over the real signed HTTP, with real threads: nothing is lost in the short cuts.

No copies are made: each world is told from its first day. What people look at is looked at in the
same order, everywhere; `/metrics` and `/livez` are asked as an operator asks them.
"""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import databases
from tests.flows.cohort import TOPICS
from tests.privacy import deeds, looks, worlds
from tests.privacy.deeds import Deed
from tests.privacy.journal import EXPORT, Journal
from tests.privacy.worlds import SAYS_YES, Note, apart, as_logged
from tests.world import World, living

WORDS: dict[str, tuple[Deed, ...]] = {
    word: (deeds.says(word),) for word in ("yes", "someone else", "later")
}
OTHERS: dict[str, tuple[Deed, ...]] = {
    "silence": (),
    "someone else, then later": (deeds.says("someone else"), deeds.says("later")),
    "a break": (deeds.types("pause 31/1"),),
}
OBSERVERS = ("Anna", "Giulia")


@pytest.mark.usefixtures("log")
def test_a_word_over_http(tmp_path: Path) -> None:
    """Marco says something, or nothing; five pairs of worlds."""
    seen = {
        name: _lived(tmp_path / str(number), deed)
        for number, (name, deed) in enumerate({**WORDS, **OTHERS}.items())
    }
    for name in ("someone else", "later"):
        _same("yes", seen["yes"], name, seen[name])
    for name in OTHERS:
        only = {"Anna": seen[name]["Anna"]}
        if name != "a break":  # leads see who takes part
            only["Giulia"] = seen[name]["Giulia"]
        _same("later", {who: seen["later"][who] for who in only}, name, only)


def _same(name: str, one: dict[str, list[Note]], other: str, two: dict[str, list[Note]]) -> None:
    found = apart(name, one, other, two)
    assert not found, "\n".join(map(str, found[:6]))


def _lived(folder: Path, does: tuple[Deed, ...]) -> dict[str, list[Note]]:
    """All that the observers noted of one world."""
    folder.mkdir()
    with databases.database("sqlite", folder) as database, living(database, folder) as world:
        journal = Journal(world.slack.workspace, lambda: datetime.now(UTC))
        marco = world.person("Marco", locale="en-US")
        for number, two in enumerate((("Anna", "Marco"), ("Bea", "Carlo"))):
            world.joined(*two, topic=TOPICS[number], back=TOPICS[-1 - number])
        world.sends_round()
        world.lives_until("2026-11-23 17:00")
        world.slack.workspace.watchers.append(journal.note)
        with _log() as log:
            for name in OBSERVERS:
                world.cast[name].hands.opens_home()
            for deed in does:
                world.passes(minutes=7)
                deed(marco)
                world.tick()
            world.goes_to("2026-11-23 18:00")
            notes = _noted(world, journal)
            world.lives_until("2026-12-01 12:00")
            for name, more in _noted(world, journal, short=True).items():
                notes[name] += more
        screens = {name: journal.seen_by(world.cast[name].id) for name in OBSERVERS}
        for name, seen in screens.items():
            notes[name].append(Note("all along", "the screen", seen))
        notes[EXPORT] = [Note("all along", "the messages", journal.seen_by(EXPORT))]
        notes["logs"] = [Note("all along", "the log", log)]
        return notes


def _noted(world: World, journal: Journal, *, short: bool = False) -> dict[str, list[Note]]:
    notes = {"/metrics": [Note(_at(world), "the pages", _pages(world))]}
    share = looks.FEW if short else looks.Share(3, 1)
    for name in OBSERVERS:
        notes[name] = [
            Note(_at(world), look, seen)
            for look, seen in looks.battery(world, journal, world.cast[name], share, SAYS_YES)
        ]
    return notes


def _at(world: World) -> str:
    return f"{world.now:%a %d %b %H:%M}"


_COUNTS = re.compile(r"^revmentor_\S+(_total|_count|_rows)\b")
"""How long things took is another each time."""


def _pages(world: World) -> list[str]:
    web = world.process.web
    assert web is not None
    metrics, livez = (
        _asked(f"http://127.0.0.1:{web.port}/{path}") for path in ("metrics", "livez")
    )
    return [*(line for line in metrics.splitlines() if _COUNTS.match(line)), livez]


def _asked(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


@contextmanager
def _log() -> Iterator[list[str]]:
    """What is logged meanwhile, by whichever thread, in its normal form."""
    lines: list[str] = []
    kept: list[str] = []
    with worlds.STREAM.into(lines.append):
        yield kept
    assert not [line for line in lines if '"event": "failure"' in line]
    kept += [as_logged(line) for line in lines]
