"""Limits of the blocks that draw figures: charts and data tables.

Where sources disagree (6 or 12 series, 101 or 201 rows) the lower figure holds here.
"""

from typing import Any

from playground.limits import objects
from playground.limits.problems import Place

CHARTS = frozenset({"pie", "bar", "line", "area"})
CELLS = frozenset({"raw_text", "raw_number", "rich_text"})
MOST_SERIES = 6
MOST_ROWS = 101
MOST_TABLE_TEXT = 20_000


def chart(place: Place) -> None:
    """A `data_visualization` block."""
    place.knows_only(frozenset({"type", "block_id", "title", "chart"}))
    place.at("title").string(50)
    inner = place.at("chart")
    if not inner.object() or not inner.at("type").one_of(CHARTS):
        return
    if inner.value["type"] == "pie":
        _pie(inner)
    else:
        _axes(inner)


def _pie(place: Place) -> None:
    place.knows_only(frozenset({"type", "segments"}))
    if not place.at("segments").listed(MOST_SERIES):
        return
    for segment in place.at("segments").items():
        if segment.object():
            segment.at("label").string(20)
            if segment.at("value").number() and segment.value["value"] <= 0:
                segment.at("value").says("must be more than 0")


def _axes(place: Place) -> None:
    place.knows_only(frozenset({"type", "series", "axis_config"}))
    axis = place.at("axis_config")
    if not axis.object():
        return
    categories = axis.at("categories")
    if categories.listed(20):
        for category in categories.items():
            category.string(20)
        if len(set(map(str, categories.value))) < len(categories.value):
            categories.says("must be unique")
    objects.optional_string(axis, "x_label", 50)
    objects.optional_string(axis, "y_label", 50)
    if place.at("series").listed(MOST_SERIES):
        for series in place.at("series").items():
            _series(series, categories.value)
        _distinct_names(place.at("series"))


def _series(place: Place, categories: Any) -> None:
    if not place.object():
        return
    place.at("name").string(20)
    if not place.at("data").listed(20):
        return
    for point in place.at("data").items():
        if point.object():
            point.at("label").string(20)
            point.at("value").number()
    labels = [point.get("label") for point in place.value["data"] if isinstance(point, dict)]
    if isinstance(categories, list) and sorted(map(str, labels)) != sorted(map(str, categories)):
        place.at("data").says("must have exactly one point for every category")


def _distinct_names(place: Place) -> None:
    names = [str(one.get("name")) for one in place.value if isinstance(one, dict)]
    if len(set(names)) < len(names):
        place.says("series names must be unique")


def data_table(place: Place) -> None:
    """A `data_table` block: a header row and up to 100 rows of the same width."""
    place.knows_only(
        frozenset({"type", "block_id", "caption", "rows", "page_size", "row_header_column_index"})
    )
    place.at("caption").string(255)
    if place.has("page_size"):
        place.at("page_size").number(1, 100)
    if not place.at("rows").listed(MOST_ROWS, least=2):
        return
    rows = place.at("rows").items()
    for row in rows:
        _row(row, header=row is rows[0])
    if len({len(row.value) for row in rows if isinstance(row.value, list)}) > 1:
        place.at("rows").says("all rows must have the same number of columns")
    if table_text(place.value["rows"]) > MOST_TABLE_TEXT:
        place.at("rows").says(f"must be less than {MOST_TABLE_TEXT + 1} characters in all")
    if place.has("row_header_column_index"):
        place.at("row_header_column_index").number(0, len(rows[0].value) - 1 if rows else 0)


def _row(place: Place, header: bool) -> None:
    if not place.listed(20):
        return
    for cell in place.items():
        if not cell.object() or not cell.at("type").one_of(CELLS):
            continue
        if cell.value["type"] == "rich_text":
            if header:
                cell.says("header cells cannot contain rich text")
        else:
            cell.at("text").string(MOST_TABLE_TEXT)
        if cell.value["type"] == "raw_number":
            cell.at("value").number()


def table_text(value: Any) -> int:
    """How many characters stand in the cells."""
    if isinstance(value, dict):
        return sum(
            len(inner) if key == "text" and isinstance(inner, str) else table_text(inner)
            for key, inner in value.items()
        )
    if isinstance(value, list):
        return sum(table_text(inner) for inner in value)
    return 0
