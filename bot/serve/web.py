"""The HTTP side: Slack's one path, two questions that a supervisor asks, and the figures."""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import uvicorn
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import logs
from bot.serve.connections import BACKLOG, Limits, limited
from bot.serve.metrics import PAGE_TYPE
from bot.settings import BadSettings
from bot.slack.edge.guard import Guard, Refused, read

log = logs.logger(__name__)

_GRACE_SECONDS = 8


@dataclass(frozen=True)
class Health:
    """Questions whose answers make the bot ready. One that raises counts as no."""

    database: Callable[[], bool]
    schema: Callable[[], bool]
    slack: Callable[[], bool]

    def answers(self) -> dict[str, bool]:
        return {
            "database": _holds(self.database),
            "schema": _holds(self.schema),
            "slack": _holds(self.slack),
        }


@dataclass(frozen=True)
class Events:
    """Slack's requests in HTTP mode: guarded, then handed to Bolt in a worker thread."""

    guard: Guard
    dispatch: Callable[[BoltRequest], BoltResponse]

    async def __call__(self, request: Request) -> Response:
        try:
            raw = await read(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if isinstance(raw, Refused):
            return _refusal(raw)
        return await run_in_threadpool(self._answer, raw, dict(request.headers))

    def _answer(self, raw: bytes, headers: dict[str, str]) -> Response:
        admitted = self.guard.admit(raw, headers)
        if admitted is None:
            return Response()
        if isinstance(admitted, Refused):
            return _refusal(admitted)
        return to_starlette_response(self.dispatch(admitted))


def site(
    health: Health,
    events: Events | None = None,
    pulse: Callable[[], Mapping[str, int]] = dict,
    metrics: Callable[[], bytes] | None = None,
) -> Starlette:
    """`/livez` and `/readyz`; with `events` (HTTP mode) also `/slack/events`, with `metrics` (the
    page for Prometheus) also `/metrics`.

    `pulse` is what `/livez` tells besides: how far the work in the background has come.
    """

    async def livez(_: Request) -> Response:
        return JSONResponse({"live": True, **pulse()})

    async def readyz(_: Request) -> Response:
        answers = await run_in_threadpool(health.answers)
        return JSONResponse(answers, status_code=200 if all(answers.values()) else 503)

    routes = [Route("/livez", livez), Route("/readyz", readyz)]
    if metrics is not None:
        page = metrics

        async def metrics_page(_: Request) -> Response:
            return Response(await run_in_threadpool(page), media_type=PAGE_TYPE)

        routes.append(Route("/metrics", metrics_page))
    if events is not None:
        routes.append(Route("/slack/events", events.__call__, methods=["POST"]))
    return Starlette(routes=routes)


class Web:
    """A web server in a thread of its own, so that signals stay with the main thread."""

    def __init__(
        self,
        app: Starlette,
        host: str,
        port: int,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        self._listener = _listen(host, port)
        self.port = int(self._listener.getsockname()[1])
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=limited(limits),
                ws="none",
                backlog=BACKLOG,
                access_log=False,
                log_config=None,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, name="web", daemon=True
        )

    def start(self) -> None:
        """Returns when requests are answered."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)

    def stop_accepting(self) -> None:
        """No new request; those in hand are answered."""
        self._server.should_exit = True

    def join(self, seconds: float) -> bool:
        """Whether everything in hand was answered in time."""
        self._thread.join(seconds)
        return not self._thread.is_alive()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off only where it is: without
    # that, every answer on a kept connection waits some 40 ms for the client's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise BadSettings(
            f"PORT: {host}:{port} cannot be listened on ({error.strerror}): choose another PORT "
            "or HOST, or stop what uses it"
        ) from None
    return listener


def _refusal(refused: Refused) -> Response:
    return JSONResponse({"error": refused.error}, status_code=refused.status)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Exception as error:  # the answer of a database that is away is an exception
        log.warning("not ready", exc_info=error)
        return False
