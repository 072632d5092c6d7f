"""Limits of the elements inside blocks."""

import re
from collections.abc import Callable

from playground.limits import objects
from playground.limits.objects import PLAIN
from playground.limits.problems import Place

DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
BUTTON_STYLES = objects.STYLES

SELECTS = frozenset(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
)
INPUTS = SELECTS | {
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
}
SINGLE_SELECTS = frozenset(kind for kind in SELECTS if not kind.startswith("multi_"))
ACTIONS = SINGLE_SELECTS | {
    "button",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "overflow",
    "workflow_button",
}
ACCESSORIES = SELECTS | {
    "button",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "overflow",
    "workflow_button",
    "image",
}


def check(place: Place, allowed: frozenset[str]) -> None:
    """One element that stands where only these kinds may stand."""
    if not place.object():
        return
    kind = place.value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        place.says(f"unsupported element: {kind}")
        return
    objects.optional_string(place, "action_id", 255, least=1)
    RULES[kind](place)


def _button(place: Place) -> None:
    place.knows_only(
        frozenset(
            {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"}
        )
    )
    objects.text(place.at("text"), 75, PLAIN)
    objects.optional_string(place, "value", 2000)
    objects.optional_string(place, "url", 3000, least=1)
    objects.optional_string(place, "accessibility_label", 75, least=1)
    if place.has("style"):
        place.at("style").one_of(BUTTON_STYLES)
    objects.optional_confirm(place)


def _image(place: Place) -> None:
    place.knows_only(frozenset({"type", "image_url", "alt_text", "slack_file"}))
    if not place.has("slack_file"):
        place.at("image_url").string(3000)
    place.at("alt_text").string(2000)


def _overflow(place: Place) -> None:
    place.knows_only(frozenset({"type", "action_id", "options", "confirm"}))
    if place.at("options").listed(5):
        for one in place.at("options").items():
            objects.option(one, in_overflow=True)
    objects.optional_confirm(place)


def _choice_group(place: Place) -> None:
    initial = "initial_options" if place.value["type"] == "checkboxes" else "initial_option"
    place.knows_only(
        frozenset({"type", "action_id", "options", "confirm", "focus_on_load", initial})
    )
    if place.at("options").listed(10):
        for one in place.at("options").items():
            objects.option(one, mrkdwn=True)
        _distinct_values(place.at("options"))
    _initial_among(place, initial)
    objects.optional_confirm(place)


SELECT_KEYS = frozenset({"type", "action_id", "placeholder", "confirm", "focus_on_load"})


def _static_select(place: Place) -> None:
    many = place.value["type"].startswith("multi_")
    initial = "initial_options" if many else "initial_option"
    place.knows_only(
        SELECT_KEYS
        | {"options", "option_groups", initial}
        | ({"max_selected_items"} if many else set())
    )
    if place.has("options") == place.has("option_groups"):
        place.says("needs either options or option_groups")
    elif place.has("options") and place.at("options").listed(100):
        for one in place.at("options").items():
            objects.option(one)
        _distinct_values(place.at("options"))
    elif place.has("option_groups") and place.at("option_groups").listed(100):
        for group in place.at("option_groups").items():
            objects.option_group(group)
    _initial_among(place, initial)
    _select(place)


def _id_select(place: Place) -> None:
    what = place.value["type"].removeprefix("multi_").split("_")[0]
    one = {"users": "user", "conversations": "conversation", "channels": "channel"}[what]
    many = place.value["type"].startswith("multi_")
    extra = {f"initial_{what}", "max_selected_items"} if many else {f"initial_{one}"}
    if what != "users":
        extra |= {"filter", "default_to_current_conversation", "response_url_enabled"}
    place.knows_only(SELECT_KEYS | extra)
    _select(place)


def _external_select(place: Place) -> None:
    many = place.value["type"].startswith("multi_")
    extra = {"initial_options", "max_selected_items"} if many else {"initial_option"}
    place.knows_only(SELECT_KEYS | extra | {"min_query_length"})
    _select(place)


def _select(place: Place) -> None:
    objects.optional_text(place, "placeholder", 150, PLAIN)
    if place.has("max_selected_items"):
        place.at("max_selected_items").number(least=1)
    objects.optional_confirm(place)


def _distinct_values(options: Place) -> None:
    values = [one.get("value") for one in options.value if isinstance(one, dict)]
    if len(set(map(str, values))) < len(values):
        options.says("option values must be unique")


def _initial_among(place: Place, key: str) -> None:
    """An initial option must be one of the options, in every detail."""
    if not place.has(key):
        return
    offered = [one.value for one in _offered(place)]
    given = place.value[key]
    chosen = given if isinstance(given, list) else [given]
    if key == "initial_options" and not chosen:
        place.at(key).says("no fewer than 1 items allowed")
    if any(one not in offered for one in chosen):
        place.at(key).says("must be among the options")


def _offered(place: Place) -> list[Place]:
    groups = [place]
    if isinstance(place.value.get("option_groups"), list):
        groups += place.at("option_groups").items()
    lists = [group.at("options") for group in groups]
    return [one for options in lists if isinstance(options.value, list) for one in options.items()]


TEXT_KEYS = frozenset(
    {"type", "action_id", "initial_value", "placeholder", "focus_on_load", "dispatch_action_config"}
)


def _plain_text_input(place: Place) -> None:
    place.knows_only(TEXT_KEYS | {"multiline", "min_length", "max_length"})
    objects.optional_text(place, "placeholder", 150, PLAIN)
    if place.has("min_length"):
        place.at("min_length").number(0, 3000)
    if place.has("max_length"):
        place.at("max_length").number(1, 3000)
    low, high = place.value.get("min_length"), place.value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        place.says("min_length must not be more than max_length")
    objects.optional_string(place, "initial_value", high if isinstance(high, int) else 3000)


def _other_text_input(place: Place) -> None:
    place.knows_only(TEXT_KEYS)
    objects.optional_text(place, "placeholder", 150, PLAIN)


def _number_input(place: Place) -> None:
    place.knows_only(TEXT_KEYS | {"is_decimal_allowed", "min_value", "max_value"})
    if not isinstance(place.value.get("is_decimal_allowed"), bool):
        place.says("missing required field: is_decimal_allowed")
    objects.optional_text(place, "placeholder", 150, PLAIN)
    for key in ("initial_value", "min_value", "max_value"):
        if place.has(key) and not isinstance(place.value[key], str):
            place.at(key).says("must be a string")


def _rich_text_input(place: Place) -> None:
    objects.optional_text(place, "placeholder", 150, PLAIN)


def _file_input(place: Place) -> None:
    place.knows_only(frozenset({"type", "action_id", "filetypes", "max_files"}))
    if place.has("max_files"):
        place.at("max_files").number(1, 10)


def _datepicker(place: Place) -> None:
    place.knows_only(SELECT_KEYS | {"initial_date"})
    _select(place)
    if place.has("initial_date") and not DATE.fullmatch(str(place.value["initial_date"])):
        place.at("initial_date").says("must be a date as YYYY-MM-DD")


def _timepicker(place: Place) -> None:
    place.knows_only(SELECT_KEYS | {"initial_time", "timezone"})
    _select(place)
    if place.has("initial_time") and not CLOCK.fullmatch(str(place.value["initial_time"])):
        place.at("initial_time").says("must be a time as HH:mm")


def _datetimepicker(place: Place) -> None:
    place.knows_only(
        frozenset({"type", "action_id", "initial_date_time", "focus_on_load", "confirm"})
    )
    moment = place.at("initial_date_time")
    if place.has("initial_date_time") and moment.number(0) and len(str(moment.value)) != 10:
        moment.says("must be a 10 digit UNIX timestamp")
    objects.optional_confirm(place)


def _workflow_button(place: Place) -> None:
    objects.text(place.at("text"), 75, PLAIN)
    place.needs("workflow")


def _icon_button(place: Place) -> None:
    place.needs("icon")
    objects.text(place.at("text"), 75, PLAIN)
    objects.optional_string(place, "value", 2000)
    objects.optional_string(place, "accessibility_label", 75)


def _feedback_buttons(place: Place) -> None:
    for key in ("positive_button", "negative_button"):
        if place.needs(key) and place.at(key).object():
            objects.text(place.at(key).at("text"), 75, PLAIN)
            place.at(key).at("value").string(2000)


RULES: dict[str, Callable[[Place], None]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "checkboxes": _choice_group,
    "radio_buttons": _choice_group,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "external_select": _external_select,
    "multi_external_select": _external_select,
    **{
        f"{many}{what}_select": _id_select
        for many in ("", "multi_")
        for what in ("users", "conversations", "channels")
    },
    "plain_text_input": _plain_text_input,
    "email_text_input": _other_text_input,
    "url_text_input": _other_text_input,
    "number_input": _number_input,
    "rich_text_input": _rich_text_input,
    "file_input": _file_input,
    "datepicker": _datepicker,
    "timepicker": _timepicker,
    "datetimepicker": _datetimepicker,
    "workflow_button": _workflow_button,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback_buttons,
}
