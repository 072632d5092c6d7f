"""The way to Slack for messages we start: no retries here, the outbox decides what comes next.

Why: docs/slack.md, Calls.
"""

import errno
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.outbox.ports import (
    OPEN,
    POST,
    UPDATE,
    Absent,
    CannotLook,
    Edited,
    Found,
    LookFailed,
    NotSent,
    Opened,
    Outcome,
    Refused,
    Rendered,
    Sent,
    Throttled,
    Unclear,
)

EVENT_TYPE = "revmentor_message"
_PAGE = 100
_MOST_PAGES = 10
_UNSURE = ("fatal_error", "internal_error", "service_unavailable", "request_timeout")
_NEVER_LOOKS = ("missing_scope", "not_allowed_token_type", "channel_not_found", "not_in_channel")
_WHOLE_METHOD = 30.0
"""A `Retry-After` this long (seconds) is about the method, not about one conversation."""


class SlackTransport:
    """Posts, opens and looks up with a client that has no retry handlers."""

    def __init__(self, client: WebClient) -> None:
        if client.retry_handlers:
            raise ValueError("a post must never be retried by the client")
        self._client = client

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        """Post once; `uid` goes into the metadata, so that the message can be found again."""
        blocks = None if plain else rendered.blocks
        try:
            answer = self._client.chat_postMessage(
                channel=channel,
                text=rendered.text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": uid}},
                client_msg_id=uid,
            )
        except Exception as error:  # whatever the wire can do is an outcome
            return _outcome_of(error, POST)
        return Sent(channel=str(answer["channel"]), ts=str(answer["ts"]))

    def update(
        self, channel: str, ts: str, rendered: Rendered, *, plain: bool
    ) -> Edited | Throttled | Refused | NotSent | Unclear:
        """Rewrite once; blocks that were there go when it is to be plain."""
        blocks = [] if plain else rendered.blocks
        try:
            self._client.chat_update(channel=channel, ts=ts, text=rendered.text, blocks=blocks)
        except Exception as error:
            return _outcome_of(error, UPDATE)
        return Edited()

    def open(self, slack_ids: tuple[str, ...]) -> Opened | Throttled | Refused | NotSent | Unclear:
        """The one conversation of the bot with these people; asking twice changes nothing."""
        try:
            answer = self._client.conversations_open(users=list(slack_ids))
        except Exception as error:
            return _outcome_of(error, OPEN)
        return Opened(str(answer["channel"]["id"]))

    def find(
        self, channel: str, uid: str, since: datetime
    ) -> Found | Absent | CannotLook | LookFailed:
        """Look for our own message in our own DM; a pair's group is never read."""
        if not channel.startswith("D"):
            return CannotLook("not our DM")
        cursor = ""
        for _ in range(_MOST_PAGES):
            try:
                answer = self._client.conversations_history(
                    channel=channel,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    inclusive=True,
                    limit=_PAGE,
                    cursor=cursor,
                )
            except Exception as error:
                return _look_failed(error)
            for message in answer["messages"]:
                if _uid_of(message) == uid:
                    return Found(str(message["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return Absent()
        return CannotLook("too long a history")


def _uid_of(message: Mapping[str, Any]) -> str | None:
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    payload: Mapping[str, Any] = metadata.get("event_payload") or {}
    return payload.get("id")


def _outcome_of(error: Exception, method: str) -> Throttled | Refused | NotSent | Unclear:
    if isinstance(error, SlackApiError):
        return _api_outcome(error, method)
    if isinstance(error, URLError) and _never_left(error.reason):
        return NotSent(type(error.reason).__name__)
    if _never_left(error):
        return NotSent(type(error).__name__)
    if isinstance(error, (SlackClientError, OSError, HTTPException, URLError)):
        return Unclear(type(error).__name__)
    raise error


def _api_outcome(error: SlackApiError, method: str) -> Throttled | Refused | Unclear:
    response = error.response
    if response.status_code == 429:
        seconds = retry_after(response.headers)
        return Throttled(
            seconds,
            "method" if method in (OPEN, UPDATE) or seconds >= _WHOLE_METHOD else "conversation",
            method,
        )
    data = response.data
    code = data.get("error") if isinstance(data, dict) else None
    if code is not None and not str(code).isidentifier():
        return Unclear("not json")  # the SDK puts the whole unreadable answer here
    if code in ("ratelimited", "rate_limited"):
        return Throttled(retry_after(response.headers), "method", method)
    if code and code not in _UNSURE and response.status_code == 200:
        return Refused(str(code))
    return Unclear(str(code or f"http {response.status_code}"))


def retry_after(headers: Mapping[str, Any]) -> float:
    """Seconds to wait after a 429; half a minute when Slack does not say."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            try:
                return max(0.0, float(first))
            except ValueError:
                break
    return 30.0


def _never_left(error: object) -> bool:
    """Refused connections, names that do not resolve, and no file left to make a connection with:
    certain that nothing was sent."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return True
    return isinstance(error, (ConnectionRefusedError,)) or type(error).__name__ == "gaierror"


def _look_failed(error: Exception) -> CannotLook | LookFailed:
    if isinstance(error, SlackApiError):
        if error.response.status_code == 429:
            return LookFailed("ratelimited", retry_after(error.response.headers))
        data = error.response.data
        code = str(data.get("error")) if isinstance(data, dict) else "not json"
        if not code.isidentifier():  # the SDK puts the whole unreadable answer here
            return LookFailed("not json")
        return CannotLook(code) if code in _NEVER_LOOKS else LookFailed(code)
    if isinstance(error, (SlackClientError, OSError, HTTPException)):
        return LookFailed(type(error).__name__)
    raise error
