"""Which platforms have wheels of the locked packages with compiled parts: `docs/wheels.md`.

`make lock` asks uv which files stand behind the locked hashes, and `python -m tests.wheels LISTED`
writes the page from that list. Its tests need no network.
"""

import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parents[1]
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "wheels.md"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
WHEEL = "wheel"
MACOS = (12, 0)


def _linux(kind: str, newest: int, cpu: str) -> list[str]:
    major = {"manylinux": 2, "musllinux": 1}[kind]
    return [f"{kind}_{major}_{minor}_{cpu}" for minor in range(newest, -1, -1)]


def _glibc(cpu: str) -> list[str]:
    return [*_linux("manylinux", 28, cpu), f"manylinux2014_{cpu}"]


PLATFORMS: Mapping[str, list[str]] = {
    "Linux x86-64, glibc 2.28": _glibc("x86_64"),
    "Linux x86-64, musl 1.2": _linux("musllinux", 2, "x86_64"),
    "Linux ARM, glibc 2.28": _glibc("aarch64"),
    "Linux ARM, musl 1.2": _linux("musllinux", 2, "aarch64"),
    "macOS 12 ARM": list(mac_platforms(MACOS, "arm64")),
}
"""The platforms that are looked at, each with the tags of the wheels that install there."""

_HEAD = f"""# Wheels

Which platforms have wheels of the locked packages with compiled parts, so that an installation
needs no compiler. Looked at are CPython {PYTHONS[0]} to {PYTHONS[-1]} and the named version of
the C library or of macOS; newer ones take the same wheels. Where a cell says none, a compiler is
needed.

This page is written by `make lock`, from the files whose hashes stand in `requirements.lock`.

"""


@dataclass(frozen=True)
class Row:
    """One locked version: for which Pythons it is locked, and how each platform stands: `wheel`,
    or for which Pythons there is none."""

    package: str
    version: str
    pythons: tuple[str, ...]
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join([f"| {self.package}", self.version, ", ".join(self.pythons), *self.cells])


def locked_for(marker: str | None) -> tuple[str, ...]:
    """The Pythons for which an entry with this marker is installed."""
    if marker is None:
        return PYTHONS
    parsed = Marker(marker)
    cpython = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return tuple(
        one
        for one in PYTHONS
        if parsed.evaluate(cpython | {"python_version": one, "python_full_version": f"{one}.0"})
    )


def looked_up(listed: Mapping[str, Any], lock: str) -> list[Row]:
    """The rows for what `listed` (a parsed pylock.toml) says, counting files that are in the lock
    alone: what was uploaded since is not installed."""
    found = []
    for package in listed["packages"]:
        wheels = [
            _file_name(wheel)
            for wheel in package.get("wheels", [])
            if wheel["hashes"]["sha256"] in lock
        ]
        if wheels and all(name.endswith("-none-any.whl") for name in wheels):
            continue
        pythons = locked_for(package.get("marker"))
        tags = frozenset(tag for name in wheels for tag in parse_wheel_filename(name)[3])
        cells = tuple(_cell(tags, pythons, names) for names in PLATFORMS.values())
        found.append(Row(package["name"], package["version"], pythons, cells))
    return found


def _file_name(wheel: Mapping[str, Any]) -> str:
    name: str = wheel.get("name") or wheel["url"].rsplit("/", 1)[1]
    return name


def _cell(tags: frozenset[Tag], pythons: Iterable[str], platforms: list[str]) -> str:
    missing = [one for one in pythons if tags.isdisjoint(_taken(one, platforms))]
    return f"none: {', '.join(missing)}" if missing else WHEEL


def _taken(python: str, platforms: list[str]) -> set[Tag]:
    """The tags of wheels that this CPython installs."""
    major, minor = map(int, python.split("."))
    return {
        *cpython_tags((major, minor), [f"cp{major}{minor}"], platforms),
        *compatible_tags((major, minor), f"cp{major}{minor}", platforms),
    }


def page(rows: Iterable[Row]) -> str:
    """`docs/wheels.md`."""
    names = ["package", "version", "Python", *PLATFORMS]
    head = f"| {' | '.join(names)} |\n{'|---' * len(names)}|\n"
    return _HEAD + head + "".join(f"{row} |\n" for row in rows)


def read(text: str) -> list[Row]:
    """The rows of a page that `page` wrote."""
    table = [line for line in text.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [
        Row(name, version, tuple(pythons.split(", ")), tuple(rest))
        for name, version, pythons, *rest in cells
    ]


def complete(rows: Iterable[Row]) -> list[str]:
    """The platforms on which each row has its wheel."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return [name for name, cells in zip(PLATFORMS, columns, strict=True) if set(cells) == {WHEEL}]


def main(listed: Path) -> None:
    """Write the page."""
    found = looked_up(tomllib.loads(listed.read_text("utf-8")), LOCK.read_text("utf-8"))
    PAGE.write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
