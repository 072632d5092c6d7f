"""What a form sent, as plain values, and where its errors go.

A field's name is its block id; a turn after `#` changes with its prefill and is dropped here.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.refusals import FieldError
from bot.slack.blocks import VALUE
from bot.slack.facts import plain_facts
from bot.texts.words import Words

Answer = str | int | list[str] | None


def parse(values: object) -> dict[str, Answer]:
    """The fields of `view.state.values`; a shape that no form of ours has is left out.

    Lists of one choice give its value, lists of many a list of values, a choice of people an id,
    a date with time Unix seconds; None where nothing is chosen.
    """
    fields: dict[str, Answer] = {}
    for block_id, actions in _items(values):
        element = actions.get(VALUE) if isinstance(actions, Mapping) else None
        if isinstance(element, Mapping) and _known(element):
            fields[block_id.partition("#")[0]] = _answer(element)
    return fields


def _items(thing: object) -> list[tuple[str, Any]]:
    if not isinstance(thing, Mapping):
        return []
    return [(str(name), inner) for name, inner in thing.items()]


_SHAPES = ("selected_options", "selected_option", "selected_user", "selected_date_time")


def _known(element: Mapping[str, Any]) -> bool:
    return any(shape in element for shape in _SHAPES)


def _answer(element: Mapping[str, Any]) -> Answer:
    if "selected_options" in element:
        options = element["selected_options"]
        found = [_value(option) for option in options] if isinstance(options, list) else []
        return [value for value in found if value is not None]
    if "selected_option" in element:
        return _value(element["selected_option"])
    if "selected_user" in element:
        return _text(element["selected_user"])
    seconds = element["selected_date_time"]
    return seconds if isinstance(seconds, int) and not isinstance(seconds, bool) else None


def _value(option: object) -> str | None:
    return _text(option.get("value")) if isinstance(option, Mapping) else None


def _text(thing: object) -> str | None:
    return thing if isinstance(thing, str) and thing else None


def block_ids(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Field name to block id, for the inputs of a view."""
    inputs = [b for b in blocks if isinstance(b, Mapping) and b.get("type") == "input"]
    ids = [str(block["block_id"]) for block in inputs if "block_id" in block]
    return {block_id.partition("#")[0]: block_id for block_id in ids}


def field_errors(
    errors: Mapping[str, FieldError], blocks: Sequence[Mapping[str, Any]], words: Words
) -> dict[str, str]:
    """Errors as Slack wants them: a sentence per block id, for the fields that this view has."""
    ids = block_ids(blocks)
    return {
        ids[field]: words.plain(error.key, **plain_facts(error.facts, words))
        for field, error in errors.items()
        if field in ids
    }


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """The private metadata of a view of ours; empty when it is forged or missing."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
