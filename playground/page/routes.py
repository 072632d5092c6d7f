"""The page over HTTP: its document and files, its state, its feed, and what is done on it."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.page.actions import Actions
from playground.page.app_status import AppStatus
from playground.page.assets import HEADERS, Assets
from playground.page.feed import Feed
from playground.page.person_page import PersonPage
from playground.page.view_state import ViewStates
from playground.page.viewer import Viewer
from playground.server.local_slack import LocalSlack

STATIC = Path(__file__).parent / "static"
ASSETS = Assets({"page": STATIC})


def routes(slack: LocalSlack) -> list[BaseRoute]:
    """The routes of everybody's page."""
    pages = Pages(slack)
    return [
        Route("/p/{user}", pages.document),
        Route("/p/{user}/state", pages.state),
        Route("/p/{user}/rooms/{room}", pages.earlier),
        Route("/p/{user}/files/{file}", pages.file),
        Route("/p/{user}/do", pages.do, methods=["POST"]),
        WebSocketRoute("/p/{user}/feed", pages.feed),
        Route("/static/page/{name}", ASSETS.served("page")),
        Route("/favicon.ico", lambda _: ASSETS.file("page", "icon.svg")),
    ]


class Pages:
    """Everybody's pages over one workspace."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.view_states = ViewStates(slack.workspace)
        self.app_status = AppStatus(slack.workspace, slack.sockets)

    def page(self, connection: HTTPConnection) -> PersonPage | None:
        """The page of the person in the address, None for nobody."""
        user = str(connection.path_params["user"])
        person = self.slack.workspace.by_id.get(user)
        if person is None or person.is_bot:
            return None
        return PersonPage(Viewer(self.slack.workspace, self.view_states, user), self.app_status)

    async def document(self, request: Request) -> Response:
        """The same document for everybody."""
        return _nobody() if self.page(request) is None else ASSETS.document("page.html", "page")

    async def state(self, request: Request) -> Response:
        """The whole state."""
        page = self.page(request)
        if page is None:
            return _nobody()

        def whole(page: PersonPage = page) -> Any:
            page.app_status.check()
            page.viewer.reads_open_room()
            return page.whole()

        return JSONResponse(await run_in_threadpool(whole))

    async def earlier(self, request: Request) -> Response:
        """Messages of the open room before a timestamp."""
        page = self.page(request)
        before = request.query_params.get("before", "")
        if page is None or request.path_params["room"] != page.viewer.view_state.room:
            return _nobody()
        try:
            return JSONResponse(await run_in_threadpool(page.messages, before))
        except ValueError:
            return JSONResponse({"error": "before must be a timestamp"}, 400)

    async def file(self, request: Request) -> Response:
        """A file that was shared with this person, to be kept."""
        page = self.page(request)
        file = page.viewer.file(str(request.path_params["file"])) if page else None
        if file is None:
            return _nobody()
        kept = f"attachment; filename*=UTF-8''{quote(file.name)}"
        headers = {**HEADERS, "Content-Disposition": kept}
        return Response(file.content, headers=headers, media_type="application/octet-stream")

    async def do(self, request: Request) -> Response:
        """One action."""
        page = self.page(request)
        if page is None:
            return _nobody()
        is_json = request.headers.get("content-type", "").startswith("application/json")
        if not is_json:
            return JSONResponse({"error": "only the page itself may do this"}, 403)
        try:
            given = dict(json.loads(await request.body()))
        except (ValueError, TypeError):
            return JSONResponse({"error": "not JSON"}, 400)
        actions = Actions(page.viewer, self.slack.actor(page.viewer.id))
        return JSONResponse(await run_in_threadpool(actions.do, given))

    async def feed(self, socket: WebSocket) -> None:
        """What changes from now on."""
        page = self.page(socket)
        if page is None:
            await socket.close(4404)
            return
        await Feed(socket, page).serve()


def _nobody() -> Response:
    """There is no such person."""
    return PlainTextResponse("There is nobody with this id.", 404, headers=HEADERS)
