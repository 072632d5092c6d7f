"""The whole state of a page: rooms, unread marks, messages, screens, notices."""

from typing import Any

import pytest
from slack_sdk import WebClient

from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.conftest import ANNA, GIULIA, GONE, MARCO, OTHER_BOT
from tests.playground.page.visitor import Visitor
from tests.playground.pieces import actions, button, home, modal, section, text_field
from tests.playground.tiny_app import TinyApp


def rooms(visitor: Visitor) -> dict[str, dict[str, Any]]:
    return {one["title"]: one for one in visitor.state()["rooms"]["list"]}


def move(running: Running, seconds: float) -> None:
    running.workspace.clock.offset += seconds


class TestPerson:
    def test_words_zone_and_commands_are_those_of_the_reader(
        self, running: Running, anna_at: Visitor, marco_at: Visitor
    ) -> None:
        running.workspace.command_hints["/revmentor"] = ("Mentoring", "join | leave [date]")
        anna, marco = anna_at.state()["person"], marco_at.state()["person"]
        assert (anna["name"], anna["initials"], anna["zone"]) == ("Anna Rossi", "AR", "Europe/Rome")
        assert (anna["words"]["home"], anna["words"]["close"]) == ("Home", "Chiudi")
        assert marco["words"]["close"] == "Close"
        assert anna["commands"] == [
            {
                "name": "/revmentor",
                "about": "Mentoring",
                "hint": "join | leave [date]",
                "choices": ["join", "leave [date]"],
            }
        ]

    def test_nobody_has_a_page_who_is_no_person_here(self, running: Running) -> None:
        for one in ("U0NOBODY001", OTHER_BOT.id, running.workspace.bot_user_id):
            visitor = Visitor(running, one)
            assert visitor.ask(f"/p/{one}")[0] == 404
            assert visitor.ask(f"/p/{one}/state")[0] == 404
            assert visitor.ask(f"/p/{one}/do", {"do": "write"})[0] == 404

    def test_somebody_deactivated_still_reads(self, running: Running) -> None:
        assert Visitor(running, GONE.id).state()["person"]["is_deactivated"]


class TestRooms:
    def test_the_app_comes_first_and_a_group_is_named_after_the_others(
        self, client: WebClient, anna_at: Visitor
    ) -> None:
        client.conversations_open(users=[ANNA.id, MARCO.id])
        listed = rooms(anna_at)
        assert listed["revmentor"]["kind"] == "app"
        assert listed["general"]["kind"] == "channel"
        assert listed["Marco Conti, revmentor"]["kind"] == "mpim"
        assert [face["initials"] for face in listed["Marco Conti, revmentor"]["faces"]] == ["MC"]

    def test_what_others_wrote_is_unread_until_the_room_is_open(
        self, client: WebClient, anna_at: Visitor, anna: Actor, marco: Actor
    ) -> None:
        anna_at.state()
        marco.says("one", "#general")
        marco.says("two", "#general")
        anna.says("three", "#general")
        client.chat_postMessage(channel=ANNA.id, text="read at once")
        assert rooms(anna_at)["general"]["unread"] == 2
        assert rooms(anna_at)["revmentor"]["unread"] == 0
        anna_at.do("open", room=rooms(anna_at)["general"]["id"])
        assert rooms(anna_at)["general"]["unread"] == 0
        client.chat_postMessage(channel=ANNA.id, text="elsewhere")
        assert rooms(anna_at)["revmentor"]["unread"] == 1

    def test_what_is_written_beside_the_open_home_tab_stays_unread(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        anna_at.do("open", room=anna_at.app_room, tab="home")
        client.chat_postMessage(channel=ANNA.id, text="read me")
        assert rooms(anna_at)["revmentor"]["unread"] == 1

    def test_a_private_answer_to_somebody_else_is_not_there(
        self, client: WebClient, anna_at: Visitor
    ) -> None:
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        client.chat_postEphemeral(channel=group, user=MARCO.id, text="for Marco")
        assert rooms(anna_at)["Marco Conti, revmentor"]["unread"] == 0
        anna_at.do("open", room=group)
        assert anna_at.messages() == []


class TestMessages:
    def test_a_message_is_ready_to_draw_in_the_readers_zone(
        self, running: Running, client: WebClient, anna_at: Visitor, marco_at: Visitor
    ) -> None:
        running.workspace.clock.source = lambda: 1_793_610_000.0  # 2 November 2026, 09:00 in Rome
        for one in (ANNA, MARCO):
            client.chat_postMessage(
                channel=one.id, text="*Hi*", blocks=[section("*Hi* <@U0ANNA00001>")]
            )
        (seen,) = anna_at.messages()
        assert (seen["time"], marco_at.messages()[0]["time"]) == ("10:00", "09:00")
        assert (seen["author"]["name"], seen["author"]["app"]) == ("revmentor", True)
        assert seen["spoken"] == "Hi"
        assert seen["blocks"][0]["text"] == [
            {"t": "b", "c": ["Hi"]}, " ", {"t": "at", "c": ["@Anna Rossi"]},
        ]  # fmt: skip

    def test_days_divide_and_those_near_have_names(
        self, running: Running, client: WebClient, anna_at: Visitor
    ) -> None:
        for days in (2, 1, 1):
            client.chat_postMessage(channel=ANNA.id, text="Hi")
            move(running, days * 86_400)
        client.chat_postMessage(channel=ANNA.id, text="Hi")
        named = [one["text"] for one in anna_at.state()["messages"]["list"] if one["draw"] == "day"]
        assert named[2:] == ["Ieri", "Oggi"]
        assert named[0][0].isupper()
        assert len(named) == 4

    def test_messages_of_one_author_stand_together_for_five_minutes(
        self, running: Running, client: WebClient, anna_at: Visitor
    ) -> None:
        for pause in (0, 200, 400):
            move(running, pause)
            client.chat_postMessage(channel=ANNA.id, text="Hi")
        assert [one["follows"] for one in anna_at.messages()] == [False, True, False]

    def test_an_edit_and_a_private_answer_say_so(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        app.answers["command"] = lambda _: "Only for you"
        anna_at.types("/revmentor help")
        sent = client.chat_postMessage(channel=ANNA.id, text="One")
        anna_at.messages()
        client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Two")
        private, edited = anna_at.messages()
        assert (private["is_private"], private["is_edited"]) == (True, False)
        assert (edited["is_private"], edited["is_edited"]) == (False, True)
        assert edited["blocks"][0]["text"] == ["Two"]

    def test_the_command_stands_where_it_was_typed(self, anna_at: Visitor, app: TinyApp) -> None:
        app.answers["command"] = lambda _: "Done"
        anna_at.types("/revmentor  help ")
        listed = anna_at.state()["messages"]["list"]
        assert [one["draw"] for one in listed] == ["day", "typed", "message"]
        assert listed[1]["text"] == "/revmentor  help"

    def test_a_thousand_messages_come_two_hundred_at_a_time(
        self, running: Running, anna_at: Visitor
    ) -> None:
        ws, room = running.workspace, anna_at.app_room
        for number in range(1000):
            ws.accept(ws.rooms.by_id[room], ws.bot_user_id, f"number {number}", [])
        newest = anna_at.state()["messages"]
        shown = [one for one in newest["list"] if one["draw"] == "message"]
        assert len(shown) == 200
        assert shown[-1]["spoken"] == "number 999"
        before = newest["earlier"]
        page = anna_at.ask(f"/p/{ANNA.id}/rooms/{room}?before={before}")[2]
        assert b'"number 799"' in page
        assert b'"number 600"' in page
        assert b'"number 599"' not in page
        assert b'"number 800"' not in page

    @pytest.mark.parametrize(("before", "status"), [("x", 400), ("1.5", 200)])
    def test_only_a_timestamp_leads_back(self, anna_at: Visitor, before: str, status: int) -> None:
        path = f"/p/{ANNA.id}/rooms/{anna_at.app_room}?before={before}"
        assert anna_at.ask(path)[0] == status

    def test_only_the_open_room_is_read(self, client: WebClient, anna_at: Visitor) -> None:
        others = client.conversations_open(users=[MARCO.id, GIULIA.id])["channel"]["id"]
        assert anna_at.ask(f"/p/{ANNA.id}/rooms/{others}")[0] == 404
        assert not anna_at.do("open", room=others)["ok"]


class TestScreens:
    def test_home_is_there_when_the_app_has_published_it(
        self, client: WebClient, anna_at: Visitor
    ) -> None:
        assert anna_at.state()["home"] == {"blocks": None, "is_loading": False, "trouble": ""}
        client.views_publish(user_id=ANNA.id, view=home(section("Welcome")))
        assert anna_at.state()["home"]["blocks"][0]["text"] == ["Welcome"]

    def test_the_modal_on_top_with_what_lies_below(
        self, client: WebClient, anna_at: Visitor, app: TinyApp
    ) -> None:
        first = modal(
            text_field(),
            actions(button("More", "more")),
            close={"type": "plain_text", "text": "No"},
        )
        app.answers["command"] = lambda heard: (
            client.views_open(trigger_id=heard["trigger_id"], view=first).data and None
        )
        app.answers["block_actions"] = lambda heard: (
            client.views_push(trigger_id=heard["trigger_id"], view=modal(text_field())).data
            and None
        )
        assert anna_at.state()["view"] == {"id": None}
        anna_at.types("/revmentor")
        view = anna_at.state()["view"]
        assert (view["title"], view["submit"], view["close"]) == ("A form", "Send", "No")
        assert view["depth"] == 0
        place = {"kind": "view", "id": view["id"]}
        assert anna_at.do("press", place=place, block="acts", action="more")["ok"]
        assert anna_at.state()["view"]["depth"] == 1


class TestNotices:
    def test_trouble_of_the_app_is_told_in_the_readers_words_until_put_away(
        self, running: Running, anna_at: Visitor, app: TinyApp
    ) -> None:
        app.answers["command"] = lambda _: (500, "text/plain", "no")
        anna_at.types("/revmentor")
        (notice,) = anna_at.state()["notices"]["list"]
        assert notice["text"] == (
            "revmentor non ha risposto come doveva (dispatch_failed). Riprova tra poco."
        )
        anna_at.do("dismiss", notice=notice["id"])
        assert anna_at.state()["notices"]["list"] == []

    def test_an_app_that_is_not_there_is_told_of(self, running: Running, anna_at: Visitor) -> None:
        running.workspace.request_url = "http://127.0.0.1:9/slack/events"
        assert anna_at.state()["notices"]["app"] == (
            "revmentor non è in funzione. Quello che invii ora resta senza risposta."
        )
        anna_at.types("/revmentor")
        assert len(anna_at.state()["notices"]["list"]) == 1
