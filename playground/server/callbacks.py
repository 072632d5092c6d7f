"""Telling the app what happened: over HTTP or Socket Mode, with Slack's retries for events."""

import secrets
from dataclasses import dataclass

from playground.actor.app import Kind, Reply, Request
from playground.server.requests import FORM, form_body, send, signature, signed
from playground.server.sockets import Sockets
from playground.state.clock import real_now
from playground.state.errors import Json
from playground.state.workspace import Workspace

REASONS = {
    "operation_timeout": "http_timeout",
    "not_reachable": "connection_failed",
    "dispatch_failed": "http_error",
}


@dataclass
class Callbacks:
    """The way to the app: `request_url` of the workspace, else its sockets."""

    workspace: Workspace
    sockets: Sockets

    def tell(self, kind: Kind, payload: Json) -> Reply:
        """A command or an interaction: sent once, never repeated."""
        return self._deliver(self._request(kind, payload))

    def event(self, event: Json) -> list[Reply]:
        """An event, until the app answers 200: up to three retries. Every attempt, in order;
        none when the app does not subscribe to this type of event."""
        if event["type"] not in self.workspace.subscriptions:
            return []
        payload = self._event_callback(event)
        attempts = [self._deliver(self._request("events_api", payload))]
        for number, delay in enumerate(self.workspace.event_retry_delays, start=1):
            last = attempts[-1]
            if last.error is None or last.headers.get("x-slack-no-retry") == "1":
                break
            self._pause(delay)
            retry = (number, REASONS[last.error])
            attempts.append(self._deliver(self._request("events_api", payload, retry), retry))
        return attempts

    def replay(self, reply: Reply, fresh: bool = False) -> Reply:
        """The very same request once more; `fresh` signs the same body again, with the time
        of now, as Slack does when it repeats."""
        request = reply.request
        return self._deliver(resigned(request, self.workspace.signing_secret) if fresh else request)

    def raw(
        self,
        body: bytes,
        headers: dict[str, str] | None = None,
        secret: str | None = None,
        timestamp: str | None = None,
        content_type: str = FORM,
        sign: bool = True,
    ) -> Reply:
        """Anything at all over HTTP. `sign=False` leaves both signature headers out; given
        headers win, so that a wrong signature can be sent."""
        key = secret if secret is not None else self.workspace.signing_secret
        request = signed("raw", body, key, content_type, timestamp)
        kept = dict(request.headers)
        if not sign:
            del kept["X-Slack-Signature"], kept["X-Slack-Request-Timestamp"]
        url = self.workspace.request_url
        if url is None:
            raise ValueError("raw requests need a request_url")
        return send(url, Request("raw", body, {**kept, **(headers or {})}), 30.0)

    def _request(self, kind: Kind, payload: Json, retry: tuple[int, str] | None = None) -> Request:
        body, content_type = form_body(kind, payload)
        headers = {}
        if retry is not None:
            headers = {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        secret = self.workspace.signing_secret
        return signed(kind, body, secret, content_type, headers=headers, payload=payload)

    def _deliver(self, request: Request, retry: tuple[int, str] | None = None) -> Reply:
        url = self.workspace.request_url
        if url is None:
            return self.sockets.deliver(request, retry)
        return send(url, request, self.workspace.answer_seconds)

    def _pause(self, seconds: float) -> None:
        with self.workspace.changed:
            self.workspace.changed.wait_for(lambda: False, seconds)

    def _event_callback(self, event: Json) -> Json:
        ws = self.workspace
        return {
            "token": "playground",
            "team_id": ws.team_id,
            "api_app_id": ws.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(ws.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": ws.enterprise_id,
                    "team_id": ws.team_id,
                    "user_id": ws.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": ws.is_enterprise_install,
                }
            ],
            "is_ext_shared_channel": False,
        }


def resigned(request: Request, secret: str) -> Request:
    """The same body with a fresh signature of now."""
    at = str(int(real_now()))
    fresh = {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature(secret, at, request.body),
    }
    return Request(request.kind, request.body, {**request.headers, **fresh}, request.payload)
