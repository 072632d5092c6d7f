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
from playground.demo.pictures.film import Frame, animated
from playground.demo.setup import CannotStart, Plan, set_up
from playground.demo.tour.doing import ANSWERS
from playground.demo.words import LANGUAGES, WORDS
from playground.story.errors import StoryFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
]
WIDE, PHONE = {"width": 1440, "height": 860}, {"width": 390, "height": 780}
FILMED = {"width": 1200, "height": 750}
FILM_OF, FILM, STILL_OF_FILM = "en", "tour.png", "tour-still.png"
"""The film is in the language of the README; whoever wants nothing to move sees one of its frames.
"""
ALT = (
    "The demo's tour: two colleagues join, a lead approves a round, both say yes to each other, "
    "agree on a time with one tap each, meet, answer four questions and agree on the next time; "
    "then the lead sees figures of the group."
)
IN_MARKDOWN = f"""<picture>
  <source media="(prefers-reduced-motion: reduce)" srcset="docs/pictures/{STILL_OF_FILM}">
  <img src="docs/pictures/{FILM}" alt="{ALT}">
</picture>"""
FRAME_LASTS, LAST_FRAME_LASTS = 2200, 4000
"""Milliseconds."""
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
            print(f"For the README:\n{IN_MARKDOWN}", flush=True)
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

    with set_up(Plan(pause=STILL / 1000)) as demo:
        url = f"{demo.running.url}/?lang={language}"
        whole = _page(browser, url, WIDE, language)
        film = Film(_page(browser, url, FILMED, language))
        whole.get_by_role("button", name=WORDS[language]["tour.start"]).click()
        _tour(browser, demo, whole, shoot, film)
        _others(browser, demo, language, shoot)
        if language == FILM_OF:
            written += film.written(into)
    return written


class Film:
    """The whole tour, watched on a page of its own."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[Frame] = []

    def take(self) -> None:
        """A frame of what is there now."""
        self._page.wait_for_timeout(STILL)
        self._frames.append(Frame(self._page.screenshot(animations="disabled"), FRAME_LASTS))

    def written(self, into: Path) -> list[Path]:
        """The film, and its last frame."""
        *frames, last = self._frames
        film, still = into / FILM, into / STILL_OF_FILM
        film.write_bytes(animated([*frames, Frame(last.png, LAST_FRAME_LASTS)]))
        still.write_bytes(last.png)
        return [film, still]


def _tour(browser: Browser, demo: Demo, whole: Page, shoot: Shoot, film: Film) -> None:
    """The steps, with a picture where there is something to see."""
    show = WORDS[str(whole.locator("html").get_attribute("lang"))]["tour.show"]
    film.take()
    mentor, lead = (demo.roles.holders[role] for role in ("mentor", "lead"))
    demo.running.actor(mentor).types("/revmentor join")
    shoot("join", _alone(browser, demo, mentor))
    film.take()
    demo.running.actor(mentor).closes(everything=True)
    while (step := demo.guide.step) is not None:
        if step.name == "approve":
            actor = demo.running.actor(lead)
            actor.presses("round.open")
            shoot("round", _alone(browser, demo, lead))
            film.take()
            actor.closes(everything=True)
        if step.name == "checkin":
            actor = demo.running.actor(mentor)
            demo.travel.until(lambda: _can_press(demo, mentor, "met.yes"), [])
            actor.presses("met.yes")
            actor.fills(ANSWERS)
            shoot("checkin", _alone(browser, demo, mentor))
            film.take()
            actor.submits()
            shoot("next", _alone(browser, demo, mentor))
            film.take()
            actor.closes(everything=True)
        with whole.expect_response("**/demo/do*"):  # it has begun
            whole.get_by_role("button", name=show).click()
        _rests(whole, demo)
        film.take()
        if step.name == "approve":
            shoot("demo", whole)
            shoot("proposal", _alone(browser, demo, mentor))


def _others(browser: Browser, demo: Demo, language: str, shoot: Shoot) -> None:
    """The figures, and the whole in the dark and on a phone."""
    lead = demo.roles.holders["lead"]
    figures = _alone(browser, demo, lead, height=900)
    figures.get_by_role("img").last.scroll_into_view_if_needed()
    shoot("figures", figures)
    url = f"{demo.running.url}/?lang={language}"
    shoot("dark", _page(browser, url, WIDE, language, dark=True))
    shoot("phone", _page(browser, url, PHONE, language))


def _alone(browser: Browser, demo: Demo, person: str, height: int = ALONE["height"]) -> Page:
    size = {"width": ALONE["width"], "height": height}
    locale = demo.workspace.by_id[person].locale
    page = _page(browser, f"{demo.running.url}/p/{person}", size, locale)
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


def _can_press(demo: Demo, person: str, action: str) -> bool:
    return observed.last_open(demo.workspace, person, action) is not None


def _rests(page: Page, demo: Demo) -> None:
    while demo.worker.busy:
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
