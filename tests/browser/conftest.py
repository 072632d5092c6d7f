"""A browser, people's pages in it, and an app behind them: the tiny one, or the real bot."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from slack_sdk import WebClient

from playground import Workspace
from playground.page import serve
from playground.server.serve import Running
from tests.databases import Database
from tests.playground.conftest import ANNA, GIULIA, MARCO
from tests.playground.tiny_app import TinyApp
from tests.world import World, living

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync"),
]
PATIENCE = 10_000
"""Milliseconds until something on a page must have happened."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: an open one keeps an event loop running in this thread."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = next(filter(None, map(shutil.which, NAMES)), str(own) if own.exists() else None)
        if found is None:
            pytest.skip("no Chromium on this machine: install the system's package `chromium`")
        opened = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@dataclass
class Watch:
    """What a page did on the way: what its console said, where it asked, how much came back."""

    page: Page
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    weight: dict[str, int] = field(default_factory=dict)
    expected: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        self.asked.append(request.url)

    def _answered(self, response: Response) -> None:
        kind = response.request.resource_type
        if kind in ("document", "script", "stylesheet", "image", "font"):
            self.weight[response.url] = int(response.headers.get("content-length", "0"))

    def complaints(self, home: str) -> list[str]:
        """Errors that no test expected, and requests that left this machine."""
        said = [one for one in self.errors if not any(word in one for word in self.expected)]
        return said + [url for url in self.asked if not url.startswith((home, "data:", "blob:"))]


Opener = Callable[..., Page]


class Pages:
    """Opens pages of one playground, each in a context of its own."""

    def __init__(self, browser: Browser, running: Running) -> None:
        self.browser, self.running = browser, running
        self.watches: list[Watch] = []

    def __call__(self, person: str, *, width: int = 1100, height: int = 760, **look: Any) -> Page:
        """The page of somebody by id; `look` is for instance `color_scheme="dark"`."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, **look)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        self.watches.append(Watch(page))
        page.goto(f"{self.running.url}/p/{person}")
        page.locator("body.ready").wait_for()
        return page

    def expects(self, *words: str) -> None:
        """The console may say this, on every page."""
        for watch in self.watches:
            watch.expected += words

    def end(self) -> None:
        """Close all, and complain of what the pages should not have done."""
        for watch in self.watches:
            watch.page.context.close()
        complaints = [one for watch in self.watches for one in watch.complaints(self.running.url)]
        assert complaints == []


def pages_of(browser: Browser, running: Running) -> Iterator[Pages]:
    """The pages of a test, watched until its end."""
    pages = Pages(browser, running)
    yield pages
    pages.end()


@pytest.fixture
def running() -> Iterator[Running]:
    started = serve.start(Workspace(people=[ANNA, MARCO, GIULIA]))
    yield started
    if not started.loop.is_closed():
        started.stop()


@pytest.fixture
def client(running: Running) -> WebClient:
    return WebClient(running.workspace.bot_token, base_url=running.api_url, retry_handlers=[])


@pytest.fixture
def app(running: Running) -> Iterator[TinyApp]:
    tiny = TinyApp(running.workspace.signing_secret)
    running.workspace.request_url = tiny.start()
    yield tiny
    tiny.stop()


@pytest.fixture
def page_of(browser: Browser, running: Running) -> Iterator[Pages]:
    yield from pages_of(browser, running)


@pytest.fixture
def world(sqlite: Database, tmp_path: Path) -> Iterator[World]:
    """The real bot, over signed HTTP."""
    with living(sqlite, tmp_path, start=serve.start) as here:
        yield here


@pytest.fixture
def bot_page_of(browser: Browser, world: World) -> Iterator[Pages]:
    """Pages with the real bot behind them."""
    yield from pages_of(browser, world.slack)
