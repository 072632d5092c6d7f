"""What logs and figures call a request: not which button of a proposal or a check-in it was."""

import re
from collections.abc import Mapping
from typing import Any

from bot.slack.kit.blocks import VALUE, Said
from bot.slack.register import BUTTONS, WINDOWS, heard_as
from tests.slack.screens.samples import SCREENS, reader


def test_whichever_button_or_window_answers_a_proposal_it_is_heard_as_one() -> None:
    buttons = {name for name in BUTTONS if name.startswith("proposal")}
    assert {"proposal.yes", "proposal.no", "proposal.more"} < buttons
    heard = {heard_as("action", name) for name in buttons} | {heard_as("view", "proposal")}
    assert heard == {("private", "proposal")}


def test_answering_and_skipping_the_questions_are_heard_as_one() -> None:
    buttons = {name for name in BUTTONS if name.startswith("checkin")}
    heard = {heard_as("action", name) for name in buttons} | {heard_as("view", "checkin")}
    assert heard == {("private", "checkin")}


def test_whatever_somebody_prepares_with_is_heard_as_one() -> None:
    """Also what was typed: who asks for ideas is not told from who opens a worksheet."""
    names = {name for name in (*BUTTONS, *WINDOWS) if name.startswith("learning")}
    assert {"learning.worksheet", "learning.notice", "learning.card"} < names
    heard = {heard_as("action", name) for name in names} | {heard_as("command", "ideas")}
    assert heard == {("private", "learning")}


def test_whatever_somebody_chooses_for_themselves_is_heard_as_one() -> None:
    """Who raises a concern is not told from who turns reminders off."""
    of = ("concern", "notify", "reminders")
    names = [("action", name) for name in BUTTONS] + [("view", name) for name in WINDOWS]
    own = {one for one in names if one[1].startswith(of)}
    assert {("action", "reminders.fewer"), ("view", "notify")} < own
    assert {heard_as(*one) for one in own} == {("private", "own")}
    assert {heard_as("command", verb) for verb in ("concern", "notify")} == {("private", "own")}


def test_whatever_somebody_would_like_after_a_pair_is_heard_as_one() -> None:
    """Before its end and after it: going on is not told from going elsewhere, nor from stopping."""
    names = {name for name in (*BUTTONS, *WINDOWS) if name.startswith(("after_pair.", "end"))}
    assert {"end", "end.together", "end.mine", "after_pair.turn", "after_pair.wait"} < names
    assert {heard_as("action", name) for name in names} == {("private", "after_pair")}


def test_whatever_somebody_does_about_changing_a_pairing_is_heard_as_one() -> None:
    """Also the window, and what was typed: who asks is not told from who takes it back."""
    buttons = {name for name in BUTTONS if name.startswith("swap.")}
    assert {"swap.open", "swap.undo", "swap.wait"} < buttons
    heard = {heard_as("action", name) for name in buttons}
    heard |= {heard_as("view", "swap"), heard_as("command", "swap")}
    assert heard == {("private", "swap")}


def test_everything_else_has_its_own_name() -> None:
    others = [("action", name) for name in BUTTONS] + [("view", name) for name in WINDOWS]
    own = ("concern", "notify", "reminders")
    private = ("proposal", "checkin", "learning", "after_pair", "end", "swap", *own)
    public = [one for one in others if not one[1].startswith(private)]
    assert [heard_as(*one) for one in public] == public


# --- what a screen shows has its row, and the other way round ------------------------------------


PRESSED = ("button", "overflow")
"""And a select outside a form: a form's fields share one action id."""


def is_pressed(element: Mapping[str, Any]) -> bool:
    kind = element.get("type")
    return kind in PRESSED or (kind == "static_select" and element["action_id"] != VALUE)


def shown() -> tuple[set[str], set[str]]:
    """The action ids of all buttons and menus, and the callback ids of all windows."""
    actions: set[str] = set()
    windows: set[str] = set()
    for screen in SCREENS.values():
        drawn = screen(reader("en"))
        view = {} if isinstance(drawn, Said) else drawn
        blocks = drawn.blocks if isinstance(drawn, Said) else drawn["blocks"]
        rows = [[*b.get("elements", []), b.get("accessory", {})] for b in blocks]
        actions |= {one["action_id"] for row in rows for one in row if is_pressed(one)}
        if view.get("type") == "modal" and "submit" in view:
            windows.add(view["callback_id"])
    return actions, windows


def test_whatever_is_shown_has_its_row_and_each_row_is_shown() -> None:
    actions, windows = shown()
    rows = {name: re.compile(rf"{re.escape(name)}(\..+)?") for name in BUTTONS}
    left_over = {
        "buttons without a row": [
            a for a in actions if not any(r.fullmatch(a) for r in rows.values())
        ],
        "rows without a button": [
            n for n, row in rows.items() if not any(map(row.fullmatch, actions))
        ],
        "windows without a row": sorted(windows - WINDOWS.keys()),
        "rows without a window": sorted(WINDOWS.keys() - windows),
    }
    assert {what: found for what, found in left_over.items() if found} == {}
