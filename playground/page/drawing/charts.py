"""Charts as shapes on a drawing board, and tables as cells; the browser adds nothing of its own.

Lengths are in units of the board: 600 wide, 260 high for axes; a pie has a radius of 100.
"""

import math
from collections.abc import Iterator

from babel.numbers import format_decimal, format_percent

from playground.page.drawing.context import DrawingContext
from playground.page.drawing.mrkdwn import Span
from playground.page.drawing.richtext import rich_text
from playground.state.errors import Json

WIDTH, HEIGHT = 600, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 16, 44
TICKS = 4
MOST_FIGURES = 24
"""With more bars than that, figures above them would touch."""
LABEL_CHARACTERS = 84
"""About so many characters fit under the axis; more labels than that are thinned out."""


def chart(block: Json, context: DrawingContext) -> Json:
    """A `data_visualization` block: shapes, and the same figures as a table."""
    given = block["chart"]
    drawn = _pie(given, context) if given["type"] == "pie" else _axes(given, context)
    return {"draw": "chart", "title": str(block["title"]), "kind": given["type"], **drawn}


def table(block: Json, context: DrawingContext) -> Json:
    """A `data_table` or `table` block; the first row of a data table is its head."""
    rows = [[_cell(cell, context) for cell in row] for row in block["rows"]]
    is_data = block["type"] == "data_table"
    return {
        "draw": "table",
        "caption": str(block.get("caption") or ""),
        "head": rows[0] if is_data else None,
        "rows": rows[1:] if is_data else rows,
        "row_head": block.get("row_header_column_index", 0) if is_data else None,
        "page": block.get("page_size"),
    }


def _cell(cell: Json, context: DrawingContext) -> Json:
    is_number = cell.get("type") == "raw_number"
    spans: list[Span] = [str(cell["text"])] if "text" in cell else _rich(cell, context)
    return {"text": spans, "number": is_number}


def _rich(cell: Json, context: DrawingContext) -> list[Span]:
    return rich_text(cell, context.reader) if cell.get("elements") else []


def _number(value: float, context: DrawingContext) -> str:
    return str(format_decimal(value, locale=context.reader.locale))


# --- axes ---


def _axes(given: Json, context: DrawingContext) -> Json:
    categories = [str(one) for one in given["axis_config"]["categories"]]
    series = [
        (str(one["name"]), {str(point["label"]): float(point["value"]) for point in one["data"]})
        for one in given["series"]
    ]
    values = [value for _, points in series for value in points.values()]
    ticks = nice_ticks(min([0.0, *values]), max([0.0, *values]))
    board = _Board(ticks[0], ticks[-1], len(categories))
    shapes = _bars if given["type"] == "bar" else _lines
    return {
        "ticks": [{"y": board.y(tick), "text": _number(tick, context)} for tick in ticks],
        "marks": list(_labels(categories, board)),
        "shapes": list(shapes(categories, series, board, given["type"], context)),
        "legend": [name for name, _ in series] if len(series) > 1 else [],
        "axes": [str(given["axis_config"].get(f"{axis}_label") or "") for axis in "xy"],
        "head": ["", *(name for name, _ in series)],
        "rows": [
            [one, *(_number(points[one], context) for _, points in series)] for one in categories
        ],
        "size": [WIDTH, HEIGHT],
    }


class _Board:
    """Where a value and a category stand on the board."""

    def __init__(self, low: float, high: float, count: int) -> None:
        self.low, self.high, self.count = low, high, count
        self.step = (WIDTH - LEFT - RIGHT) / max(count, 1)

    def x(self, index: float) -> float:
        return round(LEFT + self.step * index, 1)

    def middle(self, index: int) -> float:
        return self.x(index + 0.5)

    def y(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)


def nice_ticks(low: float, high: float) -> list[float]:
    """Round figures from at most `low` to at least `high`, about four steps apart."""
    span = (high - low) or 1.0
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * 0.999)
    if step < 1 and float(low).is_integer() and float(high).is_integer():
        step = 1.0
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * number, 10) for number in range(first, max(last, first + 1) + 1)]


def _labels(categories: list[str], board: _Board) -> Iterator[Json]:
    longest = max((len(one) for one in categories), default=1)
    every = max(1, math.ceil(len(categories) * (longest + 2) / LABEL_CHARACTERS))
    for index, text in enumerate(categories):
        if index % every == 0:
            yield {"x": board.middle(index), "y": HEIGHT - BOTTOM + 20, "text": text}


Series = list[tuple[str, dict[str, float]]]


def _bars(
    categories: list[str], series: Series, board: _Board, _kind: str, context: DrawingContext
) -> Iterator[Json]:
    width = min(board.step * 0.72 / len(series), 56.0)
    crowd = len(series) * len(categories)
    for index, category in enumerate(categories):
        left = board.middle(index) - width * len(series) / 2
        for number, (_, points) in enumerate(series):
            value = points[category]
            top, foot = board.y(max(value, 0)), board.y(min(value, 0))
            yield {
                "draw": "bar",
                "series": number,
                "x": round(left + width * number + 1, 1),
                "y": top,
                "width": round(width - 2, 1),
                "height": round(foot - top, 1),
                "text": _number(value, context) if crowd <= MOST_FIGURES else "",
            }


def _lines(
    categories: list[str], series: Series, board: _Board, kind: str, _context: DrawingContext
) -> Iterator[Json]:
    base = board.y(0 if board.low <= 0 else board.low)
    for number, (_, points) in enumerate(series):
        spots = [(board.middle(i), board.y(points[one])) for i, one in enumerate(categories)]
        path = "M" + "L".join(f"{x} {y}" for x, y in spots)
        if kind == "area":
            filled = f"{path}L{spots[-1][0]} {base}L{spots[0][0]} {base}Z"
            yield {"draw": "area", "series": number, "d": filled}
        yield {"draw": "line", "series": number, "d": path}
        for x, y in spots:
            yield {"draw": "dot", "series": number, "x": x, "y": y}


# --- pies ---


def _pie(given: Json, context: DrawingContext) -> Json:
    segments = [(str(one["label"]), float(one["value"])) for one in given["segments"]]
    whole = sum(value for _, value in segments)
    shares = [
        format_percent(value / whole, "#,##0 %", locale=context.reader.locale)
        for _, value in segments
    ]
    named = list(zip((label for label, _ in segments), shares, strict=True))
    return {
        "ticks": [],
        "marks": [],
        "shapes": list(_slices([value / whole for _, value in segments])),
        "legend": [f"{label} · {share}" for label, share in named],
        "axes": ["", ""],
        "head": ["", context.words["value"], "%"],
        "rows": [
            [label, _number(value, context), share]
            for (label, value), share in zip(segments, shares, strict=True)
        ],
        "size": [220, 220],
    }


def _slices(parts: list[float]) -> Iterator[Json]:
    turned = 0.0
    for number, part in enumerate(parts):
        if part > 0.9999:
            yield {"draw": "slice", "series": number, "d": "M110 10A100 100 0 1 1 109.9 10Z"}
            return
        (x1, y1), (x2, y2) = _rim(turned), _rim(turned + part)
        large = 1 if part > 0.5 else 0
        yield {
            "draw": "slice",
            "series": number,
            "d": f"M110 110L{x1} {y1}A100 100 0 {large} 1 {x2} {y2}Z",
        }
        turned += part


def _rim(part: float) -> tuple[float, float]:
    angle = 2 * math.pi * part
    return round(110 + 100 * math.sin(angle), 2), round(110 - 100 * math.cos(angle), 2)
