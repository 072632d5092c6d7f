"""Slack's markup as a small tree of spans, ready to be drawn.

A span is a string, or `{"t": kind, "c": [spans]}`; links carry `href` too. Kinds: b, i, s, code,
pre, quote, ul, li, br, a, at (a mention), date.
"""

import html
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from playground.actor.rendering import Reader
from playground.page.drawing.emoji import with_emoji
from playground.state.errors import Json

Span = str | Json
PRE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<token><[^<>\n]+>)"
    r"|(?<![\w*])\*(?P<b>\S(?:[^*\n]*\S)?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<i>\S(?:[^_\n]*\S)?)_(?![\w_])"
    r"|(?<![\w~])~(?P<s>\S(?:[^~\n]*\S)?)~(?![\w~])"
)
BEGINNING = {
    "quote": re.compile(r"(?:&gt;|>)\s*"),
    "ul": re.compile(r"•\s+"),
    "": re.compile(r"(?!)"),
}
SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")


def span(kind: str, *inside: Span, **more: Any) -> Json:
    """One span of a kind."""
    return {"t": kind, "c": list(inside), **more}


def link(href: str, *inside: Span) -> Span:
    """A link, or only its words when the address is none that may be opened."""
    if href.lower().startswith(SAFE_LINKS):
        return span("a", *inside, href=href)
    return span("i", *inside)


def mrkdwn(text: str, reader: Reader) -> list[Span]:
    """The spans of a `mrkdwn` text: mentions by name, dates in the reader's zone."""
    spans: list[Span] = []
    at = 0
    for found in PRE.finditer(text):
        spans += _paragraphs(text[at : found.start()], reader)
        spans.append(span("pre", html.unescape(found[1])))
        at = found.end()
    return spans + _paragraphs(text[at:], reader)


def plain(text: str, emoji: bool = True) -> list[Span]:
    """The spans of a `plain_text`: no markup, line breaks kept."""
    return list(_broken([[with_emoji(line) if emoji else line] for line in text.split("\n")]))


def text_object(text: Json, reader: Reader) -> list[Span]:
    """The spans of a text object."""
    raw = str(text.get("text", ""))
    if text.get("type") == "mrkdwn":
        return mrkdwn(raw, reader)
    return plain(raw, bool(text.get("emoji", True)))


def words_of(spans: list[Span]) -> str:
    """Only the words, for labels and for reading aloud."""
    parts = [one if isinstance(one, str) else _words_in(one) for one in spans]
    return "".join(parts)


def _words_in(one: Json) -> str:
    return "\n" if one["t"] == "br" else words_of(one["c"])


def _paragraphs(text: str, reader: Reader) -> list[Span]:
    """Lines with breaks between them. Lines that begin with `>` and stand together are one
    quotation, those that begin with a bullet are one list."""
    drawn: list[list[Span]] = []
    for kind, lines in groupby(text.split("\n") if text else [], _kind):
        rows = [inline(BEGINNING[kind].sub("", line), reader) for line in lines]
        if kind == "quote":
            drawn.append([span("quote", *_broken(rows))])
        elif kind == "ul":
            drawn.append([span("ul", *(span("li", *row) for row in rows))])
        else:
            drawn += rows
    return list(_broken(drawn))


def _kind(line: str) -> str:
    return next((kind for kind in ("quote", "ul") if BEGINNING[kind].match(line)), "")


def _broken(lines: list[list[Span]]) -> Iterator[Span]:
    is_after_text = False
    for line in lines:
        is_apart = bool(line) and isinstance(line[0], dict) and line[0]["t"] in ("quote", "ul")
        if is_after_text and not is_apart:
            yield span("br")
        yield from line
        is_after_text = not is_apart


def inline(text: str, reader: Reader) -> list[Span]:
    """The spans of one line."""
    spans: list[Span] = []
    at = 0
    for found in INLINE.finditer(text):
        spans += _words(text[at : found.start()])
        spans.append(_span_of(found, reader))
        at = found.end()
    return spans + _words(text[at:])


def _words(text: str) -> list[Span]:
    return [with_emoji(html.unescape(text))] if text else []


def _span_of(found: re.Match[str], reader: Reader) -> Span:
    if found["code"]:
        return span("code", html.unescape(found["code"][1:-1]))
    if found["token"]:
        return _token(found["token"], reader)
    kind = next(kind for kind in ("b", "i", "s") if found[kind])
    return span(kind, *inline(found[kind], reader))


def _token(token: str, reader: Reader) -> Span:
    target, _, _ = token[1:-1].partition("|")
    shown = reader.mrkdwn(token)
    if target.startswith("!date^"):
        return span("date", shown)
    if target.startswith(("@", "#", "!")):
        return span("at", shown)
    return link(html.unescape(target), shown)
