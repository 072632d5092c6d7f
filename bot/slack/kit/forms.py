"""What a form sent, as plain values, and where its errors go.

A field's name is its block id; a turn after `#` changes with its prefill and is dropped here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.form_errors import FieldError
from bot.slack.kit.blocks import VALUE
from bot.slack.kit.facts import plain_facts
from bot.texts.words import Words

Answer = str | int | list[str] | None


def parse(values: object) -> dict[str, Answer]:
    """The fields of `view.state.values`; a shape that no form of ours has is left out.

    Lists of one choice give its value, lists of many a list of values, a choice of people an id
    or a list of ids, a day its ISO date, a date with time Unix seconds, a line its text; None where
    nothing is chosen or typed.
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


def _known(element: Mapping[str, Any]) -> bool:
    return any(shape in element for shape in _READ)


def _answer(element: Mapping[str, Any]) -> Answer:
    shape = next(shape for shape in _READ if shape in element)
    return _READ[shape](element[shape])


def _each(read: Callable[[object], str | None]) -> Callable[[object], list[str]]:
    def listed(things: object) -> list[str]:
        found = [read(one) for one in things] if isinstance(things, list) else []
        return [value for value in found if value is not None]

    return listed


def _seconds(thing: object) -> int | None:
    return thing if isinstance(thing, int) and not isinstance(thing, bool) else None


def _value(option: object) -> str | None:
    return _text(option.get("value")) if isinstance(option, Mapping) else None


def _text(thing: object) -> str | None:
    return thing if isinstance(thing, str) and thing else None


_READ: Mapping[str, Callable[[object], Answer]] = {
    "selected_options": _each(_value),
    "selected_option": _value,
    "selected_users": _each(_text),
    "selected_user": _text,
    "selected_date": _text,
    "selected_date_time": _seconds,
    "value": _text,
}
"""What an element of each shape has chosen."""


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


# --- kept values, which may be of any shape -------------------------------------------------------


def single(kept: Mapping[str, Any], name: str) -> str | None:
    """A single choice as text."""
    value = kept.get(name)
    return str(value) if isinstance(value, str | int) else None


def several(kept: Mapping[str, Any], name: str) -> list[str]:
    """Several choices as texts."""
    value = kept.get(name)
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
