"""The demo in a browser: the tour, three people at once, the clock, the bot behind it all."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, expect

from playground.demo import demo as demo_module
from playground.demo import observed, state
from playground.demo.demo import Demo
from playground.demo.setup import Plan, set_up
from playground.demo.tour import steps
from playground.demo.words import WORDS
from tests.browser.conftest import Pages, Watch, pages_of
from tests.browser.looks import PHONE, seen_in_every_way

PORT = 18125
PATIENCE = 20_000
"""Milliseconds that a busy machine may take for what people do."""
LONG = 120_000
"""Milliseconds that weeks may take on a busy machine."""
WEEKS = 4


class DemoPage:
    """The page of the demo, found by what people read on it."""

    def __init__(self, pages: Pages, demo: Demo, language: str, **look: Any) -> None:
        size = {"width": 1440, "height": 900} | look.pop("viewport", {})
        context = pages.browser.new_context(viewport=size, locale=language, **look)
        context.set_default_timeout(PATIENCE)
        self.page, self.demo, self.words = context.new_page(), demo, WORDS[language]
        pages.watches.append(Watch(self.page))
        self.page.goto(f"{demo.running.url}/?lang={language}")
        expect(self.button("hour")).to_be_visible()

    def button(self, key: str, **facts: object) -> Locator:
        """A button of the demo itself."""
        name = self.words[key].format(**{"weeks": WEEKS, **facts})
        return self.page.get_by_role("button", name=name, exact=True)

    def role(self, name: str) -> Locator:
        """One role, by its title."""
        title = re.compile(f"^{self.words[f'role.{name}']}: ")
        return self.page.get_by_role("region", name=title)

    def frame(self, name: str) -> FrameLocator:
        """The page of whoever has it."""
        return self.role(name).locator("iframe").content_frame

    def press(self, role: str, label: str) -> None:
        """The newest button with this label on somebody's page."""
        self.frame(role).get_by_role("button", name=label, exact=True).last.click()

    def types(self, role: str, command: str) -> None:
        """A command on somebody's page."""
        cipher = self.frame(role).get_by_role("combobox").last
        cipher.fill(command)
        cipher.press("Enter")

    def go(self, key: str) -> None:
        """A move of the clock, to its end."""
        self.button(key).click()
        self.rests()

    def plays(self) -> None:
        """Weeks pass, to the last."""
        self.button("play").click()
        expect(self.page.get_by_role("progressbar")).to_be_visible()
        self.rests()

    def rests(self) -> None:
        """Until nothing runs any more."""
        expect(self.button("hour")).not_to_have_attribute("aria-disabled", "true", timeout=LONG)

    def is_at_step(self, number: int) -> None:
        said = self.words["tour.step"].format(number=number, count=len(steps.STEPS))
        expect(self.page.get_by_text(said)).to_be_visible(timeout=LONG)


Opener = Callable[..., DemoPage]


@pytest.fixture(autouse=True)
def _shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more weeks pass at once than the first window needs to close."""
    expect.set_options(timeout=PATIENCE)
    monkeypatch.setattr(steps, "WEEKS_OF_OTHERS", WEEKS)
    for module in (demo_module, state):
        monkeypatch.setattr(module, "WEEKS", WEEKS)


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


def openers(browser: Browser, demo: Demo) -> Iterator[Opener]:
    def opener(pages: Pages) -> Opener:
        return lambda language="en", **look: DemoPage(pages, demo, language, **look)

    yield from map(opener, pages_of(browser, demo.running))


# --- the tour --------------------------------------------------------------------------------


def test_the_tour_shown_step_by_step(fresh: Opener) -> None:
    demo_page = fresh("en")
    expect(demo_page.role("lead")).to_contain_text("Rowan Shaw")
    demo_page.button("tour.start").click()
    for number in range(1, len(steps.STEPS) + 1):
        demo_page.is_at_step(number)
        demo_page.button("tour.show").click()
        demo_page.rests()
    expect(demo_page.page.get_by_role("heading", name="That's revmentor")).to_be_visible()
    expect(demo_page.frame("mentor").get_by_text("This conversation is yours")).to_be_hidden()
    expect(demo_page.frame("mentor").get_by_text("You met Lewis")).to_be_visible()
    expect(demo_page.frame("lead").get_by_role("heading", name="revmentor")).to_be_visible()
    expect(demo_page.frame("lead").get_by_role("img", name=re.compile("^Meetings"))).to_be_visible()
    assert seen_in_every_way(demo_page.page) == []


def test_the_tour_done_by_hand(fresh: Opener) -> None:
    demo_page = fresh("it")
    demo_page.button("tour.start").click()
    demo_page.is_at_step(1)
    joins_by_hand(demo_page)
    demo_page.is_at_step(2)
    expect(demo_page.role("mentor")).to_contain_text("Interpreti Carlo De Luca")
    demo_page.button("tour.show").click()
    demo_page.is_at_step(3)
    demo_page.rests()

    demo_page.go("next")
    demo_page.is_at_step(4)
    demo_page.press("lead", "Apri il giro")
    window = demo_page.frame("lead").get_by_role("dialog", name="Giro 1")
    window.get_by_role("button", name="Approva").click()
    question = demo_page.frame("lead").get_by_role("dialog", name="Approvare questo giro?")
    question.get_by_role("button", name="Approva").click()
    expect(window).to_contain_text("La decisione è di Dario.")
    window.get_by_role("button", name="Chiudi", exact=True).last.click()
    demo_page.go("hour")

    demo_page.is_at_step(5)
    for role in ("mentor", "mentee"):  # the second is pressed while the first is on its way
        demo_page.press(role, "Sì")
    demo_page.is_at_step(6)
    introductions = [
        message
        for message in demo_page.demo.workspace.log
        if demo_page.demo.workspace.rooms.by_id[message.conversation].kind == "mpim"
    ]
    assert len(introductions) == 1

    opens_the_group(demo_page, "mentee", "Carlo De Luca")
    demo_page.press("mentee", "Trova un orario")
    window = demo_page.frame("mentee").get_by_role("dialog")
    at = demo_page.demo.clock.moment().astimezone(ZoneInfo("Europe/Rome")) + timedelta(days=8)
    window.get_by_label(re.compile("^Giorno e ora")).fill(f"{at:%Y-%m-%d}T14:00")
    window.get_by_role("button", name="Proponi").click()
    expect(window.get_by_role("button", name="Proponi")).to_be_hidden()
    window.get_by_role("button", name="Chiudi", exact=True).last.click()
    demo_page.press("mentor", "Conferma")
    demo_page.is_at_step(7)

    mentor = demo_page.demo.roles.holders["mentor"]
    while observed.last_open(demo_page.demo.workspace, mentor, "met.yes") is None:
        demo_page.go("next")  # the reminder comes before the question
    for role in ("mentor", "mentee"):
        checks_in(demo_page, role)
    demo_page.is_at_step(8)
    demo_page.plays()
    demo_page.types("lead", "/revmentor statistiche")
    expect(demo_page.page.get_by_role("heading", name="Questo è revmentor")).to_be_visible()
    assert demo_page.demo.workspace.notices == {}


def joins_by_hand(demo_page: DemoPage) -> None:
    """The three windows of the form, on the page of the mentor."""
    demo_page.types("mentor", "/revmentor iscrivimi")
    form = demo_page.frame("mentor").get_by_role("dialog")
    form.get_by_role("radio", name=re.compile("^mentor")).check()
    form.get_by_role("radiogroup").nth(1).get_by_role("radio").first.check()
    form.get_by_role("checkbox").first.check()
    go_on = form.get_by_role("button", name="Avanti")
    go_on.click()
    expect(form.get_by_role("heading", name=re.compile("2 di 3"))).to_be_visible()
    share = form.get_by_role("combobox").first
    share.press("ArrowDown")
    for _ in range(5):  # all topics of the first group
        share.press("Enter")
        share.press("ArrowDown")
    share.press("Tab")
    form.get_by_role("checkbox").last.check()
    go_on.click()
    expect(form.get_by_role("heading", name=re.compile("3 di 3"))).to_be_visible()
    for level in form.get_by_role("combobox").all():
        level.select_option(index=3)
    form.get_by_role("button", name="Iscriviti").click()
    expect(form).to_be_hidden()


def opens_the_group(demo_page: DemoPage, role: str, other: str) -> None:
    frame = demo_page.frame(role)
    frame.get_by_role("button", name="Mostra le conversazioni").click()
    frame.get_by_role("button", name=re.compile(other)).click()


def checks_in(demo_page: DemoPage, role: str) -> None:
    """Yes, and the four questions."""
    frame = demo_page.frame(role)
    if frame.get_by_role("tab", name="Messaggi").is_hidden():
        opens_the_group(demo_page, role, "^revmentor")
    demo_page.press(role, "Sì")
    window = frame.get_by_role("dialog")
    questions = window.get_by_role("radiogroup")
    expect(questions).to_have_count(4)
    for question in questions.all():
        question.get_by_role("radio").last.check()
    window.get_by_role("button", name="Invia").click()
    expect(window).to_contain_text("le risposte sono salvate")
    window.get_by_role("button", name="Chiudi", exact=True).last.click()


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


def test_the_demo_adds_little_to_the_page() -> None:
    static = Path(steps.__file__).parents[1] / "static"
    assert sum(one.stat().st_size for one in static.iterdir()) < 30_000
