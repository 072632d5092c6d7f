"""Slack's limits on blocks, messages and views, each refusal with its place.

`check_message` and `check_view` return problems; an empty list is a payload that Slack takes.
"""

import json
from collections import Counter
from typing import Any

from playground.limits import blocks as block_rules
from playground.limits import objects
from playground.limits.charts import MOST_TABLE_TEXT, table_text
from playground.limits.objects import PLAIN
from playground.limits.problems import Place, Problem
from playground.state.errors import Json

__all__ = [
    "MOST_MESSAGE_TEXT",
    "Problem",
    "check_message",
    "check_view",
    "too_many_characters",
    "view_is_too_large",
]

MOST_MESSAGE_TEXT = 40_000
MOST_BLOCK_CHARACTERS = 13_200
MOST_VIEW_BYTES = 250_000
MOST_CHARTS = 2
MOST_MARKDOWN = 12_000

VIEW_KEYS = frozenset({"type", "blocks", "private_metadata", "callback_id", "external_id"})
MODAL_KEYS = VIEW_KEYS | {"title", "submit", "close", "clear_on_close", "notify_on_close"}


def check_message(blocks: Any, surface: str = "message") -> list[Problem]:
    """Problems of a message's blocks; `surface` is message or ephemeral."""
    place = Place("/blocks", blocks)
    if _check_blocks(place, 50, surface, least=0):
        _check_totals(place)
    return place.problems


def check_view(view: Any) -> list[Problem]:
    """Problems of a modal or a Home tab."""
    place = Place("/view", view)
    if not place.object() or not place.at("type").one_of(frozenset({"modal", "home"})):
        return place.problems
    modal = view["type"] == "modal"
    place.knows_only(MODAL_KEYS if modal else VIEW_KEYS)
    objects.optional_string(place, "private_metadata", 3000)
    objects.optional_string(place, "callback_id", 255)
    objects.optional_string(place, "external_id", 255)
    listed = _check_blocks(place.at("blocks"), 100, view["type"], least=0)
    if modal:
        _check_modal(place, listed)
    return place.problems


def too_many_characters(blocks: list[Json]) -> bool:
    """Whether a message's blocks hold more text than Slack takes (`msg_blocks_too_long`)."""
    return table_text([one for one in blocks if one.get("type") != "data_table"]) > (
        MOST_BLOCK_CHARACTERS
    )


def view_is_too_large(view: Json) -> bool:
    """Whether a view is above 250 kB of JSON (`view_too_large`)."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > MOST_VIEW_BYTES


def _check_blocks(place: Place, most: int, surface: str, least: int) -> bool:
    if not place.listed(most, least):
        return False
    for block in place.items():
        block_rules.check(block, surface)
    _check_distinct_ids(place)
    return True


def _check_modal(place: Place, listed: bool) -> None:
    objects.text(place.at("title"), 24, PLAIN)
    objects.optional_text(place, "submit", 24, PLAIN)
    objects.optional_text(place, "close", 24, PLAIN)
    blocks = place.value["blocks"] if listed else []
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)]
    if "input" in kinds and not place.has("submit"):
        place.says("missing required field: submit, because there are input blocks")


def _check_distinct_ids(place: Place) -> None:
    blocks = [block for block in place.value if isinstance(block, dict)]
    named = Counter(block["block_id"] for block in blocks if _is_word(block.get("block_id")))
    for block_id, times in named.items():
        if times > 1:
            place.says(f"block_id {block_id} already exists")
    for index, block in enumerate(place.value):
        if isinstance(block, dict) and isinstance(block.get("elements"), list):
            _check_distinct_actions(place.at(index).at("elements"))


def _check_distinct_actions(place: Place) -> None:
    elements = [one for one in place.value if isinstance(one, dict)]
    named = Counter(one["action_id"] for one in elements if _is_word(one.get("action_id")))
    for action_id, times in named.items():
        if times > 1:
            place.says(f"action_id {action_id} already exists in this block")


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _check_totals(place: Place) -> None:
    blocks = [block for block in place.value if isinstance(block, dict)]
    lists = [block.get("child_blocks") for block in blocks]
    inner = [child for some in lists if isinstance(some, list) for child in some]
    kinds = Counter(str(one.get("type")) for one in [*blocks, *inner] if isinstance(one, dict))
    if kinds["data_visualization"] > MOST_CHARTS:
        place.says(f"no more than {MOST_CHARTS} charts allowed in a message")
    if kinds["table"] > 1:
        place.says("only one table is allowed in a message")
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        place.says(f"markdown must be less than {MOST_MARKDOWN + 1} characters in all")
    tables = sum(table_text(b.get("rows")) for b in blocks if b.get("type") == "data_table")
    if tables > MOST_TABLE_TEXT:
        place.says(f"data tables must be less than {MOST_TABLE_TEXT + 1} characters in all")
