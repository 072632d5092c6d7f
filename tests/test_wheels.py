"""The page of wheels is about what is locked, and the operators' page says what it says."""

import re
from typing import Any

from tests import wheels
from tests.test_locks import entries, plain
from tests.wheels import PLATFORMS, PYTHONS, WHEEL, Row

PAGE = wheels.PAGE.read_text(encoding="utf-8")
OPERATING = " ".join((wheels.ROOT / "docs" / "operating.md").read_text(encoding="utf-8").split())


def test_the_page_is_about_the_locked_packages_with_compiled_parts() -> None:
    """Those have more files than one wheel and one source."""
    locked = {}
    for entry in entries("requirements.lock"):
        if entry.count("--hash") > 2:
            version, _, marker = entry.split("--hash")[0].partition(";")
            name, _, number = version.strip().partition("==")
            locked[plain(name), number] = wheels.locked_for(marker.strip() or None)
    rows = wheels.read(PAGE)
    assert {(row.package, row.version): row.pythons for row in rows} == locked
    assert len(rows) == len(locked)
    assert wheels.page(rows) == PAGE
    assert not re.search("://|hosted|index", PAGE)


def test_the_page_for_operators_names_the_platforms_that_have_every_wheel() -> None:
    said = re.search(
        r"No compiler is needed with Python (\S+) to (\S+) on Linux \(x86-64 and ARM, each with "
        r"glibc (\S+) or musl (\S+) and newer\) and on macOS (\d+) or newer \(ARM\)",
        OPERATING,
    )
    assert said is not None
    first, last, glibc, musl, macos = said.groups()
    assert (first, last) == (PYTHONS[0], PYTHONS[-1])
    linux = [f"Linux {cpu}, {libc}" for cpu in ("x86-64", "ARM")
             for libc in (f"glibc {glibc}", f"musl {musl}")]  # fmt: skip
    assert wheels.complete(wheels.read(PAGE)) == [*linux, f"macOS {macos} ARM"]


def listed(name: str, *files: str, marker: str | None = None) -> dict[str, Any]:
    hashed = [
        {"url": f"https://host/{file}", "hashes": {"sha256": f"h{number}"}}
        for number, file in enumerate(files)
    ]
    return {"name": name, "version": "1", "wheels": hashed} | ({"marker": marker} if marker else {})


def test_a_missing_wheel_is_told_with_its_pythons() -> None:
    found = wheels.looked_up(
        {
            "packages": [
                listed("pure", "pure-1-py3-none-any.whl"),
                listed(
                    "some",
                    "some-1-cp312-abi3-manylinux_2_28_x86_64.whl",
                    "some-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
                    "some-1-cp313-cp313-musllinux_1_2_x86_64.whl",
                    "some-1-cp314-cp314-manylinux_2_34_aarch64.whl",
                ),
                listed(
                    "both",
                    "both-1-py3-none-any.whl",
                    "both-1-cp311-cp311-macosx_11_0_arm64.whl",
                    marker="python_full_version < '3.12' and implementation_name != 'pypy'",
                ),
                listed("source"),
            ]
        },
        "h0 h1 h2 h3",
    )
    nowhere = f"none: {', '.join(PYTHONS)}"
    assert found == [
        Row("some", "1", PYTHONS, (WHEEL, "none: 3.11, 3.12, 3.14", nowhere, nowhere, nowhere)),
        Row("both", "1", ("3.11",), (WHEEL,) * 5),
        Row("source", "1", PYTHONS, (nowhere,) * 5),
    ]
    assert wheels.complete(found) == []
    assert wheels.complete(found[1:2]) == list(PLATFORMS)
    assert wheels.read(wheels.page(found)) == found


def test_a_file_that_came_after_the_lock_does_not_count() -> None:
    late = {"packages": [listed("some", "some-1-cp311-abi3-manylinux_2_28_x86_64.whl")]}
    assert wheels.looked_up(late, "h0")[0].cells[0] == WHEEL
    assert wheels.looked_up(late, "other")[0].cells[0] != WHEEL
