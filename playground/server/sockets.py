"""Socket Mode: connections of the app, envelopes to it, acknowledgements from it."""

import asyncio
import itertools
import json
import secrets
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.actor.app import Reply, Request
from playground.state.clock import real_elapsed
from playground.state.errors import Json
from playground.state.workspace import Workspace

MOST_CONNECTIONS = 10


@dataclass
class Sockets:
    """The open connections; an envelope goes to one of them, in turn.

    `drops_next` closes the connection instead of delivering that many envelopes.
    """

    workspace: Workspace
    open: list[WebSocket] = field(default_factory=list)
    drops_next: int = 0

    def __post_init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._acks: dict[str, Future[Json]] = {}
        self._turn = itertools.count()

    async def serve(self, socket: WebSocket) -> None:
        """One connection from hello to its end."""
        await socket.accept()
        if len(self.open) >= MOST_CONNECTIONS:
            await socket.close(1008, "too_many_websockets")
            return
        self._loop = asyncio.get_running_loop()
        await socket.send_text(json.dumps(self._hello()))
        self._joined(socket)
        try:
            while True:
                self._hear(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        except asyncio.CancelledError:
            return  # the server ends
        finally:
            self._left(socket)

    def deliver(self, request: Request, retry: tuple[int, str] | None = None) -> Reply:
        """Send an envelope and wait for its acknowledgement, from any other thread."""
        began = real_elapsed()
        if not self.open or self._loop is None:
            return Reply(request, error="not_reachable")
        envelope = _envelope(request, retry)
        ack: Future[Json] = Future()
        self._acks[envelope["envelope_id"]] = ack
        socket = self.open[next(self._turn) % len(self.open)]
        try:
            asyncio.run_coroutine_threadsafe(self._send(socket, envelope), self._loop)
            answer = ack.result(self.workspace.answer_seconds)
        except TookTooLong:
            return Reply(request, seconds=real_elapsed() - began, error="operation_timeout")
        finally:
            self._acks.pop(envelope["envelope_id"], None)
        body = json.dumps(answer["payload"]).encode() if answer.get("payload") else b""
        headers = {"content-type": "application/json"}
        return Reply(request, 200, body, headers, real_elapsed() - began)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come again, and close them, as Slack does now and then."""
        self._part({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    def cut(self) -> None:
        """Close every connection without a word."""
        self._part(None)

    def _part(self, farewell: Json | None) -> None:
        if self._loop is None:
            return
        for socket in list(self.open):
            asyncio.run_coroutine_threadsafe(_part(socket, farewell), self._loop).result(5)

    async def _send(self, socket: WebSocket, envelope: Json) -> None:
        if self.drops_next > 0:
            self.drops_next -= 1
            await socket.close(1011)
            return
        try:
            await socket.send_text(json.dumps(envelope))
        except (WebSocketDisconnect, RuntimeError):
            self._left(socket)

    def _hear(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        ack = self._acks.get(str(answer.get("envelope_id")))
        if ack is not None and not ack.done():
            ack.set_result(answer)

    def _joined(self, socket: WebSocket) -> None:
        self.open.append(socket)
        self.workspace.tell("socket", len(self.open))

    def _left(self, socket: WebSocket) -> None:
        if socket in self.open:
            self.open.remove(socket)
        self.workspace.tell("socket", len(self.open))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": {"host": "playground", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.workspace.app_id},
        }


def _envelope(request: Request, retry: tuple[int, str] | None) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": request.kind,
        "payload": request.payload,
        "accepts_response_payload": request.kind != "events_api",
    }
    if request.kind == "events_api":
        number, reason = retry or (0, "")
        envelope |= {"retry_attempt": number, "retry_reason": reason}
    return envelope


async def _part(socket: WebSocket, farewell: Json | None) -> None:
    try:
        if farewell is not None:
            await socket.send_text(json.dumps(farewell))
        await socket.close(1000)
    except (WebSocketDisconnect, RuntimeError):
        return
