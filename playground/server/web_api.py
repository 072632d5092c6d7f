"""The side of Slack that an app calls: methods, response URLs, uploads, with faults and limits."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from playground.limits.arguments import Arguments, parse_body
from playground.server import methods, response_urls
from playground.state.clock import real_now
from playground.state.errors import Json, SlackError
from playground.state.faults import Fault
from playground.state.workspace import Call, Workspace

CUT_OFF = None
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"

Act = Callable[[], Response]


class Endpoint(ABC):
    """One kind of request from the app, as an ASGI application.

    `name` is the method (for a response URL "response_url", for a file "upload"), `act` makes the
    answer.
    """

    def __init__(self, workspace: Workspace, stopping: asyncio.Event) -> None:
        self.workspace = workspace
        self.stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        name, given, act = self.plan(request, body)
        fault = self.workspace.faults.for_call(name, given)
        response = await self._answer(fault, act)
        self._note(name, given, response, fault)
        if response is CUT_OFF:
            await _cut(receive)
        else:
            await response(scope, receive, send)

    @abstractmethod
    def plan(self, request: Request, body: bytes) -> tuple[str, Json, Act]:
        """What is called, with which arguments, and how to answer."""

    async def _answer(self, fault: Fault | None, act: Act) -> Response | None:
        if fault is None:
            return act()
        if fault.kind == "delay":
            await self._wait(fault.seconds)
            return act()
        if fault.kind == "late":
            asyncio.get_running_loop().call_later(fault.seconds, act)
            return CUT_OFF
        if fault.after:
            act()
        return await self._failed(fault)

    async def _failed(self, fault: Fault) -> Response | None:
        if fault.kind == "hang":
            await self._wait(fault.seconds)
            return CUT_OFF
        if fault.kind == "drop":
            return CUT_OFF
        if fault.kind == "revoke":
            code = "token_revoked" if fault.code == "internal_error" else fault.code
            self.workspace.revoked = code
            return JSONResponse({"ok": False, "error": code})
        return _failures(fault)[fault.kind]()

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return

    def _note(self, name: str, given: Json, response: Response | None, fault: Fault | None) -> None:
        arguments = {key: value for key, value in given.items() if key != "token"}
        call = Call(
            at=real_now(),
            method=name,
            person=str(given.get("user") or given.get("user_id") or given.get("users") or ""),
            channel=str(given.get("channel") or ""),
            status=response.status_code if response is not None else 0,
            error=getattr(response, "slack_error", None),
            fault=fault.kind if fault else None,
            arguments=arguments,
        )
        with self.workspace.lock:
            self.workspace.calls.append(call)
            self.workspace.tell("call", call)


class WebApi(Endpoint):
    """`/api/METHOD`"""

    def plan(self, request: Request, body: bytes) -> tuple[str, Json, Act]:
        name = str(request.path_params["method"])
        content_type = request.headers.get("content-type", "")
        try:
            given = {**request.query_params, **parse_body(content_type, body)}
        except SlackError as refused:
            error = refused
            return name, {}, lambda: self._response(error.as_json())
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = token or str(given.get("token") or "")
        return name, given, lambda: self._call(name, token, given)

    def _call(self, name: str, token: str, given: Json) -> Response:
        method = methods.METHODS.get(name)
        tier = method.tier if method else None
        wait = self.workspace.rates.retry_after(name, tier, str(given.get("channel") or ""))
        if wait is not None:
            return rate_limited(wait)
        try:
            return self._response(methods.answer(self.workspace, name, token, Arguments(given)))
        except SlackError as refused:
            return self._response(refused.as_json())

    def _response(self, body: Json) -> Response:
        scopes = ",".join(sorted(self.workspace.scopes))
        response = JSONResponse(body, headers={"x-oauth-scopes": scopes})
        response.slack_error = body.get("error")  # type: ignore[attr-defined]
        return response


class ResponseUrlEndpoint(Endpoint):
    """`/response/KEY`"""

    def plan(self, request: Request, body: bytes) -> tuple[str, Json, Act]:
        key = str(request.path_params["key"])
        try:
            given = parse_body(request.headers.get("content-type", "application/json"), body)
        except SlackError as refused:
            error = refused
            return "response_url", {}, lambda: _refusal(error, 400)
        return "response_url", given, lambda: self._respond(key, given)

    def _respond(self, key: str, given: Json) -> Response:
        try:
            response_urls.respond(self.workspace, key, given)
        except SlackError as refused:
            gone = refused.code in ("expired_url", "used_url")
            return _refusal(refused, 404 if gone else 400)
        return PlainTextResponse("ok")


class UploadEndpoint(Endpoint):
    """`/upload/KEY`"""

    def plan(self, request: Request, body: bytes) -> tuple[str, Json, Act]:
        key = str(request.path_params["key"])
        return "upload", {}, lambda: self._upload(key, body)

    def _upload(self, key: str, body: bytes) -> Response:
        try:
            with self.workspace.lock:
                self.workspace.files.upload(key, body)
        except SlackError as refused:
            return _refusal(refused, 400)
        return PlainTextResponse(f"OK - {len(body)}")


def rate_limited(seconds: int) -> Response:
    """429 with the whole seconds to wait."""
    body = {"ok": False, "error": "ratelimited"}
    response = JSONResponse(body, 429, headers={"Retry-After": str(seconds)})
    response.slack_error = "ratelimited"  # type: ignore[attr-defined]
    return response


def _failures(fault: Fault) -> dict[str, Act]:
    return {
        "rate_limited": lambda: rate_limited(fault.retry_after),
        "http_500": lambda: PlainTextResponse("Internal Server Error", 500),
        "http_502_html": lambda: HTMLResponse(BAD_GATEWAY, 502),
        "wrong_json": lambda: Response('{"ok": tru', media_type="application/json"),
        "error": lambda: _refusal(SlackError(fault.code), 200),
    }


def _refusal(refused: SlackError, status: int) -> Response:
    response = JSONResponse(refused.as_json(), status)
    response.slack_error = refused.code  # type: ignore[attr-defined]
    return response


async def _cut(receive: Callable[[], Awaitable[Any]]) -> None:
    """Close the connection without a word: the transport is known to uvicorn's cycle only,
    whose method `receive` is."""
    getattr(receive, "__self__").transport.abort()  # noqa: B009
    with suppress(asyncio.CancelledError):  # the server ends
        await asyncio.sleep(0)
        await asyncio.sleep(0)
