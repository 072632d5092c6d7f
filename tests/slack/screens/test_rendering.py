"""The text of a screen: each kind of block and element, and that no change goes unseen."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Choice, Field, Group, Said
from tests.slack.screens.rendering import SHOWN_WHOLE, rendered
from tests.slack.screens.samples import REPRESENTATIVE, SCREENS, reader

EN = reader("en")
YES = blocks.button("pair.yes", 7, "Yes", style="primary")
TWO = (Choice("a", "First"), Choice("b", "Second", "the other one"))


def drawn(*shown: blocks.Block) -> list[str]:
    """The lines of a message with these blocks, without its text."""
    return rendered(Said(" ", list(shown)))[2:]


def field(element: blocks.Element) -> str:
    """The line of an element in a field."""
    return drawn(blocks.input_(Field("role"), "Part", element))[1].strip()


def many(most: int) -> list[Choice]:
    return [Choice(str(n), f"Number {n}") for n in range(most)]


# --- each kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (blocks.section("*Hello* <@U0ANNA>"), ["section: *Hello* <@U0ANNA>"]),
        (blocks.section("One\n\nTwo"), ["section: One", "", "  Two"]),
        (
            blocks.section("Pair", blocks.overflow("pair.more", TWO)),
            [
                "section: Pair",
                "  beside it: overflow pair.more: a=First | b=Second (the other one)",
            ],
        ),
        (blocks.header("At a glance"), ["header: At a glance"]),
        (blocks.context("Only you\nsee this", "and us"),
         ["context: Only you", "  see this", "  + and us"]),
        (blocks.divider(), ["divider"]),
        (
            blocks.actions(YES, blocks.button("pair.no", "x:7", "No")),
            ["actions: [Yes](pair.yes=7 primary) [No](pair.no=x:7)"],
        ),
        (
            blocks.bar_chart("Meetings", "Meetings", {"held": 3, "due": 4}),
            ["data_visualization bar: Meetings", "  Meetings: held 3 | due 4"],
        ),
        ({"type": "image", "image_url": "x", "alt_text": "y"},
         ["image", '  alt_text="y"', '  image_url="x"']),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_block_is_its_kind_and_what_it_says(block: blocks.Block, lines: list[str]) -> None:
    assert drawn(block) == lines


@pytest.mark.parametrize(
    ("element", "line"),
    [
        (blocks.radio(TWO, "b"), "radio_buttons: a=First | •b=Second (the other one)"),
        (blocks.checkboxes(TWO, ["a", "b"]),
         "checkboxes: •a=First | •b=Second (the other one)"),
        (blocks.with_placeholder(blocks.select(TWO, None), "Choose"),
         'static_select: "Choose" a=First | b=Second (the other one)'),
        (blocks.grouped_select([Group("G", TWO), Group("H", (Choice("c", "C"),))], "c"),
         "static_select: 2 groups: a=First [G] | b=Second (the other one) [G] | •c=C [H]"),
        (blocks.users_select("U0ANNA"), 'users_select: initial_user="U0ANNA"'),
        (blocks.users_select(None), "users_select"),
        (blocks.multi_users_select(["U0ANNA"], 3),
         'multi_users_select: initial_users=["U0ANNA"] max_selected_items=3'),
        (blocks.datepicker(date(2027, 1, 7)), 'datepicker: initial_date="2027-01-07"'),
        (blocks.datetimepicker(1795528800), "datetimepicker: initial_date_time=1795528800"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_an_element_is_its_kind_its_choices_and_what_is_chosen(
    element: blocks.Element, line: str
) -> None:
    assert field(element) == line


def test_a_field_has_its_name_its_label_and_its_hint() -> None:
    picker = blocks.datepicker(None)
    block = blocks.input_(Field("role", 2), "Part", picker, optional=True, hint="?")
    assert drawn(block) == ["input role#2 optional: Part", "  datepicker", "  hint: ?"]
    assert drawn({**block, "dispatch_action": True})[-1] == "  dispatch_action=true"
    assert field({**picker, "focus_on_load": True}).endswith("focus_on_load=true")


def test_a_long_list_is_its_ends_what_is_chosen_and_a_number() -> None:
    assert "…" not in field(blocks.select(many(SHOWN_WHOLE), "3"))
    assert field(blocks.select(many(40), "3")) == (
        "static_select: 0=Number 0 … •3=Number 3 … 39=Number 39 (40 options)"
    )
    groups = [Group("G", tuple(many(5))), Group("H", tuple(many(35)[5:]))]
    assert field(blocks.grouped_multi_select(groups, ["0"], 2)) == (
        "multi_static_select: 2 groups: •0=Number 0 [G] … 34=Number 34 [H] (35 options)"
        " max_selected_items=2"
    )


def test_a_choice_that_is_no_option_is_said() -> None:
    odd = {**blocks.radio(TWO, "a"), "initial_option": {"value": "c", "text": TWO[0].text}}
    assert field(odd).endswith(' | •c="First" (no option)')


def test_what_a_button_asks_first_is_said() -> None:
    sure = blocks.confirm("Sure?", "All of them.", "Yes", "No")
    asks = blocks.button("all.yes", 1, "All", style="danger", label="All pairs", confirm=sure)
    assert drawn(blocks.actions(asks)) == [
        'actions: [All](all.yes=1 danger confirm "Sure?" "All of them." "Yes" "No"'
        ' accessibility_label="All pairs")'
    ]


def test_a_text_of_another_kind_than_ours_is_said() -> None:
    (line,) = drawn({"type": "header", "text": {"type": "mrkdwn", "text": "*Hi*"}})
    assert line == 'header: *Hi* (type="mrkdwn", no emoji)'


def test_a_view_begins_with_its_frame() -> None:
    view = blocks.modal("pause", "A break", [blocks.divider()], close="Close", submit="Go",
                        metadata={"pair": 3})  # fmt: skip
    assert rendered(view) == [
        'modal pause: title "A break", submit "Go", close "Close", metadata {"pair": 3}',
        "divider",
    ]
    assert rendered({**view, "notify_on_close": True})[0].endswith(", notify_on_close=true")
    assert rendered(blocks.home_tab([blocks.divider()])) == ["home", "divider"]


def test_a_messages_text_is_said_as_far_as_the_blocks_say_something_else() -> None:
    shown = [blocks.section("*Hello*"), blocks.section("One\nTwo"), blocks.context("Three")]
    said = ["section: *Hello*", "section: One", "  Two", "context: Three"]
    assert rendered(Said("Hello\nOne\nTwo\nThree", shown)) == ["message", *said]
    assert rendered(Said("Hi\nOne\nTwo\nThree", shown))[1:3] == [
        "text: Hi",
        "  … and the last 3 lines of the blocks",
    ]
    assert rendered(Said("Hello\nOne\nThree", shown))[1:4] == ["text: Hello", "  One", "  Three"]
    assert rendered(Said("*Hello*\nOne\nTwo\nThree", shown))[1] == "text: *Hello*"


# --- no change goes unseen -----------------------------------------------------------------------


def window() -> dict[str, Any]:
    element = blocks.with_placeholder(blocks.select(many(40), "3"), "Choose")
    sure = blocks.confirm("Sure?", "All of them.", "Yes", "No")
    return blocks.modal(
        "pair",
        "A pair",
        [
            blocks.section("*Hello*", blocks.overflow("pair.more", TWO)),
            blocks.input_(Field("role"), "Part", element, hint="Any"),
            blocks.actions(blocks.button("pair.yes", 7, "Yes", style="primary", confirm=sure)),
        ],
        close="Close",
        submit="Send",
        metadata={"pair": 3},
    )


def _overflow(view: dict[str, Any]) -> dict[str, Any]:
    return view["blocks"][0]["accessory"]


def _field(view: dict[str, Any]) -> dict[str, Any]:
    return view["blocks"][1]


def _button(view: dict[str, Any]) -> dict[str, Any]:
    return view["blocks"][2]["elements"][0]


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a wrong action id": lambda view: _button(view).update(action_id="pair.no"),
    "another value": lambda view: _button(view).update(value="8"),
    "a lost style": lambda view: _button(view).pop("style"),
    "another style": lambda view: _button(view).update(style="danger"),
    "a lost confirmation": lambda view: _button(view).pop("confirm"),
    "another confirmation": lambda view: _button(view)["confirm"]["deny"].update(text="Never"),
    "a lost button": lambda view: view["blocks"].pop(),
    "a lost hint": lambda view: _field(view).pop("hint"),
    "a changed text": lambda view: view["blocks"][0]["text"].update(text="*Hallo*"),
    "lost markup": lambda view: view["blocks"][0]["text"].update(text="Hello"),
    "mrkdwn that is plain": lambda view: view["blocks"][0]["text"].update(type="plain_text"),
    "names that become links": lambda view: view["blocks"][0]["text"].pop("verbatim"),
    "a lost option": lambda view: _overflow(view)["options"].pop(),
    "a lost option of many": lambda view: _field(view)["element"]["options"].pop(20),
    "another option's value": lambda view: _overflow(view)["options"][0].update(value="z"),
    "a lost description": lambda view: _overflow(view)["options"][1].pop("description"),
    "a lost initial option": lambda view: _field(view)["element"].pop("initial_option"),
    "a lost placeholder": lambda view: _field(view)["element"].pop("placeholder"),
    "another field": lambda view: _field(view).update(block_id="role#1"),
    "another action id of a field": lambda view: _field(view)["element"].update(action_id="x"),
    "a field that may stay empty": lambda view: _field(view).update(optional=True),
    "a field that dispatches": lambda view: _field(view).update(dispatch_action=True),
    "another callback": lambda view: view.update(callback_id="pairs"),
    "other metadata": lambda view: view.update(private_metadata='{"pair": 4}'),
    "a lost submit": lambda view: view.pop("submit"),
    "another order": lambda view: view["blocks"].reverse(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_changes_the_text(fault: Callable[[dict[str, Any]], object]) -> None:
    view = window()
    fault(view)
    assert view != window()
    assert rendered(view) != rendered(window())


@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_whatever_is_changed_or_lost_in_a_screen_changes_its_text(name: str) -> None:
    shown = SCREENS[name](EN)
    expected = rendered(shown)
    plain = [shown.text, shown.blocks] if isinstance(shown, Said) else shown
    tried = {change: _drawn_or_not(changed) for change, changed in changes(plain)}
    assert [change for change, lines in tried.items() if lines == expected] == []
    assert len(tried) > len(expected)


def _drawn_or_not(plain: Any) -> list[str] | None:
    """None for what is no screen any more, such as one without blocks."""
    try:
        return rendered(Said(*plain) if isinstance(plain, list) else plain)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def changes(plain: Any) -> Iterator[tuple[str, Any]]:
    """Copies of JSON that differ in one place: a changed value, a lost member or element."""
    for place in _places(plain, ()):
        for how, change in (("lost", _lose), ("changed", _change)):
            changed = _changed(plain, place, change)
            if changed is not None:
                yield f"{how}: {'.'.join(map(str, place))}", changed


def _changed(thing: Any, place: tuple[Any, ...], change: Callable[[Any, Any], bool]) -> Any:
    """The same, changed in this place; None where nothing is to be changed."""
    copy, (name, *inner) = thing.copy(), place
    if not inner:
        return copy if change(copy, name) else None
    copy[name] = _changed(thing[name], tuple(inner), change)
    return None if copy[name] is None else copy


def _places(thing: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Everywhere but inside the folded middle of a list."""
    if isinstance(thing, dict):
        inner: list[Any] = list(thing)
    elif isinstance(thing, list):
        inner = list(range(len(thing)))
    else:
        return
    for name in inner:
        yield (*place, name)
        if not _is_folded(thing, name, place):
            yield from _places(thing[name], (*place, name))


def _is_folded(thing: Any, name: Any, place: tuple[Any, ...]) -> bool:
    if "option_groups" in place[-1:]:
        return True
    return place[-1:] == ("options",) and len(thing) > SHOWN_WHOLE and 0 < name < len(thing) - 1


def _lose(holder: Any, name: Any) -> bool:
    """A field that is not said to be optional is not."""
    if (name, holder[name]) == ("optional", False):
        return False
    del holder[name]
    return True


def _change(holder: Any, name: Any) -> bool:
    value = holder[name]
    if isinstance(value, bool):
        holder[name] = not value
    elif isinstance(value, int | float):
        holder[name] = value + 1
    elif isinstance(value, str):
        holder[name] = f"{value}~"
    else:
        return False
    return True


def test_the_representative_screens_have_every_member_that_any_screen_has() -> None:
    every = {one for screen in SCREENS.values() for one in _members(screen(EN))}
    some = {one for name in REPRESENTATIVE for one in _members(SCREENS[name](EN))}
    assert every - some == set()


def _members(shown: Any) -> Iterator[tuple[str, str]]:
    """Each kind of thing in a screen with each of its members."""
    if isinstance(shown, Said):
        yield from _members(shown.blocks)
    elif isinstance(shown, dict):
        kind = json.dumps(shown.get("type"))
        yield from ((kind, name) for name in shown)
        yield from (one for inner in shown.values() for one in _members(inner))
    elif isinstance(shown, list):
        yield from (one for inner in shown for one in _members(inner))
