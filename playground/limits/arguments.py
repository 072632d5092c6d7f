"""What a caller sent with a Web API call: JSON or a form, read with care."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from playground.state.errors import Json, SlackError


def parse_body(content_type: str, body: bytes) -> Json:
    """The arguments of a call. Raises SlackError invalid_json or invalid_form_data."""
    if "application/json" in content_type:
        return _parse_json(body)
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    except UnicodeDecodeError as bad:
        raise SlackError("invalid_form_data") from bad


def _parse_json(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except ValueError as bad:
        raise SlackError("invalid_json") from bad
    if not isinstance(given, dict):
        raise SlackError("json_not_object")
    return given


class Arguments:
    """Arguments by name; forms carry everything as text, JSON does not."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def has(self, name: str) -> bool:
        """Whether the argument came at all, even empty."""
        return self.given.get(name) is not None

    def text(self, name: str) -> str:
        """The text of an argument, empty when it is missing."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Truth as Slack reads it: true and 1, in any form."""
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, otherwise: int) -> int:
        """Raises SlackError invalid_arguments for something else than a whole number."""
        given = self.text(name)
        try:
            return int(given) if given else otherwise
        except ValueError as bad:
            raise SlackError("invalid_arguments", [f"{name} must be a number"]) from bad

    def structure(self, name: str, refusal: str) -> Any:
        """JSON, given as such or as text. Raises SlackError with the code `refusal`."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as bad:
            raise SlackError(refusal) from bad

    def words(self, name: str) -> list[str]:
        """A list, given as such or separated by commas."""
        value = self.given.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [word.strip() for word in self.text(name).split(",") if word.strip()]
