"""Finding what a person can press or fill on a screen, by the words they see."""

from collections.abc import Iterator
from dataclasses import dataclass

from playground.state.errors import CannotDo, Json
from playground.state.forms.fields import Field, elements_of, flat
from playground.state.forms.form import Form


@dataclass(frozen=True, slots=True)
class Press:
    """A button, or one line of an overflow menu, or one of two feedback buttons."""

    block: Json
    element: Json
    option: Json | None = None

    @property
    def label(self) -> str:
        words = self.option["text"] if self.option is not None else self.element["text"]
        return str(words["text"])

    def answers_to(self, wanted: str) -> bool:
        """Whether somebody who says `wanted` means this one: its label or its action id, for
        a line of an overflow menu its label or its value."""
        if self.option is not None:
            return wanted in (self.label, self.option.get("value"))
        return wanted in (self.label, self.element["action_id"])

    def is_at(self, block_id: str, action_id: str, value: str | None) -> bool:
        """Whether it is the one with these ids, for an overflow menu the line with this value."""
        shown = self.option.get("value") if self.option is not None else None
        ids = (self.block["block_id"], self.element["action_id"])
        return ids == (block_id, action_id) and shown == value

    def action(self) -> Json:
        """The entry under `actions` when it is pressed."""
        element = self.element
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": self.block["block_id"],
        }
        if element["type"] == "feedback_buttons" and self.option is not None:
            return action | {"text": self.option["text"], "value": self.option["value"]}
        if self.option is not None:
            return action | {"selected_option": self.option}
        kept = {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        return action | kept


def presses_of(blocks: list[Json]) -> Iterator[Press]:
    """Everything that can be pressed, in the order of the screen."""
    for block in flat(blocks):
        for element in elements_of(block):
            if element["type"] in ("button", "icon_button"):
                yield Press(block, element)
            elif element["type"] == "feedback_buttons":
                yield Press(block, element, element["positive_button"])
                yield Press(block, element, element["negative_button"])
            elif element["type"] == "overflow":
                yield from (Press(block, element, option) for option in element["options"])


def press_on(blocks: list[Json], wanted: str) -> Press | None:
    """The first thing to press that answers to these words."""
    return next((press for press in presses_of(blocks) if press.answers_to(wanted)), None)


def press_named(blocks: list[Json], wanted: str) -> Press:
    """The same, where there must be one. Raises CannotDo."""
    press = press_on(blocks, wanted)
    if press is None:
        raise CannotDo(f"there is no {wanted!r} to press")
    return press


def field_on(form: Form, wanted: str) -> Field:
    """The one field with this label, block id or action id. Raises CannotDo for none or many."""
    fields = list(form.fields.values())
    found = [field for field in fields if wanted in (field.label, *field.key)]
    if not found:
        raise CannotDo(f"no field {wanted!r}; there are {[field.label for field in fields]}")
    if len(found) > 1:
        raise CannotDo(f"{len(found)} fields answer to {wanted!r}: {[f.key for f in found]}")
    return found[0]


def action_of(field: Field) -> Json:
    """The entry under `actions` when a field changes."""
    block_id, action_id = field.key
    return {
        "type": field.element["type"],
        "action_id": action_id,
        "block_id": block_id,
        **field.value,
    }


def dispatches(field: Field) -> bool:
    """Whether a change of this field goes to the app at once."""
    return bool(field.block.get("dispatch_action")) if field.is_input else True
