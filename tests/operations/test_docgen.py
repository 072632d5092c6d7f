"""The pages for people who read the code: fresh, whole, and naming only what is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.domain.lifecycle import TABLES
from bot.operations import docgen
from bot.operations.docgen import delivery, stored
from bot.operations.docgen.architecture import MOST_DRAWN
from bot.outbox.codes import Fate
from bot.outbox.deliver.timing import Timing
from bot.outbox.limits.rate_budget import LIMITS
from bot.programme.administration.kinds import KINDS
from bot.schedule import TICKS
from bot.slack.verbs import VERBS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WRITTEN = re.sub(r"<!-- generated: (\w+) -->.*?<!-- end: \1 -->", "", PAGE, flags=re.DOTALL)
PARTS = {name: part for parts in docgen.PAGES.values() for name, part in parts.items()}
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [*(ROOT / page for page in docgen.PAGES), *DECISIONS]
SEALED = {
    "participation.undo_sealed", "participation.private", "draft.sealed", "proposal.words",
    "pair.choices", "answer.sealed", "outbox.sealed_text", "worksheet.sealed", "concern.sealed",
    "pair.exits",
}  # fmt: skip
MINE = docgen.PAGES[Path("docs", "architecture.md")]
EMPTY = "\n".join(f"<!-- generated: {name} -->\n<!-- end: {name} -->" for name in MINE)

each_decision = pytest.mark.parametrize("note", DECISIONS, ids=lambda path: path.stem)


# --- what is generated ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", docgen.PAGES, ids=lambda page: page.stem)
def test_the_generated_parts_are_fresh(page: Path) -> None:
    """After a change of a verb, a kind, a tick, a state or a column: `make docs`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert docgen.refreshed(text, docgen.PAGES[page]) == text


def test_every_row_of_the_code_has_its_row_on_a_page() -> None:
    shown = {name: rows_of(part()) for name, part in PARTS.items()}
    assert shown["verbs"] == [verb.name for verb in VERBS]
    assert shown["kinds"] == list(KINDS)
    assert shown["codes"] == list(Fate)
    assert shown["limits"] == list(LIMITS)
    assert shown["ticks"] == [tick.name for tick in TICKS]
    assert shown["states"] == [row.state for table in TABLES for row in table.rows]


def rows_of(part: str) -> list[str]:
    """The first cell of every row that begins with code."""
    return re.findall(r"^\| `([^`]+)` \|", part, flags=re.MULTILINE)


def test_every_wait_of_the_sender_stands_on_the_page() -> None:
    told = {*delivery.WAITS, *delivery.TRIES, "dice"}
    assert told == {one.name for one in fields(Timing)}


def test_no_verb_and_no_tick_goes_without_a_sentence() -> None:
    for name in ("verbs", "ticks"):
        assert "|  |" not in PARTS[name](), name


def test_small_tables_are_drawn_from_their_first_state_to_their_last() -> None:
    drawn = PARTS["states"]()
    assert drawn.count("```mermaid") == sum(len(table.rows) <= MOST_DRAWN for table in TABLES)
    assert (
        "    [*] --> collecting\n"
        "    collecting --> published: seal\n"
        "    collecting --> rolled_over: seal_small\n"
        "    collecting --> unpublished: journal_lost\n"
        "    published --> [*]\n"
        "    rolled_over --> [*]\n"
        "    unpublished --> [*]\n"
    ) in drawn


def test_only_what_stands_between_the_marks_is_renewed() -> None:
    page = f"# Mine\n\n{EMPTY}\nand this"
    once = docgen.refreshed(page, MINE)
    assert once.startswith("# Mine\n\n<!-- generated: ")
    assert once.endswith(" -->\nand this")
    assert "| `join` | `iscrivimi` |" in once
    assert docgen.refreshed(once, MINE) == once


@pytest.mark.parametrize(
    "page",
    [
        EMPTY.replace("<!-- generated: ticks -->\n<!-- end: ticks -->", ""),
        f"{EMPTY}\n<!-- generated: ticks -->\n<!-- end: ticks -->",
        f"{EMPTY}\n<!-- generated: weather -->\n<!-- end: weather -->",
        EMPTY.replace("ticks", "weather"),
        f"{EMPTY}\n<!-- generated: ticks -->",
        EMPTY.replace("<!-- end: verbs -->", ""),
    ],
    ids=["missing", "twice", "unknown", "renamed", "open", "lost its end"],
)
def test_a_page_whose_marks_do_not_fit_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match=f"each of {', '.join(MINE)} once"):
        docgen.refreshed(page, MINE)


def test_writing_renews_a_page_that_is_there_and_makes_none(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "architecture.md"
    assert page not in docgen.write(tmp_path)
    assert not page.exists()
    page.write_text(EMPTY, encoding="utf-8")
    assert page in docgen.write(tmp_path)
    assert page.read_text(encoding="utf-8") == docgen.refreshed(EMPTY, MINE)


# --- what is stored ------------------------------------------------------------------------------


def test_every_column_says_what_it_means() -> None:
    """A new column needs its sentence in `stored.toml` beside `docgen`, and people may read it."""
    said = {name: set(one.columns) for name, one in stored.meanings().items()}
    assert said == {name: set(columns) for name, columns in stored.columns().items()}


def test_every_column_stands_on_the_page() -> None:
    assert rows_of(stored.stored()) == [
        column for one in stored.meanings().values() for column in one.columns
    ]


def test_what_is_sealed_is_named_so_and_nothing_else() -> None:
    shown = re.findall(r"^### `(\w+)`|^\| `(\w+)` \| \*\*sealed\*\*", stored.stored(), re.MULTILINE)
    sealed, table = set(), ""
    for heading, column in shown:
        table = heading or table
        if column:
            sealed.add(f"{table}.{column}")
    assert sealed == SEALED


# --- what is written by hand ---------------------------------------------------------------------


def test_every_room_is_described() -> None:
    """A new room, or a new file at the top, needs its sentence."""
    rooms = {path.name for path in (ROOT / "bot").iterdir() if path.is_dir()} - {"__pycache__"}
    assert {room for room in rooms if f"{room}/`" not in WRITTEN} == set()
    files = {path.name for path in (ROOT / "bot").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert {name for name in files if f"{name}`" not in WRITTEN} == set()


def test_every_chapter_is_named() -> None:
    """Each module of the use cases, so that the list is whole."""
    described = WRITTEN.split("### `bot/programme/`")[1].split("\n### ")[0]
    modules = (ROOT / "bot" / "programme").rglob("*.py")
    chapters = {path.parent.name if path.stem == "__init__" else path.stem for path in modules}
    unnamed = {one for one in chapters if f"`{one}`" not in described}
    assert unnamed == {"programme", "programme_rules", "workspace"}, "said in other words"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|docs|migrations|playground|tests)/[\w./]*)`", text)
    linked = re.findall(r"\]\(([^):#]+)", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in linked if not (page.parent / path).exists()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(note.name[:4]) for note in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@each_decision
def test_a_decision_says_why_what_what_not_and_at_which_price(note: Path) -> None:
    title, *paragraphs = note.read_text(encoding="utf-8").strip().split("\n\n")
    assert re.fullmatch(rf"# {int(note.name[:4])}\. .+  \((Accepted|Superseded by \d+)\)", title)
    kinds = [paragraph.partition(":")[0] for paragraph in paragraphs]
    assert list(dict.fromkeys(kinds)) == ["Context", "Decision", "Rejected", "Consequence"]
