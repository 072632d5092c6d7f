"""Small pure builders of Slack's blocks as plain dicts; each clips to Slack's limits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bot.outbox.ports import File
from bot.slack.kit import limits
from bot.texts.clean import clean, clip, clip_mrkdwn

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
VALUE = "value"
"""The action id of every field of a form; the field's name is its block id."""


@dataclass(frozen=True)
class Said:
    """A message: `text` stands alone (notifications, screen readers), `blocks` show the same.

    With a `file` only the text goes beside it; the blocks stand in for a file that is refused.
    """

    text: str
    blocks: list[Block]
    file: File | None = None


class Choice(NamedTuple):
    """An option of a list: what is sent, what is read, and a second line."""

    value: str
    text: str
    description: str | None = None


class Group(NamedTuple):
    """Options under a heading."""

    label: str
    choices: tuple[Choice, ...]


class Field(NamedTuple):
    """Where an input stands: its name, and a turn that changes whenever its prefill does."""

    name: str
    turn: int = 0

    @property
    def block_id(self) -> str:
        return f"{self.name}#{self.turn}" if self.turn else self.name


# --- texts ---------------------------------------------------------------------------------------


def mrkdwn(text: str) -> Element:
    """`verbatim`: names that look like links or channels stay text."""
    return {"type": "mrkdwn", "text": clip_mrkdwn(text, limits.TEXT), "verbatim": True}


def plain(text: str, limit: int) -> Element:
    return {"type": "plain_text", "text": clip(clean(text), limit), "emoji": False}


# --- blocks --------------------------------------------------------------------------------------


def section(text: str, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    return {"type": "actions", "elements": list(elements)}


def rows_of(*elements: Element) -> list[Block]:
    """The actions block of these elements; none if there are none."""
    return [actions(*elements)] if elements else []


# --- elements ------------------------------------------------------------------------------------


def button(
    action_id: str,
    value: str | int,
    text: str,
    *,
    style: str | None = None,
    label: str | None = None,
    confirm: Element | None = None,
) -> Element:
    """`label` is what a screen reader says instead of the text."""
    element: Element = {
        "type": "button",
        "action_id": action_id,
        "text": plain(text, limits.BUTTON),
        "value": str(value),
    }
    if style:
        element["style"] = style
    if label:
        element["accessibility_label"] = clip(clean(label), limits.BUTTON)
    return element if confirm is None else {**element, "confirm": confirm}


def link_button(action_id: str, url: str, text: str, *, label: str) -> Element:
    """Opens an address of at most 3,000 characters in the browser; the click is told, too."""
    element = button(action_id, "link", text, label=label)
    return {**element, "url": url}


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    texts = {"title": title, "text": text, "confirm": yes, "deny": no}
    return {name: plain(said, limits.CONFIRM[name]) for name, said in texts.items()}


def overflow(action_id: str, choices: Sequence[Choice]) -> Element:
    return {"type": "overflow", "action_id": action_id, "options": list(map(_option, choices))}


def _option(choice: Choice) -> Element:
    option: Element = {"text": plain(choice.text, limits.OPTION), "value": choice.value}
    if choice.description:
        option["description"] = plain(choice.description, limits.OPTION)
    return option


def _chosen(choices: Sequence[Choice], values: Sequence[str]) -> list[Element]:
    return [_option(choice) for choice in choices if choice.value in values]


def radio(choices: Sequence[Choice], value: str | None) -> Element:
    return _one_of("radio_buttons", choices, value)


def select(choices: Sequence[Choice], value: str | None, *, action_id: str = VALUE) -> Element:
    return {**_one_of("static_select", choices, value), "action_id": action_id}


def _one_of(kind: str, choices: Sequence[Choice], value: str | None) -> Element:
    element = {"type": kind, "action_id": VALUE, "options": list(map(_option, choices))}
    chosen = _chosen(choices, [] if value is None else [value])
    return {**element, "initial_option": chosen[0]} if chosen else element


def checkboxes(choices: Sequence[Choice], values: Sequence[str]) -> Element:
    options = list(map(_option, choices))
    element: Element = {"type": "checkboxes", "action_id": VALUE, "options": options}
    chosen = _chosen(choices, values)
    return {**element, "initial_options": chosen} if chosen else element


def grouped_select(groups: Sequence[Group], value: str | None) -> Element:
    """One choice from a grouped list."""
    element: Element = {"type": "static_select", "action_id": VALUE, **_groups(groups)}
    chosen = _chosen(_all(groups), [] if value is None else [value])
    return {**element, "initial_option": chosen[0]} if chosen else element


def grouped_multi_select(groups: Sequence[Group], values: Sequence[str], most: int) -> Element:
    """Up to `most` choices from a grouped list."""
    element: Element = {"type": "multi_static_select", "action_id": VALUE, **_groups(groups)}
    element["max_selected_items"] = most
    chosen = _chosen(_all(groups), values)[:most]
    return {**element, "initial_options": chosen} if chosen else element


def _all(groups: Sequence[Group]) -> list[Choice]:
    return [choice for group in groups for choice in group.choices]


def _groups(groups: Sequence[Group]) -> Element:
    return {
        "option_groups": [
            {
                "label": plain(group.label, limits.OPTION),
                "options": list(map(_option, group.choices)),
            }
            for group in groups
        ]
    }


def users_select(slack_id: str | None) -> Element:
    element: Element = {"type": "users_select", "action_id": VALUE}
    return {**element, "initial_user": slack_id} if slack_id else element


def multi_users_select(slack_ids: Sequence[str], most: int) -> Element:
    """Up to `most` people."""
    element: Element = {"type": "multi_users_select", "action_id": VALUE}
    element["max_selected_items"] = most
    chosen = list(dict.fromkeys(slack_ids))[:most]
    return {**element, "initial_users": chosen} if chosen else element


def datepicker(day: date | None) -> Element:
    element: Element = {"type": "datepicker", "action_id": VALUE}
    return {**element, "initial_date": day.isoformat()} if day else element


def datetimepicker(unix: int | None) -> Element:
    element: Element = {"type": "datetimepicker", "action_id": VALUE}
    return element if unix is None else {**element, "initial_date_time": unix}


def text_input(value: str) -> Element:
    """One line to type, at most the 3,000 characters that Slack takes."""
    element: Element = {"type": "plain_text_input", "action_id": VALUE}
    return {**element, "initial_value": value} if value else element


def with_placeholder(element: Element, text: str) -> Element:
    return {**element, "placeholder": plain(text, limits.PLACEHOLDER)}


def input_(
    field: Field, label: str, element: Element, *, optional: bool = False, hint: str | None = None
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.block_id,
        "label": plain(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint, limits.LABEL)} if hint else block


# --- views ---------------------------------------------------------------------------------------


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limits.TITLE),
        "close": plain(close, limits.TITLE),
        "blocks": list(blocks),
        "private_metadata": json.dumps(dict(metadata or {}), sort_keys=True),
    }
    return {**view, "submit": plain(submit, limits.TITLE)} if submit else view


def home_tab(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks)[: limits.VIEW_BLOCKS]}


# --- figures -------------------------------------------------------------------------------------


def bar_chart(title: str, series: str, bars: Mapping[str, float]) -> Block:
    """Bars of one series, by label: Slack refuses labels that are equal once clipped."""
    points = [
        {"label": clip(label, limits.CHART_LABEL), "value": value} for label, value in bars.items()
    ]
    return {
        "type": "data_visualization",
        "title": clip(title, limits.CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [{"name": clip(series, limits.CHART_LABEL), "data": points}],
            "axis_config": {"categories": [point["label"] for point in points]},
        },
    }
