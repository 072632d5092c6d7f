"""The page of the first five minutes names only what exists: commands, files, this version."""

import re
from pathlib import Path

from bot import __version__

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
BLOCKS = "\n".join(re.findall(r"^```bash\n(.*?)^```$", PAGE, re.M | re.S))
COMMANDS = [
    *re.findall(r"(?:^|/| )revmentor ((?:[a-z]+)(?: [^\n`;&]*)?)$", BLOCKS, re.M),
    *re.findall(r"`revmentor ([a-z][^`]*)`", PAGE),
]


def test_both_ways_show_the_demo_and_one_runs_the_bot() -> None:
    assert {"demo", "doctor", "run", "manifest", "migrate", "backup FILE"} <= set(COMMANDS)
    with_docker = PAGE[PAGE.index("## With Docker") :]
    assert re.search(r"^docker run [^\n]* revmentor demo$", with_docker, re.M)


def test_files_of_a_release_are_of_this_version() -> None:
    named = re.findall(r"revmentor-(\d[\w.]*?)-(?:py3-none-any\.whl|image\.tar\.gz)", PAGE)
    assert len(named) >= 3
    assert set(named) == {__version__}
