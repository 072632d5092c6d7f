"""The table and the plots of docs/performance.md, from the figures of two builds.

`python -m benchmarks.plots` reads `benchmarks/measured/before.json` and `after.json`, which
`python -m benchmarks.programme --whole --json FILE` writes.
"""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE, PICTURES = ROOT / "docs" / "performance.md", ROOT / "docs" / "pictures"
BEGIN, END = "<!-- measured -->", "<!-- end: measured -->"
BACKENDS = ("sqlite", "postgresql")
PLOTS = {
    "performance-approve": ("approve", "seconds", "Approving a round: seconds", 1.0),
    "performance-send": ("send the round", "locked", "Sending: longest transaction, seconds", 1.0),
    "performance-statements": ("approve", "statements", "Approving: statements", None),
}
Figures = Mapping[tuple[str, int], Mapping[str, Mapping[str, float]]]


def main() -> None:
    before, after = (_read(name) for name in ("before", "after"))
    table = "\n".join(_table(before, after))
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}", encoding="utf-8")
    for name, plot in PLOTS.items():
        (PICTURES / f"{name}.svg").write_text(_plot(before, after, *plot), encoding="utf-8")


def _read(name: str) -> Figures:
    file = ROOT / "benchmarks" / "measured" / f"{name}.json"
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return {(one["database"], one["people"]): one["cases"] for one in found}


# --- the table ------------------------------------------------------------------------------------


def _table(before: Figures, after: Figures) -> Iterable[str]:
    for backend in BACKENDS:
        sizes = sorted(people for name, people in after if name == backend)
        yield f"**{'SQLite' if backend == 'sqlite' else 'PostgreSQL'}**\n"
        yield "| | " + " | ".join(f"{people:,}" for people in sizes) + " |"
        yield "|---" * (len(sizes) + 1) + "|"
        for case in after[backend, sizes[0]]:
            cells = (_cell(before, after, (backend, people), case) for people in sizes)
            yield f"| {case} | " + " | ".join(cells) + " |"
        yield ""


def _cell(before: Figures, after: Figures, key: tuple[str, int], case: str) -> str:
    was = _shown(before[key][case]) if key in before else "–"
    return f"{was} → **{_shown(after[key][case])}**"


def _shown(one: Mapping[str, float]) -> str:
    longest = f", {one['locked']:.2f}" if one["locked"] else ""
    processor = f" ({one['cpu']:.2f})" if "cpu" in one else ""
    return f"{one['seconds']:.2f} s{processor}{longest}; {one['statements']:,.0f}"


# --- the plots ------------------------------------------------------------------------------------

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 64, 40, 150, 44
COLOURS = {"before": "#b3541e", "after": "#1f6f8b"}


def _plot(
    before: Figures, after: Figures, case: str, what: str, title: str, goal: float | None
) -> str:
    """Lines over the number of people, both axes logarithmic; SQLite drawn through, PostgreSQL
    dashed."""
    lines = {
        (build, backend): _points(figures, backend, case, what)
        for build, figures in (("before", before), ("after", after))
        for backend in BACKENDS
    }
    values = [value for line in lines.values() for _, value in line] + ([goal] if goal else [])
    people = [many for line in lines.values() for many, _ in line]
    x = _Axis(min(people), max(people), LEFT, WIDE - RIGHT)
    low, high = (10 ** fit(math.log10(end)) for fit, end in
                 ((math.floor, min(values)), (math.ceil, max(values))))  # fmt: skip
    y = _Axis(low, high, HIGH - BOTTOM, TOP)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
            f'font-family="sans-serif" font-size="12" fill="#333"><title>{title}</title>',
            f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
            f'<text x="{LEFT}" y="22" font-size="14">{title}</text>',
            *_grid(x, y, sorted(set(people)), low, high),
            *(_goal(y, goal) if goal else ()),
            *(part for key, line in lines.items() for part in _line(x, y, *key, line)),
            *_legend(lines),
            "</svg>\n",
        ]
    )


class _Axis:
    """From a value to a place on the page, by its logarithm."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._span = math.log10(low), math.log10(high) - math.log10(low) or 1
        self._start, self._length = start, end - start

    def at(self, value: float) -> float:
        share = (math.log10(value) - self._low) / self._span
        return round(self._start + share * self._length, 1)


def _points(figures: Figures, backend: str, case: str, what: str) -> list[tuple[int, float]]:
    return sorted(
        (people, max(cases[case][what], 0.001))
        for (name, people), cases in figures.items()
        if name == backend
    )


def _grid(x: _Axis, y: _Axis, people: list[int], low: float, high: float) -> Iterable[str]:
    for exponent in range(round(math.log10(low)), round(math.log10(high)) + 1):
        at = y.at(10**exponent)
        yield f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{at}" y2="{at}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end">{10.0**exponent:g}</text>'
    for many in people:
        place = f'x="{x.at(many)}" y="{HIGH - BOTTOM + 18}"'
        yield f'<text {place} text-anchor="middle">{many:,}</text>'
    yield f'<text x="{LEFT}" y="{HIGH - 8}">people</text>'


def _goal(y: _Axis, goal: float) -> Iterable[str]:
    at = y.at(goal)
    yield (
        f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{at}" y2="{at}" stroke="#333" '
        'stroke-dasharray="2 4"/>'
    )
    yield f'<text x="{LEFT + 4}" y="{at - 4}">goal</text>'


def _line(
    x: _Axis, y: _Axis, build: str, backend: str, points: list[tuple[int, float]]
) -> Iterable[str]:
    places = [(x.at(many), y.at(value)) for many, value in points]
    path = " ".join(f"{a},{b}" for a, b in places)
    dash = ' stroke-dasharray="6 4"' if backend == "postgresql" else ""
    colour = COLOURS[build]
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
    for a, b in places:
        yield f'<circle cx="{a}" cy="{b}" r="3" fill="{colour}"/>'


def _legend(lines: Iterable[tuple[str, str]]) -> Iterable[str]:
    left = WIDE - RIGHT + 14
    for number, (build, backend) in enumerate(lines):
        at = TOP + 10 + 22 * number
        dash = ' stroke-dasharray="6 4"' if backend == "postgresql" else ""
        yield (
            f'<line x1="{left}" x2="{left + 24}" y1="{at}" y2="{at}" stroke="{COLOURS[build]}" '
            f'stroke-width="2"{dash}/>'
        )
        name = "SQLite" if backend == "sqlite" else "PostgreSQL"
        yield f'<text x="{left + 30}" y="{at + 4}">{build}, {name}</text>'


if __name__ == "__main__":
    main()
