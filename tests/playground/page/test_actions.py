"""What is touched on the page, by ids, reaches the app as from Slack; the rest is said in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.visitor import Visitor
from tests.playground.pieces import (
    actions,
    button,
    field,
    home,
    modal,
    option,
    options,
    section,
    text_field,
)
from tests.playground.tiny_app import TinyApp

Json = dict[str, Any]
MENU = {"type": "overflow", "action_id": "more", "options": options("Later", "Never")}
A = option("A", "a")
TOPIC = {"type": "static_select", "action_id": "topic", "options": options("Python", "Excel")}


def opened(
    visitor: Visitor, app: TinyApp, client: WebClient, view: dict[str, Any]
) -> dict[str, Any]:
    """The place of a modal that the app opened for this visitor."""

    def on_command(heard: dict[str, Any]) -> None:
        client.views_open(trigger_id=heard["trigger_id"], view=view)

    app.answers["command"] = on_command
    visitor.types("/revmentor")
    return {"kind": "view", "id": visitor.state()["view"]["id"]}


def posted(client: WebClient, *blocks: dict[str, Any]) -> dict[str, Any]:
    sent = client.chat_postMessage(channel=ANNA.id, text="Hi", blocks=list(blocks))
    return {"kind": "message", "ts": sent["ts"]}


def holds(visitor: Visitor) -> Any:
    (block,) = visitor.state()["view"]["blocks"]
    return block["element"]["holds"]


class TestWriting:
    def test_a_command_goes_to_the_app_from_the_open_room(
        self, anna_at: Visitor, app: TinyApp
    ) -> None:
        general = anna_at.channel
        assert anna_at.do("write", room=general, text="/revmentor help") == {"ok": True}
        assert (app.heard[0]["text"], app.heard[0]["channel_id"]) == ("help", general)

    def test_words_go_to_a_room_of_people(self, client: WebClient, anna_at: Visitor) -> None:
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        anna_at.do("open", room=group)
        assert anna_at.do("write", room=group, text="Ciao")["ok"]
        assert anna_at.messages()[0]["author"]["name"] == "Anna Rossi"

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("Ciao", "L’app legge solo i comandi. Inizia con /revmentor."),
            ("/other", "/other non è un comando. Prova con /revmentor."),
        ],
    )
    def test_what_the_app_cannot_read_is_refused_in_words(
        self, anna_at: Visitor, text: str, error: str
    ) -> None:
        assert anna_at.types(text) == {"ok": False, "error": error}
        assert anna_at.state()["messages"]["list"] == []

    def test_nothing_is_written_for_nothing(self, anna_at: Visitor) -> None:
        assert anna_at.types("  ") == {"ok": True}
        assert anna_at.state()["messages"]["list"] == []


class TestPressing:
    def test_a_button_by_its_ids(self, client: WebClient, anna_at: Visitor, app: TinyApp) -> None:
        same = button("Same", "one", value="1"), button("Same", "two", value="2")
        place = posted(client, actions(*same))
        assert anna_at.do("press", place=place, block="acts", action="two")["ok"]
        assert app.heard[0]["actions"][0]["value"] == "2"

    def test_a_line_of_an_overflow_menu_by_its_value(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = posted(client, actions(MENU))
        assert anna_at.do("press", place=place, block="acts", action="more", option="never")["ok"]
        assert app.heard[0]["actions"][0]["selected_option"]["value"] == "never"

    def test_one_of_two_feedback_buttons(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        two = {key: option(key, key) for key in ("positive_button", "negative_button")}
        asked = {"type": "feedback_buttons", "action_id": "fb", **two}
        place = posted(client, {"type": "context_actions", "block_id": "fb", "elements": [asked]})
        pressed = anna_at.do(
            "press", place=place, block="fb", action="fb", option="negative_button"
        )
        assert pressed["ok"]
        assert app.heard[0]["actions"][0]["value"] == "negative_button"

    def test_an_old_button_still_reaches_the_app(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        sent = client.chat_postMessage(
            channel=ANNA.id, text="Hi", blocks=[actions(button("Yes", "yes"))]
        )
        client.chat_update(
            channel=sent["channel"], ts=sent["ts"], text="Done", blocks=[section("Done")]
        )
        place = {"kind": "message", "ts": sent["ts"]}
        assert anna_at.do("press", place=place, block="acts", action="yes")["ok"]
        assert app.heard[0]["actions"][0]["action_id"] == "yes"

    def test_what_was_never_there_is_gone(self, client: WebClient, anna_at: Visitor) -> None:
        place = posted(client, section("Hi"))
        gone = {"ok": False, "error": "Non c’è più: nel frattempo è cambiato."}
        assert anna_at.do("press", place=place, block="acts", action="yes") == gone
        for place in (
            {"kind": "message", "ts": "1.1"},
            {"kind": "view", "id": "V1"},
            {"kind": "home"},
        ):
            assert anna_at.do("press", place=place, block="acts", action="yes") == gone

    def test_nobody_presses_what_somebody_else_reads(
        self, client: WebClient, marco_at: Visitor, app: TinyApp
    ) -> None:
        place = posted(client, actions(button("Yes", "yes")))
        assert not marco_at.do("press", place=place, block="acts", action="yes")["ok"]
        assert app.heard == []

    def test_on_the_home_tab(self, client: WebClient, anna_at: Visitor, app: TinyApp) -> None:
        client.views_publish(user_id=ANNA.id, view=home(actions(button("Go", "go"))))
        assert anna_at.do("press", place={"kind": "home"}, block="acts", action="go")["ok"]
        assert app.heard[0]["container"]["type"] == "view"


class TestFilling:
    @pytest.mark.parametrize(
        ("element", "value", "reported"),
        [
            ({"type": "plain_text_input"}, "Ciao", {"value": "Ciao"}),
            ({"type": "plain_text_input"}, "", {"value": None}),
            ({"type": "number_input", "is_decimal_allowed": False}, "12", {"value": "12"}),
            ({"type": "datepicker"}, "2026-12-07", {"selected_date": "2026-12-07"}),
            ({"type": "datepicker"}, "", {"selected_date": None}),
            ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
            ({"type": "users_select"}, MARCO.id, {"selected_user": MARCO.id}),
            ({"type": "multi_users_select"}, [MARCO.id], {"selected_users": [MARCO.id]}),
            ({"type": "multi_users_select"}, [], {"selected_users": []}),
            ({"type": "static_select", "options": [A]}, "a", {"selected_option": A}),
            ({"type": "static_select", "options": [A]}, "", {"selected_option": None}),
            ({"type": "radio_buttons", "options": [A]}, "a", {"selected_option": A}),
            ({"type": "checkboxes", "options": options("A", "B")}, ["b", "a"],
             {"selected_options": options("A", "B")}),
        ],
    )  # fmt: skip
    def test_each_field_holds_what_slack_reports(
        self, client: WebClient, anna_at: Visitor, app: TinyApp,
        element: dict[str, Any], value: Any, reported: dict[str, Any],
    ) -> None:  # fmt: skip
        place = opened(anna_at, app, client, modal(field("f", "F", element, optional=True)))
        assert anna_at.do("fill", place=place, block="f", action="value", value=value)["ok"]
        anna_at.do("submit", view=place["id"])
        state = app.heard[-1]["view"]["state"]["values"]["f"]["value"]
        assert state == {"type": element["type"], **reported}

    def test_a_moment_is_one_of_the_readers_zone(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        asked = field("f", "F", {"type": "datetimepicker"})
        place = opened(anna_at, app, client, modal(asked))
        anna_at.do("fill", place=place, block="f", action="value", value="2026-12-07T15:00")
        assert holds(anna_at) == "2026-12-07T15:00"
        anna_at.do("submit", view=place["id"])
        sent = app.heard[-1]["view"]["state"]["values"]["f"]["value"]["selected_date_time"]
        assert datetime.fromtimestamp(sent, UTC) == datetime(2026, 12, 7, 14, tzinfo=UTC)

    def test_two_options_with_crossed_names_are_told_apart(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        crossed = {"type": "static_select", "options": [option("a", "b"), option("b", "a")]}
        place = opened(anna_at, app, client, modal(field("f", "F", crossed)))
        anna_at.do("fill", place=place, block="f", action="value", value="a")
        assert holds(anna_at) == "a"

    def test_what_is_typed_stays_over_a_reload_and_an_update(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = opened(anna_at, app, client, modal(text_field()))
        anna_at.do("fill", place=place, block="name", action="value", value="half a na")
        assert holds(anna_at) == "half a na"
        client.views_update(view_id=place["id"], view=modal(text_field(label="Full name")))
        assert holds(anna_at) == "half a na"
        assert [heard.get("type") for heard in app.heard] == [None]

    def test_a_field_that_dispatches_is_sent_once_it_is_settled(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        asked = field("f", "F", {"type": "plain_text_input"}, dispatch_action=True)
        place = opened(anna_at, app, client, modal(asked))
        typed = {"place": place, "block": "f", "action": "value", "value": "x"}
        anna_at.do("fill", **typed)
        assert len(app.heard) == 1
        anna_at.do("fill", **typed, sends=True)
        assert app.heard[-1]["actions"][0]["value"] == "x"

    def test_a_select_of_a_message_is_sent_at_once(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = posted(client, actions(TOPIC))
        anna_at.do("fill", place=place, block="acts", action="topic", value="excel", sends=True)
        assert app.heard[0]["actions"][0]["selected_option"]["value"] == "excel"
        (element,) = anna_at.messages()[0]["blocks"][0]["elements"]
        assert element["holds"] == "excel"

    @pytest.mark.parametrize("value", ["nothing such", ["a"], 7, {"a": 1}])
    def test_what_the_control_does_not_offer_is_not_taken(
        self, client: WebClient, anna_at: Visitor, app: TinyApp, value: Any
    ) -> None:
        place = opened(anna_at, app, client, modal(field("f", "F", TOPIC)))
        filled = anna_at.do("fill", place=place, block="f", action="topic", value=value)
        assert not filled["ok"]
        assert holds(anna_at) == ""


class TestModals:
    def test_slacks_own_refusal_stands_beside_the_field(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = opened(anna_at, app, client, modal(text_field()))
        assert anna_at.do("submit", view=place["id"]) == {"ok": True}
        assert anna_at.state()["view"]["blocks"][0]["error"] == (
            "Compila questo campo: è obbligatorio."
        )
        assert len(app.heard) == 1
        anna_at.do("fill", place=place, block="name", action="value", value="A")
        assert anna_at.state()["view"]["blocks"][0]["error"] == ""

    def test_the_apps_refusal_too_and_then_it_closes(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = opened(anna_at, app, client, modal(text_field()))
        anna_at.do("fill", place=place, block="name", action="value", value="A")
        app.answers["view_submission"] = lambda _: {
            "response_action": "errors", "errors": {"name": "Too short"},
        }  # fmt: skip
        anna_at.do("submit", view=place["id"])
        assert anna_at.state()["view"]["blocks"][0]["error"] == "Too short"
        app.answers["view_submission"] = lambda _: None
        anna_at.do("submit", view=place["id"])
        assert anna_at.state()["view"] == {"id": None}

    def test_closing_twice_is_no_trouble_and_submitting_what_is_gone_is_said(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        place = opened(anna_at, app, client, modal(text_field(), notify_on_close=True))
        assert anna_at.do("close", view=place["id"])["ok"]
        assert anna_at.do("close", view=place["id"])["ok"]
        assert [heard.get("type") for heard in app.heard] == [None, "view_closed"]
        assert not anna_at.do("submit", view=place["id"])["ok"]


class TestHome:
    def test_looking_at_home_tells_the_app(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        app.answers["app_home_opened"] = lambda _: (
            client.views_publish(user_id=ANNA.id, view=home(section("Welcome"))).data and None
        )
        anna_at.do("open", room=anna_at.app_room, tab="home")
        state = anna_at.state()
        assert state["rooms"]["tab"] == "home"
        assert state["home"]["blocks"][0]["text"] == ["Welcome"]

    def test_an_app_that_does_not_answer_leaves_a_sentence(
        self, running: Running, anna_at: Visitor
    ) -> None:
        running.workspace.request_url = "http://127.0.0.1:9/"
        anna_at.do("open", room=anna_at.app_room, tab="home")
        home_tab = anna_at.state()["home"]
        assert home_tab["trouble"].startswith("revmentor non ha risposto")
        assert not home_tab["is_loading"]


class TestStrangers:
    @pytest.mark.parametrize(
        "headers",
        [{"Content-Type": "text/plain"}, {"Origin": "https://elsewhere.example"}],
    )
    def test_another_site_does_nothing(self, anna_at: Visitor, headers: dict[str, str]) -> None:
        body = {"do": "write", "room": anna_at.app_room, "text": "/revmentor"}
        assert anna_at.ask(f"/p/{ANNA.id}/do", body, headers)[0] == 403
        assert anna_at.state()["messages"]["list"] == []

    @pytest.mark.parametrize("body", [[], "x", 7])
    def test_something_else_than_an_action(self, anna_at: Visitor, body: object) -> None:
        assert anna_at.ask(f"/p/{ANNA.id}/do", body)[0] in (200, 400)

    @pytest.mark.parametrize(
        "given",
        [{"do": "fly"}, {"do": "press"}, {"do": "fill", "place": "x"}, {"do": None}],
    )
    def test_an_action_without_sense(self, anna_at: Visitor, given: dict[str, Any]) -> None:
        facts = {key: value for key, value in given.items() if key != "do"}
        assert not anna_at.do(given["do"], **facts)["ok"]
