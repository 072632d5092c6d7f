"""What came of a call to Slack, by the error that it ended with."""

import errno
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.outbox.ports import OPEN, UPDATE, NotSent, Refused, Throttled, Unclear

_UNSURE = ("fatal_error", "internal_error", "service_unavailable", "request_timeout")
_WHOLE_METHOD = 30.0
"""A `Retry-After` this long (seconds) is about the method, not about one conversation."""


def outcome_of(error: Exception, method: str) -> Throttled | Refused | NotSent | Unclear:
    """What a call of a method has come to. Raises an error again that is not the wire's."""
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
