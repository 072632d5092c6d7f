"""The gallery: every screen of the bot, drawn by the page's own drawers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.texts.topics import areas, topics
from playground.page import serve
from playground.page.words import EN, IT
from playground.server.serve import Running
from tests.browser.conftest import Watch
from tests.slack.screens.gallery_page.__main__ import routes, workspace
from tests.slack.screens.samples import SCREENS


@pytest.fixture
def gallery() -> Iterator[Running]:
    running = serve.start(workspace(), more_routes=routes)
    yield running
    running.stop()


def test_no_screen_of_the_bot_has_a_block_that_cannot_be_drawn(
    browser: Browser, gallery: Running
) -> None:
    page = browser.new_page()
    watch = Watch(page)
    page.goto(f"{gallery.url}/gallery")
    page.locator("body.ready").wait_for()
    assert page.get_by_role("article").count() == len(SCREENS) + len(topics()) + len(areas())
    for words in (EN, IT):
        unknown = words["cannot_draw"].partition("{")[0]
        expect(page.get_by_text(unknown)).to_have_count(0)
    page.get_by_role("searchbox", name="Part of a name").fill("view.checkin")
    expect(page.get_by_role("article", name="view.checkin", exact=True)).to_be_visible()
    expect(page.get_by_role("article", name="message.welcome", exact=True)).to_be_hidden()
    assert watch.complaints(gallery.url) == []
