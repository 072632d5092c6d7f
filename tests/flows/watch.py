"""Somebody disturbs a scene: what they read, what is logged, and that nothing changes."""

import io
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import logs
from bot.texts.catalogue import LANGUAGES, catalogue
from tests.databases import Database
from tests.flows.forged import Came, dump
from tests.flows.scene import Scene, in_full_swing
from tests.people import Colleague
from tests.world import KEY

KNOWING = ("person", "inbox_key", "throttle")
"""Tables that may learn that somebody was there, and nothing else."""
DRAFTS = (*KNOWING, "draft")
"""What was typed is kept, even when it is refused."""

PLACEHOLDER = re.compile(r"\{\w+\}|[*`\n]")
PREVIEW = "[data di chiusura]"
"""The round's window shows a lead what people will read, in both languages."""


def _sentences(language: str) -> frozenset[str]:
    """The longest part of each text that no fact interrupts."""
    forms = (one for forms in catalogue(language).forms.values() for one in forms)
    parts = (max(PLACEHOLDER.split(text), key=len).strip() for text in forms)
    return frozenset(part for part in parts if len(part) >= 12)


SENTENCES = {language: _sentences(language) for language in LANGUAGES}


@dataclass
class Watch:
    """The scene, and the log that is written meanwhile."""

    scene: Scene
    log: io.StringIO

    @contextmanager
    def unchanged(self, *leaving_out: str) -> Iterator[None]:
        """Nothing changes inside, and the log tells of no failure and of nobody."""
        world, without = self.scene.world, leaving_out or KNOWING
        before, said = dump(world, *without), self.log.tell()
        yield
        assert dump(world, *without) == before
        self.tells_nothing(self.log.getvalue()[said:])

    def tells_nothing(self, text: str) -> None:
        people = self.scene.world.cast.values()
        names = [one.name for one in people if len(one.name) > 4]
        ids = [one.id for one in people]
        tokens = [self.scene.world.slack.workspace.signing_secret, KEY, "Rossini", "very private"]
        told = [one for one in (*names, *ids, *tokens) if one.casefold() in text.casefold()]
        assert not told, text
        assert '"failure"' not in text, text


@contextmanager
def watching(database: Database, folder: Path) -> Iterator[Watch]:
    """A scene, and everything that is logged in it from the least serious line on."""
    log = io.StringIO()
    with in_full_swing(database, folder) as scene:
        logs.configure("DEBUG", "json", log)
        yield Watch(scene, log)
    logs.configure("WARNING", "json", sys.__stderr__)
    logging.getLogger().setLevel(logging.WARNING)


def clear(came: Came, who: Colleague) -> None:
    """Answered with 200, in words, in this person's language, without anything from inside."""
    assert came.reply.status == 200, came.reply
    assert not came.notices
    assert who.world.slack.workspace.signing_secret not in came.text
    assert came.text.strip(), "no answer"
    assert not re.search(r"\b[a-z_]+\.[a-z_]{3,}\b(?<!\.toml)", came.text), came.text
    assert not re.search(
        r"Traceback|Error\b|(?<!@)\b[UWTDV]0?[A-Z0-9]{8,}\b|\bR-[A-Z0-9]{4}", came.text
    )
    own = SENTENCES[who.words.language]
    other = SENTENCES["en" if who.words.language == "it" else "it"] - own
    assert any(one in came.text for one in own), came.text
    assert PREVIEW in came.text or not any(one in came.text for one in other), came.text


def shut(*people: Colleague) -> None:
    for who in people:
        who.world.slack.workspace.views.close_all(who.id)
