"""What a person can do, what they see, and what the app hears of it."""

import threading
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk import WebClient

from playground import CannotDo, UnknownPerson
from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.pieces import (
    actions,
    button,
    field,
    home,
    modal,
    mrkdwn,
    options,
    plain,
    section,
    text_field,
)
from tests.playground.tiny_app import TinyApp

LATER = {"type": "overflow", "action_id": "more", "options": options("Later", "Never")}
TOPIC = {"type": "static_select", "action_id": "topic", "options": options("Python", "Excel")}


def opens(app: TinyApp, client: WebClient, view: dict[str, Any]) -> None:
    """The app opens this modal on any command."""

    def on_command(payload: dict[str, Any]) -> None:
        client.views_open(trigger_id=payload["trigger_id"], view=view)

    app.answers["command"] = on_command


class TestCommands:
    def test_the_form_has_slacks_fields(self, anna: Actor, app: TinyApp) -> None:
        reply = anna.types("/revmentor  join mentor")
        heard = app.heard[0]
        assert reply.status == 200
        assert set(heard) == {
            "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id",
            "user_name", "command", "text", "api_app_id", "is_enterprise_install",
            "response_url", "trigger_id",
        }  # fmt: skip
        assert (heard["command"], heard["text"]) == ("/revmentor", "join mentor")
        assert (heard["user_id"], heard["channel_name"]) == (ANNA.id, "directmessage")

    def test_mentions_are_escaped_on_request(
        self, running: Running, anna: Actor, app: TinyApp
    ) -> None:
        anna.types("/revmentor why @marco & <b> #general @nobody")
        general = running.workspace.rooms.named("general")
        assert general is not None
        assert app.heard[0]["text"] == (
            f"why <@{MARCO.id}|marco> &amp; &lt;b&gt; <#{general.id}|general> @nobody"
        )
        anna.types(f"/revmentor why <@{MARCO.id}>")
        assert app.heard[1]["text"] == f"why <@{MARCO.id}>"
        running.workspace.should_escape = False
        anna.types("/revmentor why @marco")
        assert app.heard[2]["text"] == "why @marco"

    def test_from_anywhere_answered_privately(
        self, anna: Actor, marco: Actor, app: TinyApp
    ) -> None:
        app.answers["command"] = lambda payload: {"text": "Here", "blocks": [section("*Here*")]}
        anna.types("/revmentor help", channel="#general")
        anna.types("/revmentor help", channel=marco)
        assert [heard["channel_name"] for heard in app.heard] == ["general", "directmessage"]
        assert [seen.shown for seen in anna.sees.ephemerals] == ["*Here*", "*Here*"]
        assert marco.sees.messages == []

    def test_text_is_an_answer_and_silence_is_none(self, anna: Actor, app: TinyApp) -> None:
        anna.types("/revmentor")
        assert anna.sees.messages == []
        app.answers["command"] = lambda payload: "Ciao"
        anna.types("/revmentor")
        assert anna.sees.last.text == "Ciao"
        assert anna.sees.last.is_private

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ((500, "text/plain", "oops"), "dispatch_failed"),
            ((404, "application/json", "{}"), "dispatch_failed"),
            ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_command_response"),
            ({"text": "x", "blocks": [{"type": "data_table"}]}, "invalid_command_response"),
            ((200, "application/json", "{"), "invalid_command_response"),
            (["no object"], "invalid_command_response"),
        ],
    )
    def test_a_bad_answer_becomes_a_notice(
        self, anna: Actor, app: TinyApp, answer: Any, code: str
    ) -> None:
        app.answers["command"] = lambda payload: answer
        anna.types("/revmentor join")
        assert [notice.code for notice in anna.notices] == [code]
        assert anna.sees.messages == []

    def test_no_answer_in_time(self, running: Running, anna: Actor, app: TinyApp) -> None:
        done = threading.Event()
        app.answers["command"] = lambda payload: done.wait(5) and None
        running.workspace.answer_seconds = 0.05
        reply = anna.types("/revmentor join")
        done.set()
        assert (reply.status, reply.error) == (None, "operation_timeout")
        assert anna.notices[0].code == "operation_timeout"

    def test_the_messages_tab_is_read_only(self, anna: Actor, app: TinyApp) -> None:
        with pytest.raises(CannotDo, match="read-only"):
            anna.types("hello bot")
        assert app.heard == []

    def test_who_is_gone_does_nothing(self, running: Running, app: TinyApp) -> None:
        with pytest.raises(CannotDo, match="deactivated"):
            running.actor("gone").types("/revmentor join")
        with pytest.raises(UnknownPerson):
            running.actor("Nobody")


class TestPressing:
    def test_a_button_on_a_message(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        posted = client.chat_postMessage(
            channel=ANNA.id,
            text="Meet?",
            blocks=[actions(button("Yes", "pair.yes", value="7"), LATER, block_id="ask")],
        )
        assert anna.sees.last.buttons == ["Yes", "Later", "Never"]
        anna.presses("Yes")
        heard = app.heard[-1]
        assert heard["container"] == {
            "type": "message",
            "message_ts": posted["ts"],
            "channel_id": posted["channel"],
            "is_ephemeral": False,
        }
        action = heard["actions"][0]
        assert (action["action_id"], action["value"]) == ("pair.yes", "7")
        assert action["block_id"] == "ask"
        assert action["action_ts"]
        assert heard["user"] == {
            "id": ANNA.id, "username": "anna", "name": "anna", "team_id": "T0PLAYGRND",
        }  # fmt: skip
        assert heard["message"]["ts"] == posted["ts"]
        assert heard["response_url"]

    def test_by_action_id_and_in_an_overflow_menu(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        client.chat_postMessage(
            channel=ANNA.id, text="?", blocks=[actions(button("Yes", "pair.yes"), LATER)]
        )
        anna.presses("pair.yes")
        anna.presses("Later")
        assert app.heard[-1]["actions"][0]["selected_option"]["value"] == "later"

    def test_only_what_is_on_the_screen(
        self, anna: Actor, marco: Actor, app: TinyApp, client: WebClient
    ) -> None:
        posted = client.chat_postMessage(
            channel=ANNA.id, text="?", blocks=[actions(button("Yes", "yes"))]
        )
        with pytest.raises(CannotDo, match="Anna Rossi sees no 'No'; there is \\['Yes'\\]"):
            anna.presses("No")
        with pytest.raises(CannotDo):
            marco.presses("Yes")
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="done", blocks=[])
        with pytest.raises(CannotDo):
            anna.presses("Yes")
        assert app.heard == []

    def test_a_stale_screen_still_has_the_old_button(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        posted = client.chat_postMessage(
            channel=ANNA.id, text="?", blocks=[actions(button("Yes", "yes"))]
        )
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="done", blocks=[])
        anna.presses_old("Yes", anna.sees.last)
        assert app.heard[-1]["actions"][0]["action_id"] == "yes"
        with pytest.raises(CannotDo):
            anna.presses_old("No", anna.sees.last)

    def test_the_newest_message_first_or_the_one_named(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        for value in ("old", "new"):
            client.chat_postMessage(
                channel=ANNA.id, text="?", blocks=[actions(button("Yes", "yes", value=value))]
            )
        anna.presses("Yes")
        anna.presses("Yes", in_=anna.sees.dm[0])
        assert [heard["actions"][0]["value"] for heard in app.heard] == ["new", "old"]

    def test_each_place_by_name(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        def here(where: str) -> dict[str, Any]:
            return actions(button("Go", "go", value=where))

        client.chat_postMessage(channel=ANNA.id, text="?", blocks=[here("message")])
        client.views_publish(user_id=ANNA.id, view=home(here("home")))
        app.answers["command"] = lambda payload: {"text": "?", "blocks": [here("ephemeral")]}
        anna.types("/revmentor")
        for where in ("message", "home", "ephemeral"):
            anna.presses("Go", in_=where)
        opens(app, client, modal(here("view")))
        anna.types("/revmentor")
        anna.presses("Go", in_="view")
        with pytest.raises(CannotDo):
            anna.presses("Nothing")  # a modal hides everything else
        anna.closes()
        pressed = [h["actions"][0]["value"] for h in app.heard if "actions" in h]
        assert pressed == ["message", "home", "ephemeral", "view"]

    def test_a_question_before_the_action(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        confirm = {
            "title": plain("Sure?"),
            "text": plain("It ends."),
            "confirm": plain("End it"),
            "deny": plain("Stay"),
        }
        client.chat_postMessage(
            channel=ANNA.id,
            text="?",
            blocks=[actions(button("End", "end", confirm=confirm), button("Stay", "stay"))],
        )
        assert anna.declines("End")["confirm"]["text"] == "End it"
        assert app.heard == []
        with pytest.raises(CannotDo, match="no confirmation"):
            anna.declines("Stay")

    def test_trouble_is_noticed(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        client.chat_postMessage(channel=ANNA.id, text="?", blocks=[actions(button("Go", "go"))])
        app.answers["block_actions"] = lambda payload: (500, "text/plain", "")
        anna.presses("Go")
        assert [(notice.code, notice.about) for notice in anna.notices] == [
            ("dispatch_failed", "go")
        ]


class TestFilling:
    @pytest.mark.parametrize(
        ("element", "value", "entry"),
        [
            ({"type": "plain_text_input"}, "ciao", {"value": "ciao"}),
            ({"type": "plain_text_input"}, "", {"value": None}),
            ({"type": "number_input", "is_decimal_allowed": False}, 3, {"value": "3"}),
            ({"type": "email_text_input"}, "a@b.it", {"value": "a@b.it"}),
            ({"type": "url_text_input"}, "https://b.it", {"value": "https://b.it"}),
            (TOPIC, "Excel", {"selected_option": options("Excel")[0]}),
            (TOPIC, "excel", {"selected_option": options("Excel")[0]}),
            (
                {"type": "static_select", "option_groups": [
                    {"label": plain("All"), "options": options("Python", "Excel")}]},
                "Excel",
                {"selected_option": options("Excel")[0]},
            ),
            (
                {"type": "multi_static_select", "options": options("A", "B", "C")},
                ["C", "A"],
                {"selected_options": options("C", "A")},
            ),
            (
                {"type": "checkboxes", "options": options("A", "B", "C")},
                ["C", "A"],
                {"selected_options": options("A", "C")},
            ),
            ({"type": "radio_buttons", "options": options("A", "B")}, "B",
             {"selected_option": options("B")[0]}),
            ({"type": "users_select"}, "marco", {"selected_user": MARCO.id}),
            ({"type": "multi_users_select"}, ["Marco Conti", ANNA],
             {"selected_users": [MARCO.id, ANNA.id]}),
            ({"type": "datepicker"}, date(2026, 12, 7), {"selected_date": "2026-12-07"}),
            ({"type": "datepicker"}, "2026-12-07", {"selected_date": "2026-12-07"}),
            ({"type": "timepicker"}, time(9, 30), {"selected_time": "09:30"}),
            (
                {"type": "datetimepicker"},
                datetime(2026, 12, 7, 14, tzinfo=UTC),
                {"selected_date_time": 1_796_652_000},
            ),
        ],
    )  # fmt: skip
    def test_every_input_in_slacks_shape(
        self,
        anna: Actor,
        app: TinyApp,
        client: WebClient,
        element: dict[str, Any],
        value: Any,
        entry: dict[str, Any],
    ) -> None:
        block = field("q", "Question", element, optional=True)
        block["element"]["action_id"] = "value"
        opens(app, client, modal(block))
        anna.types("/revmentor")
        anna.fills({"Question": value})
        anna.submits()
        assert app.heard[-1]["view"]["state"]["values"] == {
            "q": {"value": {"type": element["type"], **entry}}
        }

    def test_prefilled_values_are_sent_untouched(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        chosen = options("Python")[0]
        opens(
            app,
            client,
            modal(
                text_field("name", "Name", initial_value="Anna"),
                field("t", "Topic", {**TOPIC, "initial_option": chosen}),
                field("d", "Day", {"type": "datepicker", "initial_date": "2026-12-07"}),
                field("u", "Who", {"type": "users_select", "initial_user": MARCO.id}),
            ),
        )
        anna.types("/revmentor")
        assert anna.field("Topic") == "Python"
        assert anna.choices("topic") == ["Python", "Excel"]
        anna.submits()
        values = app.heard[-1]["view"]["state"]["values"]
        assert values["name"]["value"]["value"] == "Anna"
        assert values["t"]["topic"]["selected_option"] == chosen
        assert values["d"]["value"]["selected_date"] == "2026-12-07"
        assert values["u"]["value"]["selected_user"] == MARCO.id

    def test_what_the_control_does_not_offer(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        many = {
            "type": "multi_static_select",
            "options": options("A", "B"),
            "max_selected_items": 1,
        }
        opens(app, client, modal(field("t", "Topic", TOPIC), field("m", "Many", many)))
        anna.types("/revmentor")
        with pytest.raises(CannotDo, match="no option 'Cobol'"):
            anna.fills({"Topic": "Cobol"})
        with pytest.raises(CannotDo, match="at most 1"):
            anna.fills({"Many": ["A", "B"]})
        with pytest.raises(CannotDo, match="no field 'Age'"):
            anna.fills({"Age": 3})

    @pytest.mark.parametrize(
        ("element", "value"),
        [
            ({"type": "plain_text_input"}, ""),
            ({"type": "plain_text_input", "max_length": 3}, "four"),
            ({"type": "plain_text_input", "min_length": 3}, "ab"),
            ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
            ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, 3),
            ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, 1),
            ({"type": "number_input", "is_decimal_allowed": True}, "many"),
            ({"type": "email_text_input"}, "nobody"),
            ({"type": "url_text_input"}, "nowhere"),
            (TOPIC, None),
            ({"type": "multi_static_select", "options": options("A")}, []),
        ],
    )
    def test_slack_holds_a_bad_form_back(
        self,
        anna: Actor,
        app: TinyApp,
        client: WebClient,
        element: dict[str, Any],
        value: Any,
    ) -> None:
        opens(app, client, modal(field("q", "Question", element)))
        anna.types("/revmentor")
        anna.fills({"Question": value})
        with pytest.raises(CannotDo, match="holds the form back"):
            anna.submits()
        assert anna.sees.view is not None
        assert set(anna.sees.view.errors) == {"q"}
        assert len(app.heard) == 1

    def test_a_dispatching_field_is_sent_at_once_and_may_bring_another(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        asks = field("t", "Topic", TOPIC, dispatch_action=True)
        opens(app, client, modal(asks))

        def grow(payload: dict[str, Any]) -> None:
            view = payload["view"]
            client.views_update(
                view_id=view["id"], hash=view["hash"], view=modal(asks, text_field("l", "Level"))
            )

        app.answers["block_actions"] = grow
        anna.types("/revmentor")
        sent = anna.fills({"Topic": "Excel", "Level": "2"})
        assert len(sent) == 1
        action = app.heard[-1]["actions"][0]
        assert action["selected_option"]["value"] == "excel"
        assert anna.field("Topic") == "Excel"

    def test_a_select_in_a_message_keeps_its_choice(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        client.chat_postMessage(
            channel=ANNA.id,
            text="?",
            blocks=[section("Pick", block_id="s", accessory=TOPIC), actions(button("Go", "go"))],
        )
        anna.chooses("topic", "Excel")
        anna.presses("Go")
        chosen = app.heard[-1]["state"]["values"]["s"]["topic"]["selected_option"]
        assert chosen["value"] == "excel"


class TestSubmitting:
    def filled(self, anna: Actor, app: TinyApp, client: WebClient, **more: Any) -> None:
        opens(app, client, modal(text_field(), **more))
        anna.types("/revmentor")
        anna.fills({"Name": "Anna"})

    def test_an_empty_answer_closes(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        self.filled(anna, app, client, private_metadata="7")
        anna.submits()
        heard = app.heard[-1]
        assert (heard["type"], heard["view"]["private_metadata"]) == ("view_submission", "7")
        assert heard["view"]["callback_id"] == "form"
        assert "channel" not in heard
        assert anna.sees.view is None

    def test_errors_stand_beside_the_field_and_what_was_typed_stays(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        self.filled(anna, app, client)
        app.answers["view_submission"] = lambda payload: {
            "response_action": "errors",
            "errors": {"name": "Too short"},
        }
        anna.submits()
        view = anna.sees.view
        assert view is not None
        assert view.errors == {"name": "Too short"}
        assert anna.field("Name") == "Anna"
        del app.answers["view_submission"]
        anna.submits()
        assert anna.sees.view is None

    def test_update_push_and_clear(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        self.filled(anna, app, client)
        steps = iter(
            [
                {"response_action": "update", "view": modal(text_field(), title=plain("Two"))},
                {"response_action": "push", "view": modal(section("x"), title=plain("Three"))},
                {"response_action": "clear"},
            ]
        )
        app.answers["view_submission"] = lambda payload: next(steps)
        titles = []
        for _ in range(3):
            anna.submits()
            titles.append(anna.sees.view.title if anna.sees.view else None)
        assert titles == ["Two", "Three", None]

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ((500, "text/plain", ""), "dispatch_failed"),
            ({"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_view_response"),
            ({"response_action": "errors", "errors": {}}, "invalid_view_response"),
            ({"response_action": "update", "view": {"type": "modal"}}, "invalid_view_response"),
            ({"response_action": "dance"}, "invalid_view_response"),
        ],
    )
    def test_a_bad_answer_leaves_the_form_open(
        self, anna: Actor, app: TinyApp, client: WebClient, answer: Any, code: str
    ) -> None:
        self.filled(anna, app, client)
        app.answers["view_submission"] = lambda payload: answer
        anna.submits()
        assert [notice.code for notice in anna.notices] == [code]
        assert anna.field("Name") == "Anna"

    def test_closing_is_told_only_on_request(
        self, anna: Actor, app: TinyApp, client: WebClient
    ) -> None:
        self.filled(anna, app, client)
        assert anna.closes() is None
        self.filled(anna, app, client, notify_on_close=True)
        anna.closes()
        assert (app.heard[-1]["type"], app.heard[-1]["is_cleared"]) == ("view_closed", False)
        with pytest.raises(CannotDo, match="no modal open"):
            anna.submits()

    def test_nothing_to_submit(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        view = modal(section("Read only"))
        del view["submit"]
        opens(app, client, view)
        anna.types("/revmentor")
        with pytest.raises(CannotDo, match="no submit button"):
            anna.submits()


class TestSeeing:
    def test_messages_as_read_in_zone_and_language(
        self, anna: Actor, marco: Actor, client: WebClient
    ) -> None:
        when = 1_796_652_000  # 2026-12-07 14:00 UTC
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        text = f"<@{ANNA.id}>: <!date^{when}^{{date_long}}, {{time}}|7 Dec, 14:00 UTC> &amp; more"
        client.chat_postMessage(channel=group, text=text)
        assert anna.sees.group(MARCO)[0].shown == (
            "@Anna Rossi: lunedì 7 dicembre 2026, 15:00 & more"
        )
        assert marco.sees.group(ANNA)[0].shown == (
            "@Anna Rossi: Monday, 7 December 2026, 14:00 & more"
        )

    def test_a_snapshot_does_not_change(self, anna: Actor, client: WebClient) -> None:
        posted = client.chat_postMessage(channel=ANNA.id, text="before")
        before = anna.sees
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="after")
        assert (before.last.text, anna.sees.last.text) == ("before", "after")

    def test_a_modal_as_lines(self, anna: Actor, app: TinyApp, client: WebClient) -> None:
        opens(
            app,
            client,
            modal(section("Hi", fields=[mrkdwn("*a*")]), field("t", "Topic", TOPIC)),
        )
        anna.types("/revmentor")
        view = anna.sees.view
        assert view is not None
        assert view.shown == "A form\nHi\n*a*\nTopic: (Python | Excel)"
        assert view.fields == {"Topic": None}
        assert view.submit == "Send"


def test_two_people_at_once(anna: Actor, marco: Actor, app: TinyApp, client: WebClient) -> None:
    """Nobody waits for the other: each callback returns only when both have arrived."""
    both = threading.Barrier(2, timeout=5)
    app.answers["block_actions"] = lambda payload: both.wait() and None
    for person in (ANNA, MARCO):
        client.chat_postMessage(channel=person.id, text="?", blocks=[actions(button("Go", "go"))])
    threads = [threading.Thread(target=one.presses, args=("Go",)) for one in (anna, marco)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {heard["user"]["id"] for heard in app.heard} == {ANNA.id, MARCO.id}
    assert anna.notices == marco.notices == []
