"""Slack's limits on blocks, and a check of a message or a view against them.

Sources: the Block Kit reference; where two sources disagree the lower figure stands here. See
docs/slack.md, Blocks.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TEXT = 3000
HEADER = 150
BUTTON = 75
OPTION = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
LABEL = 2000
TITLE = 24
IDENTIFIER = 255
BUTTON_VALUE = 2000
METADATA = 3000
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 13_200
VIEW_BYTES = 250_000
CHART_TITLE = 50
CHART_LABEL = 20
CHART_POINTS = 20
CHART_SERIES = 6
CHARTS = 2
MOST = {"actions": 25, "context": 10, "overflow": 5, "radio_buttons": 10, "checkboxes": 10}
OPTIONS = 100

ANYWHERE = frozenset({"section", "context", "actions", "header", "divider", "input"})
SURFACES: Mapping[str, frozenset[str]] = {
    "message": ANYWHERE | {"data_visualization"},
    "modal": ANYWHERE,
    "home": ANYWHERE,
}
ELEMENT_TEXTS = {"text": BUTTON, "placeholder": PLACEHOLDER, "accessibility_label": BUTTON}
Problems = Iterator[str]


def problems(shown: Any) -> list[str]:
    """What Slack would refuse in a view (a dict), a message's blocks (a list) or a `Said`.

    Each problem names its place; an empty list means that Slack takes it.
    """
    if isinstance(shown, Mapping):
        return list(_view(shown))
    if isinstance(shown, list):
        return list(_blocks(shown, "message", MESSAGE_BLOCKS))
    empty = [] if shown.text.strip() else ["text: empty"]
    return [*empty, *_length("text", shown.text, TEXT), *problems(shown.blocks)]


def _view(view: Mapping[str, Any]) -> Problems:
    surface = view.get("type", "")
    if surface not in ("modal", "home"):
        yield f"view: unknown type {surface!r}"
        return
    yield from _blocks(view.get("blocks", []), surface, VIEW_BLOCKS)
    yield from _length("private_metadata", view.get("private_metadata", ""), METADATA)
    yield from _length("callback_id", view.get("callback_id", ""), IDENTIFIER)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        yield f"view: above {VIEW_BYTES} bytes"
    if surface == "modal":
        yield from _modal(view)


def _modal(view: Mapping[str, Any]) -> Problems:
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(name, view[name], TITLE, plain=True)
    if "title" not in view:
        yield "title: missing"
    if "submit" not in view and any(b.get("type") == "input" for b in view.get("blocks", [])):
        yield "submit: missing, there are inputs"


def _blocks(blocks: Sequence[Mapping[str, Any]], surface: str, most: int) -> Problems:
    if not 1 <= len(blocks) <= most:
        yield f"blocks: {len(blocks)}, allowed are 1 to {most}"
    for number, block in enumerate(blocks):
        kind = block.get("type", "")
        place = f"blocks[{number}].{kind}"
        if kind not in SURFACES[surface]:
            yield f"{place}: not in a {surface}"
        yield from _length(f"{place}.block_id", block.get("block_id", ""), IDENTIFIER)
        yield from _block(place, block)
    yield from _twice("block_id", [b["block_id"] for b in blocks if "block_id" in b])
    if surface == "message":
        yield from _message(blocks)


def _message(blocks: Sequence[Mapping[str, Any]]) -> Problems:
    if sum(b.get("type") == "data_visualization" for b in blocks) > CHARTS:
        yield f"blocks: more than {CHARTS} charts"
    if sum(len(str(text)) for text in _all_texts(blocks)) > MESSAGE_TEXT:
        yield f"blocks: more than {MESSAGE_TEXT} characters"


def _all_texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, Mapping):
        for name, inner in thing.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _all_texts(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from _all_texts(inner)


def _block(place: str, block: Mapping[str, Any]) -> Problems:
    check = CHECKS.get(str(block.get("type")))
    if check:
        yield from check(place, block)


def _section(place: str, block: Mapping[str, Any]) -> Problems:
    yield from _text(f"{place}.text", block.get("text"), TEXT, plain=False)
    if "accessory" in block:
        yield from _element(f"{place}.accessory", block["accessory"])


def _header(place: str, block: Mapping[str, Any]) -> Problems:
    yield from _text(f"{place}.text", block.get("text"), HEADER, plain=True)


def _context(place: str, block: Mapping[str, Any]) -> Problems:
    yield from _count(place, block.get("elements", []), MOST["context"])
    for element in block.get("elements", []):
        yield from _text(f"{place}.elements", element, TEXT, plain=False)


def _actions(place: str, block: Mapping[str, Any]) -> Problems:
    yield from _count(place, block.get("elements", []), MOST["actions"])
    yield from _twice(f"{place}.action_id", [e["action_id"] for e in block["elements"]])
    for element in block["elements"]:
        yield from _element(place, element)


def _input(place: str, block: Mapping[str, Any]) -> Problems:
    yield from _text(f"{place}.label", block.get("label"), LABEL, plain=True)
    if "hint" in block:
        yield from _text(f"{place}.hint", block["hint"], LABEL, plain=True)
    yield from _element(place, block.get("element", {}))


def _element(place: str, element: Mapping[str, Any]) -> Problems:
    place = f"{place}.{element.get('type')}"
    yield from _length(f"{place}.action_id", element.get("action_id", ""), IDENTIFIER, least=1)
    if element.get("style") not in (None, "primary", "danger"):
        yield f"{place}.style: {element['style']!r}"
    if isinstance(element.get("value"), str):
        yield from _length(f"{place}.value", element["value"], BUTTON_VALUE)
    for name, limit in ELEMENT_TEXTS.items():
        if isinstance(element.get(name), Mapping):
            yield from _text(f"{place}.{name}", element[name], limit, plain=True)
        elif name in element:
            yield from _length(f"{place}.{name}", element[name], limit)
    for name, text in element.get("confirm", {}).items():
        if name in CONFIRM:
            yield from _text(f"{place}.confirm.{name}", text, CONFIRM[name], plain=False)
    yield from _choices(place, element)


def _choices(place: str, element: Mapping[str, Any]) -> Problems:
    if "options" not in element and "option_groups" not in element:
        return
    groups = element.get("option_groups", [element])
    yield from _count(f"{place}.option_groups", groups, OPTIONS)
    options = [option for group in groups for option in group["options"]]
    for group in groups:
        yield from _count(f"{place}.options", group["options"], MOST.get(element["type"], OPTIONS))
        if "label" in group:
            yield from _text(f"{place}.group", group["label"], OPTION, plain=True)
    for option in options:
        yield from _text(f"{place}.option", option["text"], OPTION, plain=False)
        yield from _length(f"{place}.option.value", option["value"], OPTION_VALUE, least=1)
        if "description" in option:
            yield from _text(f"{place}.description", option["description"], OPTION, plain=False)
    yield from _twice(f"{place}.option.value", [option["value"] for option in options])
    chosen = [*element.get("initial_options", []), element.get("initial_option")]
    if any(one not in options for one in chosen if one is not None):
        yield f"{place}: an initial option that is not among the options"


def _chart(place: str, block: Mapping[str, Any]) -> Problems:
    chart, axis = block["chart"], block["chart"]["axis_config"]
    yield from _length(f"{place}.title", block["title"], CHART_TITLE, least=1)
    yield from _count(f"{place}.categories", axis["categories"], CHART_POINTS)
    yield from _twice(f"{place}.category", axis["categories"])
    yield from _count(f"{place}.series", chart["series"], CHART_SERIES)
    for label in axis["categories"]:
        yield from _length(f"{place}.category", label, CHART_LABEL, least=1)
    for series in chart["series"]:
        yield from _length(f"{place}.series", series["name"], CHART_LABEL, least=1)
        if [point["label"] for point in series["data"]] != axis["categories"]:
            yield f"{place}: one point for each category, in their order"


CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "data_visualization": _chart,
}


def _text(place: str, text: Any, limit: int, *, plain: bool) -> Problems:
    if not isinstance(text, Mapping) or not isinstance(text.get("text"), str):
        yield f"{place}: no text object"
        return
    if plain and text.get("type") != "plain_text":
        yield f"{place}: must be plain_text"
    yield from _length(place, text["text"], limit, least=1)


def _length(place: str, text: str, limit: int, least: int = 0) -> Problems:
    if not least <= len(text) <= limit:
        yield f"{place}: {len(text)} characters, allowed are {least} to {limit}"


def _count(place: str, things: Sequence[Any], most: int) -> Problems:
    if not 1 <= len(things) <= most:
        yield f"{place}: {len(things)}, allowed are 1 to {most}"


def _twice(place: str, ids: Sequence[str]) -> Problems:
    for one, times in Counter(ids).items():
        if times > 1:
            yield f"{place}: {one!r} stands {times} times"
