"""The README is true: its blocks run, its tables are the code's, its links lead somewhere."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?P<mark>^ *<!-- run -->\n)?^ *```(?P<kind>\w*)\n(?P<body>.*?)^ *```$", re.M | re.S
)
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@dataclass(frozen=True)
class Block:
    """A fenced block; `runs` when it is marked to be run here."""

    kind: str
    lines: tuple[str, ...]
    runs: bool


def blocks_of(page: str) -> list[Block]:
    return [
        Block(
            found["kind"],
            tuple(line.strip() for line in found["body"].splitlines() if line.strip()),
            bool(found["mark"]),
        )
        for found in BLOCK.finditer(page)
    ]


BLOCKS = blocks_of(README)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh clone after `make setup`, in which things may be written."""
    folder = tmp_path_factory.mktemp("clone")
    for path in ROOT.iterdir():
        if path.name not in ("data", "demo", ".env", ".venv", ".git"):
            (folder / path.name).symlink_to(path)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def environment() -> dict[str, str]:
    own = ("SLACK_", "REVMENTOR_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"}


def test_marked_blocks_run_one_after_another_as_a_reader_would_run_them(clone: Path) -> None:
    run = [block for block in (*BLOCKS, *blocks_of(OPERATING)) if block.runs]
    assert len(run) >= 3
    for block in run:
        done = subprocess.run(
            ["sh", "-eu", "-c", "\n".join(block.lines)],
            cwd=clone,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, (block.lines, done.stderr)
        assert done.stdout or block.lines[0].startswith("cp "), block.lines
    assert (clone / "data" / "revmentor.db").exists()


def test_every_other_block_names_targets_or_files_that_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for block in BLOCKS:
        assert block.kind == "bash"
        for line in () if block.runs else block.lines:
            program, *rest = line.split()
            if program == "make":
                assert rest[0] in targets, line
            else:
                assert program == "docker", line
                assert (ROOT / "Dockerfile").exists()
    assert {"demo", "story", "test", "check", "run", "help"} <= targets


def test_the_demo_comes_before_anything_that_needs_slack() -> None:
    assert BLOCKS[0].lines == ("make demo",)
    assert README.index("make demo") < README.index("api.slack.com")


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table that follows this head, without their code marks."""
    table = page[page.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table]


def test_the_scopes_are_those_of_the_manifest() -> None:
    scopes = yaml.safe_load((ROOT / "app_manifest.yml").read_text())["oauth_config"]["scopes"]
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    shown = [row[0] for row in rows(page, "| scope | why |")]
    optional = [f"{scope} (optional)" for scope in scopes["bot_optional"]]
    assert shown == [*scopes["bot"], *optional]


def test_it_can_be_read_in_five_minutes() -> None:
    words = [word for word in re.sub(r"\]\([^)]*\)", "]", README).split() if re.search(r"\w", word)]
    assert len(words) <= 900


def test_the_comparison_is_dated_and_has_ten_rows() -> None:
    compared = rows(README, "| | revmentor |")
    assert len(compared) == 10
    assert {cell for row in compared for cell in row[1:]} <= {"●", "◐", "○", "–"}
    assert any(row[1] == "○" for row in compared), "others are better at something"
    assert re.search(r"read on \d+ \w+ 20\d\d", README)


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert [page for page in sorted(pages) if f"({page})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        path, _, heading = target.partition("#")
        if path.startswith("https://"):
            continue
        file = (page.parent / path) if path else page
        assert file.exists(), target
        if heading:
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            anchors = [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads]
            assert heading in anchors, target


def test_decisions_are_numbered_short_and_of_one_form() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.match(rf"# {int(page.name[:4])}\. .+\((Accepted|Superseded by \d+)\)\n", text)
        for part in ("Context:", "Decision:", "Rejected:", "Consequence:"):
            assert part in text, (page.name, part)
        assert len(text.splitlines()) <= 16, page.name
