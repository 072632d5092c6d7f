"""The way to Slack for messages we start: no retries here, the outbox decides what comes next.

Why: docs/slack.md, Calls.
"""

from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any

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
from bot.slack.edge import uploads
from bot.slack.edge.outcomes import outcome_of, retry_after
from bot.slack.edge.uploads import Uploads

EVENT_TYPE = "revmentor_message"
_PAGE = 100
_MOST_PAGES = 10
_NEVER_LOOKS = ("missing_scope", "not_allowed_token_type", "channel_not_found", "not_in_channel")


class SlackTransport:
    """Posts, opens and looks up with a client that has no retry handlers."""

    def __init__(self, client: WebClient) -> None:
        if client.retry_handlers:
            raise ValueError("a post must never be retried by the client")
        self._client = client
        self._uploads = Uploads(client)

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        """Post once; `uid` goes into the metadata, or the file's name, so that the message can be
        found again."""
        if rendered.file is not None and not plain:
            shared = self._uploads.share(channel, rendered.file, rendered.text, uid)
            if shared is not None:
                return shared
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
            return outcome_of(error, POST)
        return Sent(channel=str(answer["channel"]), ts=str(answer["ts"]))

    def update(
        self, channel: str, ts: str, rendered: Rendered, *, plain: bool
    ) -> Edited | Throttled | Refused | NotSent | Unclear:
        """Rewrite once; blocks that were there go when it is to be plain."""
        blocks = [] if plain else rendered.blocks
        try:
            self._client.chat_update(channel=channel, ts=ts, text=rendered.text, blocks=blocks)
        except Exception as error:
            return outcome_of(error, UPDATE)
        return Edited()

    def open(self, slack_ids: tuple[str, ...]) -> Opened | Throttled | Refused | NotSent | Unclear:
        """The one conversation of the bot with these people; asking twice changes nothing."""
        try:
            answer = self._client.conversations_open(users=list(slack_ids))
        except Exception as error:
            return outcome_of(error, OPEN)
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
                if _is_of(message, uid):
                    return Found(str(message["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return Absent()
        return CannotLook("too long a history")


def _is_of(message: Mapping[str, Any], uid: str) -> bool:
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    payload: Mapping[str, Any] = metadata.get("event_payload") or {}
    names = [str(one.get("name")) for one in message.get("files") or ()]
    return payload.get("id") == uid or any(uploads.is_of(name, uid) for name in names)


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
