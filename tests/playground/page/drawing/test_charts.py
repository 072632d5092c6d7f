"""Charts as shapes whose lengths can be checked, and tables."""

from typing import Any

import pytest

from playground import Workspace
from playground.page.drawing import charts
from playground.page.drawing.context import DrawingContext
from playground.state.forms.form import Form
from tests.playground.conftest import ANNA
from tests.playground.page.specimens import BLOCKS, chart

CONTEXT = DrawingContext.of(Workspace(people=[ANNA]), ANNA, Form([]))


def shapes(drawn: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in drawn["shapes"] if one["draw"] == kind]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 27, [0, 10, 20, 30]),
        (0, 3, [0, 1, 2, 3]),
        (0, 1, [0, 1]),
        (0, 0, [0, 1]),
        (0, 100, [0, 25, 50, 75, 100]),
        (-5, 5, [-5, -2.5, 0, 2.5, 5]),
        (0, 0.4, [0, 0.1, 0.2, 0.3, 0.4]),
        (0, 12_000, [0, 5000, 10_000, 15_000]),
    ],
)
def test_ticks_are_round_and_take_in_both_ends(low: float, high: float, ticks: list[float]) -> None:
    assert charts.nice_ticks(low, high) == ticks


def test_bars_are_as_high_as_their_values() -> None:
    drawn = charts.chart(chart("bar"), CONTEXT)
    bars = shapes(drawn, "bar")
    assert [one["series"] for one in bars] == [0, 1, 0, 1]
    heights = [one["height"] for one in bars]
    assert heights[3] / heights[0] == pytest.approx(27 / 12, rel=0.01)
    assert {round(one["y"] + one["height"], 1) for one in bars} == {216.0}
    assert [one["text"] for one in bars] == ["12", "14", "23,5", "27"]
    assert [one["text"] for one in drawn["ticks"]] == ["0", "10", "20", "30"]


def test_bars_do_not_touch() -> None:
    one, two, three, _ = shapes(charts.chart(chart("bar"), CONTEXT), "bar")
    assert one["x"] + one["width"] < two["x"]
    assert two["x"] + two["width"] < three["x"]


def test_a_line_goes_through_its_dots_and_an_area_stands_on_the_ground() -> None:
    line, area = (charts.chart(chart(kind), CONTEXT) for kind in ("line", "area"))
    dots = shapes(line, "dot")
    assert shapes(line, "line")[0]["d"] == "M" + "L".join(f"{d['x']} {d['y']}" for d in dots[:2])
    assert shapes(line, "area") == []
    assert shapes(area, "area")[0]["d"].endswith(f"L{dots[0]['x']} 216.0Z")


def test_a_pie_is_cut_by_shares() -> None:
    drawn = charts.chart(chart("pie"), CONTEXT)
    quarter, rest = shapes(drawn, "slice")
    assert quarter["d"] == "M110 110L110.0 10.0A100 100 0 0 1 210.0 110.0Z"
    assert "A100 100 0 1 1" in rest["d"]
    assert drawn["legend"] == ["Open · 25 %", "Accepted · 75 %"]
    whole = {"type": "pie", "segments": [{"label": "All", "value": 3}]}
    alone = charts.chart({"title": "T", "chart": whole}, CONTEXT)
    assert len(shapes(alone, "slice")) == 1


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie"])
def test_every_chart_comes_with_its_figures_in_words(kind: str) -> None:
    drawn = charts.chart(chart(kind), CONTEXT)
    assert all(len(row) == len(drawn["head"]) for row in drawn["rows"])
    expected = ["Open", "1", "25 %"] if kind == "pie" else ["Oct", "12", "14"]
    assert drawn["rows"][0] == expected


def test_labels_that_would_touch_are_thinned_out() -> None:
    months = [f"a long month {number}" for number in range(12)]
    data = [{"label": one, "value": 1} for one in months]
    inner = {
        "type": "line",
        "series": [{"name": "S", "data": data}],
        "axis_config": {"categories": months},
    }
    drawn = charts.chart({"title": "T", "chart": inner}, CONTEXT)
    assert 3 <= len(drawn["marks"]) <= 6
    assert len(drawn["rows"]) == 12


def test_a_data_table_has_a_head_and_row_heads_a_plain_table_has_none() -> None:
    data = charts.table(BLOCKS["data_table"], CONTEXT)
    assert [cell["text"] for cell in data["head"]] == [["What"], ["How many"]]
    assert (len(data["rows"]), data["row_head"], data["page"]) == (2, 0, 1)
    assert [cell["number"] for cell in data["rows"][0]] == [False, True]
    simple = charts.table(BLOCKS["table"], CONTEXT)
    assert (simple["head"], simple["row_head"], len(simple["rows"])) == (None, None, 2)
    assert simple["rows"][0][1]["text"][0]["t"] == "p"
