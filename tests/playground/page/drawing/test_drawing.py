"""Every block and element becomes something that the browser has a drawer for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.kit.blocks import Said
from playground import Workspace, page
from playground.limits import blocks as block_rules
from playground.limits import check_message, check_view, elements
from playground.page import drawing
from playground.page.drawing.context import DrawingContext
from playground.state.forms.block_ids import named_blocks
from playground.state.forms.form import Form
from tests.playground.conftest import ANNA, GIULIA, MARCO
from tests.playground.page.specimens import BLOCKS, ELEMENTS
from tests.playground.pieces import modal
from tests.slack.screens.samples import SCREENS, reader

STATIC = Path(page.__file__).parent / "static"
NOT_DRAWN = {"external_select", "multi_external_select", "rich_text_input", "file_input"}
"""What needs the app's answer to typing, or a file to send: the page says that it cannot."""
NO_APP_HEARS_OF = {"workflow_button"}


def drawn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ws = Workspace(people=[ANNA, MARCO, GIULIA])
    named = named_blocks(blocks)
    return drawing.blocks(named, DrawingContext.of(ws, ANNA, Form(named)))


def drawers(script: str, table: str) -> set[str]:
    """The names in one of the browser's tables of drawers."""
    code = (STATIC / script).read_text("utf-8")
    inside = re.search(rf"const {table} = {{(.*?)\n?}};", code, re.DOTALL)
    assert inside is not None
    names = re.sub(
        r":\s*(\([^)]*\)|\w+\().*?(?=,\s*\w+(?::|,|$)|$)", "", inside[1], flags=re.MULTILINE
    )
    return set(re.findall(r"\b([a-z]+)\b(?=\s*[,:]|\s*$)", names, re.MULTILINE))


def all_parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from all_parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_parts(inner)


def names(blocks: list[dict[str, Any]], key: str) -> set[str]:
    return {str(part[key]) for part in all_parts(blocks) if key in part}


def test_there_is_a_specimen_of_everything_that_slack_takes() -> None:
    assert set(BLOCKS) == set(block_rules.RULES)
    assert set(ELEMENTS) | NOT_DRAWN | NO_APP_HEARS_OF == set(elements.RULES)


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_has_a_drawer(kind: str) -> None:
    block = BLOCKS[kind]
    assert (check_view(modal(block)) if kind == "alert" else check_message([block])) == []
    (one,) = drawn([block])
    assert names([one], "draw") <= drawers("blocks.js", "DRAW") | {"bar", "line", "dot"}
    assert one["draw"] != "unknown"


@pytest.mark.parametrize("kind", ELEMENTS)
def test_every_element_has_a_control(kind: str) -> None:
    (one,) = drawn([{"type": "actions", "elements": [ELEMENTS[kind]]}])
    assert names([one], "control") <= drawers("controls.js", "CONTROLS")


def test_something_new_is_named_instead_of_drawn() -> None:
    block, within = drawn(
        [{"type": "hologram"}, {"type": "actions", "elements": [{"type": "dial"}]}]
    )
    assert (block["draw"], block["kind"]) == ("unknown", "hologram")
    (element,) = within["elements"]
    assert (element["control"], element["kind"]) == ("unknown", "dial")


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_of_the_bot_is_drawn_whole(name: str) -> None:
    for language in ("it", "en"):
        shown = SCREENS[name](reader(language))
        blocks = shown.blocks if isinstance(shown, Said) else shown["blocks"]
        whole = drawn(blocks)
        assert len(whole) == len(blocks)
        assert "unknown" not in names(whole, "draw") | names(whole, "control")


class TestFields:
    def test_an_input_has_label_hint_and_what_it_holds(self) -> None:
        (one,) = drawn([BLOCKS["input"]])
        assert (one["label"], one["hint"], one["optional"]) == ("Name", ["As on your badge"], True)
        assert one["element"]["holds"] == "Anna"
        assert one["element"]["sends"] is False

    def test_long_lists_and_people_can_be_searched(self) -> None:
        few, many = ELEMENTS["static_select"], ELEMENTS["users_select"]
        long = {**few, "options": [{**few["options"][0], "value": str(n)} for n in range(13)]}
        (row,) = drawn([{"type": "actions", "elements": [few, {**long, "action_id": "l"}, many]}])
        assert [one["control"] for one in row["elements"]] == ["select", "picker", "picker"]
        people = [one["label"] for one in row["elements"][2]["groups"][0]["options"]]
        assert people == ["Anna Rossi", "Giulia Neri", "Marco Conti"]

    def test_a_moment_is_shown_in_the_readers_zone(self) -> None:
        at = {"type": "datetimepicker", "action_id": "at", "initial_date_time": 1_796_652_000}
        (row,) = drawn([{"type": "actions", "elements": [at]}])
        (one,) = row["elements"]
        assert (one["holds"], one["zone"]) == ("2026-12-07T15:00", "Europe/Rome")
