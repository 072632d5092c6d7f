"""What stands before Bolt: size, signature, form of a request; and the key of each request.

Bolt parses before it checks the signature, answers 500 to a timestamp that is no number, and
takes any form that holds the letters *payload* for an interaction (404). So all of it is done
here first, on the raw bytes: docs/slack.md, Requests.
"""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl

from slack_bolt import BoltRequest
from slack_bolt.context import BoltContext
from slack_bolt.request.internals import build_context
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.clock import Time

MAX_BODY = 1024 * 1024
# An answer that comes while the body is still arriving would be lost with the connection.
_DRAINED = 16 * MAX_BODY
_JSON = "application/json"
_HEARD = (
    *("event_callback", "url_verification"),
    *("block_actions", "view_submission", "view_closed"),
)
"""What has a listener; commands have no type."""


@dataclass(frozen=True)
class Refused:
    """The request goes no further; the HTTP status and one word for the sender."""

    status: int
    error: str


class Chunks(Protocol):
    """The part of a web request that is needed to read it."""

    @property
    def headers(self) -> Mapping[str, str]: ...

    def stream(self) -> AsyncIterator[bytes]: ...


async def read(request: Chunks) -> bytes | Refused:
    """The body of a request, or 413 when it is longer than 1 MiB, announced or not."""
    parts: list[bytes] = []
    size = _announced(request.headers)
    too_long = size > MAX_BODY
    arrived = 0
    async for chunk in request.stream():
        arrived += len(chunk)
        too_long = too_long or arrived > MAX_BODY
        if arrived > _DRAINED:
            break
        if not too_long:
            parts.append(chunk)
    return Refused(413, "too_long") if too_long else b"".join(parts)


class Guard:
    """Turns raw bytes into a request that Bolt can be trusted with."""

    def __init__(self, signing_secret: str, clock: Time) -> None:
        self._verifier = SignatureVerifier(signing_secret, _RealTime(clock))

    def admit(self, raw: bytes, headers: Mapping[str, str]) -> BoltRequest | Refused | None:
        """A request for Bolt, a refusal (401 not signed by Slack, 400 not in Slack's form, 404 of a
        kind that nobody here hears), or None for Slack's check of the certificate, which is
        unsigned and wants a plain 200."""
        if _is_ssl_check(raw):
            return None
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not re.fullmatch("[0-9]{1,12}", timestamp) or not signature.isascii():
            return Refused(401, "invalid_signature")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return Refused(400, "malformed")
        if not self._verifier.is_valid(text, timestamp, signature):
            return Refused(401, "invalid_signature")
        return _understood(text, headers)


class _RealTime(SignatureClock):
    def __init__(self, clock: Time) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.real_now().timestamp()


def request_key(body: Mapping[str, Any]) -> str:
    """What makes a request the same request again: Slack's retries and replays share it.

    Events: `event_id`. What a modal sends: the view's id and hash. Commands and clicks: the
    trigger id. A body with none of these is its own key.
    """
    if event := body.get("event_id"):
        return _short("event", event)
    view = body.get("view")
    if body.get("type") in ("view_submission", "view_closed") and isinstance(view, Mapping):
        return _short(body["type"], view.get("id"), view.get("hash"))
    if trigger := body.get("trigger_id"):
        return _short("trigger", trigger)
    return _short("body", json.dumps(body, sort_keys=True, default=str))


def mark_foreign_teams(body: dict[str, Any], context: BoltContext, next_: Callable[[], Any]) -> Any:
    """Bolt middleware: `context["foreign_teams"]` is which other workspaces a request names.

    Whoever is at home there and with us, on an organisation-wide Slack, is no stranger. Ours is
    what the bot token belongs to (`auth.test`): a workspace, or a whole organisation.
    """
    known = context.authorize_result
    ours = known.team_id if known else None
    named = frozenset[str]() if ours is None or _is_for(body, ours) else teams_of(body)
    context["foreign_teams"] = named - {ours}
    return next_()


def teams_of(body: Mapping[str, Any]) -> frozenset[str]:
    """The workspaces that a request names as its own or its person's; organisations left out."""
    user = body.get("user")
    named = (
        body.get("team_id"),
        _id(body.get("team")),
        user.get("team_id") if isinstance(user, Mapping) else None,
    )
    return frozenset(team for team in named if isinstance(team, str) and team.startswith("T"))


def _is_for(body: Mapping[str, Any], ours: str) -> bool:
    """Whether Slack says that this installation is meant: an event names who it is for, and an
    organisation's requests name the organisation."""
    if ours.startswith("E") and ours in (body.get("enterprise_id"), _id(body.get("enterprise"))):
        return True
    meant = body.get("authorizations")
    return isinstance(meant, list) and any(
        isinstance(one, Mapping) and ours in (one.get("team_id"), one.get("enterprise_id"))
        for one in meant
    )


# ----------------------------------------------------------------- the form of a request


def _understood(text: str, headers: Mapping[str, str]) -> BoltRequest | Refused:
    try:
        parsed = _parse(text, headers.get("content-type", ""))
        if not _is_heard(parsed):
            return Refused(404, "unhandled")
        if parsed.get("view", parsed) is None:
            del parsed["view"]  # the same as none
        _require_parts(parsed)
        # Bolt's own reading finds nothing in a form that holds the letters "payload" anywhere.
        request = BoltRequest(body="", headers={**headers})
        request.raw_body, request.body = text, parsed
        request.context = build_context(BoltContext({}), parsed)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return Refused(400, "malformed")
    return request


def _parse(text: str, content_type: str) -> dict[str, Any]:
    """The body as Slack means it. Raises ValueError (or RecursionError) when it is neither a
    JSON object nor a form with a command or a payload."""
    if content_type.split(";")[0].strip().lower() == _JSON or text.startswith("{"):
        return _object(text)
    form = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict"))
    if "payload" in form:
        return _object(form["payload"])
    if "command" not in form:
        raise ValueError("no command")
    return form


def _object(text: str) -> dict[str, Any]:
    parsed = json.loads(text)
    if not isinstance(parsed, dict):
        raise ValueError("no object")
    json.dumps(parsed, ensure_ascii=False).encode("utf-8")  # half a surrogate pair fits nowhere
    return parsed


def _is_heard(body: Mapping[str, Any]) -> bool:
    """Bolt looks into bodies of kinds that it has no listener for, and trips over missing parts."""
    view = body.get("view")
    of_workflow = isinstance(view, Mapping) and view.get("type") == "workflow_step"
    return not of_workflow and ("type" not in body or body["type"] in _HEARD)


def _require_parts(body: Mapping[str, Any]) -> None:
    """Bolt trips over what it takes for granted. Raises ValueError where it would: an event, a
    click or a window without the part that says which one it is, or of another kind."""
    if "event" in body:
        _require_text(body["event"], "type")
    if "view" in body and not isinstance(body["view"], Mapping):
        raise ValueError("no view")
    if str(body.get("type")).startswith("view_"):
        _require_text(body.get("view"), "type", "callback_id")
    if body.get("type") == "block_actions":
        actions = body.get("actions")
        if not isinstance(actions, list) or not actions:
            raise ValueError("no action")
        for action in actions:
            _require_text(action, "action_id")


def _require_text(thing: object, *names: str) -> None:
    if not isinstance(thing, Mapping) or not all(isinstance(thing.get(n), str) for n in names):
        raise ValueError(f"no {names}")


def _announced(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch("[0-9]{1,18}", length) else 0


def _is_ssl_check(raw: bytes) -> bool:
    return len(raw) < 1024 and b"ssl_check=1" in raw.split(b"&")


def _id(thing: object) -> object:
    return thing.get("id") if isinstance(thing, Mapping) else thing


def _short(kind: object, *parts: object) -> str:
    key = ":".join(str(part) for part in (kind, *parts))
    return key if len(key) <= 120 else f"{kind}:{hashlib.sha256(key.encode()).hexdigest()}"
