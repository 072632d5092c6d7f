"""Modals and Home tabs through views.*, by the real client."""

from typing import Any

import pytest
from slack_sdk import WebClient

from playground.actor.actor import Actor
from playground.server.serve import Running
from tests.playground.conftest import ANNA
from tests.playground.pieces import actions, button, home, modal, section, text_field
from tests.playground.server.test_methods import code, refusal
from tests.playground.tiny_app import TinyApp


def trigger(running: Running, from_modal: str | None = None) -> str:
    return running.workspace.triggers.make(ANNA.id, from_modal)


class TestTriggers:
    def test_a_trigger_opens_one_modal_once(self, running: Running, client: WebClient) -> None:
        one = trigger(running)
        view = client.views_open(trigger_id=one, view=modal(section("x")))["view"]
        assert view["hash"]
        assert view["state"] == {"values": {}}
        assert view["root_view_id"] == view["id"]
        refused = code(client.views_open, trigger_id=one, view=modal(section("x")))
        assert refused == "exchanged_trigger_id"

    def test_a_trigger_expires_in_real_time(self, running: Running, client: WebClient) -> None:
        running.workspace.clock.offset = 86_400
        client.views_open(trigger_id=trigger(running), view=modal(section("x")))
        late = trigger(running)
        running.workspace.triggers.seconds = 0
        refused = code(client.views_open, trigger_id=late, view=modal(section("x")))
        assert refused == "expired_trigger_id"

    def test_a_made_up_trigger(self, client: WebClient) -> None:
        assert code(client.views_open, trigger_id="1.2.3", view=modal(section("x"))) == (
            "invalid_trigger_id"
        )

    def test_a_refused_view_does_not_cost_the_trigger(
        self, running: Running, client: WebClient
    ) -> None:
        one = trigger(running)
        refused = refusal(client.views_open, trigger_id=one, view=modal(section("")))
        assert refused["error"] == "invalid_arguments"
        assert "/view/blocks/0/text/text" in refused["response_metadata"]["messages"][0]
        client.views_open(trigger_id=one, view=modal(section("x")))


class TestStack:
    def test_three_modals_at_most(self, running: Running, client: WebClient, anna: Actor) -> None:
        first = client.views_open(trigger_id=trigger(running), view=modal(section("1")))["view"]
        second = client.views_push(trigger_id=trigger(running), view=modal(section("2")))["view"]
        assert second["previous_view_id"] == second["root_view_id"] == first["id"]
        client.views_push(trigger_id=trigger(running), view=modal(section("3")))
        refused = code(client.views_push, trigger_id=trigger(running), view=modal(section("4")))
        assert refused == "push_limit_reached"
        anna.closes()
        assert anna.sees.view is not None
        assert anna.sees.view.id == second["id"]
        anna.closes(everything=True)
        assert anna.sees.view is None

    def test_nothing_to_push_on(self, running: Running, client: WebClient) -> None:
        refused = code(client.views_push, trigger_id=trigger(running), view=modal(section("x")))
        assert refused == "not_found"


class TestUpdate:
    def test_a_hash_guards_against_an_older_version(
        self, running: Running, client: WebClient
    ) -> None:
        view = client.views_open(trigger_id=trigger(running), view=modal(section("1")))["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("2")))
        refused = code(
            client.views_update, view_id=view["id"], hash=view["hash"], view=modal(section("3"))
        )
        assert refused == "hash_conflict"

    def test_by_external_id(self, running: Running, client: WebClient, anna: Actor) -> None:
        body = modal(section("1"), external_id="join-anna")
        client.views_open(trigger_id=trigger(running), view=body)
        client.views_update(external_id="join-anna", view=modal(section("two")))
        assert anna.sees.view is not None
        assert "two" in anna.sees.view.shown

    def test_an_external_id_is_unique(self, running: Running, client: WebClient) -> None:
        body = modal(section("1"), external_id="same")
        client.views_open(trigger_id=trigger(running), view=body)
        refused = code(client.views_push, trigger_id=trigger(running), view=body)
        assert refused == "duplicate_external_id"

    def test_a_closed_modal_is_gone(self, running: Running, client: WebClient, anna: Actor) -> None:
        view = client.views_open(trigger_id=trigger(running), view=modal(section("1")))["view"]
        anna.closes()
        refused = code(client.views_update, view_id=view["id"], view=modal(section("2")))
        assert refused == "not_found"

    def test_a_view_above_250_kb(self, running: Running, client: WebClient) -> None:
        large = modal(*(section("y" * 3000) for _ in range(90)))
        assert code(client.views_open, trigger_id=trigger(running), view=large) == "view_too_large"


class TestKeptValues:
    """What stands in a field while the screen changes around it."""

    def shows(self, client: WebClient, view_id: str, *blocks: dict[str, Any]) -> None:
        client.views_update(view_id=view_id, view=modal(*blocks))

    def test_the_same_ids_keep_and_a_new_block_id_starts_anew(
        self, running: Running, client: WebClient, anna: Actor
    ) -> None:
        view = client.views_open(trigger_id=trigger(running), view=modal(text_field("name")))
        anna.fills({"Name": "typed"})
        self.shows(client, view["view"]["id"], text_field("name", initial_value="other"))
        assert anna.field("Name") == "typed"
        self.shows(client, view["view"]["id"], text_field("name2", initial_value="fresh"))
        assert anna.field("Name") == "fresh"

    @pytest.mark.parametrize("omits", [True, False])
    def test_an_untouched_prefill_may_be_missing_after_an_update(
        self, running: Running, client: WebClient, anna: Actor, app: TinyApp, omits: bool
    ) -> None:
        running.workspace.omits_untouched_after_update = omits
        fields = text_field("a", "A", initial_value="one"), text_field("b", "B", initial_value="x")
        view = client.views_open(trigger_id=trigger(running), view=modal(*fields))
        self.shows(client, view["view"]["id"], *fields)
        anna.fills({"B": "two"})
        anna.submits()
        values = app.heard[-1]["view"]["state"]["values"]
        assert values["b"]["value"]["value"] == "two"
        assert ("a" in values) is not omits

    def test_a_field_without_ids_loses_its_value(
        self, running: Running, client: WebClient, anna: Actor
    ) -> None:
        nameless = {key: part for key, part in text_field().items() if key != "block_id"}
        view = client.views_open(trigger_id=trigger(running), view=modal(nameless))
        anna.fills({"Name": "typed"})
        self.shows(client, view["view"]["id"], nameless)
        assert anna.field("Name") is None


class TestHome:
    def test_published_for_one_person(self, client: WebClient, anna: Actor, marco: Actor) -> None:
        client.views_publish(user_id=ANNA.id, view=home(section("yours")))
        assert anna.sees.home is not None
        assert anna.sees.home.shown == "yours"
        assert marco.sees.home is None

    def test_a_hash_guards_it(self, client: WebClient) -> None:
        view = client.views_publish(user_id=ANNA.id, view=home(section("1")))["view"]
        client.views_publish(user_id=ANNA.id, hash=view["hash"], view=home(section("2")))
        refused = code(
            client.views_publish, user_id=ANNA.id, hash=view["hash"], view=home(section("3"))
        )
        assert refused == "hash_conflict"

    def test_refusals(self, running: Running, client: WebClient) -> None:
        assert code(client.views_publish, user_id="U0NO", view=home()) == "user_not_found"
        assert code(client.views_publish, user_id=ANNA.id, view=modal()) == "invalid_arguments"
        running.workspace.home_tab = False
        assert code(client.views_publish, user_id=ANNA.id, view=home()) == "not_enabled"

    def test_its_buttons_have_no_channel_and_no_response_url(
        self, client: WebClient, anna: Actor, app: TinyApp
    ) -> None:
        client.views_publish(user_id=ANNA.id, view=home(actions(button("Join", "join", value="7"))))
        anna.presses("Join")
        heard = app.heard[-1]
        assert heard["container"] == {"type": "view", "view_id": heard["view"]["id"]}
        assert heard["actions"][0]["value"] == "7"
        assert not {"channel", "response_url", "message"} & set(heard)
