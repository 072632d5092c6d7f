"""The demo over HTTP: its document and files, its state, its feed, and what is done in it."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.demo.demo import Demo
from playground.demo.state import State
from playground.demo.words import WORDS, language_of
from playground.page import routes as page
from playground.page.assets import Assets

ASSETS = Assets({"page": page.STATIC, "demo": Path(__file__).parent / "static"})
BATCH = 0.1
"""Seconds between two looks at whether anything has changed."""
LOOK = 1.0
"""The clock, and a bot that ends, tell nobody: seconds after which everything is looked at."""


class Site:
    """The way in. The address is there before the demo behind it is."""

    def __init__(self) -> None:
        self.demo: Demo | None = None

    def routes(self) -> list[BaseRoute]:
        """The routes of the demo."""
        return [
            Route("/", self._with(self.document)),
            Route("/demo/state", self._with(self.state)),
            Route("/demo/do", self._with(self.do), methods=["POST"]),
            WebSocketRoute("/demo/feed", self.feed),
            Route("/static/demo/{name}", ASSETS.served("demo")),
        ]

    async def document(self, demo: Demo, request: Request) -> Response:
        """The page, in the language asked for or preferred."""
        language = _language(request)
        if "lang" in request.query_params or not demo.workspace.log:
            demo.speaks(language)
        facts = {"language": language, "title": WORDS[language]["title"]}
        return ASSETS.document("demo.html", "demo", facts)

    async def state(self, demo: Demo, request: Request) -> Response:
        """The whole state."""
        return JSONResponse(await run_in_threadpool(State(demo, _language(request)).whole))

    async def do(self, demo: Demo, request: Request) -> Response:
        """One action."""
        is_json = request.headers.get("content-type", "").startswith("application/json")
        if not is_json:
            return JSONResponse({"error": "only the demo itself may do this"}, 403)
        try:
            begun = await run_in_threadpool(demo.do, dict(json.loads(await request.body())))
        except (ValueError, TypeError, KeyError):
            return JSONResponse({"error": "there is no such action, role or person"}, 400)
        words = WORDS[_language(request)]
        return JSONResponse({"ok": begun, **({} if begun else {"error": words["busy"]})})

    async def feed(self, socket: WebSocket) -> None:
        """The whole state, each time that it is different."""
        if self.demo is None:
            await socket.close(4404)
            return
        await socket.accept()
        tasks = [asyncio.create_task(self._push(socket, self.demo)), _listening(socket)]
        try:
            # Cancelled is what a feed is that is open when the demo ends.
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _push(self, socket: WebSocket, demo: Demo) -> None:
        state, sent, version, rested = State(demo, _language(socket)), "", -1, 0.0
        while True:
            if version != demo.version or rested >= LOOK:
                version, rested = demo.version, 0.0
                text = json.dumps(await run_in_threadpool(state.whole), ensure_ascii=False)
                if text != sent:
                    sent = text
                    await socket.send_text(text)
            await asyncio.sleep(BATCH)
            rested += BATCH

    def _with(self, answer: Callable[[Demo, Request], object]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> object:
            if self.demo is None:
                waiting = {"Retry-After": "1", "Refresh": "1"}
                return PlainTextResponse("The demo is being set up.", 503, waiting)
            return await answer(self.demo, request)  # type: ignore[misc]

        return endpoint


def _listening(socket: WebSocket) -> asyncio.Task[None]:
    """Ends when the browser goes away."""

    async def listen() -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await socket.receive_text()

    return asyncio.create_task(listen())


def _language(connection: HTTPConnection) -> str:
    accepted = connection.headers.get("accept-language", "")
    return language_of(connection.query_params.get("lang", ""), accepted)
