"""Three full tours by hand, with detours, as a newcomer takes them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from playground.demo.setup import Plan, set_up
from playground.demo.tour.steps import STEPS
from tests.browser.demo_page import ByHand, Opener, fewer_weeks, openers, room_around
from tests.browser.looks import PHONE

PORT = 18325
JUNIOR, SENIOR = 0, 3
"""Levels of the company, as they are numbered in the form."""


@pytest.fixture
def fresh(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a demo of its own, on the opening Monday."""
    fewer_weeks(monkeypatch)
    with set_up(Plan(port=PORT, pause=0)) as demo:
        yield from openers(browser, demo)


def test_in_english_on_a_desktop_with_two_more_pages_open(fresh: Opener) -> None:
    """Whoever begins by hand may have the rest done for them, at any moment."""
    demo_page, other, third = fresh("en"), fresh("en"), fresh("it")
    seen = [one.notes_steps() for one in (other, third)]
    demo_page.button("tour.start").click()
    demo_page.is_at_step(1)
    form = demo_page.opens_form("mentor")
    begins_at_its_top(form)
    demo_page.fills_you("mentor", JUNIOR)
    begins_at_its_top(demo_page.form_at("mentor", 2))
    demo_page.shows(1)

    demo_page.opens_form("mentee")
    demo_page.fills_you("mentee", SENIOR)
    demo_page.form_at("mentee", 2)
    demo_page.page.reload()
    demo_page.fills_topics("mentee")
    demo_page.fills_levels("mentee")
    demo_page.is_at_step(3)

    demo_page.go("day")
    demo_page.plays_somebody_else("mentee", "Harry Ellis")
    demo_page.is_at_step(2)
    demo_page.plays_somebody_else("mentee", "Lewis Carter")
    demo_page.shows(3)
    demo_page.press("lead", "button.open_round")
    begins_at_its_top(demo_page.window("lead"))
    demo_page.shows(4)

    demo_page.press("mentor", "button.someone_else")
    demo_page.plays_somebody_else("mentee", "Harry Ellis")
    demo_page.shows(5)
    expect(demo_page.role("mentee")).to_have_accessible_name("Mentee: Lewis Carter")
    demo_page.suggests_a_time("mentor", "Europe/London")
    demo_page.shows(6)

    while not demo_page.is_asked("mentor"):
        demo_page.go("next")
    demo_page.opens_questions("mentor")
    demo_page.closes("mentor")
    demo_page.shows(7)
    demo_page.asks_for_figures()  # too early: they come when there is something to see
    demo_page.shows(8)
    for steps in seen:
        assert list(dict.fromkeys(steps)) == list(range(1, len(STEPS) + 1))
    assert demo_page.demo.workspace.notices == {}


def test_in_italian_on_a_desktop_leaving_and_coming_back(fresh: Opener) -> None:
    demo_page = fresh("it")
    demo_page.button("tour.start").click()
    demo_page.is_at_step(1)
    demo_page.joins("mentor", JUNIOR)
    demo_page.is_at_step(2)
    demo_page.button("tour.leave").click()
    demo_page.page.reload()
    demo_page.button("tour.start").click()
    demo_page.is_at_step(2)
    demo_page.joins("mentee", SENIOR)
    demo_page.is_at_step(3)
    demo_page.page.get_by_role("link", name="English").click()
    demo_page.page.go_back()
    demo_page.is_at_step(3)
    while not is_drafted(demo_page):
        demo_page.go("next")
    demo_page.is_at_step(4)
    demo_page.approves()
    demo_page.go("hour")

    demo_page.is_at_step(5)
    for role in ("mentor", "mentee"):  # the second is pressed while the first is on its way
        demo_page.press(role, "button.yes")
    demo_page.is_at_step(6)
    demo_page.opens_room("mentee", "Carlo De Luca")
    demo_page.taps_a_time("mentee")
    demo_page.opens_room("mentor", "Ivo Marini")
    demo_page.press("mentor", "button.confirm")
    demo_page.is_at_step(7)

    while not demo_page.is_asked("mentor"):
        demo_page.go("next")  # the reminder comes before the question
    for role in ("mentor", "mentee"):
        demo_page.checks_in(role)
    demo_page.is_at_step(8)
    demo_page.plays()
    demo_page.asks_for_figures()
    demo_page.is_at_end()
    assert demo_page.demo.workspace.notices == {}

    demo_page.button("tour.leave").click()
    demo_page.button("tour.start").click()
    demo_page.is_at_step(1)  # with two people who have yet to join


def test_in_english_on_a_phone(fresh: Opener) -> None:
    demo_page = fresh("en", viewport=PHONE, has_touch=True)
    demo_page.button("tour.start").click()
    by_hand = demo_page.button("tour.by_hand")
    by_hand.click()
    demo_page.is_at_step(1)
    leaves_room(demo_page)
    demo_page.joins("mentor", JUNIOR)
    demo_page.is_at_step(2)
    expect(demo_page.role("mentee")).to_be_visible()
    demo_page.joins("mentee", SENIOR)
    demo_page.is_at_step(3)
    expect(demo_page.role("lead")).to_be_visible()
    while not is_drafted(demo_page):
        demo_page.go("next")
    demo_page.is_at_step(4)
    leaves_room(demo_page)
    demo_page.approves()
    demo_page.go("hour")
    demo_page.is_at_step(5)
    leaves_room(demo_page)
    for role in ("mentor", "mentee"):
        newest_is_in_view(demo_page, role)
        demo_page.press(role, "button.yes")
    demo_page.is_at_step(6)
    demo_page.opens_room("mentee", "Arthur Hunt")
    newest_is_in_view(demo_page, "mentee")
    demo_page.suggests_a_time("mentee", "Europe/London")
    demo_page.opens_room("mentor", "Lewis Carter")
    demo_page.press("mentor", "button.confirm")
    demo_page.is_at_step(7)
    while not demo_page.is_asked("mentor"):
        demo_page.go("next")
    for role in ("mentor", "mentee"):
        demo_page.checks_in(role)
    demo_page.is_at_step(8)
    leaves_room(demo_page)
    demo_page.plays()
    demo_page.asks_for_figures()
    demo_page.is_at_end()
    leaves_room(demo_page)
    newest_is_in_view(demo_page, "lead")
    assert demo_page.demo.workspace.notices == {}


def is_drafted(demo_page: ByHand) -> bool:
    """Whether the tour has gone on to the step in which a lead decides."""
    step = demo_page.demo.guide.step
    return step is not None and step.name == "approve"


def begins_at_its_top(window: Locator) -> None:
    """The window shows its beginning, and whoever types fills its first field."""
    first = window.locator(".blocks :is(input, select, textarea)").first
    if first.count():
        expect(first).to_be_focused()
    assert window.locator(".scroll").evaluate("(el) => el.scrollTop") == 0


def leaves_room(demo_page: ByHand) -> None:
    """What stands above the pages takes less than a third of the height."""
    tour = demo_page.page.locator(".tour").bounding_box()
    assert tour is not None
    assert tour["y"] + tour["height"] < PHONE["height"] / 3


def newest_is_in_view(demo_page: ByHand, role: str) -> None:
    """Its end, or its beginning when it is longer than there is room."""
    newest = demo_page.newest(role)
    expect(newest).to_be_in_viewport()
    above, below = room_around(newest)
    assert above > -1
    assert below > -1 or above < 20
