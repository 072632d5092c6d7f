"""The demo in a browser: the tour that is shown, three people at once, the clock, the bot."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from playground.demo import demo as demo_module
from playground.demo.demo import Demo
from playground.demo.setup import Plan, set_up
from playground.demo.tour import steps
from tests.browser.demo_page import Opener, fewer_weeks, openers, room_around
from tests.browser.load import Load
from tests.browser.looks import PHONE, seen_in_every_way

PORT = 18125


@pytest.fixture(autouse=True)
def _shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer_weeks(monkeypatch)


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Opener]:
    """Opens a demo of its own, on the opening Monday."""
    with set_up(Plan(port=PORT, pause=0.1)) as demo:
        yield from openers(browser, demo)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with set_up(Plan(port=PORT + 100, pause=0)) as one:
        yield one


@pytest.fixture
def demo_page_in(browser: Browser, demo: Demo) -> Iterator[Opener]:
    """Opens a demo that the tests of this module share."""
    yield from openers(browser, demo)


# --- the tour --------------------------------------------------------------------------------


def test_the_tour_shown_step_by_step(fresh: Opener) -> None:
    demo_page = fresh("en")
    expect(demo_page.role("lead")).to_contain_text("Rowan Shaw")
    demo_page.button("tour.start").click()
    for number in range(1, len(steps.STEPS) + 1):
        demo_page.shows(number)
        if number < len(steps.STEPS):  # windows came and went, and took the keyboard from nobody
            expect(demo_page.button("tour.show")).to_be_focused()
    expect(demo_page.frame("mentor").get_by_text("This conversation is yours")).to_be_hidden()
    expect(demo_page.frame("mentor").get_by_text("You met Lewis")).to_have_count(2)
    expect(demo_page.frame("lead").get_by_role("heading", name="revmentor")).to_be_visible()
    above, below = room_around(demo_page.newest("lead"))  # the figures, from their beginning
    assert -1 < above < 20
    assert below < 0
    assert seen_in_every_way(demo_page.page) == []


# --- people ----------------------------------------------------------------------------------


def test_three_people_at_once_and_each_can_be_another(demo_page_in: Opener) -> None:
    demo_page = demo_page_in("en")
    for role in ("mentor", "mentee", "lead"):
        demo_page.types(role, "/revmentor help")
    for role in ("mentor", "mentee", "lead"):
        expect(demo_page.frame(role).get_by_text("Only visible to you")).to_be_visible()
    choice = demo_page.role("mentee").get_by_role("combobox", name="Mentee: who you see")
    choice.select_option(label="Harry Ellis")
    expect(demo_page.page.get_by_role("region", name="Mentee: Harry Ellis")).to_be_visible()
    expect(
        demo_page.frame("mentee").get_by_text("Nothing has been written here yet.")
    ).to_be_visible()
    expect(demo_page.role("mentee")).to_contain_text("Harry Ellis acts without you")
    expect(demo_page.role("lead")).to_contain_text("You play Rowan Shaw")
    demo_page.role("lead").get_by_role("button", name="Let Rowan Shaw act again").click()
    expect(demo_page.role("lead")).to_contain_text("Rowan Shaw acts without you")


def test_the_demo_is_fit_for_everybody(demo_page_in: Opener) -> None:
    demo_page = demo_page_in("it")
    assert seen_in_every_way(demo_page.page) == []
    assert demo_page.page.locator("html").get_attribute("lang") == "it"


def test_on_a_phone_one_page_is_shown_at_a_time(demo_page_in: Opener) -> None:
    demo_page = demo_page_in("en", viewport=PHONE, has_touch=True)
    expect(demo_page.role("mentor")).to_be_visible()
    expect(demo_page.role("lead")).to_be_hidden()
    demo_page.page.get_by_role("group", name="Page to show").get_by_role(
        "button", name="Lead"
    ).click()
    expect(demo_page.role("lead")).to_be_visible()
    expect(demo_page.role("mentor")).to_be_hidden()


# --- the clock and the bot -------------------------------------------------------------------


def test_time_is_moved_watched_and_stopped(demo_page_in: Opener) -> None:
    demo_page = demo_page_in("en")
    before = demo_page.page.get_by_role("time").inner_text()
    demo_page.go("day")
    expect(demo_page.page.get_by_role("time")).not_to_have_text(before)
    expect(demo_page.page.get_by_role("status").first).to_contain_text("Now: ")
    demo_page.button("play").click()
    expect(demo_page.page.get_by_role("progressbar", name="Time passes")).to_be_visible()
    demo_page.page.reload()
    demo_page.button("stop").click()
    demo_page.rests()
    expect(demo_page.page.get_by_role("status").first).to_contain_text("Stopped here.")


def test_the_bot_is_stopped_and_started_behind_the_page(demo_page_in: Opener) -> None:
    demo_page = demo_page_in("en")
    demo_page.button("bot.stop").click()
    expect(demo_page.page.get_by_text("The bot is stopped.")).to_be_visible()
    demo_page.types("mentor", "/revmentor")
    expect(demo_page.frame("mentor").get_by_role("alert")).to_contain_text("isn't running")
    demo_page.rests()
    demo_page.button("bot.start").click()
    expect(demo_page.page.get_by_text("The bot runs")).to_be_visible()


def test_news_pass_by_themselves_and_trouble_stays(
    demo_page_in: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_page = demo_page_in("en")
    note = demo_page.page.locator("#note")
    demo_page.go("hour")
    expect(note).to_contain_text("Now: ")
    monkeypatch.setattr(demo_module, "NEWS_LASTS", 0)
    expect(note).to_be_hidden()
    demo_page.demo.note = demo_module.Note("bot_gone")
    expect(note).to_contain_text("Start it again")


# --- what it takes to load -------------------------------------------------------------------


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_first_load_is_small(browser: Browser, demo: Demo, look: dict[str, Any]) -> None:
    context = browser.new_context(**look)
    page = context.new_page()
    load = Load(page)
    page.goto(f"{demo.running.url}/?lang=en")
    shown = page.locator("iframe:visible")
    expect(shown).to_have_count(1 if look else 3)
    for frame in shown.all():
        expect(frame.content_frame.locator("body.ready")).to_be_visible()
    assert load.requests <= 25
    assert load.size <= 150_000
    context.close()
