"""Every control by keyboard alone, and nothing typed is ever lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from slack_sdk import WebClient

from playground.server.serve import Running
from tests.browser.conftest import Pages
from tests.browser.looks import seen_in_every_way
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.specimens import ELEMENTS
from tests.playground.pieces import actions, button, field, modal, options, plain, text_field
from tests.playground.tiny_app import TinyApp

Json = dict[str, Any]
Opens = Callable[[Page, Json], Locator]
INPUTS = [
    *("plain_text_input", "email_text_input", "url_text_input", "number_input", "static_select"),
    *("multi_static_select", "radio_buttons", "checkboxes", "datepicker", "timepicker"),
    *("datetimepicker", "users_select", "multi_users_select", "conversations_select"),
    "channels_select",
]
LABELS = {kind: kind.replace("_", " ").capitalize() for kind in INPUTS}


@pytest.fixture
def opens(app: TinyApp, client: WebClient) -> Opens:
    """Has the app open a modal on the page; returns it."""

    def open_on(page: Page, view: Json) -> Locator:
        def on_command(heard: Json) -> None:
            client.views_open(trigger_id=heard["trigger_id"], view=view)

        app.answers["command"] = on_command
        page.get_by_role("combobox", name="Message").fill("/revmentor")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    return open_on


def reach(page: Page, control: Locator) -> None:
    """Tab on until this control has the focus."""
    for _ in range(15):
        if control.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {control}")


def everything() -> Json:
    return modal(*(field(kind, LABELS[kind], ELEMENTS[kind]) for kind in INPUTS))


def only_of(reported: Json) -> Any:
    """What a field holds, of what Slack reports for it."""
    (entry,) = reported.values()
    (held,) = (value for key, value in entry.items() if key != "type")
    return held


TYPED = {
    "plain_text_input": ("textbox", ["Anna"]),
    "email_text_input": ("textbox", ["anna@a.example"]),
    "url_text_input": ("textbox", ["https://a.example"]),
    "number_input": ("textbox", ["12"]),
    "static_select": ("combobox", ["Blue"]),
    "multi_static_select": ("combobox", ["yel", "ArrowDown", "Enter", "blu", "ArrowDown", "Enter"]),
    "radio_buttons": ("radio", ["ArrowDown"]),
    "checkboxes": ("checkbox", ["Space", "Tab", "Space"]),
    "datepicker": ("other", ["12072026"]),
    "timepicker": ("other", ["0230PM"]),
    "datetimepicker": ("other", ["12072026", "Tab", "0230PM"]),
    "users_select": ("combobox", ["marco", "ArrowDown", "Enter"]),
    "multi_users_select": ("combobox", ["giu", "ArrowDown", "Enter", "Escape"]),
    "conversations_select": ("combobox", ["gen", "ArrowDown", "Enter"]),
    "channels_select": ("combobox", ["ArrowDown", "Enter"]),
}
KEYS = re.compile("Arrow|^(Tab|Enter|Space|Escape)$")


def control(dialog: Locator, kind: str) -> Locator:
    role, _ = TYPED[kind]
    if role == "radio":
        group = dialog.get_by_role("radiogroup", name=LABELS[kind])
        return group.get_by_role("radio").first
    if role == "checkbox":
        return dialog.get_by_role("group", name=LABELS[kind]).get_by_role("checkbox").first
    if role == "other":
        return dialog.get_by_label(LABELS[kind], exact=True)
    return dialog.get_by_role(role, name=LABELS[kind], exact=True)  # type: ignore[arg-type]


NATIVE = {
    "datepicker": "2026-12-07", "timepicker": "14:30", "datetimepicker": "2026-12-07T14:30",
}  # fmt: skip
"""What the browser's own fields for dates and times hold when all keys were pressed."""


def types(page: Page, kind: str) -> None:
    """A field for dates begins a part anew when a stalled machine lets seconds pass in it."""
    for _ in range(5):
        for keys in TYPED[kind][1]:
            if KEYS.search(keys):
                page.keyboard.press(keys)
            else:
                page.keyboard.type(keys)
        if kind not in NATIVE or page.evaluate("document.activeElement.value") == NATIVE[kind]:
            return
        page.evaluate("{ const it = document.activeElement; it.blur(); it.value = ''; it.focus() }")


def test_every_input_by_keyboard_alone(
    running: Running, page_of: Pages, app: TinyApp, opens: Opens
) -> None:
    page = page_of(MARCO.id, locale="en-US")
    dialog = opens(page, everything())
    assert seen_in_every_way(page) == []
    for kind in INPUTS:
        reach(page, control(dialog, kind))
        types(page, kind)
    reach(page, dialog.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    values = app.heard[-1]["view"]["state"]["values"]
    held = {kind: only_of(values[kind]) for kind in INPUTS}
    general = running.workspace.rooms.named("general")
    assert general is not None
    chosen = {kind: held.pop(kind) for kind in ("static_select", "radio_buttons")}
    assert {kind: one["value"] for kind, one in chosen.items()} == {
        "static_select": "blue", "radio_buttons": "no",
    }  # fmt: skip
    several = {kind: held.pop(kind) for kind in ("multi_static_select", "checkboxes")}
    assert {kind: [one["value"] for one in many] for kind, many in several.items()} == {
        "multi_static_select": ["yellow", "blue"], "checkboxes": ["tea", "coffee"],
    }  # fmt: skip
    assert held == {
        "plain_text_input": "Anna",
        "email_text_input": "anna@a.example",
        "url_text_input": "https://a.example",
        "number_input": "12",
        "datepicker": "2026-12-07",
        "timepicker": "14:30",
        "datetimepicker": 1_796_653_800,
        "users_select": MARCO.id,
        "multi_users_select": ["U0GIULIA001"],
        "conversations_select": general.id,
        "channels_select": general.id,
    }


def test_what_is_pressed_by_keyboard_alone(client: WebClient, page_of: Pages, app: TinyApp) -> None:
    asks = {
        "title": plain("Sure?"),
        "text": plain("Really"),
        "confirm": plain("Do it"),
        "deny": plain("No"),
    }
    row = actions(
        button("Plain", "plain"),
        button("Asking", "asking", confirm=asks),
        ELEMENTS["overflow"],
        {**ELEMENTS["static_select"], "placeholder": plain("Colour")},
        {**ELEMENTS["users_select"], "placeholder": plain("Who")},
        {**ELEMENTS["checkboxes"], "action_id": "drinks"},
    )

    def on_action(heard: Json) -> None:
        client.chat_postMessage(channel=MARCO.id, text=f"Heard {heard['actions'][0]['action_id']}.")

    app.answers["block_actions"] = on_action
    client.chat_postMessage(channel=MARCO.id, text="Press", blocks=[row])
    page = page_of(MARCO.id)
    article = page.get_by_role("article").first
    reach(page, article.get_by_role("button", name="Plain"))
    page.keyboard.press("Enter")
    reach(page, article.get_by_role("button", name="Asking"))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Do it"))
    page.keyboard.press("Enter")
    expect(article.get_by_role("button", name="Asking")).to_be_focused()
    reach(page, article.get_by_role("button", name="More actions"))
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    reach(page, article.get_by_role("combobox", name="Colour"))
    page.keyboard.type("Blue")
    reach(page, article.get_by_role("combobox", name="Who"))
    page.keyboard.type("anna")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reach(page, article.get_by_role("checkbox", name="Tea"))
    page.keyboard.press("Space")
    for name in ("plain", "asking", "overflow", "one", "users", "drinks"):
        expect(page.get_by_role("article").filter(has_text=f"Heard {name}.")).to_have_count(1)
    expect(article.get_by_role("checkbox", name="Tea")).to_be_focused()
    said = {heard["actions"][0]["action_id"]: heard["actions"][0] for heard in app.heard}
    assert said["overflow"]["selected_option"]["value"] == "never"
    assert said["one"]["selected_option"]["value"] == "blue"
    assert said["users"]["selected_user"] == ANNA.id


class TestNothingIsLost:
    def test_typing_goes_on_while_the_app_changes_the_form(
        self, client: WebClient, page_of: Pages, opens: Opens
    ) -> None:
        page = page_of(MARCO.id)
        dialog = opens(page, modal(text_field(), text_field("more", "More")))
        name = dialog.get_by_role("textbox", name="Name")
        name.press_sequentially("Half a ")
        view = page_of.running.workspace.views.top(MARCO.id)
        assert view is not None
        other = modal(
            text_field(), field("x", "Extra", ELEMENTS["static_select"]), title=plain("New")
        )
        client.views_update(view_id=view.id, view=other)
        expect(dialog.get_by_role("heading", name="New")).to_be_visible()
        expect(dialog.get_by_role("combobox", name="Extra")).to_be_visible()
        expect(dialog.get_by_role("textbox", name="More")).to_have_count(0)
        expect(name).to_be_focused()
        page.keyboard.type("name")
        expect(name).to_have_value("Half a name")

    def test_a_reload_in_the_middle_of_a_modal(
        self, page_of: Pages, app: TinyApp, opens: Opens
    ) -> None:
        page = page_of(MARCO.id)
        blocks = [field(kind, LABELS[kind], ELEMENTS[kind]) for kind in INPUTS[:8]]
        dialog = opens(page, modal(*blocks))
        dialog.get_by_role("textbox", name="Plain text input").fill("Kept")
        colour = dialog.get_by_role("combobox", name="Static select", exact=True)
        colour.select_option("Blue")
        dialog.get_by_role("checkbox", name="Coffee").check()
        dialog.get_by_role("button", name="Send").click()
        wrong = dialog.get_by_role("textbox", name="Email text input")
        expect(wrong).to_be_focused()
        expect(wrong).to_have_attribute("aria-invalid", "true")
        page.reload()
        expect(dialog.get_by_role("textbox", name="Plain text input")).to_have_value("Kept")
        expect(dialog.get_by_role("combobox", name="Static select", exact=True)).to_have_value(
            "blue"
        )
        expect(dialog.get_by_role("checkbox", name="Coffee")).to_be_checked()
        expect(wrong).to_have_accessible_description("Please complete this required field.")
        wrong.fill("a@b.example")
        expect(wrong).to_have_accessible_description("")

    def test_what_was_typed_last_is_sent_however_fast(
        self, page_of: Pages, app: TinyApp, opens: Opens
    ) -> None:
        page = page_of(MARCO.id)
        dialog = opens(page, modal(text_field()))
        dialog.get_by_role("textbox", name="Name").fill("In a hurry")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        assert app.heard[-1]["view"]["state"]["values"]["name"]["value"]["value"] == "In a hurry"

    def test_enter_in_a_picker_sends_no_form(
        self, page_of: Pages, app: TinyApp, opens: Opens
    ) -> None:
        page = page_of(MARCO.id)
        who = {**field("who", "Who", ELEMENTS["users_select"]), "optional": True}
        dialog = opens(page, modal(who, text_field()))
        dialog.get_by_role("textbox", name="Name").fill("Half a")
        dialog.get_by_role("combobox", name="Who").focus()
        page.keyboard.press("Enter")
        dialog.get_by_role("textbox", name="Name").fill("Half a name")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        assert app.heard[-1]["view"]["state"]["values"]["name"]["value"]["value"] == "Half a name"

    def test_what_was_chosen_later_is_not_overtaken(
        self, page_of: Pages, app: TinyApp, opens: Opens
    ) -> None:
        """The first change is slow on its way."""
        page = page_of(MARCO.id)
        dialog = opens(page, modal(field("checkboxes", "Drinks", ELEMENTS["checkboxes"])))
        held: list[Route] = []

        def slow_at_first(route: Route) -> None:
            if held:
                route.continue_()
            else:
                held.append(route)

        page.route("**/do", slow_at_first)
        dialog.get_by_role("checkbox", name="Tea").check()
        dialog.get_by_role("checkbox", name="Coffee").check()
        page.wait_for_timeout(300)  # long enough for a second change that does not wait its turn
        held[0].continue_()
        dialog.get_by_role("button", name="Send").click()
        expect(dialog).to_be_hidden()
        drinks = only_of(app.heard[-1]["view"]["state"]["values"]["checkboxes"])
        assert [one["value"] for one in drinks] == ["tea", "coffee"]

    def test_two_pages_of_one_person_show_the_same(
        self, page_of: Pages, app: TinyApp, opens: Opens
    ) -> None:
        page, other = page_of(MARCO.id), page_of(MARCO.id)
        opens(page, modal(text_field()))
        there = other.get_by_role("dialog")
        expect(there).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        expect(there).to_be_hidden()


class TestSteps:
    def test_push_and_back_and_the_app_that_does_not_answer(
        self,
        client: WebClient,
        page_of: Pages,
        app: TinyApp,
        opens: Opens,
    ) -> None:
        second = modal(
            text_field("second", "Second"), title=plain("Second step"), submit=plain("Finish")
        )
        page = page_of(MARCO.id)
        dialog = opens(page, modal(text_field()))
        app.answers["view_submission"] = lambda _: {"response_action": "push", "view": second}
        dialog.get_by_role("textbox", name="Name").fill("First")
        dialog.get_by_role("button", name="Send").click()
        expect(dialog.get_by_role("heading", name="Second step")).to_be_visible()
        expect(dialog.get_by_role("textbox", name="Second")).to_be_focused()
        dialog.get_by_role("button", name="Back").click()
        expect(dialog.get_by_role("textbox", name="Name")).to_have_value("First")
        app.answers["view_submission"] = lambda _: (500, "text/plain", "no")
        dialog.get_by_role("button", name="Send").click()
        expect(dialog.get_by_role("alert")).to_contain_text("didn't answer as it should")
        expect(dialog.get_by_role("textbox", name="Name")).to_have_value("First")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("alert")).to_contain_text("didn't answer as it should")

    def test_the_most_that_may_be_chosen(self, page_of: Pages, app: TinyApp, opens: Opens) -> None:
        element = {**ELEMENTS["multi_users_select"], "max_selected_items": 1}
        page = page_of(MARCO.id)
        dialog = opens(page, modal(field("who", "Who", element)))
        dialog.get_by_role("combobox", name="Who").click()
        dialog.get_by_role("option", name="Anna Rossi").click()
        dialog.get_by_role("option", name="Giulia Neri").click()
        expect(dialog.get_by_role("button", name=re.compile("^Remove"))).to_have_count(1)
        expect(dialog.get_by_role("status")).to_have_text("You can choose up to 1.")
        page.keyboard.press("Escape")
        dialog.get_by_role("button", name="Remove Anna Rossi").click()
        expect(dialog.get_by_role("status")).to_have_text("")

    def test_a_field_that_dispatches_brings_the_next_one(
        self,
        client: WebClient,
        page_of: Pages,
        app: TinyApp,
        opens: Opens,
    ) -> None:
        asks = field(
            "role",
            "Role",
            {"type": "radio_buttons", "options": options("A", "B")},
            dispatch_action=True,
        )

        def on_action(heard: Json) -> None:
            client.views_update(
                view_id=heard["view"]["id"], view=modal(asks, text_field("b", "About B"))
            )

        app.answers["block_actions"] = on_action
        page = page_of(MARCO.id)
        dialog = opens(page, modal(asks))
        dialog.get_by_role("radio", name="B").check()
        expect(dialog.get_by_role("textbox", name="About B")).to_be_visible()
        expect(dialog.get_by_role("radio", name="B")).to_be_checked()
        expect(dialog.get_by_role("radio", name="B")).to_be_focused()
