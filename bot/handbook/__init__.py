"""Pages that are written from the code, so that they cannot go stale."""

from pathlib import Path

from bot.handbook.architecture import refreshed
from bot.handbook.reference import env_example, settings_page

__all__ = ["env_example", "refreshed", "settings_page", "write"]

ARCHITECTURE = Path("docs", "architecture.md")


def write(root: Path) -> list[Path]:
    """Write all pages below `root`; returns the files.

    Of the architecture page only the generated parts are renewed, where the page is there.
    Raises ValueError when its marks do not fit.
    """
    pages = {root / "docs" / "settings.md": settings_page(), root / ".env.example": env_example()}
    if (root / ARCHITECTURE).exists():
        pages[root / ARCHITECTURE] = refreshed((root / ARCHITECTURE).read_text(encoding="utf-8"))
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(pages)
