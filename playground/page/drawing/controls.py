"""Elements of blocks as controls: what they offer, what they hold, how they are named.

`control` names the drawer in the browser; `holds` is text or a list of option values, people's
or rooms' ids. `sends` says that a change goes to the app at once.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from playground.page.drawing.context import DrawingContext, colleagues
from playground.state.errors import Json
from playground.state.forms.fields import MANY_IDS, ONE_ID, Field, is_empty

MANY_TO_READ = 12
"""From so many options on, a select can be searched by typing."""

TEXT_KINDS = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
}
MOMENT_KINDS = {"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local"}
KNOWN_SELECTS = frozenset({"static_select", "multi_static_select", *ONE_ID, *MANY_IDS})


def element(block: Json, given: Json, context: DrawingContext) -> Json:
    """One element as a control; of an unknown kind the browser says that it cannot draw it."""
    kind = str(given.get("type"))
    draw = DRAWERS.get(kind)
    drawn = draw(block, given, context) if draw else {"control": "unknown", "kind": kind}
    return {"action": given.get("action_id", ""), **drawn}


def confirm(given: Json, context: DrawingContext) -> Json | None:
    """The question before an action, if there is one."""
    question = given.get("confirm")
    if not question:
        return None
    return {
        "title": context.label(question["title"]),
        "text": context.text(question["text"]),
        "yes": context.label(question["confirm"]),
        "no": context.label(question["deny"]),
        "danger": question.get("style") == "danger",
    }


def _button(_block: Json, given: Json, context: DrawingContext) -> Json:
    return {
        "control": "button",
        "label": context.label(given["text"]),
        "aria": given.get("accessibility_label"),
        "style": given.get("style"),
        "href": given.get("url"),
        "confirm": confirm(given, context),
    }


def _overflow(_block: Json, given: Json, context: DrawingContext) -> Json:
    options = [{**_option(one, context), "href": one.get("url")} for one in given["options"]]
    return {
        "control": "overflow",
        "label": context.words["more"],
        "options": options,
        "confirm": confirm(given, context),
    }


def _option(one: Json, context: DrawingContext) -> Json:
    return {
        "value": one.get("value"),
        "label": context.label(one["text"]),
        "more": context.label(one.get("description")),
    }


def _held(block: Json, given: Json, context: DrawingContext) -> Json:
    """What all fields have in common."""
    field = context.field(block, given)
    is_input = block["type"] == "input"
    return {
        "holds": _value(field),
        "placeholder": context.label(given.get("placeholder")),
        "confirm": confirm(given, context),
        "sends": bool(block.get("dispatch_action")) if is_input else True,
        "focus": bool(given.get("focus_on_load")),
    }


def _value(field: Field | None) -> str | list[str]:
    if field is None or is_empty(field.value):
        return [] if field and isinstance(next(iter(field.value.values())), list) else ""
    (value,) = field.value.values()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return _plain(value)


def _plain(one: object) -> str:
    return str(one["value"]) if isinstance(one, dict) else str(one)


def _text(block: Json, given: Json, context: DrawingContext) -> Json:
    return {
        "control": "text",
        "kind": TEXT_KINDS[given["type"]],
        "multiline": bool(given.get("multiline")),
        "max": given.get("max_length"),
        **_held(block, given, context),
    }


def _moment(block: Json, given: Json, context: DrawingContext) -> Json:
    drawn = {
        "control": "moment",
        "kind": MOMENT_KINDS[given["type"]],
        **_held(block, given, context),
    }
    if given["type"] == "datetimepicker" and drawn["holds"]:
        at = datetime.fromtimestamp(int(drawn["holds"]), UTC).astimezone(context.reader.zone)
        drawn["holds"] = at.strftime("%Y-%m-%dT%H:%M")
    if given["type"] != "datepicker":
        drawn["zone"] = str(given.get("timezone") or context.person.tz)
    return drawn


def _choices(block: Json, given: Json, context: DrawingContext) -> Json:
    return {
        "control": "choices",
        "many": given["type"] == "checkboxes",
        "options": [
            {
                "value": one["value"],
                "label": context.text(one["text"]),
                "more": context.text(one.get("description")),
            }
            for one in given["options"]
        ],
        **_held(block, given, context),
    }


def _select(block: Json, given: Json, context: DrawingContext) -> Json:
    many = given["type"].startswith("multi_")
    is_named = given["type"] in ONE_ID
    groups = _groups(given, context)
    count = sum(len(group["options"]) for group in groups)
    return {
        "control": "picker" if many or is_named or count > MANY_TO_READ else "select",
        "many": many,
        "groups": groups,
        "max": given.get("max_selected_items"),
        **_held(block, given, context),
    }


def _groups(given: Json, context: DrawingContext) -> list[Json]:
    kind = given["type"].removeprefix("multi_")
    if kind == "users_select":
        people = [
            {"value": one.id, "label": one.real_name, "more": one.title}
            for one in colleagues(context.ws)
        ]
        return [{"label": "", "options": people}]
    if kind in ("conversations_select", "channels_select"):
        return [{"label": "", "options": _rooms(kind, context)}]
    if given.get("options"):
        return [{"label": "", "options": [_option(one, context) for one in given["options"]]}]
    return [
        {
            "label": context.label(group["label"]),
            "options": [_option(one, context) for one in group["options"]],
        }
        for group in given.get("option_groups") or []
    ]


def _rooms(kind: str, context: DrawingContext) -> list[Json]:
    rooms = context.ws.rooms.of_person(context.person.id)
    channels = [room for room in rooms if room.kind == "channel"]
    drawn = [{"value": room.id, "label": f"#{room.name}", "more": ""} for room in channels]
    if kind == "conversations_select":
        drawn += [
            {"value": one.id, "label": one.real_name, "more": one.title}
            for one in colleagues(context.ws)
        ]
    return drawn


def _image(_block: Json, given: Json, _: DrawingContext) -> Json:
    return {"control": "image", "alt": str(given.get("alt_text", ""))}


def _icon_button(_block: Json, given: Json, context: DrawingContext) -> Json:
    return {
        "control": "button",
        "label": context.label(given["text"]),
        "aria": given.get("accessibility_label"),
        "confirm": confirm(given, context),
    }


def _feedback(_block: Json, given: Json, context: DrawingContext) -> Json:
    two = [given["positive_button"], given["negative_button"]]
    return {
        "control": "feedback",
        "options": [{"value": one["value"], "label": context.label(one["text"])} for one in two],
    }


DRAWERS: dict[str, Callable[[Json, Json, DrawingContext], Json]] = {
    "button": _button,
    "overflow": _overflow,
    "image": _image,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback,
    "radio_buttons": _choices,
    "checkboxes": _choices,
    **dict.fromkeys(TEXT_KINDS, _text),
    **dict.fromkeys(MOMENT_KINDS, _moment),
    **dict.fromkeys(KNOWN_SELECTS, _select),
}
