"""The desk in a browser: the tour, three people at once, the clock, the bot behind it all."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, expect

from playground.demo import demo as stand_of_three
from playground.demo import observed, state
from playground.demo.demo import Demo
from playground.demo.setup import Plan, opened
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


class Desk:
    """The page of the desk, found by what people read on it."""

    def __init__(self, pages: Pages, stand: Demo, language: str, **look: Any) -> None:
        size = {"width": 1440, "height": 900} | look.pop("viewport", {})
        context = pages.browser.new_context(viewport=size, locale=language, **look)
        context.set_default_timeout(PATIENCE)
        self.page, self.stand, self.words = context.new_page(), stand, WORDS[language]
        pages.watches.append(Watch(self.page))
        self.page.goto(f"{stand.running.url}/?lang={language}")
        expect(self.button("hour")).to_be_visible()

    def button(self, key: str, **facts: object) -> Locator:
        """A button of the desk itself."""
        name = self.words[key].format(**{"weeks": WEEKS, **facts})
        return self.page.get_by_role("button", name=name, exact=True)

    def seat(self, name: str) -> Locator:
        """One place, by its title."""
        title = re.compile(f"^{self.words[f'seat.{name}']}: ")
        return self.page.get_by_role("region", name=title)

    def frame(self, name: str) -> FrameLocator:
        """The page of whoever sits there."""
        return self.seat(name).locator("iframe").content_frame

    def press(self, seat: str, label: str) -> None:
        """The newest button with this label on somebody's page."""
        self.frame(seat).get_by_role("button", name=label, exact=True).last.click()

    def types(self, seat: str, command: str) -> None:
        """A command on somebody's page."""
        box = self.frame(seat).get_by_role("combobox").last
        box.fill(command)
        box.press("Enter")

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


Opener = Callable[..., Desk]


@pytest.fixture(autouse=True)
def _shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more weeks pass at once than the first window needs to close."""
    expect.set_options(timeout=PATIENCE)
    monkeypatch.setattr(steps, "WEEKS_OF_OTHERS", WEEKS)
    for module in (stand_of_three, state):
        monkeypatch.setattr(module, "WEEKS", WEEKS)


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Opener]:
    """Opens a desk of its own, on the opening Monday."""
    with opened(Plan(port=PORT, pause=0.1)) as stand:
        yield from openers(browser, stand)


@pytest.fixture(scope="module")
def stand() -> Iterator[Demo]:
    with opened(Plan(port=PORT + 100, pause=0)) as one:
        yield one


@pytest.fixture
def desk_in(browser: Browser, stand: Demo) -> Iterator[Opener]:
    """Opens a desk that the tests of this module share."""
    yield from openers(browser, stand)


def openers(browser: Browser, stand: Demo) -> Iterator[Opener]:
    def opener(pages: Pages) -> Opener:
        return lambda language="en", **look: Desk(pages, stand, language, **look)

    yield from map(opener, pages_of(browser, stand.running))


# --- the tour --------------------------------------------------------------------------------


def test_the_tour_shown_step_by_step(fresh: Opener) -> None:
    desk = fresh("en")
    expect(desk.seat("lead")).to_contain_text("Rowan Shaw")
    desk.button("tour.start").click()
    for number in range(1, len(steps.STEPS) + 1):
        desk.is_at_step(number)
        desk.button("tour.show").click()
        desk.rests()
    expect(desk.page.get_by_role("heading", name="That is revmentor")).to_be_visible()
    expect(desk.frame("mentor").get_by_text("this is your space")).to_be_hidden()
    expect(desk.frame("mentor").get_by_text("You met Lewis")).to_be_visible()
    expect(desk.frame("lead").get_by_role("heading", name="revmentor")).to_be_visible()
    expect(desk.frame("lead").get_by_role("img", name=re.compile("^Meetings"))).to_be_visible()
    assert seen_in_every_way(desk.page) == []


def test_the_tour_done_by_hand(fresh: Opener) -> None:
    desk = fresh("it")
    desk.button("tour.start").click()
    desk.is_at_step(1)
    joins_by_hand(desk)
    desk.is_at_step(2)
    expect(desk.seat("mentor")).to_contain_text("Interpreti Carlo De Luca")
    desk.button("tour.show").click()
    desk.is_at_step(3)
    desk.rests()

    desk.go("next")
    desk.is_at_step(4)
    desk.press("lead", "Apri")
    window = desk.frame("lead").get_by_role("dialog", name="Giro 1")
    window.get_by_role("button", name="Approva").click()
    question = desk.frame("lead").get_by_role("dialog", name="Approvare questo giro?")
    question.get_by_role("button", name="Approva").click()
    expect(window).to_contain_text("La decisione è di Dario.")
    window.get_by_role("button", name="Chiudi", exact=True).last.click()
    desk.go("hour")

    desk.is_at_step(5)
    for seat in ("mentor", "mentee"):  # the second is pressed while the first is on its way
        desk.press(seat, "Sì")
    desk.is_at_step(6)
    introductions = [
        message
        for message in desk.stand.workspace.log
        if desk.stand.workspace.rooms.by_id[message.conversation].kind == "mpim"
    ]
    assert len(introductions) == 1

    opens_the_group(desk, "mentee", "Carlo De Luca")
    desk.press("mentee", "Trova un orario")
    window = desk.frame("mentee").get_by_role("dialog")
    at = desk.stand.clock.moment().astimezone(ZoneInfo("Europe/Rome")) + timedelta(days=8)
    window.get_by_label(re.compile("^Data e ora")).fill(f"{at:%Y-%m-%d}T14:00")
    window.get_by_role("button", name="Proponi").click()
    expect(window.get_by_role("button", name="Proponi")).to_be_hidden()
    window.get_by_role("button", name="Chiudi", exact=True).last.click()
    desk.press("mentor", "Conferma")
    desk.is_at_step(7)

    mentor = desk.stand.seats.sitting["mentor"]
    while observed.last_open(desk.stand.workspace, mentor, "met.yes") is None:
        desk.go("next")  # the reminder comes before the question
    for seat in ("mentor", "mentee"):
        checks_in(desk, seat)
    desk.is_at_step(8)
    desk.plays()
    desk.types("lead", "/revmentor statistiche")
    expect(desk.page.get_by_role("heading", name="Questo è revmentor")).to_be_visible()
    assert desk.stand.workspace.notices == {}


def joins_by_hand(desk: Desk) -> None:
    """The three windows of the form, on the page of the mentor."""
    desk.types("mentor", "/revmentor iscrivimi")
    form = desk.frame("mentor").get_by_role("dialog")
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


def opens_the_group(desk: Desk, seat: str, other: str) -> None:
    frame = desk.frame(seat)
    frame.get_by_role("button", name="Mostra le conversazioni").click()
    frame.get_by_role("button", name=re.compile(other)).click()


def checks_in(desk: Desk, seat: str) -> None:
    """Yes, and the four questions."""
    frame = desk.frame(seat)
    if frame.get_by_role("tab", name="Messaggi").is_hidden():
        opens_the_group(desk, seat, "^revmentor")
    desk.press(seat, "Sì")
    window = frame.get_by_role("dialog")
    questions = window.get_by_role("radiogroup")
    expect(questions).to_have_count(4)
    for question in questions.all():
        question.get_by_role("radio").last.check()
    window.get_by_role("button", name="Invia").click()
    expect(window).to_contain_text("le risposte sono salvate")
    window.get_by_role("button", name="Chiudi", exact=True).last.click()


# --- people ----------------------------------------------------------------------------------


def test_three_people_at_once_and_each_can_be_another(desk_in: Opener) -> None:
    desk = desk_in("en")
    for seat in ("mentor", "mentee", "lead"):
        desk.types(seat, "/revmentor help")
    for seat in ("mentor", "mentee", "lead"):
        expect(desk.frame(seat).get_by_text("Only visible to you")).to_be_visible()
    choice = desk.seat("mentee").get_by_role("combobox", name="Mentee: whom you see")
    choice.select_option(label="Harry Ellis")
    expect(desk.page.get_by_role("region", name="Mentee: Harry Ellis")).to_be_visible()
    expect(desk.frame("mentee").get_by_text("Nothing has been written here yet.")).to_be_visible()
    expect(desk.seat("mentee")).to_contain_text("Harry Ellis acts without you")
    expect(desk.seat("lead")).to_contain_text("You play Rowan Shaw")
    desk.seat("lead").get_by_role("button", name="Let Rowan Shaw act again").click()
    expect(desk.seat("lead")).to_contain_text("Rowan Shaw acts without you")


def test_the_desk_is_fit_for_everybody(desk_in: Opener) -> None:
    desk = desk_in("it")
    assert seen_in_every_way(desk.page) == []
    assert desk.page.locator("html").get_attribute("lang") == "it"


def test_on_a_phone_one_page_is_shown_at_a_time(desk_in: Opener) -> None:
    desk = desk_in("en", viewport=PHONE, has_touch=True)
    expect(desk.seat("mentor")).to_be_visible()
    expect(desk.seat("lead")).to_be_hidden()
    desk.page.get_by_role("group", name="Page to show").get_by_role("button", name="Lead").click()
    expect(desk.seat("lead")).to_be_visible()
    expect(desk.seat("mentor")).to_be_hidden()


# --- the clock and the bot -------------------------------------------------------------------


def test_time_is_moved_watched_and_stopped(desk_in: Opener) -> None:
    desk = desk_in("en")
    before = desk.page.get_by_role("time").inner_text()
    desk.go("day")
    expect(desk.page.get_by_role("time")).not_to_have_text(before)
    expect(desk.page.get_by_role("status").first).to_contain_text("Now: ")
    desk.button("play").click()
    expect(desk.page.get_by_role("progressbar", name="Time passes")).to_be_visible()
    desk.page.reload()
    desk.button("stop").click()
    desk.rests()
    expect(desk.page.get_by_role("status").first).to_contain_text("Stopped here.")


def test_the_bot_is_stopped_and_started_behind_the_page(desk_in: Opener) -> None:
    desk = desk_in("en")
    desk.button("bot.stop").click()
    expect(desk.page.get_by_text("The bot is stopped.")).to_be_visible()
    desk.types("mentor", "/revmentor")
    expect(desk.frame("mentor").get_by_role("alert")).to_contain_text("not running")
    desk.rests()
    desk.button("bot.start").click()
    expect(desk.page.get_by_text("The bot runs")).to_be_visible()


def test_the_desk_adds_little_to_the_page() -> None:
    static = Path(steps.__file__).parents[1] / "static"
    assert sum(one.stat().st_size for one in static.iterdir()) < 30_000
