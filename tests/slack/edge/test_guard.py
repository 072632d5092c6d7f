"""The guard: size, signature, form, and the key of each request."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context import BoltContext

from bot.slack.edge import guard
from bot.slack.edge.guard import MAX_BODY, Guard, Refused

SECRET = "0123456789abcdef"
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
EVENT = {"type": "event_callback", "event": {"type": "user_change"}, "team_id": "T2"}
COMMAND = {"command": "/revmentor", "text": "join", "user_id": "U1", "team_id": "T1"}


class Standing:
    """A clock that stands still; programme time is far away on purpose."""

    def now(self) -> datetime:
        return NOW + timedelta(days=100)

    def real_now(self) -> datetime:
        return NOW


def signed(raw: bytes, content_type: str = FORM, *, age: int = 0, **other: str) -> dict[str, str]:
    stamp = str(int(NOW.timestamp()) - age)
    digest = hmac.new(SECRET.encode(), b"v0:%s:%s" % (stamp.encode(), raw), hashlib.sha256)
    headers = {
        "content-type": content_type,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": "v0=" + digest.hexdigest(),
    }
    return headers | {name.replace("_", "-"): value for name, value in other.items()}


def admit(raw: bytes, headers: Mapping[str, str]) -> BoltRequest | Refused | None:
    return Guard(SECRET, Standing()).admit(raw, headers)


def body_of(raw: bytes, content_type: str = FORM) -> dict[str, Any]:
    request = admit(raw, signed(raw, content_type))
    assert isinstance(request, BoltRequest)
    return request.body


def test_a_signed_command_passes() -> None:
    assert body_of(urlencode(COMMAND).encode()) == COMMAND


@pytest.mark.parametrize("age", [299, -299])
def test_five_minutes_either_way_are_fresh(age: int) -> None:
    raw = urlencode(COMMAND).encode()
    assert isinstance(admit(raw, signed(raw, age=age)), BoltRequest)


@pytest.mark.parametrize(
    "spoil",
    [
        {"x_slack_signature": ""},
        {"x_slack_signature": "v0=" + "0" * 64},
        {"x_slack_signature": "v0=\u00e9"},
        {"x_slack_request_timestamp": ""},
        {"x_slack_request_timestamp": "yesterday"},
        {"x_slack_request_timestamp": "1_798_000_000"},
        {"x_slack_request_timestamp": "\u0661\u0662"},
        {"x_slack_request_timestamp": "9" * 5000},
    ],
)
def test_unsigned_and_odd_headers_are_401(spoil: dict[str, Any]) -> None:
    raw = urlencode(COMMAND).encode()
    assert admit(raw, signed(raw, **spoil)) == Refused(401, "invalid_signature")


@pytest.mark.parametrize("age", [301, -301, 86400])
def test_stale_is_401(age: int) -> None:
    raw = urlencode(COMMAND).encode()
    assert admit(raw, signed(raw, age=age)) == Refused(401, "invalid_signature")


def test_another_body_under_the_same_signature_is_401() -> None:
    headers = signed(urlencode(COMMAND).encode())
    changed = urlencode(COMMAND | {"user_id": "U2"}).encode()
    assert admit(changed, headers) == Refused(401, "invalid_signature")


def test_nothing_is_parsed_before_the_signature() -> None:
    assert admit(b'{"a', {"content-type": "application/json"}) == Refused(401, "invalid_signature")


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"", "application/json"),
        (b'{"type": ', "application/json"),
        (b"[1]", "application/json"),
        (b'"text"', "application/json; charset=utf-8"),
        (b'{"type": "event_callback", "event": "\\ud800"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"team": 7}', "application/json"),
        (b"\xff\xfe", FORM),
        (b"", FORM),
        (b"neither this nor that", FORM),
        (b"text=join", FORM),
        (b"command=%ff", FORM),
        (b"payload=nothing", FORM),
        (b"payload=[]", FORM),
        (b"payload={", FORM),
    ],
)
def test_what_slack_would_never_send_is_400(raw: bytes, content_type: str) -> None:
    assert admit(raw, signed(raw, content_type)) == Refused(400, "malformed")


@pytest.mark.parametrize(
    "where", ["text", "channel_name", "team_domain", "user_name", "response_url"]
)
def test_the_word_payload_anywhere_is_just_a_word(where: str) -> None:
    command = COMMAND | {where: "my payload is heavy"}
    raw = urlencode(command).encode()
    request = admit(raw, signed(raw))
    assert isinstance(request, BoltRequest)
    assert request.body == command
    assert (request.context.user_id, request.context.team_id) == ("U1", "T1")


def test_an_interaction_arrives_as_its_payload() -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "actions": [{"action_id": "proposal.yes", "value": "7"}],
    }
    assert body_of(urlencode({"payload": json.dumps(payload)}).encode()) == payload


def test_an_event_arrives_as_json() -> None:
    event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened"}}
    assert body_of(json.dumps(event).encode(), "application/json") == event


def test_slacks_check_of_the_certificate_needs_no_signature() -> None:
    assert admit(b"token=x&ssl_check=1", {"content-type": FORM}) is None
    assert isinstance(admit(b"text=%26ssl_check=1&command=/revmentor", {}), Refused)


class Arriving:
    """A body that comes in chunks."""

    def __init__(self, *chunks: bytes, announced: str | None = None) -> None:
        self.headers = {} if announced is None else {"content-length": announced}
        self._chunks = chunks
        self.taken = 0

    async def stream(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += 1
            yield chunk


def read(request: Arriving) -> bytes | Refused:
    return asyncio.run(guard.read(request))


def test_a_body_of_one_mebibyte_is_read_and_one_byte_more_is_413() -> None:
    assert read(Arriving(b"a" * MAX_BODY)) == b"a" * MAX_BODY
    assert read(Arriving(b"a" * MAX_BODY, b"b")) == Refused(413, "too_long")


def test_the_announced_length_is_believed() -> None:
    assert read(Arriving(b"a", announced=str(MAX_BODY + 1))) == Refused(413, "too_long")


def test_an_endless_body_is_not_read_to_its_end() -> None:
    endless = Arriving(*[b"a" * MAX_BODY] * 100)
    assert read(endless) == Refused(413, "too_long")
    assert endless.taken < 20


def test_request_keys() -> None:
    view = {"id": "V1", "hash": "1.2"}
    assert guard.request_key({"event_id": "Ev1"}) == "event:Ev1"
    assert guard.request_key({"trigger_id": "1.2.a"} | COMMAND) == "trigger:1.2.a"
    assert (
        guard.request_key({"type": "view_submission", "view": view, "trigger_id": "9"})
        == "view_submission:V1:1.2"
    )
    assert guard.request_key({"type": "view_closed", "view": view}) == "view_closed:V1:1.2"


def test_a_click_in_a_view_is_keyed_by_its_trigger() -> None:
    click = {"type": "block_actions", "view": {"id": "V1", "hash": "1"}, "trigger_id": "1.9"}
    assert guard.request_key(click) == "trigger:1.9"


def test_a_body_without_a_key_is_its_own() -> None:
    one, other = guard.request_key({"text": "a"}), guard.request_key({"text": "b"})
    assert one != other
    assert one == guard.request_key({"text": "a"})
    assert len(guard.request_key({"trigger_id": "x" * 5000})) <= 120


@pytest.mark.parametrize(
    ("body", "foreign"),
    [
        (COMMAND, set()),
        (COMMAND | {"team_id": "T2"}, {"T2"}),
        ({"team": {"id": "T2"}, "user": {"id": "U1"}}, {"T2"}),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}, set()),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, {"T2"}),
        ({"team": None, "user": {"id": "U1", "team_id": "E1"}}, set()),
        (EVENT | {"authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]}, set()),
        (EVENT | {"authorizations": [{"team_id": "T2", "enterprise_id": None}]}, {"T2"}),
        ({}, set()),
    ],
)
def test_another_workspace_is_marked_and_handed_on(body: dict[str, Any], foreign: set[str]) -> None:
    assert marked(body, "T1") == foreign


@pytest.mark.parametrize(
    ("body", "foreign"),
    [
        (COMMAND | {"team_id": "T2", "enterprise_id": "E1"}, set()),
        ({"team": {"id": "T2"}, "enterprise": {"id": "E1"}, "user": {"id": "U1"}}, set()),
        (COMMAND | {"team_id": "T3", "enterprise_id": "E2"}, {"T3"}),
        (COMMAND | {"team_id": "T3"}, {"T3"}),
    ],
)
def test_an_organisation_is_known_by_its_own_id(body: dict[str, Any], foreign: set[str]) -> None:
    assert marked(body, "E1") == foreign


def marked(body: dict[str, Any], ours: str) -> frozenset[str]:
    context = BoltContext({})
    context.set_authorize_result(AuthorizeResult(enterprise_id=None, team_id=ours))
    assert guard.mark_foreign_teams(body, context, lambda: "handed on") == "handed on"
    found: frozenset[str] = context["foreign_teams"]
    return found
