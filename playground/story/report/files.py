"""One text file a person, with everything they read and did."""

from collections.abc import Iterable
from pathlib import Path

from playground.story.report import layout
from playground.story.report.items import Teller


def write(folder: Path, people: Iterable[str], teller: Teller) -> list[Path]:
    """Write the files of those who read or did anything; those of an earlier story go.

    Raises OSError when there is no room or no right to write.
    """
    for old in folder.glob("*.txt"):
        old.unlink()
    return [_write(folder, one, teller) for one in people if teller.transcript.of(one)]


def _write(folder: Path, one: str, teller: Teller) -> Path:
    lines, day = [teller.who(one)], ""
    for item in teller.transcript.of(one):
        today = teller.day(item.at, one)
        if today != day:
            lines += ["", f"-- {today} "]
        day = today
        lines += ["", *teller.lines(item, one, layout.WIDTH)]
    path = folder / f"{teller.person(one).name}.txt"
    path.write_text(layout.printed(lines), encoding="utf-8")
    return path
