"""The Web API, called by the real client."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Person
from playground.server.serve import Running
from tests.playground.conftest import ANNA, GIULIA, GONE, MARCO, OTHER_BOT
from tests.playground.pieces import actions, button, section


def refusal(call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return dict(raised.value.response.data)


def code(call: Callable[..., Any], **arguments: Any) -> str:
    return str(refusal(call, **arguments)["error"])


class TestToken:
    def test_auth_test_tells_who_the_bot_is_and_what_it_may(self, client: WebClient) -> None:
        answer = client.auth_test()
        assert answer["user_id"] == "U0PGBOT001"
        assert "chat:write" in answer.headers["x-oauth-scopes"]

    @pytest.mark.parametrize(("token", "error"), [("xoxb-other", "invalid_auth")])
    def test_a_wrong_token(self, running: Running, token: str, error: str) -> None:
        assert code(WebClient(token, base_url=running.api_url).users_list) == error

    def test_no_token(self, running: Running) -> None:
        assert code(WebClient(base_url=running.api_url).auth_test) == "not_authed"

    def test_an_app_token_cannot_post(self, running: Running) -> None:
        client = WebClient("xapp-playground", base_url=running.api_url)
        assert code(client.chat_postMessage, channel=ANNA.id, text="x") == "not_allowed_token_type"

    def test_unknown_method(self, client: WebClient) -> None:
        assert code(client.api_call, api_method="chat.shout") == "unknown_method"

    def test_a_body_that_is_no_json(self, running: Running) -> None:
        import urllib.request

        request = urllib.request.Request(
            running.api_url + "auth.test",
            data=b"{",
            headers={"Content-Type": "application/json", "Authorization": "Bearer xoxb-playground"},
        )
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["error"] == "invalid_json"


class TestPeople:
    def test_info_has_the_zone_and_on_request_the_locale(self, client: WebClient) -> None:
        assert "locale" not in client.users_info(user=MARCO.id)["user"]
        user = client.users_info(user=MARCO.id, include_locale=True)["user"]
        assert (user["tz"], user["locale"], user["team_id"]) == (
            "Europe/London",
            "en-GB",
            "T0PLAYGRND",
        )

    def test_the_offset_follows_the_clock_change(self, running: Running, client: WebClient) -> None:
        running.workspace.clock.source = lambda: 1_774_745_999.0  # 2026-03-29 00:59:59 UTC
        assert client.users_info(user=ANNA.id)["user"]["tz_offset"] == 3600
        running.workspace.clock.source = lambda: 1_774_746_000.0
        assert client.users_info(user=ANNA.id)["user"]["tz_offset"] == 7200

    def test_a_deactivated_account_comes_without_zone(self, client: WebClient) -> None:
        user = client.users_info(user=GONE.id, include_locale=True)["user"]
        assert user["deleted"]
        assert "tz" not in user
        assert "locale" not in user

    def test_nobody(self, client: WebClient) -> None:
        assert code(client.users_info, user="U0NOBODY") == "user_not_found"

    def test_list_comes_in_pages(self, client: WebClient) -> None:
        pages = [page["members"] for page in client.users_list(limit=3, include_locale=True)]
        ids = [user["id"] for page in pages for user in page]
        assert len(ids) == len(set(ids)) == 7  # five people, the bot, Slackbot
        assert [len(page) for page in pages] == [3, 3, 1]
        assert "USLACKBOT" in ids
        assert "U0PGBOT001" in ids

    def test_a_large_workspace_wants_a_limit(self, running: Running, client: WebClient) -> None:
        for number in range(500):
            running.workspace.put_person(Person(f"U1{number:05d}", f"n{number}", f"N {number}"))
        assert code(client.users_list) == "limit_required"
        assert len(client.users_list(limit=200)["members"]) == 200

    def test_a_made_up_cursor(self, client: WebClient) -> None:
        assert code(client.users_list, limit=2, cursor="zzz") == "invalid_cursor"


class TestConversations:
    def test_one_direct_message_per_person(self, client: WebClient) -> None:
        first = client.conversations_open(users=ANNA.id)
        again = client.conversations_open(users=[ANNA.id], return_im=True)
        assert first["channel"]["id"] == again["channel"]["id"]
        assert (first["already_open"], again["already_open"]) == (False, True)
        assert again["channel"]["user"] == ANNA.id

    def test_one_group_per_set_of_people(self, client: WebClient) -> None:
        one = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        same = client.conversations_open(users=f"{MARCO.id},{ANNA.id}")["channel"]["id"]
        other = client.conversations_open(users=[ANNA.id, MARCO.id, GIULIA.id])["channel"]["id"]
        assert one == same != other

    @pytest.mark.parametrize(
        ("users", "error"),
        [
            ("", "users_list_not_supplied"),
            ("U0NOBODY", "user_not_found"),
            (OTHER_BOT.id, "cannot_dm_bot"),
            (GONE.id, "user_disabled"),
            ("U0PGBOT001", "not_enough_users"),
            (",".join(f"U{n}" for n in range(9)), "too_many_users"),
        ],
    )
    def test_who_cannot_be_invited(self, client: WebClient, users: str, error: str) -> None:
        assert code(client.conversations_open, users=users) == error

    def test_a_group_needs_its_own_scope(self, running: Running, client: WebClient) -> None:
        running.workspace.scopes.discard("mpim:write")
        client.conversations_open(users=ANNA.id)
        refused = refusal(client.conversations_open, users=[ANNA.id, MARCO.id])
        assert (refused["error"], refused["needed"]) == ("missing_scope", "mpim:write")
        assert "im:write" in refused["provided"]


class TestPosting:
    def test_to_a_person_by_id(self, client: WebClient) -> None:
        posted = client.chat_postMessage(channel=ANNA.id, text="Hello", blocks=[section("Hello")])
        direct = client.conversations_open(users=ANNA.id)["channel"]["id"]
        assert posted["channel"] == direct
        assert posted["message"]["blocks"][0]["block_id"]

    def test_timestamps_are_unique_and_grow(self, running: Running, client: WebClient) -> None:
        running.workspace.clock.source = lambda: 1_780_000_000.0001
        stamps = [client.chat_postMessage(channel=ANNA.id, text="x")["ts"] for _ in range(3)]
        assert stamps == ["1780000000.000100", "1780000000.000200", "1780000000.000300"]

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"channel": ANNA.id, "text": " "}, "no_text"),
            ({"channel": ANNA.id, "text": "x" * 40_001}, "msg_too_long"),
            ({"channel": "U0NOBODY", "text": "x"}, "user_not_found"),
            ({"channel": "D0NOWHERE", "text": "x"}, "channel_not_found"),
            ({"channel": "", "text": "x"}, "channel_not_found"),
            ({"channel": GONE.id, "text": "x"}, "user_disabled"),
            ({"channel": OTHER_BOT.id, "text": "x"}, "cannot_dm_bot"),
            ({"channel": ANNA.id, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
            ({"channel": ANNA.id, "text": "x", "metadata": {"event_type": "a"}},
             "invalid_metadata_format"),
            ({"channel": ANNA.id, "text": "x",
              "metadata": {"event_type": "", "event_payload": {}}}, "invalid_metadata_schema"),
            ({"channel": ANNA.id, "text": "x",
              "metadata": {"event_type": "a", "event_payload": {"x": "y" * 9000}}},
             "metadata_too_large"),
            ({"channel": ANNA.id, "text": "x",
              "blocks": [section("y" * 3000) for _ in range(5)]}, "msg_blocks_too_long"),
        ],
    )  # fmt: skip
    def test_refusals(
        self, running: Running, client: WebClient, arguments: dict[str, Any], error: str
    ) -> None:
        assert code(client.api_call, api_method="chat.postMessage", json=arguments) == error
        assert running.workspace.log == []

    def test_bad_blocks_are_named(self, client: WebClient) -> None:
        refused = refusal(
            client.chat_postMessage, channel=ANNA.id, text="x", blocks=[section("y" * 3001)]
        )
        assert refused["error"] == "invalid_blocks"
        assert refused["response_metadata"]["messages"] == [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
        ]

    def test_a_channel_without_the_bot(self, running: Running, client: WebClient) -> None:
        general = running.workspace.rooms.named("general")
        assert general is not None
        assert code(client.chat_postMessage, channel=general.id, text="x") == "not_in_channel"

    def test_a_closed_messages_tab(self, running: Running, client: WebClient) -> None:
        running.workspace.messages_tab = False
        assert code(client.chat_postMessage, channel=ANNA.id, text="x") == "messages_tab_disabled"

    def test_the_same_client_msg_id_doubles_unless_honoured(
        self, running: Running, client: WebClient
    ) -> None:
        for _ in range(2):
            client.chat_postMessage(channel=ANNA.id, text="x", client_msg_id="one")
        assert len(running.workspace.log) == 2
        running.workspace.honours_client_msg_id = True
        client.chat_postMessage(channel=ANNA.id, text="x", client_msg_id="one")
        assert len(running.workspace.log) == 2

    def test_a_private_message_is_seen_by_one(self, running: Running, client: WebClient) -> None:
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        client.chat_postEphemeral(channel=group, user=ANNA.id, text="only you")
        assert running.actor(ANNA).sees.last.text == "only you"
        assert running.actor(MARCO).sees.messages == []
        refused = code(client.chat_postEphemeral, channel=group, user=GIULIA.id, text="x")
        assert refused == "user_not_in_channel"


class TestEditing:
    def test_what_is_not_given_stays_and_empty_blocks_go(
        self, running: Running, client: WebClient
    ) -> None:
        posted = client.chat_postMessage(
            channel=ANNA.id, text="one", blocks=[actions(button("Yes", "yes"))]
        )
        at = {"channel": posted["channel"], "ts": posted["ts"]}
        client.chat_update(**at, text="two")
        seen = running.actor(ANNA).sees.last
        assert (seen.text, seen.buttons, seen.was_edited) == ("two", ["Yes"], True)
        client.chat_update(**at, text="three", blocks=[])
        assert running.actor(ANNA).sees.last.buttons == []
        assert [old.text for old in running.workspace.log[0].earlier] == ["one", "two"]

    def test_refusals(self, running: Running, client: WebClient) -> None:
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        said = running.actor(ANNA).says("ciao", group)
        assert code(client.chat_update, channel=group, ts="1.1", text="x") == "message_not_found"
        assert code(client.chat_update, channel=group, ts=said.ts, text="x") == (
            "cant_update_message"
        )
        assert code(client.chat_delete, channel=group, ts=said.ts) == "cant_delete_message"

    def test_an_edit_window(self, running: Running, client: WebClient) -> None:
        running.workspace.edit_window = 60
        posted = client.chat_postMessage(channel=ANNA.id, text="one")
        running.workspace.clock.offset = 61
        refused = code(client.chat_update, channel=posted["channel"], ts=posted["ts"], text="x")
        assert refused == "edit_window_closed"

    def test_deleting(self, running: Running, client: WebClient) -> None:
        posted = client.chat_postMessage(channel=ANNA.id, text="one")
        client.chat_delete(channel=posted["channel"], ts=posted["ts"])
        assert running.actor(ANNA).sees.messages == []
        refused = code(client.chat_delete, channel=posted["channel"], ts=posted["ts"])
        assert refused == "message_not_found"


class TestHistory:
    def test_newest_first_in_pages_with_metadata_on_request(self, client: WebClient) -> None:
        meta = {"event_type": "note", "event_payload": {"id": "7"}}
        posts = [
            client.chat_postMessage(channel=ANNA.id, text=f"{n}", metadata=meta) for n in range(5)
        ]
        direct = posts[0]["channel"]
        pages = [p["messages"] for p in client.conversations_history(channel=direct, limit=2)]
        assert [[m["text"] for m in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
        assert "metadata" not in pages[0][0]
        after = client.conversations_history(
            channel=direct, oldest=posts[3]["ts"], include_all_metadata=True
        )
        assert [m["metadata"] for m in after["messages"]] == [meta]
        from_there = client.conversations_history(
            channel=direct, oldest=posts[3]["ts"], latest=posts[3]["ts"], inclusive=True
        )
        assert [m["text"] for m in from_there["messages"]] == ["3"]

    def test_only_what_a_scope_allows(self, running: Running, client: WebClient) -> None:
        direct = client.conversations_open(users=ANNA.id)["channel"]["id"]
        group = client.conversations_open(users=[ANNA.id, MARCO.id])["channel"]["id"]
        assert client.conversations_history(channel=direct)["messages"] == []
        assert refusal(client.conversations_history, channel=group)["needed"] == "mpim:history"
        running.workspace.scopes.discard("im:history")
        assert refusal(client.conversations_history, channel=direct)["needed"] == "im:history"

    def test_lag_hides_fresh_messages(self, running: Running, client: WebClient) -> None:
        running.workspace.shows_history_after = 60
        direct = client.chat_postMessage(channel=ANNA.id, text="fresh")["channel"]
        assert client.conversations_history(channel=direct)["messages"] == []
        running.workspace.log[0].accepted_at -= 61
        assert len(client.conversations_history(channel=direct)["messages"]) == 1

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"limit": 1000}, "invalid_limit"),
            ({"limit": "many"}, "invalid_arguments"),
            ({"oldest": "yesterday"}, "invalid_ts_oldest"),
            ({"cursor": "bmV4dA=="}, "invalid_cursor"),
        ],
    )
    def test_bad_arguments(self, client: WebClient, arguments: dict[str, Any], error: str) -> None:
        direct = client.conversations_open(users=ANNA.id)["channel"]["id"]
        assert code(client.conversations_history, channel=direct, **arguments) == error
