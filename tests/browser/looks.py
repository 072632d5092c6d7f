"""Looking at a page as axe does, in light, dark and on a phone."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize

SERIOUS = ("serious", "critical", "moderate")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE: ViewportSize = {"width": 390, "height": 760}


def findings(page: Page) -> list[str]:
    """What axe finds, in short; empty when it has nothing worse than a minor remark."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


def seen_in_every_way(page: Page) -> list[str]:
    """The findings in light and dark, wide and on a phone; the page is wide and light after."""
    wide = page.viewport_size or PHONE
    found = []
    for size in (wide, PHONE):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme} {size['width']}: {one}" for one in findings(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"wider than {size['width']} px")
    page.set_viewport_size(wide)
    page.emulate_media(color_scheme="light")
    return found
