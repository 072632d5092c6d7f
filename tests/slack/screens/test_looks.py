"""How each screen looks: as text in each language, and some exactly as Slack gets them.

`make snapshots` writes the files anew; a reviewer reads how they change.
"""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.slack.screens import looks
from tests.slack.screens.looks import AsJson, AsText
from tests.slack.screens.samples import REPRESENTATIVE, SCREENS

NAMES = list(SCREENS)
KEPT = Path(__file__).parent / "__snapshots__" / Path(__file__).stem
MOST_LINES = 8400
MOST_A_RENDERING = 18
"""On average: a screen that nobody can take in at a glance is reviewed by nobody."""


@pytest.mark.parametrize("name", NAMES)
def test_looks(name: str, snapshot: SnapshotAssertion) -> None:
    assert looks.page(name) == snapshot.use_extension(AsText)


@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_shape(name: str, snapshot: SnapshotAssertion) -> None:
    assert looks.shape(name) == snapshot.use_extension(AsJson)


# --- the files -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(pytestconfig: pytest.Config) -> dict[str, str]:
    """What is kept, by the names of the files."""
    if pytestconfig.option.update_snapshots:
        pytest.skip("files that nobody needs any more go at the end of this very run")
    return {path.name: path.read_text(encoding="utf-8") for path in KEPT.iterdir()}


def test_no_file_is_left_of_a_screen_that_is_gone(kept: dict[str, str]) -> None:
    texts = {f"test_looks[{name}].txt" for name in NAMES}
    shapes = {f"test_shape[{name}].json" for name in REPRESENTATIVE}
    assert kept.keys() == texts | shapes


def test_what_is_kept_can_be_read(kept: dict[str, str]) -> None:
    lines = {name: text.count("\n") for name, text in kept.items()}
    assert sum(lines.values()) <= MOST_LINES
    texts = {name: number for name, number in lines.items() if name.endswith(".txt")}
    renderings = sum(
        line.startswith(looks.TITLE) for name in texts for line in kept[name].split("\n")
    )
    assert renderings >= 2 * len(NAMES)
    assert sum(texts.values()) <= MOST_A_RENDERING * renderings


def test_a_shape_is_json(kept: dict[str, str]) -> None:
    shapes = [json.loads(text) for name, text in kept.items() if name.endswith(".json")]
    assert all(shape["blocks"] for shape in shapes)
