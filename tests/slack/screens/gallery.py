"""Every screen as text, to be read aloud.

`python -m tests.slack.screens.gallery [part of a name]` prints all, or those with such a name.
"""

import sys
from collections.abc import Iterator
from typing import Any

from bot.slack.kit.blocks import Said
from tests.slack.screens.samples import SCREENS, reader

READERS = {"en": reader("en"), "it": reader("it"), "it, Lei": reader("it", formal=True)}


def pages(part: str = "") -> Iterator[str]:
    """A page a screen, in each language; one that reads the same with Lei is not repeated."""
    for name, screen in SCREENS.items():
        if part not in name:
            continue
        yield f"\n## {name}"
        seen: list[str] = []
        for language, words in READERS.items():
            text = "\n".join(lines(screen(words)))
            if text not in seen:
                yield f"[{language}]\n{text}"
                seen.append(text)


def lines(shown: Said | dict[str, Any]) -> Iterator[str]:
    """What a person reads, top to bottom; choices and buttons in square brackets."""
    if isinstance(shown, Said):
        yield shown.text
        yield from _rows(shown.blocks)
        return
    if "title" in shown:
        yield f"= {shown['title']['text']} ="
    for block in shown["blocks"]:
        yield from _block(block)
    yield " ".join(f"[{shown[end]['text']}]" for end in ("submit", "close") if end in shown)


def _rows(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "actions":
            yield _buttons(block["elements"])


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind in ("section", "header"):
        yield block["text"]["text"]
        if block.get("accessory", {}).get("type") == "button":
            yield _buttons([block["accessory"]])
    elif kind == "context":
        yield from (f"({one['text']})" for one in block["elements"])
    elif kind == "actions":
        yield _buttons(block["elements"])
    elif kind == "input":
        yield f"{block['label']['text']} {_choices(block['element'])}"
        if "hint" in block:
            yield f"  ({block['hint']['text']})"


def _buttons(elements: list[dict[str, Any]]) -> str:
    return " ".join(f"[{one['text']['text']}]" for one in elements if "text" in one)


def _choices(element: dict[str, Any]) -> str:
    options = element.get("options", [])
    if not options or len(options) > 10:
        return f"[{element['type']}]"
    return " ".join(
        f"[{one['text']['text']}"
        + (f", {one['description']['text']}]" if "description" in one else "]")
        for one in options
    )


if __name__ == "__main__":
    for page in pages(*sys.argv[1:2]):
        sys.stdout.write(f"{page}\n")
