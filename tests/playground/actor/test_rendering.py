"""Blocks as the lines that somebody reads."""

from typing import Any

import pytest

from playground import Person
from playground.actor.rendering import Reader, lines
from tests.playground.pieces import actions, button, mrkdwn, options, plain, section

WHEN = 1_796_652_000  # 2026-12-07 14:00 UTC
CHART = {
    "type": "data_visualization",
    "title": "Meetings",
    "chart": {
        "type": "bar",
        "axis_config": {"categories": ["Oct", "Nov"]},
        "series": [
            {"name": "Held", "data": [{"label": "Oct", "value": 3}, {"label": "Nov", "value": 5}]}
        ],
    },
}
TABLE = {
    "type": "data_table",
    "caption": "Pairs",
    "rows": [
        [{"type": "raw_text", "text": "State"}, {"type": "raw_text", "text": "Pairs"}],
        [{"type": "raw_text", "text": "live"}, {"type": "raw_number", "value": 7, "text": "7"}],
    ],
}


def reader(tz: str = "Europe/Rome", locale: str = "it-IT") -> Reader:
    names = {"U1": "Marco Conti", "C1": "general"}
    person = Person("U0", "a", "A", tz=tz, locale=locale)
    return Reader.of(person, lambda one: names.get(one, one))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U1> and <@U2>", "@Marco Conti and @U2"),
        ("<#C1> <#C2|other>", "#general #other"),
        ("<!channel> <!here>", "@channel @here"),
        ("<https://a.it|a page> <https://b.it>", "a page https://b.it"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        (f"<!date^{WHEN}^{{date_num}} {{time_secs}}|x>", "2026-12-07 15:00:00"),
        (f"<!date^{WHEN}^{{date_short_pretty}}, {{time}}|x>", "7 dic 2026, 15:00"),
        (f"<!date^{WHEN}^{{unheard_of}}|x>", "{unheard_of}"),
        ("<!date^soon^{date}|soon>", "soon"),
    ],
)
def test_mrkdwn_as_read(text: str, read: str) -> None:
    assert reader().mrkdwn(text) == read


def test_an_unknown_zone_and_language_become_utc_and_english() -> None:
    strange = reader("Mars/Olympus", "xx-XX")
    assert strange.mrkdwn(f"<!date^{WHEN}^{{date_long}} {{time}}|x>").startswith(
        "Monday, December 7, 2026 2:00"
    )


def test_plain_text_is_left_alone() -> None:
    assert reader().words(plain("<@U1> &amp;")) == "<@U1> &amp;"


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ({"type": "header", "text": plain("Head")}, ["Head"]),
        ({"type": "divider"}, ["———"]),
        (section("Hi", fields=[mrkdwn("a"), mrkdwn("b")]), ["Hi", "a", "b"]),
        (
            section("Hi", accessory={"type": "overflow", "options": options("Later", "Never")}),
            ["Hi", "[⋯ Later | Never]"],
        ),
        (actions(button("Yes", "y"), {"type": "datepicker"}), ["[Yes] (datepicker)"]),
        (
            {
                "type": "context",
                "elements": [{"type": "image", "alt_text": "A cat"}, mrkdwn("small")],
            },
            ["A cat small"],
        ),
        (CHART, ["Meetings", "Held: Oct 3, Nov 5"]),
        (TABLE, ["Pairs", "State | Pairs", "live | 7"]),
        ({"type": "image", "alt_text": "A cat", "title": plain("Cat")}, ["Cat", "A cat"]),
        (
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
                    }
                ],
            },
            ["ab"],
        ),
        ({"type": "video"}, ["[video]"]),
    ],
)
def test_blocks_as_lines(block: dict[str, Any], read: list[str]) -> None:
    assert list(lines([block], reader())) == read
