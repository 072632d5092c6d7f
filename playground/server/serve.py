"""Serving a workspace over HTTP and WebSocket, in a thread with an event loop of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from playground.server import control
from playground.server.callbacks import Callbacks
from playground.server.local_slack import LocalSlack
from playground.server.same_origin import SameOriginOnly
from playground.server.sockets import Sockets
from playground.server.web_api import ResponseUrlEndpoint, UploadEndpoint, WebApi
from playground.state.clock import real_elapsed
from playground.state.workspace import Workspace

Routes = Callable[[LocalSlack], Sequence[BaseRoute]]


class RealTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers run on real time, also in a test that froze Python's clock."""

    def time(self) -> float:
        return real_elapsed()


class PromptServer(uvicorn.Server):
    """Ends as soon as it is told to, and cuts what is open: nobody waits for a test's Slack."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self.stopping = stopping

    async def main_loop(self) -> None:
        for counter in count(step=10):  # each tick renews the Date of the answers
            await self.on_tick(counter)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), 1)
                return

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def application(
    slack: LocalSlack,
    stopping: asyncio.Event,
    more_routes: Sequence[BaseRoute] = (),
    host: str = "127.0.0.1",
) -> Starlette:
    """The web application of one playground: the API, the operator's side, and what is added.

    `host` is what it listens on; requests of other sites reach none of it.
    """
    return Starlette(
        middleware=[Middleware(SameOriginOnly, host=host)],
        routes=[
            Route("/api/{method}", WebApi(slack.workspace, stopping)),
            Route("/response/{key}", ResponseUrlEndpoint(slack.workspace, stopping)),
            Route("/upload/{key}", UploadEndpoint(slack.workspace, stopping)),
            WebSocketRoute("/link/", slack.sockets.serve),
            Route("/livez", lambda _: PlainTextResponse("ok")),
            *control.routes(slack),
            *more_routes,
        ],
    )


@dataclass
class Running(LocalSlack):
    """A playground that answers at `url`."""

    url: str
    loop: RealTimeLoop
    stopping: asyncio.Event
    thread: threading.Thread

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, with the slash that slack_sdk wants."""
        return f"{self.url}/api/"

    def wait_for_socket(self, timeout: float = 10.0) -> None:
        """Until the app is connected by Socket Mode. Raises TimeoutError."""
        self.workspace.wait_until(lambda: len(self.sockets.open) > 0, timeout)

    def stop(self) -> None:
        """End it; open connections are cut."""
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join(5)


def start(
    workspace: Workspace, port: int = 0, host: str = "127.0.0.1", more_routes: Routes | None = None
) -> Running:
    """Serve the workspace in a thread; port 0 takes a free one. `more_routes` makes further
    routes of it. Its URL is one that this machine reaches, also where `host` is all of its
    addresses. Raises OSError when the port is taken."""
    listener = socket.create_server((host, port), backlog=2048)
    # Inherited by every connection; asyncio sets it only on sockets that name their protocol.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    workspace.base_url = f"http://{_reached_at(host)}:{listener.getsockname()[1]}"
    sockets = Sockets(workspace)
    slack = LocalSlack(workspace, sockets, Callbacks(workspace, sockets))
    loop, stopping = RealTimeLoop(), asyncio.Event()
    app = application(slack, stopping, more_routes(slack) if more_routes else (), host)
    server = PromptServer(_config(app), stopping)
    thread = threading.Thread(
        target=_serve, args=(loop, server, listener), name="playground", daemon=True
    )
    thread.start()
    return Running(
        workspace=workspace,
        sockets=sockets,
        callbacks=slack.callbacks,
        url=workspace.base_url,
        loop=loop,
        stopping=stopping,
        thread=thread,
    )


def _reached_at(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        lifespan="off",
        http="h11",
        ws_ping_interval=None,
        timeout_keep_alive=30,
    )


def _serve(loop: RealTimeLoop, server: uvicorn.Server, listener: socket.socket) -> None:
    try:
        loop.run_until_complete(server.serve(sockets=[listener]))
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        listener.close()
