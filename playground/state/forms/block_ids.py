"""The ids that Slack gives to blocks and elements which came without one."""

import itertools
from typing import Any

from playground.state.errors import Json

_numbers = itertools.count(1)
WITH_ACTIONS = frozenset({"actions", "context_actions", "section", "input", "card"})


def named_blocks(blocks: list[Json]) -> list[Json]:
    """The same blocks with an id each. A fresh id every time, as from Slack: what stands in
    a field without ids of its own does not survive an update of the screen."""
    return [_named_block(block) for block in blocks]


def _named_block(block: Json) -> Json:
    named = {**block, "block_id": block.get("block_id") or _fresh()}
    if block["type"] in WITH_ACTIONS:
        for key in ("elements", "accessory", "element", "actions"):
            if key in block:
                named[key] = _named(block[key])
    for key in ("child_blocks",) if block["type"] == "container" else ():
        named[key] = named_blocks(block[key])
    if block["type"] == "carousel":
        named["elements"] = named_blocks(block["elements"])
    return named


def _named(given: Any) -> Any:
    if isinstance(given, list):
        return [_named(one) for one in given]
    if isinstance(given, dict) and given.get("type") != "image":
        return {**given, "action_id": given.get("action_id") or _fresh()}
    return given


def _fresh() -> str:
    return f"pg{next(_numbers):x}"
