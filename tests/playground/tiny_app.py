"""An app as small as can be: checks signatures, notes what it hears, answers as told."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier

Answer = tuple[int, str, str]
Handler = Callable[[dict[str, Any]], Any]


@dataclass
class TinyApp:
    """`answers` maps a type of payload to what the app does; its result is the body."""

    secret: str
    answers: dict[str, Handler] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def start(self) -> str:
        """Listen; returns the request URL."""
        app = self

        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                app.answer(self)

            def log_message(self, *_args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/slack/events"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, listener: BaseHTTPRequestHandler) -> None:
        body = listener.rfile.read(int(listener.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in listener.headers.items()}
        if not SignatureVerifier(self.secret).is_valid_request(body, headers):
            _reply(listener, 401, "text/plain", "invalid signature")
            return
        payload = understood(body, headers["content-type"])
        self.heard.append(payload)
        self.headers.append(headers)
        said = self.react(payload)
        if isinstance(said, tuple):
            _reply(listener, *said)
        elif said is None:
            _reply(listener, 200, "text/plain", "")
        elif isinstance(said, str):
            _reply(listener, 200, "text/plain", said)
        else:
            _reply(listener, 200, "application/json", json.dumps(said))

    def react(self, payload: dict[str, Any]) -> Any:
        """What the app does when it hears this, over HTTP or Socket Mode."""
        handler = self.answers.get(kind_of(payload))
        return handler(payload) if handler is not None else None


def kind_of(payload: dict[str, Any]) -> str:
    if "command" in payload:
        return "command"
    if payload["type"] == "event_callback":
        return str(payload["event"]["type"])
    return str(payload["type"])


def understood(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        return dict(json.loads(body))
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return dict(json.loads(form["payload"])) if "payload" in form else form


def _reply(listener: BaseHTTPRequestHandler, status: int, kind: str, body: str) -> None:
    listener.send_response(status)
    listener.send_header("Content-Type", kind)
    listener.send_header("Content-Length", str(len(body.encode())))
    listener.end_headers()
    listener.wfile.write(body.encode())
