"""Input elements: what they hold at first, what a person puts in, how Slack reports it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from playground.state.errors import CannotDo, Json

TEXT_INPUTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
ONE_OPTION = frozenset({"static_select", "radio_buttons", "external_select"})
MANY_OPTIONS = frozenset({"multi_static_select", "checkboxes", "multi_external_select"})
ONE_ID = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
MANY_IDS = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
MOMENTS = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}

FindPerson = Callable[[Any], str]


def is_stateful(element: Json) -> bool:
    """Whether Slack reports this element under `state.values`."""
    kind = element.get("type", "")
    return (
        kind in TEXT_INPUTS
        or kind in ONE_OPTION
        or kind in MANY_OPTIONS
        or kind in ONE_ID
        or kind in MANY_IDS
        or kind in MOMENTS
    )


def initial_of(element: Json) -> Json:
    """What the element holds before anybody touches it, in the shape of `state.values`."""
    kind = element["type"]
    if kind in TEXT_INPUTS:
        given = element.get("initial_value")
        return {"value": str(given) if given not in (None, "") else None}
    if kind in ONE_OPTION:
        return {"selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"selected_options": list(element.get("initial_options") or [])}
    if kind in ONE_ID:
        return {ONE_ID[kind]: element.get(ONE_ID[kind].replace("selected", "initial"))}
    if kind in MANY_IDS:
        given = element.get(MANY_IDS[kind].replace("selected", "initial")) or []
        return {MANY_IDS[kind]: list(given)}
    selected, initial = MOMENTS[kind]
    return {selected: element.get(initial)}


def is_empty(value: Json) -> bool:
    """Whether nothing is typed, chosen or picked."""
    return all(part in (None, "", []) for part in value.values())


@dataclass(slots=True)
class Field:
    """One element on a screen with what it holds now."""

    block: Json
    element: Json
    value: Json
    touched: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]

    @property
    def label(self) -> str:
        """The words beside the field: an input's label, a section's text, a placeholder."""
        for words in (self.block.get("label"), self.block.get("text")):
            if words:
                return str(words["text"])
        return str((self.element.get("placeholder") or {}).get("text", ""))

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def is_prefilled(self) -> bool:
        return not is_empty(initial_of(self.element))

    def entry(self) -> Json:
        """The field as Slack reports it in `state.values`."""
        return {"type": self.element["type"], **self.value}

    def shown(self) -> Any:
        """What a person sees in it: text, labels of options, ids, an ISO date, seconds."""
        (value,) = self.value.values()
        if isinstance(value, dict):
            return value["text"]["text"]
        if isinstance(value, list):
            return [one["text"]["text"] if isinstance(one, dict) else one for one in value]
        return value

    def put(self, wanted: Any, find_person: FindPerson) -> None:
        """Fill it as a person would. Raises CannotDo for what the control does not offer."""
        self.value = value_for(self.element, wanted, find_person)
        self.touched = True


def options_of(element: Json) -> list[Json]:
    """All options of a select, those in groups included."""
    grouped = [
        option for group in element.get("option_groups") or [] for option in group["options"]
    ]
    return list(element.get("options") or []) + grouped


def pick(element: Json, wanted: Any) -> Json:
    """The option with this label, else with this value, or an option itself. Raises CannotDo."""
    options = options_of(element)
    if isinstance(wanted, dict) and wanted in options:
        return wanted
    for option in options:
        if option["text"]["text"] == wanted:
            return option
    for option in options:
        if option.get("value") == wanted:
            return option
    shown = [option["text"]["text"] for option in options]
    raise CannotDo(f"no option {wanted!r} in {element.get('action_id')}; there are {shown}")


def value_for(element: Json, wanted: Any, find_person: FindPerson) -> Json:
    """`wanted` in the shape that Slack reports for this element; None or [] clears it."""
    kind = element["type"]
    if kind in TEXT_INPUTS:
        return {"value": None if wanted in (None, "") else str(wanted)}
    if kind in ONE_OPTION:
        return {"selected_option": None if wanted is None else pick(element, wanted)}
    if kind in MANY_OPTIONS:
        return {"selected_options": _picked(element, wanted)}
    if kind in ONE_ID:
        return {ONE_ID[kind]: None if wanted is None else find_person(wanted)}
    if kind in MANY_IDS:
        return {MANY_IDS[kind]: [find_person(one) for one in _several(wanted)]}
    if kind in MOMENTS:
        return {MOMENTS[kind][0]: None if wanted is None else _moment(kind, wanted)}
    raise CannotDo(f"a {kind} cannot be filled")


def _several(wanted: Any) -> list[Any]:
    if wanted is None:
        return []
    if isinstance(wanted, str) or not isinstance(wanted, Iterable):
        return [wanted]
    return list(wanted)


def _picked(element: Json, wanted: Any) -> list[Json]:
    chosen = [pick(element, one) for one in _several(wanted)]
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise CannotDo(f"{element.get('action_id')} lets one choose at most {most}")
    if element["type"] == "checkboxes":
        return [option for option in options_of(element) if option in chosen]
    return chosen


def _moment(kind: str, wanted: Any) -> str | int:
    if kind == "datetimepicker":
        return int(wanted.timestamp()) if isinstance(wanted, datetime) else int(wanted)
    if kind == "datepicker":
        day = wanted if isinstance(wanted, date) else date.fromisoformat(str(wanted))
        return day.strftime("%Y-%m-%d")
    hour = wanted if isinstance(wanted, time) else time.fromisoformat(str(wanted))
    return hour.strftime("%H:%M")


def elements_of(block: Json) -> list[Json]:
    """The elements of one block that a person can use, wherever the block keeps them."""
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] == "section":
        return [block["accessory"]] if block.get("accessory") else []
    if block["type"] in ("actions", "context_actions"):
        return list(block["elements"])
    if block["type"] == "card":
        return list(block.get("actions") or [])
    return []


def flat(blocks: list[Json]) -> Iterator[Json]:
    """Every block, also those inside containers and carousels."""
    for block in blocks:
        yield block
        inner = block.get("child_blocks") if block["type"] == "container" else None
        if block["type"] == "carousel":
            inner = block.get("elements")
        yield from flat(inner or [])


def fields_of(blocks: list[Json]) -> Iterator[Field]:
    """Every field of these blocks, holding its initial value."""
    for block in flat(blocks):
        for element in elements_of(block):
            if is_stateful(element):
                yield Field(block, element, initial_of(element))
