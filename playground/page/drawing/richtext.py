"""`rich_text` and `markdown` blocks as the same spans."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from babel.dates import format_datetime

from playground.actor.rendering import Reader
from playground.page.drawing.emoji import CHARACTERS, with_emoji
from playground.page.drawing.mrkdwn import Span, link, plain, span
from playground.state.errors import Json

STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}


def rich_text(block: Json, reader: Reader) -> list[Span]:
    """The parts of a `rich_text` block, each a span of its own."""
    return [PARTS.get(str(part.get("type")), _section)(part, reader) for part in block["elements"]]


def _section(part: Json, reader: Reader) -> Span:
    return span("p", *_leaves(part, reader))


def _list(part: Json, reader: Reader) -> Span:
    kind = "ol" if part.get("style") == "ordered" else "ul"
    return span(kind, *(span("li", *_leaves(item, reader)) for item in part["elements"]))


def _leaves(part: Json, reader: Reader) -> list[Span]:
    spans: list[Span] = []
    for leaf in part.get("elements") or []:
        one: Span = _leaf(leaf, reader)
        for style, kind in STYLES.items():
            if (leaf.get("style") or {}).get(style):
                one = span(kind, one)
        spans.append(one)
    return spans


def _leaf(leaf: Json, reader: Reader) -> Span:
    kind = leaf.get("type")
    if kind == "link":
        return link(str(leaf.get("url", "")), str(leaf.get("text") or leaf.get("url", "")))
    if kind in ("user", "channel"):
        sign = "@" if kind == "user" else "#"
        return span("at", sign + reader.name_of(str(leaf.get(f"{kind}_id", ""))))
    if kind == "broadcast":
        return span("at", f"@{leaf.get('range', '')}")
    if kind == "emoji":
        name = str(leaf.get("name", ""))
        return CHARACTERS.get(name, f":{name}:")
    if kind == "date":
        return span("date", _date(leaf, reader))
    return span("run", *plain(str(leaf.get("text", "")), emoji=False))


def _date(leaf: Json, reader: Reader) -> str:
    at = datetime.fromtimestamp(int(leaf["timestamp"]), UTC)
    return str(format_datetime(at, "medium", tzinfo=reader.zone, locale=reader.locale))


PARTS: dict[str, Callable[[Json, Reader], Span]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_quote": lambda part, reader: span("quote", *_leaves(part, reader)),
    "rich_text_preformatted": lambda part, reader: span("pre", *_leaves(part, reader)),
}

INLINE = re.compile(
    r"(?P<code>`[^`]+`)|\[(?P<label>[^\]]+)\]\((?P<href>[^)\s]+)\)"
    r"|\*\*(?P<b>\S(?:.*?\S)?)\*\*|(?<![\w*])[*_](?P<i>\S(?:[^*_]*\S)?)[*_](?!\w)|~~(?P<s>.+?)~~"
)
HEADING = re.compile(r"#{1,6}\s+(.*)")
ITEM = re.compile(r"\s*(?P<mark>[-*+]|\d+[.)])\s+(?P<text>.*)")


def markdown(text: str) -> list[Span]:
    """Ordinary Markdown: headings, lists, quotations, code, emphasis and links."""
    spans: list[Span] = []
    for number, part in enumerate(re.split(r"```\w*\n?", text)):
        spans += [span("pre", part.rstrip("\n"))] if number % 2 else _lines(part)
    return spans


def _lines(text: str) -> list[Span]:
    spans: list[Span] = []
    for line in text.split("\n"):
        item = ITEM.fullmatch(line)
        if item:
            _add_item(spans, item)
        elif heading := HEADING.fullmatch(line):
            spans.append(span("p", span("b", *_inline(heading[1]))))
        elif line.startswith(">"):
            spans.append(span("quote", *_inline(line[1:].lstrip())))
        elif line.strip():
            spans.append(span("p", *_inline(line)))
    return spans


def _add_item(spans: list[Span], item: re.Match[str]) -> None:
    kind = "ul" if item["mark"] in "-*+" else "ol"
    last = spans[-1] if spans else None
    if not isinstance(last, dict) or last["t"] != kind:
        last = span(kind)
        spans.append(last)
    last["c"].append(span("li", *_inline(item["text"])))


def _inline(text: str) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for found in INLINE.finditer(text):
        spans.append(with_emoji(text[at : found.start()]))
        spans.append(_marked(found))
        at = found.end()
    return [one for one in [*spans, with_emoji(text[at:])] if one != ""]


def _marked(found: re.Match[str]) -> Span:
    if found["code"]:
        return span("code", found["code"][1:-1])
    if found["href"]:
        return link(found["href"], found["label"])
    kind = next(kind for kind in ("b", "i", "s") if found[kind])
    return span(kind, *_inline(found[kind]))
