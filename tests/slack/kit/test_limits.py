"""The check of Slack's limits finds what Slack would refuse."""

from typing import Any

import pytest

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Choice, Field, Said
from bot.slack.kit.limits import problems


def test_a_plain_message_is_fine() -> None:
    assert problems(Said("Hello", [blocks.section("Hello")])) == []


def message(*parts: Any) -> list[Any]:
    return list(parts)


def window(*parts: Any, **changes: Any) -> dict[str, Any]:
    return {**blocks.modal("x", "Title", parts, close="Close"), **changes}


def text_of(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


BUTTON = blocks.button("a", 1, "Yes")
TWO = [Choice("1", "One"), Choice("2", "Two")]


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (message(), "blocks: 0"),
        (message(*[blocks.divider()] * 51), "blocks: 51"),
        (message({"type": "section", "text": text_of(3001)}), "3001 characters"),
        (message({"type": "section", "text": text_of(0)}), "0 characters"),
        (message({"type": "section"}), "no text object"),
        (message({"type": "header", "text": text_of(5)}), "must be plain_text"),
        (message(*[{"type": "section", "text": text_of(2900)}] * 5), "more than 13200"),
        (message({"type": "alert", "text": text_of(5)}), "not in a message"),
        (message(blocks.actions(BUTTON, BUTTON)), "'a' stands 2 times"),
        (message(blocks.actions(*[BUTTON] * 26)), "26, allowed are 1 to 25"),
        (message({"type": "actions", "elements": []}), "0, allowed are 1 to 25"),
        (message(blocks.actions({**BUTTON, "style": "green"})), "'green'"),
        (message(blocks.actions({**BUTTON, "value": "x" * 2001})), "2001 characters"),
        (message(blocks.actions({**BUTTON, "text": text_of(76)})), "76 characters"),
        (message({"type": "context", "elements": [text_of(3)] * 11}), "11, allowed"),
        (message({**blocks.divider(), "block_id": "x" * 256}), "256 characters"),
        (message(*[{**blocks.divider(), "block_id": "b"}] * 2), "'b' stands 2 times"),
        (message(*[blocks.bar_chart("t", "s", {"a": 1})] * 3), "more than 2 charts"),
        (message(blocks.bar_chart("t", "s", {})), "categories: 0"),
        (window(blocks.input_(Field("f"), "L", blocks.radio(TWO, None))), "submit: missing"),
        (window(blocks.divider(), title=text_of(25)), "25 characters"),
        (window(blocks.divider(), private_metadata="x" * 3001), "3001 characters"),
        (window(blocks.divider(), type="page"), "unknown type"),
        (window(blocks.bar_chart("t", "s", {"a": 1})), "not in a modal"),
        (window(*[blocks.section("é" * 2900)] * 100), "above 250000 bytes"),
        (window(blocks.actions(blocks.select([], None))), "options: 0"),
        (window(blocks.actions(blocks.select(TWO * 2, None))), "'1' stands 2 times"),
        (
            window(blocks.actions(blocks.radio([Choice(str(n), "x") for n in range(11)], None))),
            "11",
        ),
        (
            window(blocks.actions({**blocks.radio(TWO, "1"), "options": []})),
            "not among the options",
        ),
        (
            window(blocks.actions({**BUTTON, "confirm": {"title": text_of(101)}})),
            "confirm.title: 101",
        ),
    ],
)
def test_what_slack_refuses_is_found(shown: Any, found: str) -> None:
    assert any(found in problem for problem in problems(shown)), problems(shown)


def test_an_empty_text_is_found() -> None:
    assert problems(Said(" ", [blocks.divider()])) == ["text: empty"]


def test_builders_clip_what_is_too_long_and_show_it() -> None:
    long = "x" * 4000
    element = blocks.button("a", 1, long, label=long, confirm=blocks.confirm(*[long] * 4))
    view = blocks.modal("x", long, [blocks.header(long), blocks.actions(element)], close=long)
    assert problems(view) == []
    assert view["title"]["text"] == "x" * 23 + "…"
    said = Said("x", [blocks.section(long), blocks.bar_chart(long, long, {long: 1})])
    assert problems(said) == []


def test_a_choice_that_is_not_offered_is_not_prefilled() -> None:
    assert "initial_option" not in blocks.radio(TWO, "9")
    assert blocks.radio(TWO, "2")["initial_option"] == blocks.radio(TWO, None)["options"][1]
    assert "initial_options" not in blocks.checkboxes(TWO, ["9"])


def test_the_turn_changes_the_block_id_so_that_slack_takes_a_new_prefill() -> None:
    assert Field("role").block_id == "role"
    assert Field("role", 2).block_id == "role#2"
