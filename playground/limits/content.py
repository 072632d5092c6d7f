"""Checking the blocks, text and metadata of a message, and views, before they are taken."""

import json
from typing import Any

from playground import limits
from playground.limits.arguments import Arguments
from playground.state.errors import Json, SlackError
from playground.state.forms.block_ids import named_blocks

MOST_METADATA = 8_000


def content_of(arguments: Arguments, surface: str = "message") -> tuple[str, list[Json]]:
    """Text and blocks of a message. Raises no_text, msg_too_long, msg_blocks_too_long,
    invalid_blocks_format, or invalid_blocks with the place of each fault."""
    text = arguments.text("text")
    blocks = checked_blocks(arguments.structure("blocks", "invalid_blocks_format"), surface)
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    if len(text) > limits.MOST_MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    return text, blocks


def checked_blocks(blocks: Any, surface: str) -> list[Json]:
    """The blocks as they came, or nothing for none."""
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = limits.check_message(blocks, surface)
    if problems:
        raise SlackError("invalid_blocks", [str(problem) for problem in problems])
    if limits.too_many_characters(blocks):
        raise SlackError("msg_blocks_too_long")
    return list(blocks)


def metadata_of(arguments: Arguments) -> Json | None:
    """Raises invalid_metadata_format, invalid_metadata_schema or metadata_too_large."""
    given = arguments.structure("metadata", "invalid_metadata_format")
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_type"), str) or not given["event_type"]:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(given)) > MOST_METADATA:
        raise SlackError("metadata_too_large")
    return given


def view_of(given: Any, kind: str | None = None) -> Json:
    """A view that Slack takes. Raises invalid_arguments with places, or view_too_large.

    `kind` is the only type that may come: modal or home.
    """
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments", ["missing required field: view"])
    if limits.view_is_too_large(given):
        raise SlackError("view_too_large")
    problems = [str(problem) for problem in limits.check_view(given)]
    if kind is not None and given.get("type") != kind:
        problems.append(f"must be of type {kind} [json-pointer:/view/type]")
    if problems:
        raise SlackError("invalid_arguments", problems)
    return {**given, "blocks": named_blocks(given["blocks"])}
