"""The state of the fields on one screen, through all its updates."""

import re

from playground.state.errors import Json
from playground.state.forms.fields import Field, fields_of, is_empty

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Form:
    """Fields by block id and action id.

    A field whose two ids and type stay keeps what it holds when the screen changes; a field
    with a new block id starts from its initial value.
    """

    def __init__(self, blocks: list[Json]) -> None:
        self.fields = {field.key: field for field in fields_of(blocks)}
        self.updates = 0

    def show(self, blocks: list[Json]) -> None:
        """The screen now consists of these blocks."""
        known = self.fields
        self.fields = {field.key: _kept(field, known.get(field.key)) for field in fields_of(blocks)}
        self.updates += 1

    def values(self, omits_untouched: bool = False) -> Json:
        """`state.values`. `omits_untouched` leaves prefilled, untouched fields out once the
        screen was updated, which Slack has been seen to do."""
        values: Json = {}
        for (block_id, action_id), field in self.fields.items():
            if omits_untouched and self.updates and field.is_prefilled and not field.touched:
                continue
            values.setdefault(block_id, {})[action_id] = field.entry()
        return values

    def faults(self) -> dict[str, str]:
        """What Slack itself would refuse before sending, by block id."""
        found = {}
        for field in self.fields.values():
            fault = _fault_of(field) if field.is_input else None
            if fault:
                found[field.block["block_id"]] = fault
        return found


def _kept(fresh: Field, old: Field | None) -> Field:
    if old is None or old.element["type"] != fresh.element["type"]:
        return fresh
    return Field(fresh.block, fresh.element, old.value, old.touched)


def _fault_of(field: Field) -> str | None:
    if is_empty(field.value):
        return None if field.block.get("optional") else "Please complete this required field."
    kind, element = field.element["type"], field.element
    if kind == "plain_text_input":
        return _fault_of_text(str(field.value["value"]), element)
    if kind == "number_input":
        return _fault_of_number(str(field.value["value"]), element)
    if kind == "email_text_input" and not EMAIL.fullmatch(str(field.value["value"])):
        return "Please enter a valid email address."
    if kind == "url_text_input" and "://" not in str(field.value["value"]):
        return "Please enter a valid URL."
    return None


def _fault_of_text(typed: str, element: Json) -> str | None:
    if len(typed) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    if len(typed) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    return None


def _fault_of_number(typed: str, element: Json) -> str | None:
    try:
        number = float(typed)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < float(low):
        return f"Please enter a number of at least {low}."
    if high is not None and number > float(high):
        return f"Please enter a number of at most {high}."
    return None
