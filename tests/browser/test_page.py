"""One person's page by hand: rooms, messages, commands, and what happens when things go wrong."""

import re
import threading

from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from playground.page import serve
from playground.server.serve import Running
from tests.browser.conftest import Pages
from tests.browser.looks import seen_in_every_way
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.specimens import BLOCKS, chart
from tests.playground.pieces import actions, button, home, modal, section, text_field
from tests.playground.tiny_app import TinyApp

MOST_BYTES = 120_000


def types(page: Page, text: str) -> None:
    field = page.get_by_role("combobox", name=re.compile("^(Messaggio|Message)$"))
    field.fill(text)
    field.press("Enter")


class TestMessages:
    def test_a_message_arrives_is_edited_and_goes(
        self, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(ANNA.id)
        sent = client.chat_postMessage(channel=ANNA.id, text="*Good* morning <@U0ANNA00001>")
        message = page.get_by_role("article").filter(has_text="Good morning @Anna Rossi")
        expect(message).to_be_visible()
        expect(page.get_by_text("Nuovo messaggio da revmentor: Good morning")).to_be_attached()
        client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Good evening")
        expect(page.get_by_role("article").filter(has_text="Good evening")).to_contain_text(
            "modificato"
        )
        client.chat_delete(channel=sent["channel"], ts=sent["ts"])
        expect(page.get_by_role("article")).to_have_count(0)

    def test_unread_rooms_are_marked_until_they_are_opened(
        self, running: Running, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(ANNA.id)
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        client.chat_postMessage(channel=group, text="Welcome, both")
        room = page.get_by_role("button", name="Marco Conti, revmentor 1 da leggere")
        room.click()
        expect(page.get_by_role("heading", name="Marco Conti", level=1)).to_be_visible()
        expect(page.get_by_role("article")).to_contain_text("Welcome, both")
        expect(page.get_by_role("button", name="Marco Conti")).not_to_contain_text("da leggere")
        types(page, "Ciao!")
        expect(page.get_by_role("article").last).to_contain_text("Ciao!")
        page.reload()
        expect(page.get_by_role("heading", name="Marco Conti", level=1)).to_be_visible()

    def test_the_newest_that_grows_stays_in_view_from_its_beginning(
        self, running: Running, page_of: Pages, app: TinyApp
    ) -> None:
        page, ws = page_of(ANNA.id), running.workspace
        for text in ("Before.", "The newest."):
            ws.accept(ws.direct(ANNA.id), ws.bot_user_id, text, [])
        newest = page.get_by_role("article").filter(has_text="The newest.")
        expect(newest).to_be_in_viewport()
        newest.evaluate("(el) => { el.style.height = '3000px'; }")
        expect(page.get_by_text("Before.", exact=True)).not_to_be_in_viewport()
        expect(newest.get_by_text("The newest.")).to_be_in_viewport()

    def test_a_thousand_at_once(self, running: Running, page_of: Pages, app: TinyApp) -> None:
        page, ws = page_of(ANNA.id), running.workspace
        room = ws.direct(ANNA.id)

        def flood() -> None:
            for number in range(1, 1001):
                ws.accept(room, ws.bot_user_id, f"number {number}.", [])

        thread = threading.Thread(target=flood)
        thread.start()
        expect(page.get_by_text("number 1000.", exact=True)).to_be_in_viewport()
        thread.join()
        expect(page.get_by_role("article")).to_have_count(200)
        page.get_by_role("button", name="Mostra i messaggi precedenti").click()
        expect(page.get_by_text("number 800.", exact=True)).to_be_visible()
        expect(page.get_by_role("article")).to_have_count(200)
        page.get_by_role("button", name="Torna ai messaggi più recenti").click()
        expect(page.get_by_text("number 1000.", exact=True)).to_be_in_viewport()


class TestCommands:
    def test_a_command_with_its_hints_and_a_private_answer(
        self, running: Running, page_of: Pages, app: TinyApp
    ) -> None:
        running.workspace.command_hints["/revmentor"] = ("Mentoring", "join | status")
        app.answers["command"] = lambda heard: f"You asked for {heard['text']}"
        page = page_of(MARCO.id)
        field = page.get_by_role("combobox", name="Message")
        field.press_sequentially("/")
        expect(page.get_by_role("option", name="/revmentor Mentoring")).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
        field.press_sequentially("s")
        expect(page.get_by_role("option")).to_have_text(["/revmentor status"])
        field.press("ArrowDown")
        field.press("Enter")
        field.press("Enter")
        answer = page.get_by_role("article").filter(has_text="You asked for status")
        expect(answer).to_contain_text("Only visible to you")
        expect(page.get_by_role("listitem").filter(has_text="You typed")).to_contain_text(
            "/revmentor status"
        )

    def test_where_nothing_is_written_one_press_begins(self, page_of: Pages, app: TinyApp) -> None:
        app.answers["command"] = lambda _: "Welcome"
        page = page_of(MARCO.id)
        page.get_by_role("button", name="general").click()
        expect(page.get_by_text("Nothing has been written here yet.")).to_be_visible()
        expect(page.get_by_role("button", name="Begin with /revmentor")).to_have_count(0)
        page.get_by_role("button", name="revmentor App").click()
        page.get_by_role("button", name="Begin with /revmentor").click()
        expect(page.get_by_role("article")).to_contain_text("Welcome")
        expect(page.get_by_role("button", name="Begin with /revmentor")).to_have_count(0)

    def test_what_was_not_taken_stays_typed(self, page_of: Pages, app: TinyApp) -> None:
        page = page_of(MARCO.id)
        types(page, "Hello?")
        expect(page.get_by_role("alert")).to_contain_text("The app reads commands only.")
        expect(page.get_by_role("combobox", name="Message")).to_have_value("Hello?")
        page.get_by_role("button", name="Dismiss").click()
        expect(page.get_by_role("alert")).to_be_empty()

    def test_a_notice_passes_unless_somebody_points_at_it(
        self, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(MARCO.id)
        page.clock.install()
        types(page, "Hello?")
        notice = page.get_by_role("alert").get_by_text("The app reads commands only.")
        notice.hover()
        page.clock.fast_forward(15_000)
        expect(notice).to_be_visible()
        page.mouse.move(0, 0)
        page.clock.fast_forward(15_000)
        expect(notice).to_be_hidden()


class TestTabs:
    def test_home_and_about(self, client: WebClient, page_of: Pages, app: TinyApp) -> None:
        app.answers["app_home_opened"] = lambda _: (
            client.views_publish(
                user_id=MARCO.id, view=home(section("Welcome"), actions(button("Go", "go")))
            ).data
            and None
        )
        app.answers["block_actions"] = lambda _: (
            client.views_publish(user_id=MARCO.id, view=home(section("You went"))).data and None
        )
        page = page_of(MARCO.id)
        page.get_by_role("tab", name="Messages").focus()
        page.keyboard.press("ArrowLeft")
        panel = page.get_by_role("tabpanel", name="Home")
        expect(panel).to_contain_text("Welcome")
        panel.get_by_role("button", name="Go").click()
        expect(panel).to_contain_text("You went")
        page.get_by_role("tab", name="About").click()
        expect(page.get_by_role("tabpanel", name="About")).to_contain_text("/revmentor")
        assert seen_in_every_way(page) == []

    def test_the_page_follows_the_language_of_its_person(
        self, running: Running, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        client.chat_postMessage(channel=MARCO.id, text="Hi")
        page = page_of(MARCO.id)
        expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        running.change_person(MARCO.id, locale="it-IT")
        expect(page.get_by_role("tab", name="Messaggi")).to_be_visible()
        expect(page.get_by_role("heading", name="Oggi")).to_be_visible()


class TestTrouble:
    def test_an_app_that_stops_behind_the_page_and_comes_back(
        self, running: Running, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(MARCO.id)
        running.workspace.request_url = "http://127.0.0.1:9/"
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("revmentor isn't running.")
        types(page, "/revmentor")
        expect(alert).to_contain_text("didn't answer as it should")
        expect(page.get_by_role("listitem").filter(has_text="/revmentor")).to_be_visible()
        assert seen_in_every_way(page) == []
        page.get_by_role("tab", name="Home").click()
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        running.workspace.request_url = f"http://127.0.0.1:{app.server.server_address[1]}/"
        expect(alert).not_to_contain_text("isn't running")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("button", name="Try again")).to_have_count(0)

    def test_a_line_that_breaks_is_told_of_and_comes_back(
        self, running: Running, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(MARCO.id)
        page_of.expects("ERR_CONNECTION", "WebSocket connection", "Failed to load resource")
        port = int(running.url.rpartition(":")[2])
        running.stop()
        expect(page.get_by_text("No connection to the small Slack")).to_be_visible()
        again = serve.start(running.workspace, port)
        try:
            expect(page.get_by_text("No connection to the small Slack")).to_be_hidden()
            ws = running.workspace
            ws.accept(ws.direct(MARCO.id), ws.bot_user_id, "After the break", [])
            expect(page.get_by_role("article")).to_contain_text("After the break")
        finally:
            page.context.close()
            again.stop()

    def test_an_old_button_reaches_the_app_and_one_that_is_gone_says_so(
        self, running: Running, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(MARCO.id)
        sent = client.chat_postMessage(
            channel=MARCO.id, text="Yes?", blocks=[actions(button("Yes", "yes"))]
        )
        yes = page.get_by_role("button", name="Yes")
        expect(yes).to_be_visible()
        running.workspace.watchers.clear()  # this screen is not told of what comes now
        client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Done", blocks=[])
        with page.expect_response("**/do"):
            yes.click()
        assert app.heard[0]["actions"][0]["action_id"] == "yes"
        client.chat_delete(channel=sent["channel"], ts=sent["ts"])
        yes.click()
        expect(page.get_by_role("alert")).to_contain_text("This is no longer there")


class TestWhole:
    def test_the_page_is_light_and_everything_comes_from_here(
        self, page_of: Pages, app: TinyApp
    ) -> None:
        page_of(ANNA.id)
        (watch,) = page_of.watches
        assert 20_000 < sum(watch.weight.values()) < MOST_BYTES

    def test_every_block_is_drawn_and_can_be_read_by_everybody(
        self, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        figures = {"data_table", "data_visualization", "table"}
        plain = [block for kind, block in BLOCKS.items() if kind not in figures | {"alert"}]
        client.chat_postMessage(channel=ANNA.id, text="All", blocks=plain)
        client.chat_postMessage(
            channel=ANNA.id,
            text="F",
            blocks=[chart("bar"), chart("pie", "Proposals"), BLOCKS["data_table"]],
        )
        client.chat_postMessage(
            channel=ANNA.id, text="G", blocks=[chart("line"), chart("area"), BLOCKS["table"]]
        )
        page = page_of(ANNA.id)
        expect(page.get_by_role("article")).to_have_count(3)
        expect(page.get_by_text("Non so disegnare")).to_have_count(0)
        expect(page.get_by_role("img", name="Proposals")).to_be_visible()
        for one in page.get_by_text("Dati", exact=True).all():
            one.click()
        expect(page.get_by_role("cell", name="75 %")).to_be_visible()
        page.get_by_role("button", name="Mostra tutte le 2 righe").click()
        expect(page.get_by_role("rowheader", name="Waiting")).to_be_visible()
        assert seen_in_every_way(page) == []

    def test_on_a_phone_the_conversations_are_a_page_of_their_own(
        self, client: WebClient, page_of: Pages, app: TinyApp
    ) -> None:
        page = page_of(ANNA.id, width=390)
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        client.chat_postMessage(channel=group, text="Welcome, both")
        menu = page.get_by_role("button", name="Mostra le conversazioni")
        expect(menu).to_contain_text("1")
        menu.press("Enter")
        rooms = page.get_by_role("navigation", name="Conversazioni")
        expect(rooms.get_by_role("button", name="revmentor App")).to_be_focused()
        assert seen_in_every_way(page) == []
        page.keyboard.press("Escape")
        expect(menu).to_be_focused()
        expect(rooms).to_be_hidden()
        menu.click()
        rooms.get_by_role("button", name="Marco Conti").click()
        expect(page.get_by_role("article")).to_contain_text("Welcome, both")


def test_a_modal_and_its_question_can_be_read_by_everybody(
    client: WebClient, page_of: Pages, app: TinyApp
) -> None:
    asks = {
        "title": {"type": "plain_text", "text": "Sure?"},
        "text": {"type": "mrkdwn", "text": "It *cannot* be undone."},
        "confirm": {"type": "plain_text", "text": "Delete"},
        "deny": {"type": "plain_text", "text": "Keep"},
        "style": "danger",
    }

    def on_command(heard: dict[str, str]) -> None:
        row = actions(button("Delete all", "delete", style="danger", confirm=asks))
        view = modal(BLOCKS["alert"], text_field(), row)
        client.views_open(trigger_id=heard["trigger_id"], view=view)

    app.answers["command"] = on_command
    page = page_of(ANNA.id)
    types(page, "/revmentor")
    form = page.get_by_role("dialog", name="A form")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("textbox", name="Name")).to_be_focused()
    assert seen_in_every_way(page) == []
    form.get_by_role("button", name="Delete all").click()
    question = page.get_by_role("dialog", name="Sure?")
    expect(question.get_by_role("button", name="Keep")).to_be_focused()
    assert seen_in_every_way(page) == []
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert len(app.heard) == 1
    form.get_by_role("button", name="Delete all").click()
    question.get_by_role("button", name="Delete").click()
    expect(question).to_be_hidden()
    expect(form).to_be_visible()
