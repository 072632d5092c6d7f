"""Pages that are written from the code, so that they cannot go stale."""

from collections.abc import Mapping
from pathlib import Path

from bot.operations.docgen import architecture, content, delivery, platform, programme, stored
from bot.operations.docgen.markdown import Parts, refreshed
from bot.operations.docgen.reference import env_example, settings_page

__all__ = ["PAGES", "env_example", "refreshed", "settings_page", "write"]

PAGES: Mapping[Path, Parts] = {
    Path("docs", "architecture.md"): architecture.PARTS,
    Path("docs", "states.md"): architecture.STATES,
    Path("docs", "content.md"): content.PARTS,
    Path("docs", "commands.md"): {"commands": architecture.commands},
    Path("docs", "programme.md"): programme.PARTS,
    Path("docs", "delivery.md"): delivery.PARTS,
    Path("docs", "slack.md"): platform.PARTS,
    Path("docs", "privacy.md"): {"stored": stored.stored},
}
"""Pages of which parts are written from the code."""


def write(root: Path) -> list[Path]:
    """Write all pages below `root`; returns the files.

    Of the pages in PAGES only the generated parts are renewed, where the page is there. Raises
    ValueError when its marks do not fit.
    """
    written = {root / "docs" / "settings.md": settings_page(), root / ".env.example": env_example()}
    for page, parts in PAGES.items():
        if (root / page).exists():
            written[root / page] = refreshed((root / page).read_text(encoding="utf-8"), parts)
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(written)
