"""`python -m playground.demo.pictures`: the pictures of the README and the guides, from the tour.

Needs Playwright and a Chromium, which only developers have.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from playground.demo import observed
from playground.demo.demo import Demo
from playground.demo.setup import CannotStart, Plan, opened
from playground.demo.tour.steps import ANSWERS
from playground.demo.words import LANGUAGES, WORDS
from playground.story.errors import StoryFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
]
WIDE, PHONE = {"width": 1440, "height": 860}, {"width": 390, "height": 780}
ALONE = {"width": 460, "height": 660}
STILL = 600
"""Milliseconds after which nothing on a page moves any more."""

Shoot = Callable[[str, Page], None]


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures; 1 and a sentence when that is not possible."""
    options = _parser().parse_args(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=QUIET)
            for language in LANGUAGES:
                for path in _of_one_language(browser, language, options.into):
                    print(f"{path} ({path.stat().st_size // 1000} KB)", flush=True)
            browser.close()
    except (CannotStart, StoryFailed) as why:
        print(f"There are no pictures: {why}", file=sys.stderr)
        return 1
    return 0


def _of_one_language(browser: Browser, language: str, into: Path) -> list[Path]:
    written: list[Path] = []

    def shoot(name: str, page: Page) -> None:
        page.wait_for_timeout(STILL)
        written.append(into / f"{name}-{language}.png")
        page.screenshot(path=written[-1], animations="disabled")

    with opened(Plan(pause=STILL / 1000)) as stand:
        desk = _page(browser, f"{stand.running.url}/?lang={language}", WIDE, language)
        desk.get_by_role("button", name=WORDS[language]["tour.start"]).click()
        _tour(browser, stand, desk, language, shoot)
        _others(browser, stand, language, shoot)
    return written


def _tour(browser: Browser, stand: Demo, desk: Page, language: str, shoot: Shoot) -> None:
    """The steps, with a picture where there is something to see."""
    mentor, lead = (stand.seats.sitting[seat] for seat in ("mentor", "lead"))
    stand.running.actor(mentor).types("/revmentor join")
    shoot("join", _alone(browser, stand, mentor))
    stand.running.actor(mentor).closes(everything=True)
    while (step := stand.guide.step) is not None:
        if step.name == "approve":
            actor = stand.running.actor(lead)
            actor.presses("round.open")
            shoot("round", _alone(browser, stand, lead))
            actor.closes(everything=True)
        if step.name == "checkin":
            actor = stand.running.actor(mentor)
            stand.travel.until(lambda: _can_press(stand, mentor, "met.yes"), [])
            actor.presses("met.yes")
            actor.fills(ANSWERS)
            shoot("checkin", _alone(browser, stand, mentor))
            actor.closes(everything=True)
        desk.get_by_role("button", name=WORDS[language]["tour.show"]).click()
        _rests(desk, stand)
        if step.name == "approve":
            shoot("demo", desk)
            shoot("proposal", _alone(browser, stand, mentor))


def _others(browser: Browser, stand: Demo, language: str, shoot: Shoot) -> None:
    """The figures, and the desk in the dark and on a phone."""
    lead = stand.seats.sitting["lead"]
    figures = _alone(browser, stand, lead, height=900)
    figures.get_by_role("img").last.scroll_into_view_if_needed()
    shoot("figures", figures)
    url = f"{stand.running.url}/?lang={language}"
    shoot("dark", _page(browser, url, WIDE, language, dark=True))
    shoot("phone", _page(browser, url, PHONE, language))


def _alone(browser: Browser, stand: Demo, person: str, height: int = ALONE["height"]) -> Page:
    size = {"width": ALONE["width"], "height": height}
    locale = stand.workspace.by_id[person].locale
    page = _page(browser, f"{stand.running.url}/p/{person}", size, locale)
    page.locator("body.ready").wait_for()
    return page


def _page(
    browser: Browser, url: str, size: dict[str, int], locale: str, dark: bool = False
) -> Page:
    page = browser.new_page(
        viewport={"width": size["width"], "height": size["height"]},
        locale=locale,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page.goto(url)
    page.wait_for_timeout(STILL)
    return page


def _can_press(stand: Demo, person: str, action: str) -> bool:
    return observed.last_open(stand.workspace, person, action) is not None


def _rests(page: Page, stand: Demo) -> None:
    while stand.worker.busy:
        page.wait_for_timeout(STILL / 4)


def _chromium() -> str:
    """The system's own. Raises CannotOpen."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise CannotStart("no Chromium on this machine: install the system's package `chromium`")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.demo.pictures", description=__doc__)
    parser.add_argument("--into", type=Path, default=Path("docs/pictures"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
