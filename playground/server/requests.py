"""Requests that Slack sends to an app over HTTP: signing, sending, and what came back."""

import hashlib
import hmac
import http.client
import json
from urllib.parse import urlencode, urlsplit

from playground.actor.app import Kind, Reply, Request
from playground.state.clock import real_elapsed, real_now
from playground.state.errors import Json

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature, version 0, of a body at a time in whole Unix seconds."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(
    kind: Kind,
    body: bytes,
    secret: str,
    content_type: str = FORM,
    timestamp: str | None = None,
    headers: dict[str, str] | None = None,
    payload: Json | None = None,
) -> Request:
    """A request signed now, or at another time in Unix seconds."""
    at = timestamp if timestamp is not None else str(int(real_now()))
    all_headers = {
        "Content-Type": content_type,
        "User-Agent": USER_AGENT,
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature(secret, at, body),
        **(headers or {}),
    }
    return Request(kind, body, all_headers, payload or {})


def form_body(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """The body and content type in which Slack sends a payload of this kind."""
    if kind == "slash_commands":
        return urlencode(payload).encode(), FORM
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def send(url: str, request: Request, timeout: float) -> Reply:
    """POST it and wait at most `timeout` real seconds; network trouble becomes an error."""
    began = real_elapsed()
    parts = urlsplit(url)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=timeout)
    try:
        link.request("POST", parts.path or "/", request.body, request.headers)
        answer = link.getresponse()
        body = answer.read()
        error = None if answer.status == 200 else "dispatch_failed"
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(request, answer.status, body, headers, real_elapsed() - began, error)
    except TimeoutError:
        return Reply(request, seconds=real_elapsed() - began, error="operation_timeout")
    except (OSError, http.client.HTTPException):
        return Reply(request, seconds=real_elapsed() - began, error="not_reachable")
    finally:
        link.close()
