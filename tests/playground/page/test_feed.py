"""What changes arrives by itself, whole and only once."""

import threading

import pytest
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.visitor import Visitor
from tests.playground.pieces import home, modal, section, text_field
from tests.playground.tiny_app import TinyApp


def test_a_message_arrives_with_the_order_of_all(client: WebClient, anna_at: Visitor) -> None:
    client.chat_postMessage(channel=ANNA.id, text="before")
    anna_at.state()
    with anna_at.feed() as feed:
        feed.until("messages")
        client.chat_postMessage(channel=ANNA.id, text="one")
        now = feed.until("messages")
        assert [one["spoken"] for one in now["list"]] == ["one"]
        assert len(now["order"]) == 3


def test_an_edit_and_a_deletion_too(client: WebClient, anna_at: Visitor) -> None:
    sent = client.chat_postMessage(channel=ANNA.id, text="one")
    with anna_at.feed() as feed:
        feed.until("messages")
        client.chat_update(channel=sent["channel"], ts=sent["ts"], text="two")
        assert [one["spoken"] for one in feed.until("messages")["list"]] == ["two"]
        client.chat_delete(channel=sent["channel"], ts=sent["ts"])
        assert feed.until("messages") == {
            "room": sent["channel"], "before": "", "earlier": "", "begin": "/revmentor",
            "list": [], "order": [],
        }  # fmt: skip


def test_what_lies_in_the_open_room_is_read_and_elsewhere_it_is_marked(
    client: WebClient, anna_at: Visitor, marco: Actor
) -> None:
    anna_at.state()
    with anna_at.feed() as feed:
        marco.says("Ciao", "#general")
        rooms = feed.until("rooms")["list"]
        assert {one["title"]: one["unread"] for one in rooms} == {"revmentor": 0, "general": 1}
        client.chat_postMessage(channel=ANNA.id, text="read at once")
        rooms = feed.until("rooms")["list"]
        assert {one["title"]: one["unread"] for one in rooms} == {"revmentor": 0, "general": 1}


def test_another_room_comes_whole(client: WebClient, anna_at: Visitor, marco: Actor) -> None:
    client.chat_postMessage(channel=ANNA.id, text="here")
    marco.says("there", "#general")
    general = anna_at.channel
    with anna_at.feed() as feed:
        feed.until("messages")
        anna_at.do("open", room=general)
        now = feed.until("messages", room=general)
        assert [one["draw"] for one in now["list"]] == ["day", "message"]
        assert [one["key"] for one in now["list"]] == now["order"]


def test_screens_and_notices(
    running: Running, client: WebClient, anna_at: Visitor, app: TinyApp
) -> None:
    def on_command(heard: dict[str, str]) -> None:
        client.views_open(trigger_id=heard["trigger_id"], view=modal(text_field()))

    app.answers["command"] = on_command
    with anna_at.feed() as feed:
        client.views_publish(user_id=ANNA.id, view=home(section("Hi")))
        assert feed.until("home")["blocks"][0]["text"] == ["Hi"]
        anna_at.types("/revmentor")
        assert feed.until("view")["title"] == "A form"
        running.workspace.notify(ANNA.id, "operation_timeout", "/revmentor")
        running.workspace.notify(MARCO.id, "operation_timeout", "/revmentor")
        feed_until = feed.until("notices")
        while not feed_until["list"]:
            feed_until = feed.until("notices")
        assert len(feed_until["list"]) == 1


def test_the_clock_is_looked_at(running: Running, anna_at: Visitor) -> None:
    running.workspace.clock.source = lambda: 1_793_610_000.0
    with anna_at.feed() as feed:
        assert feed.until("clock") == {"day": "lun 2 nov 2026", "time": "10:00", "place": "Roma"}
        running.workspace.clock.offset = 3600.0
        assert feed.until("clock")["time"] == "11:00"


def test_what_others_do_among_themselves_is_not_told(client: WebClient, anna_at: Visitor) -> None:
    with anna_at.feed() as feed:
        feed.until("messages")
        client.chat_postMessage(channel=MARCO.id, text="for Marco")
        client.views_publish(user_id=MARCO.id, view=home(section("Marco's")))
        client.chat_postMessage(channel=ANNA.id, text="for Anna")
        feed.until("messages")
        assert "Marco" not in str(feed.batches)


def test_a_thousand_at_once_come_in_few_batches(running: Running, anna_at: Visitor) -> None:
    ws, room = running.workspace, running.workspace.rooms.by_id[anna_at.app_room]
    with anna_at.feed() as feed:
        feed.until("messages")

        def flood(part: int) -> None:
            for number in range(250):
                ws.accept(room, ws.bot_user_id, f"{part}-{number}", [])

        threads = [threading.Thread(target=flood, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        last = room.messages[-1].ts
        now = feed.until("messages")
        while now["order"][-1] != last:
            now = feed.until("messages")
        assert len([key for key in now["order"] if not key.startswith("day")]) == 200
        assert len(feed.batches) < 100


def test_a_person_who_changes_language_gets_new_words(running: Running, anna_at: Visitor) -> None:
    with anna_at.feed() as feed:
        feed.until("clock")
        running.change_person(ANNA.id, locale="en-GB")
        assert feed.until("person")["words"]["close"] == "Close"


def test_nobody_and_other_sites_get_no_feed(running: Running, anna_at: Visitor) -> None:
    url = running.url.replace("http", "ws", 1)
    for path, origin in (("U0NOBODY001", None), (ANNA.id, "https://elsewhere.example")):
        with pytest.raises(InvalidStatus):
            connect(f"{url}/p/{path}/feed", origin=origin)  # type: ignore[arg-type]


def test_a_page_that_goes_leaves_nobody_watching(running: Running, anna_at: Visitor) -> None:
    ws = running.workspace
    with anna_at.feed() as feed:
        feed.until("clock")
        assert len(ws.watchers) == 1
    for _ in range(200):
        if not ws.watchers:
            break
        anna_at.state()
    assert ws.watchers == []
