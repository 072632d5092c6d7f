"""The page of the demo as somebody uses it: the clock, the tour, and three people's pages."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from bot.domain.enrolment.form import WISHES
from bot.texts.topics import topics
from bot.texts.words import Words, words_for
from playground.demo import demo as demo_module
from playground.demo import observed, state
from playground.demo.demo import Demo
from playground.demo.tour import doing, steps
from playground.demo.words import WORDS
from playground.page.words import words_for as page_words_for
from tests.browser.conftest import Pages, Watch, pages_of

PATIENCE = 20_000
"""Milliseconds that a busy machine may take for what people do."""
LONG = 120_000
"""Milliseconds that weeks may take on a busy machine."""
WEEKS = 6
"""So many pass at once: the first window needs them to close."""
VERBS = {"en": ("join", "stats"), "it": ("iscrivimi", "statistiche")}


class DemoPage:
    """The page of the demo, found by what people read on it."""

    def __init__(self, pages: Pages, demo: Demo, language: str, **look: Any) -> None:
        size = {"width": 1440, "height": 900} | look.pop("viewport", {})
        self.is_narrow = size["width"] < 960
        context = pages.browser.new_context(viewport=size, locale=language, **look)
        context.set_default_timeout(PATIENCE)
        self.page, self.demo, self.words = context.new_page(), demo, WORDS[language]
        self.language, self.bot = language, bot_words(language)
        self.page_words = page_words_for(language)
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
        """The page of whoever has it; on a phone it is chosen first."""
        if self.is_narrow:
            choice = self.page.get_by_role("group", name=self.words["show_page"])
            choice.get_by_role("button", name=self.words[f"role.{name}"]).click()
        return self.role(name).locator("iframe").content_frame

    def person(self, role: str) -> str:
        return self.demo.roles.holders[role]

    def plays_somebody_else(self, role: str, name: str) -> None:
        """Another person in this role, by their name."""
        label = self.words["who"].format(role=self.words[f"role.{role}"])
        self.role(role).get_by_role("combobox", name=label).select_option(label=name)

    def types(self, role: str, command: str) -> None:
        """A command on somebody's page."""
        box = self.frame(role).get_by_role("combobox").last
        box.fill(command)
        box.press("Enter")

    def newest(self, role: str) -> Locator:
        """The newest message on somebody's page."""
        return self.frame(role).locator(".messages > li").last

    # --- the clock ---

    def go(self, key: str) -> None:
        """A move of the clock, to its end."""
        self.begins(key)
        self.rests()

    def begins(self, key: str) -> None:
        """What the button sets going has begun."""
        with self.page.expect_response(re.compile("/demo/do")):
            self.button(key).click()

    def plays(self) -> None:
        """Weeks pass, to the last."""
        if self.is_narrow:
            self.button("more").click()
        self.begins("play")
        expect(self.page.get_by_role("progressbar")).to_be_visible()
        self.rests()

    def rests(self) -> None:
        """Until nothing runs any more."""
        thread = self.demo.worker._thread
        if thread is not None:
            thread.join(LONG / 1000)
        expect(self.button("hour")).not_to_have_attribute("aria-disabled", "true", timeout=LONG)

    # --- the tour ---

    def is_at_step(self, number: int) -> None:
        expect(self.page.get_by_text(self.step_said(number))).to_be_visible(timeout=LONG)
        self.rests()

    def step_said(self, number: int) -> str:
        return self.words["tour.step"].format(number=number, count=len(steps.STEPS))

    def is_at_end(self) -> None:
        end = self.page.get_by_role("heading", name=self.words["tour.end.title"])
        expect(end).to_be_visible(timeout=LONG)
        self.rests()

    def shows(self, number: int) -> None:
        """The tour does the step of this number."""
        self.is_at_step(number)
        self.begins("tour.show")
        self.rests()
        if number < len(steps.STEPS):
            self.is_at_step(number + 1)
        else:
            self.is_at_end()

    def notes_steps(self) -> "SeenSteps":
        """From now on, which steps this page shows."""
        return SeenSteps(self.page)


class SeenSteps:
    """The steps that a page has shown, each noted as it came."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(
            """() => {
              const number = document.querySelector(".where .hint");
              const seen = window.seenSteps = [number.textContent];
              new MutationObserver(() => seen.push(number.textContent))
                .observe(number, { childList: true });
            }"""
        )

    def __iter__(self) -> Iterator[int]:
        """Their numbers, in the order in which they were shown."""
        for text in self._page.evaluate("window.seenSteps"):
            yield from (int(one) for one in re.findall(r"\d+", text)[:1])


class ByHand(DemoPage):
    """What the tour asks for, done on people's pages with mouse and keyboard."""

    def press(self, role: str, key: str) -> None:
        """The newest button with the bot's label of this key."""
        label = self.bot.plain(key)
        self.frame(role).get_by_role("button", name=label, exact=True).last.click()

    def window(self, role: str) -> Locator:
        return self.frame(role).locator("dialog.modal")

    def opens_form(self, role: str) -> Locator:
        self.types(role, f"/revmentor {VERBS[self.language][0]}")
        return self.form_at(role, 1)

    def form_at(self, role: str, number: int) -> Locator:
        """The window of the form, at the step of this number."""
        window = self.window(role)
        title = self.bot.plain("title.join", n=number)
        expect(window.get_by_role("heading", name=title)).to_be_visible()
        return window

    def joins(self, role: str, level: int) -> None:
        """The three windows of the form."""
        self.opens_form(role)
        self.fills_you(role, level)
        self.fills_topics(role)
        self.fills_levels(role)

    def fills_you(self, role: str, level: int) -> None:
        form = self.form_at(role, 1)
        form.get_by_role("radio", name=re.compile(f"^{role}")).check()
        form.get_by_role("radiogroup").nth(1).get_by_role("radio").nth(level).check()
        form.get_by_role("checkbox", name=str(self.bot.tongue(self.language))).check()
        form.get_by_role("button", name=self.bot.plain("button.next"), exact=True).click()

    def fills_topics(self, role: str) -> None:
        """What is new goes from mentor to mentee, how the company works the other way. What is
        typed fits one topic, which Enter takes."""
        form = self.form_at(role, 2)
        offers = form.locator(".picker:has(.chips) input")
        wishes = form.locator(".picker:not(:has(.chips)) input").all()[: len(WISHES)]
        names = [one.names[self.language] for one in topics().values()]
        new, old = names[:5], names[-5:]
        for name in new if role == "mentor" else old:
            takes(offers, name)
        wished = (old if role == "mentor" else new)[: len(WISHES)]
        for wish, name in zip(wishes, wished, strict=True):
            takes(wish, name)
            expect(wish).to_have_value(name)
        form.get_by_role("checkbox").last.check()
        form.get_by_role("button", name=self.bot.plain("button.next"), exact=True).click()

    def fills_levels(self, role: str) -> None:
        form = self.form_at(role, 3)
        today = self.bot.plain("join.level.now", topic="|").partition("|")[0]
        for level in form.get_by_role("combobox").all():
            label = level.evaluate("(el) => el.labels[0].textContent")
            level.select_option(value="0" if label.startswith(today) else "3")
        form.get_by_role("button", name=self.bot.plain("button.join"), exact=True).click()
        expect(form).to_be_hidden()

    def approves(self) -> None:
        self.press("lead", "button.open_round")
        window = self.window("lead")
        approve = self.bot.plain("button.approve")
        window.get_by_role("button", name=approve, exact=True).click()
        question = self.frame("lead").locator("dialog.ask")
        question.get_by_role("button", name=approve, exact=True).click()
        expect(window.get_by_role("button", name=approve, exact=True)).to_be_hidden()
        self.closes("lead")

    def closes(self, role: str) -> None:
        """The window, by the button at its foot."""
        self.window(role).locator(".foot button").first.click()
        expect(self.window(role)).to_be_hidden()

    def opens_room(self, role: str, title: str) -> None:
        """A conversation, from the list of them."""
        frame = self.frame(role)
        frame.get_by_role("button", name=self.page_words["show_rooms"]).click()
        frame.get_by_role("button", name=re.compile(title)).click()

    def taps_a_time(self, role: str) -> None:
        """The first of those that suit both, in the introduction."""
        frame = self.frame(role)
        frame.get_by_role("button", name=re.compile(r", \d\d:\d\d$")).first.click()

    def suggests_a_time(self, role: str, zone: str) -> None:
        """One of their own, in the window."""
        self.press(role, "button.another_time")
        window = self.window(role)
        window.locator("input[type=datetime-local]").fill(f"{self.in_days(8, zone):%Y-%m-%d}T14:00")
        propose = window.get_by_role("button", name=self.bot.plain("button.propose"), exact=True)
        propose.click()
        expect(propose).to_be_hidden()
        self.closes(role)

    def in_days(self, number: int, zone: str) -> datetime:
        return self.demo.clock.moment().astimezone(ZoneInfo(zone)) + timedelta(days=number)

    def is_asked(self, role: str) -> bool:
        """Whether the question after a meeting has come."""
        question = observed.last_open(self.demo.workspace, self.person(role), "met.yes")
        return question is not None

    def opens_questions(self, role: str) -> Locator:
        """Yes, we met: four questions in a window."""
        if self.frame(role).get_by_role("tab").first.is_hidden():
            self.opens_room(role, "^revmentor")
        self.press(role, "button.yes")
        window = self.window(role)
        expect(window.get_by_role("radiogroup")).to_have_count(4)
        return window

    def checks_in(self, role: str) -> None:
        window = self.opens_questions(role)
        for question in window.get_by_role("radiogroup").all():
            question.get_by_role("radio").last.check()
        window.get_by_role("button", name=self.bot.plain("button.send"), exact=True).click()
        expect(window.get_by_role("radiogroup")).to_have_count(0)
        self.closes(role)

    def asks_for_figures(self) -> None:
        self.types("lead", f"/revmentor {VERBS[self.language][1]}")


def bot_words(language: str) -> Words:
    """What the bot says to somebody with this language."""
    return words_for(language, "Europe/Rome", formal=False, names=lambda _: None)


def takes(picker: Locator, name: str) -> None:
    """The one option that fits what is typed."""
    picker.fill(name)
    expect(picker).to_have_attribute("aria-activedescendant", re.compile("."))
    picker.press("Enter")


def room_around(message: Locator) -> tuple[float, float]:
    """Pixels between a message and the two ends of what is in view; less than 0 beyond them."""
    above, below = message.evaluate(
        """(el) => {
          const room = el.closest(".scroller").getBoundingClientRect();
          const { top, bottom } = el.getBoundingClientRect();
          return [top - room.top, room.bottom - bottom];
        }"""
    )
    return float(above), float(below)


Opener = Callable[..., ByHand]


def openers(browser: Browser, demo: Demo) -> Iterator[Opener]:
    """Opens pages of this demo; they are watched until the end of the test."""

    def opener(pages: Pages) -> Opener:
        return lambda language="en", **look: ByHand(pages, demo, language, **look)

    yield from map(opener, pages_of(browser, demo.running))


def fewer_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more weeks pass at once than the first window needs to close."""
    expect.set_options(timeout=PATIENCE)
    monkeypatch.setattr(doing, "WEEKS_OF_OTHERS", WEEKS)
    for module in (demo_module, state):
        monkeypatch.setattr(module, "WEEKS", WEEKS)
