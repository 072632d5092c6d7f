"""Slack's markup becomes spans; whatever is not markup stays text."""

from typing import Any

import pytest

from playground import Person
from playground.actor.rendering import Reader
from playground.page.drawing.mrkdwn import mrkdwn, plain, words_of
from playground.page.drawing.richtext import markdown, rich_text

ANNA = Person("U0ANNA00001", "anna", "Anna Rossi")
READER = Reader.of(ANNA, {"U0MARCO0001": "Marco Conti", "C01": "general"}.__getitem__)


def span(kind: str, *inside: Any, **more: Any) -> dict[str, Any]:
    return {"t": kind, "c": list(inside), **more}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("plain", ["plain"]),
        ("*bold* and _slanted_", [span("b", "bold"), " and ", span("i", "slanted")]),
        ("~gone~ `co*de*`", [span("s", "gone"), " ", span("code", "co*de*")]),
        ("*bold _both_*", [span("b", "bold ", span("i", "both"))]),
        ("snake_case_name and 2*3*4", ["snake_case_name and 2*3*4"]),
        ("* not bold *", ["* not bold *"]),
        ("a &lt;b&gt; &amp;amp;", ["a <b> &amp;"]),
        ("one\ntwo", ["one", span("br"), "two"]),
        ("&gt; said\n&gt; twice\nthen", [span("quote", "said", span("br"), "twice"), "then"]),
        ("so:\n• one\n• two", ["so:", span("ul", span("li", "one"), span("li", "two"))]),
        ("```\na\n b```end", [span("pre", "a\n b"), "end"]),
        ("<@U0MARCO0001>", [span("at", "@Marco Conti")]),
        ("*<@U0MARCO0001>*", [span("b", span("at", "@Marco Conti"))]),
        ("<#C01|general>", [span("at", "#general")]),
        ("<!here>", [span("at", "@here")]),
        ("<https://a.example?x=1&amp;y=2|here>", [span("a", "here", href="https://a.example?x=1&y=2")]),
        ("<javascript:alert(1)|here>", [span("i", "here")]),
        ("<!date^1762160400^{date} {time}|then>", [span("date", "3 novembre 2025 10:00")]),
        (":tada: :nobody_knows:", ["🎉 :nobody_knows:"]),
    ],
)  # fmt: skip
def test_a_mrkdwn_text_is_a_tree_of_spans(text: str, spans: list[Any]) -> None:
    assert mrkdwn(text, READER) == spans


def test_plain_text_has_no_markup_but_keeps_its_lines() -> None:
    assert plain("*a*\n<b> :tada:") == ["*a*", span("br"), "<b> 🎉"]
    assert plain(":tada:", emoji=False) == [":tada:"]


def test_the_words_of_spans_are_read_aloud_without_markup() -> None:
    assert words_of(mrkdwn("*Hello* <@U0MARCO0001>\n`you`", READER)) == "Hello @Marco Conti\nyou"


def test_rich_text_keeps_styles_lists_and_mentions() -> None:
    section = [
        {"type": "text", "text": "Hi ", "style": {"bold": True}},
        {"type": "user", "user_id": "U0MARCO0001"},
        {"type": "link", "url": "https://a.example", "text": "there"},
        {"type": "emoji", "name": "wave"},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    block = {
        "elements": [
            {"type": "rich_text_section", "elements": section},
            {"type": "rich_text_list", "style": "ordered", "elements": [item]},
        ]
    }
    assert rich_text(block, READER) == [
        span("p", span("b", span("run", "Hi ")), span("at", "@Marco Conti"),
             span("a", "there", href="https://a.example"), "👋"),
        span("ol", span("li", span("run", "one"))),
    ]  # fmt: skip


def test_markdown_has_headings_lists_code_and_links() -> None:
    text = "# Title\n- one\n- **two**\n\nSee [this](https://a.example)\n```py\nx = 1\n```"
    assert markdown(text) == [
        span("p", span("b", "Title")),
        span("ul", span("li", "one"), span("li", span("b", "two"))),
        span("p", "See ", span("a", "this", href="https://a.example")),
        span("pre", "x = 1"),
    ]
