"""docs/architecture.md, How to add a thing, is true: it is done here, in copies of the tree.

All of a thing is planted and the checks are green; one place is left out, and they name it.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.howto.things import CATALOGUES, EN, THINGS, Place, Thing, added
from tests.test_readme import environment

ROOT = Path(__file__).parents[2]
FORKS = Path(__file__).with_name("forks.py")
COPIED = ("bot", "docs", "tests")
LEFT = ("__snapshots__", "pictures", "flows", "privacy", "soak", "browser", "faults", "data")
CHECKS = (
    "tests/programme/test_kinds.py",
    "tests/operations/test_docgen.py::test_the_generated_parts_are_fresh",
    "tests/operations/test_docgen.py::test_every_row_of_the_code_has_its_row_on_a_page",
    "tests/slack/screens/test_every_screen.py::test_every_message_kind_has_its_screen_and_a_sample",
    "tests/slack/screens/test_every_screen.py::test_every_text_is_said_somewhere",
    "tests/slack/screens/test_samples.py::test_every_verb_is_offered_to_somebody",
    "tests/slack/screens/test_samples.py::test_every_field_that_holds_a_word_is_looked_at",
    "tests/slack/test_messages.py::test_every_kind_is_checked_and_shown",
    "tests/slack/test_register.py::test_whatever_is_shown_has_its_row_and_each_row_is_shown",
    "tests/programme/test_ticks.py",
    "tests/test_manifest.py::test_one_command_whose_hint_names_its_verbs",
    "tests/test_settings.py::test_each_setting_is_read_and_what_is_read_is_a_setting",
    "tests/test_settings.py::test_every_setting_has_a_sentence",
    "tests/test_settings.py::test_the_written_pages_are_fresh",
    "tests/texts/test_catalogues.py::test_english_and_italian_have_the_same_keys",
    "tests/texts/test_catalogues.py::test_every_form_has_the_placeholders_of_the_english_one",
    "tests/texts/test_catalogues.py::test_the_formal_catalogue_overrides_exactly_what_speaks_to_a_person",
    "tests/texts/test_catalogues.py::test_whatever_says_tu_is_marked_so",
    "tests/texts/test_catalogues.py::test_the_tone_of_the_bot",
)
"""The tests that hold together what stands in several places."""


def copy_of(folder: Path, places: tuple[Place, ...]) -> None:
    """The tree with these places written; what is not written is a link."""
    for room in COPIED:
        linked(ROOT / room, folder / room)
    for path in ROOT.iterdir():
        if path.is_file() or path.name in ("migrations", "playground"):
            (folder / path.name).symlink_to(path)
    generated = [*(ROOT / "docs").glob("*.md"), ROOT / ".env.example"]
    for path in generated:
        written(folder / path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    for place in places:
        path = folder / place.file
        written(path, place.planted(path.read_text(encoding="utf-8")))


def linked(room: Path, to: Path) -> None:
    """Folders are made, files are links; what Python has compiled is found where it is."""
    to.mkdir()
    for path in room.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            if path.name not in LEFT:
                linked(path, to / path.name)
        else:
            (to / path.name).symlink_to(path)


def written(path: Path, text: str) -> None:
    """In the link's place, never through it."""
    path.unlink()
    path.write_text(text, encoding="utf-8")


def said_of(jobs: dict[Path, tuple[tuple[Place, ...], bool]]) -> dict[Path, str]:
    """What the checks say of each copy: of these places, and with or without `make docs`."""
    lines = []
    for folder, (places, docs) in jobs.items():
        folder.mkdir()
        copy_of(folder, places)
        files = [place.file for place in places if place.file.startswith("bot/")]
        code = [file for file in files if file.endswith(".py")]
        job = {"folder": str(folder), "checks": CHECKS, "docs": docs, "code": code}
        lines.append(json.dumps(job) + "\n")
    done = subprocess.run(
        [sys.executable, "-B", str(FORKS)],
        input="".join(lines), capture_output=True, text=True, check=True,
env=environment() | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "400"},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(answer["folder"]): answer["said"] for answer in answers}


def without() -> list[tuple[Place, ...]]:
    """Which places are left out together: one of each thing, so that few copies are needed; but one
    alone where nothing can be imported then, and all English texts, without which nothing is drawn.
    """
    places = [place for thing in THINGS for place in thing.places]
    alone = [(place,) for place in places if place.breaks_imports]
    english = tuple(place for place in places if place.file == EN)
    others = [
        [place for place in thing.places if not place.breaks_imports and place.file != EN]
        for thing in THINGS
    ]
    return [*alone, english, *(tuple(filter(None, some)) for some in zip_longest(*others))]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies are checked in forks")
def test_all_places_are_enough_and_each_is_asked_for(tmp_path: Path) -> None:
    every = tuple(place for thing in THINGS for place in thing.places)
    whole, without_docs = tmp_path / "whole", tmp_path / "docs"
    left_out = {tmp_path / str(n): places for n, places in enumerate(without())}
    said = said_of({
        whole: (every, True),
        without_docs: (every, False),
        **{
            folder: (tuple(place for place in every if place not in places), True)
            for folder, places in left_out.items()
        },
    })  # fmt: skip
    assert said[whole] == ""
    for check in ("test_the_generated_parts_are_fresh", "test_the_written_pages_are_fresh"):
        assert check in said[without_docs]
    unnoticed = [
        f"{place.file}: {place.missed!r} is not in\n{said[folder]}"
        for folder, places in left_out.items()
        for place in places
        if place.missed not in said[folder]
    ]
    assert not unnoticed, "\n####\n".join(unnoticed)


def test_each_place_is_left_out_once() -> None:
    left_out = [place for places in without() for place in places]
    assert sorted(map(id, left_out)) == sorted(id(p) for thing in THINGS for p in thing.places)


# --- the page ------------------------------------------------------------------------------------


def section(thing: Thing) -> str:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return page.split("## How to add a thing")[1].split(thing.head)[1].split("\n\n")[0]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_the_page_names_each_place_and_how_many(thing: Thing) -> None:
    told = section(thing)
    assert [place.told for place in thing.places if f"`{place.told}`" not in told] == []
    figures = f"{thing.files} files of `bot/`, {thing.lines} line"
    assert figures in " ".join(told.split())


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_a_thing_takes_as_many_files_and_lines_as_the_page_says(thing: Thing) -> None:
    assert len(thing.of_the_bot()) == thing.files, sorted(thing.of_the_bot())
    lines = 0
    for place in thing.places:
        if place.file.startswith("bot/") and not place.file.startswith(CATALOGUES):
            text = (ROOT / place.file).read_text(encoding="utf-8")
            lines += added(text, place.planted(text))
    assert lines == thing.lines


def test_a_piece_that_is_gone_is_named() -> None:
    place = replace(THINGS[0].places[0], edits=(("no such piece", "more"),))
    with pytest.raises(ValueError, match="no such piece"):
        place.planted("something else")
