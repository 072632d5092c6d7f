"""What a request carries, read with care: a form's values, ids, moments, days."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.refusals import (
    NotYours,
)
from bot.slack.edge.request import SlackRequest


def event_of(request: SlackRequest) -> Mapping[str, Any]:
    event = request.body.get("event")
    return event if isinstance(event, Mapping) else {}


def values_of(request: SlackRequest) -> Mapping[str, Any]:
    state = request.view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return values if isinstance(values, Mapping) else {}


def id_of(value: object) -> int:
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotYours
    return int(text)


def moment_of(value: object) -> datetime:
    """The chosen instant; a picker gives whole seconds since 1970."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC).replace(second=0)
    except (ValueError, OverflowError, OSError) as error:
        raise NotYours from error


def day_of(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise NotYours from error
