"""Slack's limits on blocks, checked against an independent package where it has the rule."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest
import slackblocks as sb
from hypothesis import given
from hypothesis import strategies as st
from slackblocks.errors import InvalidUsageError

from playground.limits import check_message, check_view, too_many_characters, view_is_too_large
from tests.playground.pieces import (
    actions,
    button,
    field,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    text_field,
)

Json = dict[str, Any]


@dataclass(frozen=True)
class Limit:
    """A rule with a number: `ours(n)` is a list of blocks or a view, `theirs(n)` the same made
    by slackblocks, None where it cannot say it. `agrees` is False where it lets more pass."""

    name: str
    most: int
    ours: Callable[[int], Any]
    theirs: Callable[[int], Any] | None
    agrees: bool = True


def letters(count: int) -> str:
    return "x" * count


def many(count: int, **more: Any) -> list[Json]:
    return [{**option(f"label {n}", f"value {n}"), **more} for n in range(count)]


def their_many(count: int) -> list[Any]:
    return [sb.Option(sb.PlainText(f"label {n}"), f"value {n}") for n in range(count)]


def in_section(element: Json) -> list[Json]:
    return [section("x", accessory=element)]


def confirm(**more: str) -> Json:
    words = {"title": "t", "text": "t", "confirm": "c", "deny": "d", **more}
    return {key: plain(text) for key, text in words.items()}


def asked(**more: str) -> list[Json]:
    return [actions(button("x", "a", confirm=confirm(**more)))]


def their_asked(**more: str) -> Any:
    words: dict[str, Any] = {"title": "t", "text": "t", "confirm": "c", "deny": "d", **more}
    return sb.Button("x", "a", confirm=sb.ConfirmationDialogue(**words))


def select(count: int) -> list[Json]:
    return in_section({"type": "static_select", "action_id": "a", "options": many(count)})


def menu(kind: str, count: int, **more: Any) -> list[Json]:
    return in_section({"type": kind, "action_id": "a", "options": many(count, **more)})


def pie(count: int, title: str = "t", label: str = "") -> list[Json]:
    segments = [{"label": label or f"s{n}", "value": 1} for n in range(count)]
    return [
        {
            "type": "data_visualization",
            "title": title,
            "chart": {"type": "pie", "segments": segments},
        }
    ]


def their_pie(count: int, title: str = "t", label: str = "") -> Any:
    segments = [sb.ChartSegment(label or f"s{n}", 1) for n in range(count)]
    return sb.DataVisualizationBlock(title, sb.PieChart(segments))


def table(rows: int, columns: int = 2) -> list[Json]:
    cells = [[{"type": "raw_text", "text": "x"} for _ in range(columns)] for _ in range(rows)]
    return [{"type": "data_table", "caption": "c", "rows": cells}]


def their_table(rows: int, columns: int = 2) -> Any:
    return sb.DataTableBlock([[sb.RawText("x") for _ in range(columns)] for _ in range(rows)], "c")


LIMITS = [
    Limit("section text", 3000, lambda n: [section(letters(n))],
          lambda n: sb.SectionBlock(letters(n))),
    Limit("section fields", 10,
          lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}],
          lambda n: sb.SectionBlock(fields=["x"] * n)),
    Limit("length of a field", 2000,
          lambda n: [{"type": "section", "fields": [mrkdwn(letters(n))]}],
          lambda n: sb.SectionBlock(fields=[letters(n)])),
    Limit("header", 150, lambda n: [{"type": "header", "text": plain(letters(n))}],
          lambda n: sb.HeaderBlock(letters(n))),
    Limit("context elements", 10,
          lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}],
          lambda n: sb.ContextBlock([sb.Text("x")] * n)),
    Limit("buttons in a row", 25,
          lambda n: [actions(*(button("x", f"a{i}") for i in range(n)))],
          lambda n: sb.ActionsBlock([sb.Button("x", f"a{i}") for i in range(n)])),
    Limit("button text", 75, lambda n: [actions(button(letters(n), "a"))],
          lambda n: sb.Button(letters(n), "a")),
    Limit("button value", 2000, lambda n: [actions(button("x", "a", value=letters(n)))],
          lambda n: sb.Button("x", "a", value=letters(n))),
    Limit("button url", 3000, lambda n: [actions(button("x", "a", url=letters(n)))],
          lambda n: sb.Button("x", "a", url=letters(n))),
    Limit("accessibility label", 75,
          lambda n: [actions(button("x", "a", accessibility_label=letters(n)))],
          lambda n: sb.Button("x", "a", accessibility_label=letters(n))),
    Limit("action_id", 255, lambda n: [actions(button("x", letters(n)))],
          lambda n: sb.Button("x", letters(n))),
    Limit("block_id", 255, lambda n: [section("x", block_id=letters(n))],
          lambda n: sb.SectionBlock("x", block_id=letters(n))),
    Limit("confirm title", 100, lambda n: asked(title=letters(n)),
          lambda n: their_asked(title=letters(n))),
    Limit("confirm text", 300, lambda n: asked(text=letters(n)),
          lambda n: their_asked(text=letters(n))),
    Limit("confirm yes", 30, lambda n: asked(confirm=letters(n)),
          lambda n: their_asked(confirm=letters(n))),
    Limit("confirm no", 30, lambda n: asked(deny=letters(n)),
          lambda n: their_asked(deny=letters(n))),
    Limit("option label", 75,
          lambda n: in_section({"type": "overflow", "action_id": "a",
                                "options": [option(letters(n), "v")]}),
          lambda n: sb.Option(letters(n), "v")),
    Limit("option value", 150,
          lambda n: in_section({"type": "overflow", "action_id": "a",
                                "options": [option("x", letters(n))]}),
          lambda n: sb.Option("x", letters(n))),
    Limit("option description", 75,
          lambda n: menu("overflow", 1, description=plain(letters(n))),
          lambda n: sb.Option("x", "v", description=letters(n))),
    Limit("overflow lines", 5, lambda n: menu("overflow", n),
          lambda n: sb.OverflowMenu("a", their_many(n))),
    Limit("select options", 100, select,
          lambda n: sb.StaticSelectMenu("a", their_many(n))),
    Limit("checkboxes", 10, lambda n: menu("checkboxes", n),
          lambda n: sb.CheckboxGroup("a", their_many(n))),
    Limit("radio buttons", 10, lambda n: menu("radio_buttons", n),
          lambda n: sb.RadioButtonGroup("a", their_many(n))),
    Limit("input label", 2000, lambda n: modal(text_field(label=letters(n))),
          lambda n: sb.InputBlock(letters(n), sb.PlainTextInput("a"))),
    Limit("input hint", 2000, lambda n: modal(field("b", "x", {"type": "plain_text_input"},
                                                    hint=plain(letters(n)))),
          lambda n: sb.InputBlock("x", sb.PlainTextInput("a"), hint=letters(n))),
    Limit("placeholder", 150, lambda n: modal(text_field(placeholder=plain(letters(n)))),
          lambda n: sb.PlainTextInput("a", placeholder=letters(n))),
    Limit("max_length of a text", 3000, lambda n: modal(text_field(max_length=n)),
          lambda n: sb.PlainTextInput("a", max_length=n)),
    Limit("modal title", 24, lambda n: modal(section("x"), title=plain(letters(n))),
          lambda n: sb.ModalView(letters(n), sb.SectionBlock("x"))),
    Limit("modal submit", 24, lambda n: modal(section("x"), submit=plain(letters(n))),
          lambda n: sb.ModalView("t", sb.SectionBlock("x"), submit=letters(n))),
    Limit("modal close", 24, lambda n: modal(section("x"), close=plain(letters(n))),
          lambda n: sb.ModalView("t", sb.SectionBlock("x"), close=letters(n))),
    Limit("private_metadata", 3000,
          lambda n: modal(section("x"), private_metadata=letters(n)),
          lambda n: sb.ModalView("t", sb.SectionBlock("x"), private_metadata=letters(n))),
    Limit("callback_id", 255, lambda n: modal(section("x"), callback_id=letters(n)),
          lambda n: sb.ModalView("t", sb.SectionBlock("x"), callback_id=letters(n))),
    Limit("external_id", 255, lambda n: modal(section("x"), external_id=letters(n)),
          lambda n: sb.ModalView("t", sb.SectionBlock("x"), external_id=letters(n))),
    Limit("blocks of a message", 50, lambda n: [section("x")] * n,
          lambda n: sb.Message("C1", blocks=[sb.SectionBlock("x")] * n)),
    Limit("blocks of a modal", 100, lambda n: modal(*[section("x")] * n),
          lambda n: sb.ModalView("t", [sb.SectionBlock("x")] * n)),
    Limit("blocks of a Home tab", 100, lambda n: home(*[section("x")] * n),
          lambda n: sb.HomeTabView([sb.SectionBlock("x")] * n)),
    Limit("markdown", 12_000, lambda n: [{"type": "markdown", "text": letters(n)}],
          lambda n: sb.MarkdownBlock(letters(n))),
    Limit("alert", 200, lambda n: modal({"type": "alert", "text": plain(letters(n))}),
          lambda n: sb.AlertBlock(letters(n))),
    Limit("chart title", 50, lambda n: pie(1, letters(n)), lambda n: their_pie(1, letters(n))),
    Limit("chart label", 20, lambda n: pie(1, label=letters(n)),
          lambda n: their_pie(1, label=letters(n))),
    Limit("charts of a message", 2, lambda n: pie(1) * n,
          lambda n: sb.Message("C1", blocks=[their_pie(1)] * n)),
    Limit("columns of a data table", 20, lambda n: table(2, n), lambda n: their_table(2, n)),
    # Its sources say 12 and 201; the documentation has also said 6 and 101, which are safe.
    Limit("segments of a pie", 6, pie, their_pie, agrees=False),
    Limit("rows of a data table", 101, table, their_table, agrees=False),
]  # fmt: skip

BY_NAME = pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)


def problems_of(payload: Any) -> list[str]:
    check = check_message if isinstance(payload, list) else check_view
    return [str(problem) for problem in check(payload)]


def they_refuse(make: Callable[[], Any]) -> bool:
    try:
        made = make()
        if hasattr(made, "_resolve"):
            made._resolve()
    except InvalidUsageError:
        return True
    return False


@BY_NAME
def test_at_the_limit_and_one_above(limit: Limit) -> None:
    assert problems_of(limit.ours(limit.most)) == []
    assert problems_of(limit.ours(limit.most + 1)) != []


@BY_NAME
def test_slackblocks_says_the_same(limit: Limit) -> None:
    assert limit.theirs is not None
    theirs = limit.theirs
    assert not they_refuse(lambda: theirs(limit.most))
    assert they_refuse(lambda: theirs(limit.most + 1)) is limit.agrees


@dataclass(frozen=True)
class Wrong:
    """A payload that Slack refuses for another reason than a number. `theirs` says whether
    slackblocks refuses it too; None where it has no words for it."""

    name: str
    ours: Any
    where: str
    theirs: Callable[[], Any] | None = None
    agrees: bool = True


INPUT = text_field()
WRONG = [
    Wrong("an empty text", [section("")], "/blocks/0/text/text", lambda: sb.SectionBlock("")),
    Wrong("a section of nothing", [{"type": "section"}], "/blocks/0",
          lambda: sb.SectionBlock()),
    Wrong("no options", menu("overflow", 0), "/blocks/0/accessory/options",
          lambda: sb.OverflowMenu("a", [])),
    Wrong("no buttons", [actions()], "/blocks/0/elements",
          lambda: sb.ActionsBlock([]), agrees=False),
    Wrong("mrkdwn on a button", [actions({"type": "button", "action_id": "a",
                                          "text": mrkdwn("x")})],
          "/blocks/0/elements/0/text/type"),
    Wrong("an unknown style", [actions(button("x", "a", style="loud"))],
          "/blocks/0/elements/0/style", lambda: sb.Button("x", "a", style=cast("Any", "loud")),
          agrees=False),
    Wrong("an input in a row of buttons", [actions({"type": "plain_text_input"})],
          "/blocks/0/elements/0", lambda: sb.ActionsBlock([sb.PlainTextInput("a")]),
          agrees=False),
    Wrong("a button as an input", modal(field("b", "x", {"type": "button"})),
          "/view/blocks/0/element", lambda: sb.InputBlock("x", sb.Button("x"))),
    Wrong("no submit beside an input", {**modal(INPUT), "submit": None}, "/view",
          lambda: sb.ModalView("t", sb.InputBlock("x", sb.PlainTextInput("a")))),
    Wrong("an initial option from elsewhere",
          modal(field("b", "x", {"type": "static_select", "options": options("A"),
                                 "initial_option": options("B")[0]})),
          "/view/blocks/0/element/initial_option",
          lambda: sb.StaticSelectMenu("a", [sb.Option(sb.PlainText("A"), "a")],
                                      initial_option=sb.Option(sb.PlainText("B"), "b")),
          agrees=False),
    Wrong("shortest above longest", modal(text_field(min_length=5, max_length=4)),
          "/view/blocks/0/element", lambda: sb.PlainTextInput("a", min_length=5, max_length=4)),
    Wrong("a date that is none", modal(field("b", "x", {"type": "datepicker",
                                                        "initial_date": "7/12/2026"})),
          "/view/blocks/0/element/initial_date",
          lambda: sb.DatePicker("a", initial_date="7/12/2026")),
    Wrong("an alert in a message", [{"type": "alert", "text": plain("x")}], "/blocks/0",
          lambda: sb.Message("C1", blocks=[sb.AlertBlock("x")])),
    Wrong("a markdown block in a modal", modal({"type": "markdown", "text": "x"}),
          "/view/blocks/0", lambda: sb.ModalView("t", sb.MarkdownBlock("x"))),
    Wrong("a chart in a modal", modal(*pie(1)), "/view/blocks/0",
          lambda: sb.ModalView("t", their_pie(1))),
    # Documented for messages only; its surface table allows Home as well.
    Wrong("a chart on the Home tab", home(*pie(1)), "/view/blocks/0",
          lambda: sb.HomeTabView(their_pie(1)), agrees=False),
    Wrong("a data table on the Home tab", home(*table(2)), "/view/blocks/0",
          lambda: sb.HomeTabView(their_table(2)), agrees=False),
    Wrong("the same block_id twice", [section("x", block_id="b")] * 2, "/blocks",
          lambda: sb.Message("C1", blocks=[sb.SectionBlock("x", block_id="b")] * 2),
          agrees=False),
    Wrong("the same action_id twice in a block", [actions(button("x", "a"), button("y", "a"))],
          "/blocks/0/elements",
          lambda: sb.ActionsBlock([sb.Button("x", "a"), sb.Button("y", "a")]), agrees=False),
    Wrong("a key that Slack does not know", [section("x", colour="red")], "/blocks/0"),
    Wrong("an unknown block", [{"type": "poem"}], "/blocks/0"),
    Wrong("an empty data cell",
          [{**table(2)[0], "rows": [[{"type": "raw_text", "text": ""}]] * 2}],
          "/blocks/0/rows/0/0/text",
          lambda: sb.DataTableBlock([[sb.RawText("")]] * 2, "c")),
    Wrong("rows of different widths",
          [{**table(2)[0], "rows": [table(2)[0]["rows"][0], table(2)[0]["rows"][1][:1]]}],
          "/blocks/0/rows",
          lambda: sb.DataTableBlock([[sb.RawText("x")] * 2, [sb.RawText("x")]], "c")),
    Wrong("a slice of nothing",
          [{"type": "data_visualization", "title": "t",
            "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}}],
          "/blocks/0/chart/segments/0/value", lambda: sb.ChartSegment("a", 0)),
    Wrong("a series without a point for a category",
          [{"type": "data_visualization", "title": "t",
            "chart": {"type": "bar", "axis_config": {"categories": ["a", "b"]},
                      "series": [{"name": "n", "data": [{"label": "a", "value": 1}]}]}}],
          "/blocks/0/chart/series/0/data",
          lambda: sb.BarChart([sb.DataSeries("n", [sb.DataPoint("a", 1)])],
                              sb.AxisConfig(["a", "b"]))),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_what_slack_refuses(wrong: Wrong) -> None:
    places = [problem.split("[json-pointer:")[1].rstrip("]") for problem in problems_of(wrong.ours)]
    assert wrong.where in places
    if wrong.theirs is not None:
        assert they_refuse(wrong.theirs) is wrong.agrees


def test_a_private_answer_carries_no_chart_and_no_table() -> None:
    assert check_message(pie(1)) == check_message(table(2)) == []
    assert check_message(pie(1), "ephemeral")
    assert check_message(table(2), "ephemeral")


def test_totals() -> None:
    assert not too_many_characters([section("y" * 3000)] * 4)
    assert too_many_characters([section("y" * 3000)] * 5)
    assert view_is_too_large(modal(*[section("è" * 3000)] * 45))
    assert not view_is_too_large(modal(*[section("y" * 3000)] * 45))


def test_what_slackblocks_makes_is_taken() -> None:
    """The other way round: a rich modal and message of the independent package pass."""
    view = sb.ModalView(
        "Title",
        [
            sb.HeaderBlock("Head"),
            sb.SectionBlock("Text", accessory=sb.OverflowMenu("o", their_many(3))),
            sb.DividerBlock(),
            sb.ContextBlock([sb.Text("small")]),
            sb.ActionsBlock([sb.Button("Go", "go", style="primary"), sb.DatePicker("d")]),
            sb.InputBlock("Name", sb.PlainTextInput("n", multiline=True), hint="h"),
            sb.InputBlock("One", sb.StaticSelectMenu("s", their_many(3))),
            sb.InputBlock("Many", sb.CheckboxGroup("c", their_many(3))),
            sb.InputBlock("Who", sb.UserSelectMenu("u")),
            sb.InputBlock("When", sb.DateTimePicker("w")),
            sb.InputBlock("How many", sb.NumberInput(True, "m")),
        ],
        submit="Send",
        notify_on_close=True,
    )
    assert problems_of(json.loads(repr(view))) == []
    chart = sb.BarChart([sb.DataSeries("n", [sb.DataPoint("a", 1)])], sb.AxisConfig(["a"]))
    message = [their_table(3), sb.DataVisualizationBlock("t", chart), their_pie(2)]
    assert problems_of([block._resolve() for block in message]) == []


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "text", "elements", "options", "option_groups", "blocks", "rows",
                         "chart", "element", "accessory", "block_id", "initial_option", "fields",
                         "child_blocks", "confirm", "series", "axis_config"]),
        inner | st.sampled_from(["section", "actions", "input", "static_select", "button", "modal",
                                 "overflow", "data_table", "data_visualization", "bar", "home",
                                 "container", "carousel", "plain_text"]),
        max_size=5),
    max_leaves=15,
)  # fmt: skip


@given(JSON_VALUES)
def test_nonsense_is_refused_and_never_breaks_the_check(payload: Any) -> None:
    check_message([payload])
    check_message(payload)
    check_view(payload)
    check_view({"type": "modal", "blocks": [payload], "title": payload})
